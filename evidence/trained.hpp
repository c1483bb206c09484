// What the trained models see of a study, and what they say.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/citation.hpp"
#include "core/study.hpp"
#include "evidence/counts.hpp"
#include "evidence/linear_model.hpp"
#include "evidence/sentences.hpp"

namespace meridian::evidence {

/// @param by_rules  what the rules gave
[[nodiscard]] Features design_features(const Citation& citation, const Counts& designs, const Counts& people,
                                       const std::optional<Reading>& by_rules, const std::optional<SampleSize>& size);
/// The eight kinds of design that the model tells apart, such as "systematic-review" for meta-analysis too.
[[nodiscard]] std::string_view design_kind(std::string_view design);
/// the model's design where it differs from the rules' and is sure of it, else `by_rules`.
[[nodiscard]] std::optional<Reading> design_by_model(const Citation& citation, const std::vector<Sentence>& sentences,
                                                     const Counts& designs, const LinearModel& model,
                                                     const Features& features, std::optional<Reading> by_rules);

/// the model is sure that a primary study tries no treatment. `features` are those of its design.
[[nodiscard]] bool tries_no_treatment(const Citation& citation, const std::vector<Sentence>& sentences,
                                      const LinearModel& model, const Features& features,
                                      const std::optional<Reading>& design);

/// Words of the conclusion, with what the rules made of it.
[[nodiscard]] Features direction_features(const std::vector<Sentence>& sentences, const Study& study);

/// Sentence `at` of an abstract, with its place in it and the words of its neighbours, for the part that it plays.
[[nodiscard]] Features section_features(std::span<const Sentence> abstract, std::size_t at);

/// One sentence, for negation and speculation.
[[nodiscard]] Features sentence_features(std::string_view sentence);

/// A phrase that may name an outcome, as the models of outcomes and changes see it.
struct PhraseView {
  std::string words, sentence;
  std::vector<std::uint32_t> outcome, change;
};

/// What the models are trained on: a study as the rules alone read it.
struct TrainingView {
  Study study;
  Features design, direction;
  std::vector<PhraseView> phrases;
};
[[nodiscard]] TrainingView training_view(const Citation& citation, const Vocabulary& vocabulary);

}  // namespace meridian::evidence
