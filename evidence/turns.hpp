// Words that say which way something goes, with denials taken into account.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace meridian::evidence {

struct Turn {
  std::size_t word = 0;  ///< its place among the words of the text
  int side = 0;          ///< 1 up, better, present; -1 down, worse, absent; denials have been applied
  bool denied = false;
  bool link = false;  ///< only says that two things go together
  std::string stem;
};

struct Turns {
  std::vector<std::string> stems;  ///< of every word of the text
  std::vector<Turn> turns;
};

[[nodiscard]] Turns turns_of(std::string_view text);

/// How the turns that stand near `wanted` stems add up: positive up, negative down.
[[nodiscard]] double sum_near(const Turns& turns, const std::set<std::string>& wanted);
/// Product of the sides of the turns near `wanted`: 1, -1, or 0 where there is none.
[[nodiscard]] int product_near(const Turns& turns, const std::set<std::string>& wanted);

}  // namespace meridian::evidence
