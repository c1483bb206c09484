// What one study says of one claim: supports, contradicts, or only related, with the sentence that shows it.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/citation.hpp"
#include "core/study.hpp"
#include "evidence/claim.hpp"
#include "evidence/logistic_model.hpp"
#include "evidence/sentences.hpp"

namespace meridian::evidence {

enum class Stance { Supports, Contradicts, Related };
[[nodiscard]] std::string_view to_word(Stance);

/// A study made ready to be laid beside many claims.
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
  std::map<std::string, int> concepts;   ///< ids of treatments and illnesses, with how many sentences
};

[[nodiscard]] ReadyStudy make_ready(Citation citation, Study study, const ClaimWords& words,
                                    const LinearModel* sections);

struct Finding {
  Stance stance = Stance::Related;
  std::string quote;     ///< a sentence of title or abstract, to the letter
  double score = 0;      ///< 0 to 1: how sure
  bool of_sham = false;  ///< the comparison told is with sham or placebo
};

/// How a study bears on a claim. On point: same treatment, same illness, same outcome.
struct Bearing {
  Pmid pmid = 0;
  bool on_point = false;
  bool human = true;
  bool weak = false;           ///< no control group, or no study of its own
  bool observational = false;  ///< association only
  bool retracted = false;
  std::vector<Finding> findings;           ///< one, or two where the study tells both
  std::map<std::string, double> features;  ///< of the learned model, for --explain
};

/// How rare a stem is in the library: greater is rarer; never below 0.
using Rarity = std::function<double(const std::string&)>;

/// By rules, where the claim names a treatment or illness that the vocabulary knows.
[[nodiscard]] Bearing judge_by_rules(const Claim& claim, const ReadyStudy& study);

/// By the learned model, for any claim.
[[nodiscard]] Bearing judge_by_model(const Claim& claim, const ReadyStudy& study, const Rarity& rarity,
                                     double rank_score, const ClaimModels& models);

/// True where the study tests a treatment of the claim, or names one in its title, and has an illness of it, as far as
/// the claim names any.
[[nodiscard]] bool on_subject(const Claim& claim, const ReadyStudy& study);

/// What a sentence tells of an outcome: 1 better, 0 no difference, -1 worse; 2 nothing.
[[nodiscard]] int told(std::string_view sentence, const std::vector<std::string>& outcomes);

}  // namespace meridian::evidence
