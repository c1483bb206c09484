// Who or what was studied.
#pragma once

#include <optional>
#include <string>

#include "core/study.hpp"
#include "evidence/counts.hpp"

namespace meridian::evidence {

[[nodiscard]] std::optional<Reading> read_population(const std::optional<Reading>& design, Counts& people,
                                                     const std::string& title);

}  // namespace meridian::evidence
