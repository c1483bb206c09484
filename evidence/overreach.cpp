// Flags wording that goes beyond the evidence, and offers one that does not.
#include "evidence/overreach.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "core/text.hpp"

namespace meridian::evidence {
namespace {

std::string count_words(std::size_t n, std::string_view one, std::string_view many) {
  static constexpr std::array<std::string_view, 10> kNumbers{"no",   "one", "two",   "three", "four",
                                                             "five", "six", "seven", "eight", "nine"};
  return n < kNumbers.size() ? fmt::format("{} {}", kNumbers[n], n == 1 ? one : many) : fmt::format("{} {}", n, many);
}

std::string_view noun_of(std::string_view design, bool one) {
  static const std::map<std::string_view, std::pair<std::string_view, std::string_view>> kNouns{
      {"rct", {"randomised trial", "randomised trials"}},
      {"meta-analysis", {"meta-analysis", "meta-analyses"}},
      {"systematic-review", {"systematic review", "systematic reviews"}},
      {"controlled-trial", {"controlled trial", "controlled trials"}},
      {"single-arm-trial", {"study without a control group", "studies without a control group"}},
      {"cohort", {"cohort study", "cohort studies"}},
      {"case-control", {"case-control study", "case-control studies"}},
      {"cross-sectional", {"survey at one point in time", "surveys at one point in time"}},
      {"case-report", {"case report", "case reports"}},
      {"review", {"review", "reviews"}},
      {"animal", {"animal study", "animal studies"}},
      {"in-vitro", {"laboratory study", "laboratory studies"}},
      {"commentary", {"commentary", "commentaries"}}};
  const auto found = kNouns.find(design);
  return found == kNouns.end() ? (one ? "study" : "studies") : one ? found->second.first : found->second.second;
}

/// "two randomised trials and one review (PMID 1, 2, 3)"
std::string studies_of(const std::vector<const Evidence*>& rows) {
  std::map<std::string, std::size_t> by_design;
  std::string pmids;
  std::vector<Pmid> seen;
  for (const auto* row : rows) {
    if (std::find(seen.begin(), seen.end(), row->pmid) != seen.end()) {
      continue;
    }
    seen.push_back(row->pmid);
    ++by_design[row->design];
    if (seen.size() <= 4) {
      pmids += (pmids.empty() ? "PMID " : ", ") + std::to_string(row->pmid);
    }
  }
  std::string out;
  std::size_t at = 0;
  for (const auto& [design, n] : by_design) {
    ++at;
    out += out.empty() ? "" : at == by_design.size() ? " and " : ", ";
    out += count_words(n, noun_of(design, true), noun_of(design, false));
  }
  return out + " (" + pmids + (seen.size() > 4 ? " and others" : "") + ")";
}

/// Without the capital of a sentence's beginning; "HIV neuropathy" keeps its own.
std::string within_a_sentence(std::string words) {
  if (words.size() > 1 && words[1] >= 'a' && words[1] <= 'z') {
    words[0] = ascii_lower(words.substr(0, 1))[0];
  }
  return words;
}

std::string at_the_beginning(std::string words) {
  if (!words.empty() && words[0] >= 'a' && words[0] <= 'z') {
    words[0] = static_cast<char>(words[0] - 'a' + 'A');
  }
  return words;
}

/// A treatment as the claim calls it; else, and illnesses always, by the label up to its first comma.
std::string plain_name(const Claim& claim, const Vocabulary& vocabulary, std::string_view facet,
                       const std::string& id) {
  const auto subject = claim.subjects.find(id);
  if (subject != claim.subjects.end() && !subject->second.words.empty()) {
    return within_a_sentence(subject->second.words);
  }
  std::string label(vocabulary.label(facet, id));
  label.resize(std::min(label.size(), label.find(',')));
  return within_a_sentence(label);
}

std::string topic_of(const Claim& claim, const Vocabulary& vocabulary) {
  const auto plain = [&](std::string_view facet, const std::string& id) {
    return plain_name(claim, vocabulary, facet, id);
  };
  std::string out = claim.interventions.empty() ? "" : plain("intervention", claim.interventions.front());
  if (!claim.conditions.empty()) {
    out += (out.empty() ? "" : " in ") + plain("condition", claim.conditions.front());
  }
  return out.empty() ? "this" : out;
}

std::string plain_outcome(const std::string& id) {
  std::string out = id.substr(5);  // behind "less-" or "more-"
  std::replace(out.begin(), out.end(), '-', ' ');
  return out;
}

std::string outcome_of(const Claim& claim) {
  return claim.outcomes.empty() ? "the outcome" : plain_outcome(claim.outcomes.front());
}

/// The treatment, illness or outcome of a part of the claim.
std::string part_name(const Claim& claim, const Vocabulary& vocabulary, const std::string& id) {
  const auto is_in = [&](const std::vector<std::string>& list) {
    return std::find(list.begin(), list.end(), id) != list.end();
  };
  return is_in(claim.interventions) ? plain_name(claim, vocabulary, "intervention", id)
         : is_in(claim.conditions)  ? plain_name(claim, vocabulary, "condition", id)
                                    : plain_outcome(id);
}

}  // namespace

std::vector<Overreach> overreach_of(const Claim& claim, Verdict verdict, const Support& support) {
  std::vector<Overreach> out;
  const bool nothing_strong = support.supports == 0;
  if (support.animal > 0 && nothing_strong && support.weak == 0 && verdict == Verdict::Insufficient) {
    out.push_back({"animal-to-human", "it speaks of people, and only animals or cells were studied"});
  }
  if (support.weak > 0 && nothing_strong && verdict == Verdict::Insufficient) {
    out.push_back({"weak-design",
                   "the studies behind it had no control group, so that they cannot tell what would have "
                   "happened anyway"});
  }
  if (claim.strength == Strength::Strong) {
    out.push_back({"too-certain", fmt::format("\"{}\" is more than studies of this kind can show", claim.strong_word)});
  }
  if (claim.universal) {
    out.push_back({"too-broad", "it speaks of all, and the studies looked at some"});
  }
  if (support.observed > 0 && nothing_strong) {
    out.push_back({"causal", "the studies saw two things go together, which does not show that one causes the other"});
  }
  static constexpr std::array<std::string_view, 9> kWithSham{
      "manual-acupuncture", "electroacupuncture", "auricular-acupuncture", "scalp-acupuncture",
      "laser-acupuncture",  "acupressure",        "dry-needling",          "tens",
      "moxibustion"};
  const bool sham_exists = std::any_of(
      claim.interventions.begin(), claim.interventions.end(),
      [](const std::string& id) { return std::find(kWithSham.begin(), kWithSham.end(), id) != kWithSham.end(); });
  const bool felt = std::any_of(claim.outcomes.begin(), claim.outcomes.end(), [](const std::string& id) {
    return id == "less-pain" || id == "less-numbness" || id == "less-breathlessness" || id == "less-nausea" ||
           id == "more-sleep" || id == "less-distress" || id == "less-depression" || id == "less-anxiety" ||
           id == "less-attacks" || id == "more-quality-of-life" || id == "less-function-loss";
  });
  if (support.sham_against && felt && sham_exists && claim.claimed == Claimed::Benefit && !claim.reversed &&
      !claim.against_sham && support.contradicts >= support.supports) {
    out.push_back({"sham", "it was no better than a sham treatment"});
  }
  return out;
}

std::string advice_on(const Claim& claim, const Judgement& judgement, const Vocabulary& vocabulary) {
  std::vector<const Evidence*> supports;
  std::vector<const Evidence*> against;
  bool all_animal = true;
  bool sham = false;
  bool words_only = !judgement.evidence.empty();
  for (const auto& row : judgement.evidence) {
    if (row.finding.stance == Stance::Related) {
      continue;
    }
    words_only = words_only && row.by_words;
    (row.finding.stance == Stance::Supports ? supports : against).push_back(&row);
    all_animal = all_animal && !row.human;
    sham = sham || (row.finding.stance == Stance::Contradicts && row.finding.of_sham);
  }
  const std::string topic = topic_of(claim, vocabulary);
  const std::string outcome = outcome_of(claim);
  if (!(supports.empty() && against.empty()) && words_only) {
    return "No study of the library is known to test this; sentences that share its words are shown: read them, and "
           "leave the claim out unless they bear it.";
  }
  if (supports.empty() && against.empty()) {
    return fmt::format("Leave it out, or say that no study in the library has tested {}.", topic);
  }
  if (all_animal && !claim.about_animals && supports.empty()) {
    return fmt::format("Leave it out: {} found no effect of {} on {}, and people were not studied.",
                       studies_of(against), topic, outcome);
  }
  if (all_animal && !claim.about_animals) {
    return fmt::format("\"In {}, an effect of {} on {} was seen; whether this holds in people has not been shown.\"",
                       studies_of(supports.empty() ? against : supports), topic, outcome);
  }
  if (!judgement.not_shown.empty() && !supports.empty()) {
    std::string names;
    for (const auto& id : judgement.not_shown) {
      names += (names.empty() ? "" : ", ") + part_name(claim, vocabulary, id);
    }
    return fmt::format("Part it: {} bear{} out some of it; for {} the library shows none, or disagrees.",
                       studies_of(supports), supports.size() == 1 ? "s" : "", names);
  }
  switch (judgement.verdict) {
    case Verdict::Supported:
      return judgement.overreach.empty()
                 ? fmt::format("It can stand; cite {}.", studies_of(supports))
                 : fmt::format("\"In {}, {} did better on {}.\"", studies_of(supports), topic, outcome);
    case Verdict::Contradicted:
      return sham ? fmt::format("\"In {}, {} with {} did not differ from sham or placebo.\"", studies_of(against),
                                outcome, topic)
                  : fmt::format("\"{} did not bear this out for {}.\"", at_the_beginning(studies_of(against)), topic);
    case Verdict::Mixed:
      return fmt::format("\"Studies of {} disagree: {} found a benefit, {} did not.\"", topic,
                         supports.empty() ? "none" : studies_of(supports), studies_of(against));
    case Verdict::Insufficient:
      return fmt::format("\"So far only {} point{} this way; controlled trials are missing.\"",
                         studies_of(supports.empty() ? against : supports),
                         (supports.empty() ? against : supports).size() == 1 ? "s" : "");
  }
  return {};
}

}  // namespace meridian::evidence
