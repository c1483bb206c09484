// Names of the levels, and what a design is evidence of.
#include "evidence/summary_levels.hpp"

#include <array>

namespace meridian::evidence {
namespace {

constexpr std::array<std::string_view, 6> kLabels{"outside the levels, or design not told",
                                                  "systematic reviews and meta-analyses",
                                                  "randomised trials",
                                                  "controlled trials without randomisation, cohorts",
                                                  "single-arm trials, case-control, cross-sectional, cases",
                                                  "laboratory: animals and cells"};

}  // namespace

std::string_view level_label(int level) {
  return level < 0 || level >= static_cast<int>(kLabels.size()) ? kLabels[0] : kLabels[static_cast<std::size_t>(level)];
}

bool is_review(std::string_view design) { return design == "meta-analysis" || design == "systematic-review"; }

bool is_trial(std::string_view design) { return design == "rct" || design == "controlled-trial"; }

bool is_evidence(std::string_view design) {
  return design != "review" && design != "guideline" && design != "commentary" && design != "protocol";
}

}  // namespace meridian::evidence
