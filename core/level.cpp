// The Oxford table.
#include "core/level.hpp"

#include <array>

namespace meridian {
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

}  // namespace meridian
