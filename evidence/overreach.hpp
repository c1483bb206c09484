// Where a claim says more than its studies bear.
#pragma once

#include "evidence/verdict.hpp"

namespace meridian::evidence {

/// How many studies stand behind a claim, by kind.
struct Support {
  std::size_t supports = 0, contradicts = 0;  ///< in people, or in what the claim speaks of
  std::size_t weak = 0;                       ///< support without a control group
  std::size_t animal = 0;                     ///< support from animals or cells for a claim about people
  std::size_t observed = 0;                   ///< association where the claim says cause
  bool sham_against = false;                  ///< a study against it compared with sham or placebo
};

[[nodiscard]] std::vector<Overreach> overreach_of(const Claim& claim, Verdict verdict, const Support& support);

/// A wording that the evidence would bear, built from the studies' own facts.
[[nodiscard]] std::string advice_on(const Claim& claim, const Judgement& judgement, const Vocabulary& vocabulary);

}  // namespace meridian::evidence
