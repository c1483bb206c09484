// The clauses of a sentence and what each says: an effect, or none.
#pragma once

#include <initializer_list>
#include <string_view>
#include <vector>

#include "evidence/sentences.hpp"

namespace meridian::evidence {

struct Tone {
  bool good = false, bad = false;
};

/// "Gait worsened", unless it was prevented or befell those without the treatment.
[[nodiscard]] bool tells_worsening(const Sentence& s, const VocabularyHit& hit);

[[nodiscard]] bool has_any(std::string_view text, std::initializer_list<const char*> words);
/// A phrase of the facet "cue" with this id fires.
[[nodiscard]] bool cue(const Sentence& sentence, std::string_view id);
/// It names a mechanism, or an outcome.
[[nodiscard]] bool names_outcome(const Sentence& s);
/// Where "but", "whereas" or a semicolon turns a sentence, its parts are weighed apart.
[[nodiscard]] std::vector<std::size_t> clause_starts(std::string_view text);
[[nodiscard]] std::size_t clause_of(const std::vector<std::size_t>& starts, std::size_t at);
/// What stands there is harm that stayed away ("no adverse events", "did not require rescue analgesia").
[[nodiscard]] bool spares_harm(const Sentence& s, std::size_t at);
/// The hit is a word of failure ("did not improve"): not of harm that stayed away, of whom or what is spoken of
/// ("patients who did not respond"), nor a doubt ("cannot be excluded").
[[nodiscard]] bool tells_failure(const Sentence& s, const VocabularyHit& hit);
/// "Although the score rose, ...": its first clause grants what the second outweighs.
[[nodiscard]] bool opens_with_concession(std::string_view text);
/// ", although sleep did not change": the clause grants something beside what the sentence says.
[[nodiscard]] bool concedes_at(std::string_view clause);
/// "No electrophysiological recovery": an effect at `at` that a "no" denies, at most two words before it.
[[nodiscard]] bool follows_no(std::string_view lower, std::size_t at);
/// What each clause says: an effect, or that there was none.
[[nodiscard]] std::vector<Tone> tones_of(const Sentence& s, const std::vector<std::size_t>& starts);
/// It stands where findings are told, or says itself that it is one ("Results showed that ...").
[[nodiscard]] bool is_finding(const Sentence& s);

}  // namespace meridian::evidence
