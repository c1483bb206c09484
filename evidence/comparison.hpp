// Sentences that compare treatments, and what they are worth for a claim on one of them.
#pragma once

#include <functional>
#include <string_view>

#include "evidence/ready_study.hpp"

namespace meridian::evidence {

/// True of the ids that count as a treatment of the claim.
using IsAsked = std::function<bool(std::string_view)>;

[[nodiscard]] bool speaks_of_sham(std::string_view text);

/// "Gabapentin reduced pain more than acupuncture": the claim's treatment stands behind the comparison alone.
[[nodiscard]] bool is_only_compared_with(const Claim& claim, const ReadySentence& sentence, const IsAsked& is_asked);

/// The sentence names what the claim holds its treatment against.
[[nodiscard]] bool names_the_compared(const Claim& claim, const ReadySentence& sentence);

/// A claim that one treatment is better than another is met by comparisons alone.
[[nodiscard]] bool compares_as_claimed(const Claim& claim, const ReadySentence& sentence);

/// "Neurofeedback was more effective": what the claim's treatment is held against stands before the comparison.
[[nodiscard]] bool favours_the_other(const Claim& claim, const ReadySentence& sentence, const IsAsked& is_asked);

/// "Individualised acupuncture was not superior to standardised acupuncture": nothing on whether either works.
[[nodiscard]] bool compares_its_own_kinds(const Claim& claim, const ReadySentence& sentence, const IsAsked& is_asked);

}  // namespace meridian::evidence
