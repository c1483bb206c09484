// What the sentences of a conclusion say beyond effect and failure: wishes, harm, and whom the treatment was set
// against.
#pragma once

#include <string_view>

#include "evidence/sentences.hpp"

namespace meridian::evidence {

// `lower` is a sentence in small letters.

/// "Further studies are needed", "Limitations include ...": tells nothing of what was found.
[[nodiscard]] bool is_wish(const Sentence& s);
/// "Motor function worsened significantly": no effect stands beside the harm.
[[nodiscard]] bool only_worsens(const Sentence& s);
/// "It worsened gait": not "no impairment was seen", nor a list of adverse events.
[[nodiscard]] bool tells_harm(const Sentence& s);
/// "Better than waiting": whatever else it was not better than.
[[nodiscard]] bool beats_waiting(std::string_view lower);
/// "Pain was less in both groups than in those given saline": an effect over what does nothing.
[[nodiscard]] bool beats_dummy(const Sentence& s);
/// "... compared with usual care but not compared with sham": one comparator was beaten, another was not.
[[nodiscard]] bool excepts_comparator(std::string_view lower);
/// "It may benefit sleep, but not pain".
[[nodiscard]] bool excepts_outcome(const Sentence& s);
/// "No benefit of soy compared with placebo", "the difference between active and sham was not significant".
[[nodiscard]] bool tells_no_gain_over_control(std::string_view lower);
/// "No benefit of soy compared with placebo": of no single outcome.
[[nodiscard]] bool speaks_of_the_whole(std::string_view lower);
/// "Both A and B relieved pain": neither of two treatments is told to be the better one.
[[nodiscard]] bool praises_both(std::string_view lower);
/// "Tuina matched diclofenac in relieving pain", "good analgesia independent of concentration".
[[nodiscard]] bool calls_equal(std::string_view lower);
/// "Only sham relieved pain", "placebo was superior to ...".
[[nodiscard]] bool comparator_wins(std::string_view lower);
/// "It increased pain", "resulted in more vascular events": not what befell others, nor what was prevented.
[[nodiscard]] bool worsens(std::string_view lower);
/// "The improvement did not differ between the groups".
[[nodiscard]] bool compares_groups(std::string_view lower);
/// "As effective as placebo".
[[nodiscard]] bool equals_dummy(std::string_view lower);
/// "However, ...", "Despite ...": what it says weighs as much as what stood before.
[[nodiscard]] bool takes_back(const Sentence& s);

}  // namespace meridian::evidence
