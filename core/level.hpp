// Designs as levels of the Oxford table.
#pragma once

#include <string_view>

namespace meridian {

/// 1 to 5, or 0 outside the table. Animals and cells are level 5 (mechanism-based reasoning) whatever their design. A
/// signal read from an abstract, never a GRADE rating.
/// @source OCEBM Levels of Evidence Working Group, The Oxford 2011 Levels of Evidence, row "Does this intervention
/// help?"
[[nodiscard]] int level_of(std::string_view design, std::string_view population);

}  // namespace meridian
