// Mechanisms of a study with their status.
#pragma once

#include <vector>

#include "core/study.hpp"
#include "evidence/sentences.hpp"

namespace meridian::evidence {

/// Adds to `study`, whose design and direction are read.
void read_mechanisms(const std::vector<Sentence>& sentences, const Vocabulary& vocabulary, Study& study);

}  // namespace meridian::evidence
