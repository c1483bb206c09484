// How many people or animals a study had.
#pragma once

#include <optional>

#include "core/study.hpp"
#include "evidence/sentences.hpp"

namespace meridian::evidence {

[[nodiscard]] std::optional<SampleSize> read_sample_size(const std::vector<Sentence>& sentences);

}  // namespace meridian::evidence
