// How a query was read, part by part with what each finds, and facets that stand in a slot of their own.
#pragma once

#include <xapian.h>

#include <string>
#include <vector>

#include "index/library.hpp"
#include "index/search/query.hpp"

namespace meridian::index {

/// The parts in the order in which they stand, operators before what they join; counts are exact.
[[nodiscard]] std::vector<ReadPart> explained(const ReadNode& tree, const Xapian::Database& database);

/// What a spy has counted, most frequent first; values are parted by `separator` where it is not zero.
[[nodiscard]] Facet count_values(std::string name, Xapian::ValueCountMatchSpy& spy, char separator);

}  // namespace meridian::index
