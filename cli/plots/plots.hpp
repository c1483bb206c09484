// Pictures of a summary as SVG, with words for those who do not see them and colours that the colour-blind tell apart.
#pragma once

#include <string>

#include "cli/summary_view.hpp"

namespace meridian::cli {

// Colours: Okabe and Ito, Color Universal Design, 2008; each finding also has a sign, so that no picture needs colour.

/// Interventions by conditions; the area of a bubble grows with participants, its slices are the findings of studies.
[[nodiscard]] std::string evidence_map(const SummaryView& view);
/// Every pooled effect with its studies; says so where there is none.
[[nodiscard]] std::string forest_plot(const SummaryView& view);
/// Counted studies by year, stacked by level.
[[nodiscard]] std::string years_plot(const SummaryView& view);

}  // namespace meridian::cli
