// Which phrases of an abstract name an outcome whose result is told, and which way it went, by two trained models.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "core/study.hpp"
#include "evidence/linear_model.hpp"
#include "evidence/outcome_phrases.hpp"
#include "evidence/sentences.hpp"

namespace meridian::evidence {

/// What the rules read of an outcome, for the models to weigh.
struct RuleEffect {
  const Sentence* sentence = nullptr;
  std::size_t start = 0, end = 0;  ///< of the outcome's words in the sentence
  Effect effect;
};

struct ToldOutcome {
  const Sentence* sentence = nullptr;
  std::size_t start = 0, end = 0;  ///< of the outcome's words in the sentence
  const RuleEffect* rule = nullptr;
  Change change = Change::NoDifference;                          ///< by the model
  std::vector<std::uint32_t> outcome_features, change_features;  ///< kept for training only
};

/// @param outcome,change  the models; null while they are trained: then all phrases are given, with their features
[[nodiscard]] std::vector<ToldOutcome> told_outcomes(const std::vector<Sentence>& sentences,
                                                     const std::vector<RuleEffect>& rules, const LinearModel* outcome,
                                                     const LinearModel* change);

/// Score of the outcome model from which a phrase counts as an outcome: a chance of about one in ten, since the sets
/// that it is trained on name few of the outcomes that an abstract tells of.
constexpr float kLeastOutcome = -2.2F;

}  // namespace meridian::evidence
