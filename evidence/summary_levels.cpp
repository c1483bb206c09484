// The Oxford table.
#include "evidence/summary_levels.hpp"

#include <array>

namespace meridian::evidence {
namespace {

struct DesignLevel {
  std::string_view design;
  int level;
};

// Cross-sectional studies stand in the table under other questions; as evidence on treatment they are set beside case
// series, the lowest level that is about people.
constexpr std::array kDesignLevels{
    DesignLevel{"meta-analysis", 1}, DesignLevel{"systematic-review", 1},
    DesignLevel{"rct", 2},           DesignLevel{"controlled-trial", 3},
    DesignLevel{"cohort", 3},        DesignLevel{"single-arm-trial", 4},
    DesignLevel{"case-control", 4},  DesignLevel{"cross-sectional", 4},
    DesignLevel{"case-report", 4},   DesignLevel{"animal", 5},
    DesignLevel{"in-vitro", 5},
};

constexpr std::array<std::string_view, 6> kLabels{"outside the levels, or design not told",
                                                  "systematic reviews and meta-analyses",
                                                  "randomised trials",
                                                  "controlled trials without randomisation, cohorts",
                                                  "single-arm trials, case-control, cross-sectional, cases",
                                                  "laboratory: animals and cells"};

}  // namespace

int level_of(std::string_view design, std::string_view population) {
  if (population == "animal" || population == "in-vitro") {
    return 5;
  }
  for (const auto& row : kDesignLevels) {
    if (row.design == design) {
      return row.level;
    }
  }
  return 0;
}

std::string_view level_label(int level) {
  return level < 0 || level >= static_cast<int>(kLabels.size()) ? kLabels[0] : kLabels[static_cast<std::size_t>(level)];
}

bool is_review(std::string_view design) { return design == "meta-analysis" || design == "systematic-review"; }

bool is_trial(std::string_view design) { return design == "rct" || design == "controlled-trial"; }

bool is_evidence(std::string_view design) {
  return design != "review" && design != "guideline" && design != "commentary" && design != "protocol";
}

}  // namespace meridian::evidence
