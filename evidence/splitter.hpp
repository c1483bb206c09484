// Where sentences begin and end.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace meridian::evidence {

struct Span {
  std::size_t start = 0, end = 0;  ///< bytes; `end` is one past the last
};

/// Sentences of running text, without the blanks around them. Survives "P < 0.05", "vs.", "i.m.", "Fig. 2", initials,
/// enumerations ("1. The aim ...") and a blank that is missing ("enzymes.These"). A line break always ends a sentence.
/// @param text  UTF-8, of any length; a sentence is cut after 4,000 bytes at the latest blank
[[nodiscard]] std::vector<Span> split_sentences(std::string_view text);

}  // namespace meridian::evidence
