// Designs as levels of the Oxford table, and whether a design is evidence on a treatment at all.
#pragma once

#include <string_view>

namespace meridian::evidence {

/// 1 to 5, or 0 outside the table. Animals and cells are level 5 (mechanism-based reasoning) whatever their design.
/// @source OCEBM Levels of Evidence Working Group, The Oxford 2011 Levels of Evidence, row "Does this intervention
/// help?"
[[nodiscard]] int level_of(std::string_view design, std::string_view population);

/// "systematic reviews", "randomised trials" and so on, for people.
[[nodiscard]] std::string_view level_label(int level);

[[nodiscard]] bool is_review(std::string_view design);  ///< systematic-review or meta-analysis
[[nodiscard]] bool is_trial(std::string_view design);   ///< rct or controlled-trial
/// Opinion and planning: review, guideline, commentary, protocol.
[[nodiscard]] bool is_evidence(std::string_view design);

}  // namespace meridian::evidence
