// A search as a person writes it, read into a Xapian query.
#pragma once

#include <xapian.h>

#include <string>
#include <string_view>
#include <vector>

#include "core/error.hpp"

namespace meridian::index {

inline constexpr std::size_t kLongestQuery = 8192;  ///< bytes
inline constexpr int kDeepestBrackets = 50;
inline constexpr int kMostTerms = 500;

struct ParsedQuery {
  Xapian::Query query;
  bool everything = false;  ///< an empty query
  std::string reading;
  std::vector<std::string> warnings;
};

/// `database` tells which words are nowhere in it.
/// @errors Usage: the hint shows the position. @throws Xapian::Error
[[nodiscard]] Result<ParsedQuery> parse_query(std::string_view text, const Xapian::Database& database);

}  // namespace meridian::index
