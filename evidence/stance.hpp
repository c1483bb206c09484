// What one study says of one claim: supports, contradicts, or only related, with the sentence that shows it.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "core/citation.hpp"
#include "core/study.hpp"
#include "evidence/logistic_model.hpp"
#include "evidence/ready_study.hpp"

namespace meridian::evidence {

enum class Stance { Supports, Contradicts, Related };
[[nodiscard]] std::string_view to_word(Stance);

struct Finding {
  Stance stance = Stance::Related;
  std::string quote;       ///< a sentence of title or abstract, to the letter
  double score = 0;        ///< 0 to 1: how sure
  bool of_sham = false;    ///< the comparison told is with sham or placebo
  bool of_people = false;  ///< says itself that it speaks of people, in a review that has animals as well
};

/// How a study bears on a claim. On point: same treatment, same illness, same outcome.
struct Bearing {
  Pmid pmid = 0;
  bool on_point = false;
  bool human = true;
  bool weak = false;           ///< no control group, or no study of its own
  bool observational = false;  ///< association only
  bool retracted = false;
  bool by_words = false;                   ///< judged by shared words alone: to be read, not to be counted
  std::vector<Finding> findings;           ///< one, or two where the study tells both
  std::map<std::string, double> features;  ///< of the learned model, for --explain
};

/// How rare a stem is in the library: greater is rarer; never below 0.
using Rarity = std::function<double(const std::string&)>;

/// What the study is, whatever the claim.
[[nodiscard]] Bearing frame_of(const ReadyStudy& study);

/// By rules, where the claim names a treatment or illness that the vocabulary knows.
[[nodiscard]] Bearing judge_by_rules(const Claim& claim, const ReadyStudy& study);

/// By the learned model, for any claim.
[[nodiscard]] Bearing judge_by_model(const Claim& claim, const ReadyStudy& study, const Rarity& rarity,
                                     double rank_score, const ClaimModels& models);

}  // namespace meridian::evidence
