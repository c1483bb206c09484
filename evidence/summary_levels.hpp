// Names of the Oxford levels, and whether a design is evidence on a treatment at all.
#pragma once

#include <string_view>

namespace meridian::evidence {

/// "systematic reviews", "randomised trials" and so on, for people; `level` as level_of() gives it.
[[nodiscard]] std::string_view level_label(int level);

[[nodiscard]] bool is_review(std::string_view design);  ///< systematic-review or meta-analysis
[[nodiscard]] bool is_trial(std::string_view design);   ///< rct or controlled-trial
/// Opinion and planning: review, guideline, commentary, protocol.
[[nodiscard]] bool is_evidence(std::string_view design);

}  // namespace meridian::evidence
