// A clause of a study's sentence beside a claim: what it names of the claim, and what it tells of that.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "evidence/comparison.hpp"
#include "evidence/ready_study.hpp"

namespace meridian::evidence {

/// A clause with what it names of the claim, and of others.
struct Clause {
  std::string_view text;            ///< part of the sentence, which must outlive it
  std::vector<std::string> names;   ///< of the claim's outcomes, "more-" and "less-" exchanged where its name turns it
  std::vector<std::size_t> starts;  ///< where each of these stands
  bool named_harm = false;          ///< more than "safe" and "side effects"
  bool a_way = false;               ///< one of them is a messenger or receptor
  bool outcome = false, other_outcome = false, excepted = false, treatment = false, other_treatment = false;
};

/// @param text  part of `sentence`
[[nodiscard]] Clause read_clause(const Claim& claim, const ReadySentence& sentence, std::string_view text,
                                 const IsAsked& is_asked);

/// 1 better, 0 no difference, -1 worse, of harms 1 none and -1 some; else kTellsNothing.
/// @param shared     the claim's outcomes that the whole sentence names
/// @param of_a_case  the study is a case report: it is asked of a claimed harm whether that happened
[[nodiscard]] int told_of(const Claim& claim, const Clause& clause, const std::vector<std::string>& shared,
                          bool of_a_case);

/// "The painful side": whom or what it was, and no outcome.
[[nodiscard]] bool only_describes(std::string_view text, const VocabularyHit& hit);

}  // namespace meridian::evidence
