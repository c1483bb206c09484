// What was found of each outcome: its change, whether that is good, and the numbers that stand beside it.
#pragma once

#include <vector>

#include "core/study.hpp"
#include "evidence/sentences.hpp"
#include "evidence/told_outcomes.hpp"

namespace meridian::evidence {

/// Adds to `study`, whose design and interventions are read, what rules tell and, of trials, what the models
/// find beside it (kEffectByModel).
void read_effects(const std::vector<Sentence>& sentences, const Vocabulary& vocabulary, Study& study);

/// What the rules alone read of the outcomes that the vocabulary names: the models weigh it.
[[nodiscard]] std::vector<RuleEffect> rule_effects(const std::vector<Sentence>& sentences, const Vocabulary& vocabulary,
                                                   const Study& study);

}  // namespace meridian::evidence
