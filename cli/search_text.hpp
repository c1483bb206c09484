// Search results laid out for a person: hits, tables, counts, and how a query was read.
#pragma once

#include <string>
#include <vector>

#include "core/error.hpp"
#include "index/library.hpp"

namespace meridian::cli {

void print_hit(std::size_t number, const index::SearchHit& hit);

/// The columns named, parted by commas; the usual ones where `names` is empty.
/// @errors Usage: there is no such column
[[nodiscard]] Result<std::vector<std::string>> table_columns(const std::string& names);
void print_table(const std::vector<index::SearchHit>& hits, const std::vector<std::string>& columns);

/// A line a facet, or all values with a histogram of years.
void print_facets(const std::vector<index::Facet>& facets, bool full);

/// The tree of a query with counts, the engine's query, and what was ignored.
void print_reading(const index::SearchAnswer& answer);

/// A word or query as one would type it to a shell.
[[nodiscard]] std::string quoted(const std::string& text);

/// How to go on from the counts: the query with the most frequent value of a field beside it.
void print_drill_down(const std::string& query, const std::vector<index::Facet>& facets);

}  // namespace meridian::cli
