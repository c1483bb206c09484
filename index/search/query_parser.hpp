// Reads a search into a tree, as PubMed reads it: operators from left to right, words joined by AND.
#pragma once

#include <string_view>

#include "index/search/query_tree.hpp"

namespace meridian::index {

/// @throws Mistake: brackets, quotation marks, operators or tags that cannot be read
[[nodiscard]] Node parse_tree(std::string_view text);

}  // namespace meridian::index
