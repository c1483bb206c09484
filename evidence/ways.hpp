// Words of a claim or of a sentence in order, and the words by which something is said to rise, fall, mend or worsen.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace meridian::evidence {

enum class Way { None, Up, Down, Better, Worse };

struct PlacedWord {
  std::string_view text;
  std::size_t start = 0;
  bool ends_clause = false;  ///< a comma, stop or turn stands behind it
};

/// Words of a text in lower case, which must outlive them.
[[nodiscard]] std::vector<PlacedWord> placed_words(std::string_view lower);

/// The way that a writer's word says: "eases" is Better, "rises" is Up.
[[nodiscard]] Way way_of(std::string_view word);

/// Parts of a sentence that tell different things.
[[nodiscard]] std::vector<std::string_view> told_parts(std::string_view sentence);

/// Of the words that say up or down the one nearest to a name at `start`: the last before it, else the first behind it.
[[nodiscard]] Way nearest_way(std::string_view text, std::size_t start);

/// What a sentence of an abstract tells, whatever of.
struct Told {
  bool open = false;    ///< planned, unknown or asked: it tells no result
  bool none = false;    ///< no difference or no effect, in words or by its numbers
  bool better = false;  ///< undenied, as are the next three
  bool down = false, up = false;
  bool lost = false;
  bool harm = false;
  bool denied_gain = false;  ///< words of gain stand there, each behind a denial
  bool of_a_bad = false;     ///< "poor", "burden of": less of it is a gain
};
[[nodiscard]] Told told_ways(std::string_view sentence);

}  // namespace meridian::evidence
