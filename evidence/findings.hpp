// What each part of a sentence tells: an effect, a failure, or nothing that was measured.
#pragma once

#include <string_view>
#include <vector>

#include "evidence/sentences.hpp"

namespace meridian::evidence {

/// A stretch of a sentence that tells one thing.
struct Finding {
  std::size_t start = 0, end = 0;
  bool good = false;      ///< an effect is told
  bool bad = false;       ///< no effect, or no difference, is told
  bool silent = false;    ///< not measured, speculation, baseline or a covariate
  bool shared = false;    ///< of all groups alike
  bool beside = false;    ///< right behind it stands a failure of something unnamed ("glucose fell, insulin did not")
  bool measures = false;  ///< it only says what was measured, or how measures go together
  bool shown = false;     ///< its own numbers show an effect
  bool rivals = false;    ///< it is called equal to a treatment that is named behind
  bool better = false;    ///< words of effect stand there, whatever the numbers say of a difference between groups
};

/// In order, without gaps: parted where the sentence turns ("but", ";"), and at commas that part two results.
[[nodiscard]] std::vector<Finding> findings_of(const Sentence& s);
[[nodiscard]] const Finding& finding_at(const std::vector<Finding>& findings, std::size_t at);

}  // namespace meridian::evidence
