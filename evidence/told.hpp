// What a sentence of an abstract, or a part of one, tells: of an outcome, of harm, of a way of working.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace meridian::evidence {

inline constexpr int kTellsNothing = 2;

/// What a sentence of an abstract tells, whatever of.
struct Told {
  bool open = false;    ///< planned, unknown or asked: it tells no result
  bool none = false;    ///< no difference or no effect, in words or by its numbers
  bool better = false;  ///< undenied, as are the next three
  bool down = false, up = false;
  bool lost = false;
  bool harm = false;
  bool denied_gain = false;  ///< words of gain stand there, each behind a denial
  bool of_a_bad = false;     ///< "poor", "burden of": less of it is a gain
};
[[nodiscard]] Told told_ways(std::string_view sentence);

/// What a sentence tells of an outcome: 1 better, 0 no difference, -1 worse; kTellsNothing.
[[nodiscard]] int told(std::string_view sentence, const std::vector<std::string>& outcomes);

/// What a sentence tells of harm: 1 none, -1 some; kTellsNothing.
[[nodiscard]] int told_of_safety(std::string_view sentence);

/// What it tells of a way of working by taking it away: 1 the effect goes with it ("naloxone blocked the analgesia"), 0
/// it stays; kTellsNothing.
[[nodiscard]] int told_of_way(std::string_view sentence);

/// The same of a sentence that names a harm: whether it happened (-1) or stayed away (1); 2 where it only names it.
[[nodiscard]] int told_of_harm(std::string_view sentence);

}  // namespace meridian::evidence
