// A study made ready to be laid beside claims: its sentences with what they name, and whether it is about what a claim
// speaks of.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/citation.hpp"
#include "core/study.hpp"
#include "evidence/claim.hpp"
#include "evidence/linear_model.hpp"
#include "evidence/sentences.hpp"

namespace meridian::evidence {

struct ReadySentence {
  std::string text;
  Section section = Section::Unknown;
  std::vector<std::string> stems;
  Concepts concepts;
};

struct ReadyStudy {
  Citation citation;
  Study study;
  std::vector<ReadySentence> sentences;  ///< the title first
  std::map<std::string, int> stems;      ///< of title and abstract, with how often
  std::string lower;                     ///< title and abstract in lower case
  std::map<std::string, int> concepts;   ///< ids of treatments and illnesses, with how many sentences
};

[[nodiscard]] ReadyStudy make_ready(Citation citation, Study study, const ClaimWords& words,
                                    const LinearModel* sections);

/// True where `given` is the treatment or illness asked for, or one of its kind ("acupuncture", electroacupuncture).
[[nodiscard]] bool counts_as(const Claim& claim, const std::string& asked, std::string_view given);
/// Of a kind that gathers many treatments ("drug"), the study speaks of the one that the claim names.
[[nodiscard]] bool speaks_of_that_one(const Claim& claim, const ReadyStudy& study, const std::string& asked);
/// The study tests the treatment, or its title names it.
[[nodiscard]] bool gives(const Claim& claim, const ReadyStudy& study, const std::string& asked);
[[nodiscard]] bool has_illness(const Claim& claim, const ReadyStudy& study, const std::string& asked);

/// True where the study tests a treatment of the claim, or names one in its title, and has an illness of it, as far as
/// the claim names any.
[[nodiscard]] bool on_subject(const Claim& claim, const ReadyStudy& study);

/// The sentence may tell what the study found.
[[nodiscard]] bool tells_results(const ReadyStudy& study, const ReadySentence& sentence);

/// The study names whom, how, how soon and beside what the claim speaks of.
[[nodiscard]] bool meets_limits(const Claim& claim, const ReadyStudy& study);

}  // namespace meridian::evidence
