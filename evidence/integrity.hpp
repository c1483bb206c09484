// Retraction, concern and correction.
#pragma once

#include "core/citation.hpp"
#include "core/study.hpp"

namespace meridian::evidence {

[[nodiscard]] Integrity read_integrity(const Citation& citation);

}  // namespace meridian::evidence
