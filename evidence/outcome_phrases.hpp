// Names of what was measured, cut from sentences that tell results.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace meridian::evidence {

/// One word, number or mark of a sentence.
struct ResultToken {
  std::uint32_t hash = 0;  ///< of the lower-case word; all numbers are one
  std::size_t start = 0, end = 0;
  bool word = false, number = false;
  bool common = false;  ///< a word that no outcome's name holds, such as "significantly" or "group"
  bool of = false;
  bool turn = false;  ///< "but", "whereas", ";": another result follows
};

/// Tokens [first, last) that may name an outcome: "incidence of postoperative nausea".
struct OutcomePhrase {
  std::size_t first = 0, last = 0;
};

[[nodiscard]] std::uint32_t word_hash(std::string_view lower);
/// At most 400 tokens of `sentence`.
[[nodiscard]] std::vector<ResultToken> result_tokens(std::string_view sentence);
/// Runs of words between common words, numbers and marks, in order.
[[nodiscard]] std::vector<OutcomePhrase> outcome_phrases(const std::vector<ResultToken>& tokens);

}  // namespace meridian::evidence
