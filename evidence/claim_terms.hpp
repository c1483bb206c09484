// The words and concepts of a claim or of a study's sentence, in one form, so that the two can be laid side by side.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "evidence/vocabulary.hpp"

namespace meridian::evidence {

/// The shipped vocabulary, and the one of writers' words (data/check), which names the same ids and some more.
struct ClaimWords {
  const Vocabulary* studies = nullptr;
  const Vocabulary* writers = nullptr;
};

/// What a text names. Ids of outcomes say what a benefit looks like: "less-pain", "more-balance".
struct Concepts {
  std::vector<std::string> interventions, conditions, outcomes;  ///< in the order of the text, each once
  std::set<std::string> studied;    ///< those of the interventions that the vocabulary of studies has named
  std::set<std::string> cues;       ///< ids of data/check/words.toml
  std::vector<VocabularyHit> hits;  ///< of these, and of the cue "turned": names of outcomes whose fall is good
};

/// Names that are spelt like a word, TENS and TEAS, need their capitals: give the text as it stands.
[[nodiscard]] Concepts concepts_of(std::string_view text, const ClaimWords& words);

/// What counts as a treatment or illness that a claim names.
struct Subject {
  std::set<std::string> kinds;     ///< its id, and of both vocabularies the ids that are part of it, however far down
  bool of_studies = false;         ///< the vocabulary by which studies are read has it
  std::string words;               ///< the claim's own name for a treatment; empty where it has none
  std::vector<std::string> names;  ///< of a kind that gathers many ("drug"): which of them the claim speaks of
};

/// @param facet  "intervention" or "condition"
[[nodiscard]] Subject subject_of(const std::string& id, std::string_view facet, const ClaimWords& words);

/// What a term of either vocabulary says of itself (VocabularyTerm::role), or "".
[[nodiscard]] std::string_view role_of(std::string_view id, std::string_view facet, const ClaimWords& words);

/// U+2019 as the apostrophe of a keyboard.
[[nodiscard]] std::string straight_apostrophes(std::string_view text);

/// The word without its commonest endings, in lower case; a key to compare by, not a word to show.
[[nodiscard]] std::string stem_of(std::string_view word);

/// Stems of the words that carry meaning, in order, stop words left out; numbers are kept.
[[nodiscard]] std::vector<std::string> content_stems(std::string_view text);

/// Words that carry meaning, as they stand, each once; for a query.
[[nodiscard]] std::vector<std::string> content_words(std::string_view text);

}  // namespace meridian::evidence
