// Reads one citation: design, population, sample size, interventions, conditions, mechanisms, direction, effects.
#pragma once

#include <memory>

#include "core/citation.hpp"
#include "core/study.hpp"
#include "evidence/vocabulary.hpp"

namespace meridian::evidence {

/// Deterministic, without disk, network or clock; may be called from several threads at once.
/// Rules carry ids that stand in docs/rules.md. What cannot be told from the record is absent, never guessed.
[[nodiscard]] Study read(const Citation& citation, const Vocabulary& vocabulary);

}  // namespace meridian::evidence
