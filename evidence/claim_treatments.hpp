// Which of the treatments that a claim names it is made of.
#pragma once

#include <re2/re2.h>

#include <string>
#include <string_view>
#include <vector>

#include "evidence/claim_terms.hpp"

namespace meridian::evidence {

struct Claim;

/// An id for many treatments, of which a claim on one is borne out by that one alone.
[[nodiscard]] bool gathers_many(std::string_view id, const ClaimWords& words);

/// A word for all of such a kind: "pills", "painkillers".
[[nodiscard]] bool is_general(std::string_view name);

/// "A blood pressure pill of the ACE inhibitor kind" speaks of the narrower.
void keep_the_narrower(std::vector<std::string>& interventions, const ClaimWords& words);

/// Two of `ids` stand one behind the other with nothing between them but what `between` matches.
[[nodiscard]] bool any_joined_by(std::string_view lower, const Concepts& found, std::string_view facet,
                                 const std::vector<std::string>& ids, const RE2& between);

/// "Foot baths with ginger", "B12 on top of antidepressants": one treatment made of two.
[[nodiscard]] bool are_combined(std::string_view lower, const Concepts& found,
                                const std::vector<std::string>& interventions);

/// The claim without the words of its treatments: the injections of "insulin injections" are a name and no limit.
[[nodiscard]] std::string without_treatments(std::string lower, const Concepts& found);

/// Of several treatments, those of which less is needed ("fewer opioids") or that have failed ("when drugs do not
/// help") are what the claim measures by or sets out from, not what it is made of: they are dropped.
void drop_the_spared(Claim& claim, std::string_view lower, const Concepts& found, const ClaimWords& words);

}  // namespace meridian::evidence
