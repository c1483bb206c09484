// Interventions and conditions of a study.
#pragma once

#include <vector>

#include "core/citation.hpp"
#include "core/study.hpp"
#include "evidence/sentences.hpp"

namespace meridian::evidence {

/// Adds to `study`, whose design and population are read.
/// @param untreated  the study tries no treatment, whatever it names
void read_interventions(const std::vector<Sentence>& sentences, const Citation& citation, const Vocabulary& vocabulary,
                        bool untreated, Study& study);
void read_conditions(const std::vector<Sentence>& sentences, const Citation& citation, const Vocabulary& vocabulary,
                     Study& study);

}  // namespace meridian::evidence
