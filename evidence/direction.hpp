// What the authors conclude.
#pragma once

#include <optional>
#include <vector>

#include "core/study.hpp"
#include "evidence/sentences.hpp"

namespace meridian::evidence {

/// Needs the design and the interventions of `study`.
[[nodiscard]] std::optional<Reading> read_direction(const std::vector<Sentence>& sentences, const Study& study);

}  // namespace meridian::evidence
