// What was found of each outcome: its change, whether that is good, and the numbers that stand beside it.
#pragma once

#include <vector>

#include "core/study.hpp"
#include "evidence/sentences.hpp"

namespace meridian::evidence {

/// Adds to `study`, whose design and interventions are read. What is not told for certain is left out.
void read_effects(const std::vector<Sentence>& sentences, const Vocabulary& vocabulary, Study& study);

}  // namespace meridian::evidence
