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

}  // namespace meridian::evidence
