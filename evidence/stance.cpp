// Judges a study by rules: same treatment, same illness, same outcome, and what its sentences tell.
#include "evidence/stance.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "core/text.hpp"

namespace meridian::evidence {
namespace {

bool holds(const std::vector<std::string>& list, std::string_view id) {
  return std::find(list.begin(), list.end(), id) != list.end();
}

/// True where `given` is the treatment or illness asked for, or one of its kind ("acupuncture", electroacupuncture).
bool counts_as(const Claim& claim, const std::string& asked, std::string_view given) {
  return claim.subjects.at(asked).kinds.contains(std::string(given));
}

/// Parts of a sentence that tell different things.
std::vector<std::string_view> clauses(std::string_view text) {
  std::vector<std::string_view> out;
  std::size_t start = 0;
  // "In spite of a lower marker, it failed": what is granted first is another matter
  const bool grants = text.starts_with("In spite of") || text.starts_with("Despite") || text.starts_with("Although");
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::size_t length = grants && out.empty() && text.substr(i, 2) == ", " ? 2 : 0;
    for (const std::string_view mark :
         {"; ", ", but ", " but ", ", whereas ", " whereas ", ", while ", ", although ", ", yet ", ", though ",
          " and in one study ", ", with no ", " without ", ", and ", ", accompanied "}) {
      if (text.substr(i, mark.size()) == mark) {
        length = mark.size();
        break;
      }
    }
    if (length > 0 && i > start) {
      out.push_back(text.substr(start, i - start));
      start = i;  // the clause keeps its "without", "but"
      i += length - 1;
    }
  }
  out.push_back(text.substr(start));
  return out;
}

/// A title alone counts where there is no abstract.
bool stands_alone(const ReadyStudy& study) { return study.citation.abstract.empty(); }

bool tells_results(const ReadyStudy& study, const ReadySentence& sentence) {
  const std::string design = study.study.design ? study.study.design->id : "";
  if (sentence.section == Section::Title) {
    return stands_alone(study);
  }
  if (design == "review" || design == "commentary" || design == "guideline" || design.empty() ||
      design == "case-report") {
    return sentence.section != Section::Objective && sentence.section != Section::Methods;
  }
  return sentence.section == Section::Results || sentence.section == Section::Conclusions ||
         sentence.section == Section::Unknown;
}

Stance stance_of(const Claim& claim, int says) {
  const Claimed claimed = claim.claimed;
  if (claim.equivalence && claimed == Claimed::Benefit) {
    return says == -1 ? Stance::Contradicts : Stance::Supports;
  }
  switch (claimed) {
    case Claimed::Benefit:
      return says == 1 ? Stance::Supports : Stance::Contradicts;
    case Claimed::NoEffect:
      return says == 1 ? Stance::Contradicts : Stance::Supports;
    case Claimed::Harm:
      return says == -1 ? Stance::Supports : Stance::Contradicts;
    case Claimed::NoHarm:
      return says == -1 ? Stance::Contradicts : Stance::Supports;
  }
  return Stance::Related;
}

constexpr double kNearPercent = 7;  // how far a share may lie from the one claimed

/// Claims on a way of working need that way measured.
bool bearing_is_mechanism(const Claim& claim) {
  static constexpr auto kFelt =
      std::to_array<std::string_view>({"less-pain", "less-numbness", "more-recovery", "less-attacks", "more-strength"});
  return claim.names_mechanism ||
         std::find(kFelt.begin(), kFelt.end(), claim.outcomes.empty() ? "less-pain" : claim.outcomes.front()) ==
             kFelt.end();
}

struct Candidate {
  const ReadySentence* sentence = nullptr;
  Stance stance = Stance::Related;
  double score = 0;
  bool of_sham = false;
};

}  // namespace

std::string_view to_word(Stance stance) {
  return stance == Stance::Supports ? "supports" : stance == Stance::Contradicts ? "contradicts" : "related";
}

ReadyStudy make_ready(Citation citation, Study study, const ClaimWords& words, const LinearModel* sections) {
  ReadyStudy ready;
  ready.citation = std::move(citation);
  ready.study = std::move(study);
  for (const auto& sentence : sentences_of(ready.citation, sections)) {
    ReadySentence made;
    made.text = std::string(sentence.text);
    made.section = sentence.section;
    made.stems = content_stems(sentence.text);
    made.concepts = concepts_of(sentence.text, words);
    for (const auto& stem : made.stems) {
      ++ready.stems[stem];
    }
    for (const auto* list : {&made.concepts.interventions, &made.concepts.conditions}) {
      for (const auto& id : *list) {
        ready.concepts[id] += sentence.section == Section::Title ? 3 : 1;
      }
    }
    ready.sentences.push_back(std::move(made));
  }
  return ready;
}

namespace {

/// The treatment is tested by the study, or named in its title.
bool gives(const Claim& claim, const ReadyStudy& ready, const std::string& asked) {
  for (const auto& intervention : ready.study.interventions) {
    if (intervention.role == Role::Tested && counts_as(claim, asked, intervention.id)) {
      return true;
    }
  }
  return std::any_of(ready.concepts.begin(), ready.concepts.end(), [&](const auto& concept_) {
    return concept_.second >= 3 && counts_as(claim, asked, concept_.first);
  });
}

bool has_illness(const Claim& claim, const ReadyStudy& ready, const std::string& asked) {
  for (const auto& condition : ready.study.conditions) {
    if (counts_as(claim, asked, condition.id)) {
      return true;
    }
  }
  // where the reader of studies knows no such illness, one mention must do
  const int least = claim.subjects.at(asked).of_studies ? 2 : 1;
  return std::any_of(ready.concepts.begin(), ready.concepts.end(), [&](const auto& concept_) {
    return concept_.second >= least && counts_as(claim, asked, concept_.first);
  });
}

}  // namespace

bool on_subject(const Claim& claim, const ReadyStudy& study) {
  return (claim.interventions.empty() ||
          std::any_of(claim.interventions.begin(), claim.interventions.end(),
                      [&](const std::string& asked) { return gives(claim, study, asked); })) &&
         (claim.conditions.empty() ||
          std::any_of(claim.conditions.begin(), claim.conditions.end(),
                      [&](const std::string& asked) { return has_illness(claim, study, asked); }));
}

Bearing judge_by_rules(const Claim& claim, const ReadyStudy& ready) {
  Bearing bearing;
  const Study& study = ready.study;
  bearing.pmid = study.pmid;
  bearing.retracted = study.integrity.status == IntegrityStatus::Retracted;
  const std::string design = study.design ? study.design->id : "";
  const std::string population = study.population ? study.population->id : "";
  bearing.human = population != "animal" && population != "in-vitro" && design != "animal" && design != "in-vitro";
  bearing.weak = design == "case-report" || design == "single-arm-trial" || design == "qualitative" ||
                 design == "cross-sectional" || design == "commentary" || design == "other";
  bearing.observational = design == "cross-sectional" || design == "cohort" || design == "case-control";
  const bool protocol = design == "protocol";
  static const RE2 kUncontrolled(
      R"((?i)\b(uncontrolled|single[- ]arm|without (a |any )?controls?( group)?|no control group|before[- ]and[- ]after|case (report|series)|one patient|a patient)\b)");
  const bool pooled = design == "meta-analysis" || design == "systematic-review" || design == "review";
  if (!pooled) {
    std::string text = ready.citation.title;
    for (const auto& part : ready.citation.abstract) {
      if (design == "controlled-trial" || design == "single-arm-trial" || design == "other" || design.empty()) {
        text += " " + part.text;
      }
    }
    bearing.weak = bearing.weak || RE2::PartialMatch(text, kUncontrolled);
  }

  bool treated = claim.interventions.empty();
  std::size_t treatments = 0;
  for (const auto& asked : claim.interventions) {
    if (gives(claim, ready, asked)) {
      treated = true;
      ++treatments;
    }
  }
  const bool ill = claim.conditions.empty() ||
                   std::any_of(claim.conditions.begin(), claim.conditions.end(),
                               [&](const std::string& asked) { return has_illness(claim, ready, asked); });

  std::vector<Candidate> found;
  Candidate nearest;
  const bool any_outcome = !claim.outcomes.empty();
  for (const auto& sentence : ready.sentences) {
    std::vector<std::string> shared;
    for (const auto& outcome : claim.outcomes) {
      if (holds(sentence.concepts.outcomes, outcome)) {
        shared.push_back(outcome);
      }
    }
    std::size_t words_shared = 0;
    for (const auto& stem : claim.stems) {
      words_shared += std::find(sentence.stems.begin(), sentence.stems.end(), stem) != sentence.stems.end() ? 1 : 0;
    }
    const bool here =
        std::any_of(claim.interventions.begin(), claim.interventions.end(), [&](const std::string& asked) {
          return std::any_of(sentence.concepts.interventions.begin(), sentence.concepts.interventions.end(),
                             [&](const std::string& id) { return counts_as(claim, asked, id); });
        });
    const bool ill_here = std::any_of(claim.conditions.begin(), claim.conditions.end(), [&](const std::string& asked) {
      return std::any_of(sentence.concepts.conditions.begin(), sentence.concepts.conditions.end(),
                         [&](const std::string& id) { return counts_as(claim, asked, id); });
    });
    double score = 0.25 * static_cast<double>(shared.size()) + 0.06 * static_cast<double>(words_shared) +
                   (here ? 0.15 : 0.0) + (ill_here ? 0.1 : 0.0);
    if (score > nearest.score) {
      nearest = {&sentence, Stance::Related, score, false};
    }
    static const RE2 kGoTogether(
        R"((?i)\b(associated|related|linked|correlat\w+|risk factor|predict\w+|attributed|caused|causes)\b)");
    static const RE2 kNotTogether(
        R"((?i)\b(not|no|neither|without)\b[^,;]{0,40}\b(associat|relat|link|correlat|predict))");
    if (claim.causal && treated && (ill_here || !shared.empty()) && tells_results(ready, sentence) &&
        RE2::PartialMatch(sentence.text, kGoTogether)) {
      const bool denied = RE2::PartialMatch(sentence.text, kNotTogether);
      found.push_back({&sentence, denied ? Stance::Contradicts : Stance::Supports, score + 0.1, false});
      continue;
    }
    if (!tells_results(ready, sentence) || (any_outcome && shared.empty()) || !(treated || here) ||
        !(ill || ill_here)) {
      continue;
    }
    if (!any_outcome && words_shared == 0 && !here) {
      continue;
    }
    // a review of several treatments speaks of this one only where it names it
    const bool several = study.interventions.size() > 2 || design == "review" || claim.interventions.empty();
    if (several && !claim.interventions.empty() && !here) {
      score -= 0.15;
    }
    if (!ill && !ill_here) {
      continue;
    }
    const std::string lower = ascii_lower(sentence.text);
    const bool sham_here = lower.find("sham") != std::string::npos || lower.find("placebo") != std::string::npos ||
                           lower.find("minimal needling") != std::string::npos;
    // the clauses that hold the outcome speak, not their neighbours
    std::vector<std::pair<int, std::string_view>> spoken;
    std::size_t outcome_bytes = 0;
    for (const auto clause : clauses(sentence.text)) {
      const auto from = static_cast<std::size_t>(clause.data() - sentence.text.data());
      const bool holds_outcome =
          std::any_of(sentence.concepts.hits.begin(), sentence.concepts.hits.end(), [&](const VocabularyHit& hit) {
            return hit.facet == "mechanism" && holds(shared, hit.id) && hit.start >= from &&
                   hit.start < from + clause.size();
          });
      bool asked_here = false;
      bool other_here = false;
      for (const auto& hit : sentence.concepts.hits) {
        if (hit.facet == "intervention" && hit.start >= from && hit.start < from + clause.size()) {
          const bool asked = std::any_of(claim.interventions.begin(), claim.interventions.end(),
                                         [&](const std::string& id) { return counts_as(claim, id, hit.id); });
          asked_here = asked_here || asked;
          other_here = other_here || !asked;
        }
      }
      if (here && other_here && !asked_here) {
        continue;  // speaks of another treatment
      }
      if (!any_outcome || holds_outcome || (asked_here && clause.size() != sentence.text.size())) {
        spoken.emplace_back(told(clause, shared), clause);
        outcome_bytes += holds_outcome ? clause.size() : 0;
      }
    }
    if (std::all_of(spoken.begin(), spoken.end(), [](const auto& one) { return one.first == 2; }) &&
        2 * outcome_bytes >= sentence.text.size()) {
      spoken = {{told(sentence.text, shared), sentence.text}};
    }
    for (auto [says, clause] : spoken) {
      if (says == 2) {
        continue;
      }
      if (claim.safety && says == 0 && claim.claimed == Claimed::NoHarm) {
        says = 1;
      }
      if (claim.claimed == Claimed::Harm && says != -1) {
        continue;  // that something else got better says nothing of a harm
      }
      double weight = score;
      weight += sentence.section == Section::Conclusions ? 0.2 : sentence.section == Section::Results ? 0.1 : 0.0;
      weight += claim.against_sham && sham_here ? 0.2 : 0.0;
      found.push_back({&sentence, stance_of(claim, says), weight, sham_here});
    }
  }
  if (claim.frequency && claim.percent) {
    found.clear();
    static const RE2 kPercent(R"((\d+(?:\.\d+)?) ?%)");
    for (const auto& sentence : ready.sentences) {
      re2::StringPiece input(sentence.text);
      double value = 0;
      while ((treated || ill) && RE2::FindAndConsume(&input, kPercent, &value)) {
        const bool on_subject =
            std::any_of(claim.stems.begin(), claim.stems.end(),
                        [&](const std::string& stem) {
                          return std::find(sentence.stems.begin(), sentence.stems.end(), stem) != sentence.stems.end();
                        }) ||
            holds(sentence.concepts.outcomes, "less-use");
        if (std::abs(value - *claim.percent) <= kNearPercent && on_subject && tells_results(ready, sentence)) {
          found.push_back({&sentence, Stance::Supports, 0.5, false});
        }
      }
    }
    treated = treated || !found.empty();
  }
  if (found.empty() && any_outcome && treated && ill && treatments > 0 && !claim.frequency && !claim.safety) {
    // the outcome is told elsewhere and the conclusion only says "superior to"
    bool measured = false;
    for (const auto& sentence : ready.sentences) {
      measured = measured || std::any_of(claim.outcomes.begin(), claim.outcomes.end(), [&](const std::string& id) {
                   return holds(sentence.concepts.outcomes, id) && sentence.section != Section::Background;
                 });
    }
    for (const auto& sentence : ready.sentences) {
      const bool here =
          std::any_of(claim.interventions.begin(), claim.interventions.end(), [&](const std::string& asked) {
            return std::any_of(sentence.concepts.interventions.begin(), sentence.concepts.interventions.end(),
                               [&](const std::string& id) { return counts_as(claim, asked, id); });
          });
      const bool main = sentence.concepts.outcomes.empty() &&
                        (sentence.section == Section::Results || sentence.section == Section::Conclusions);
      if (!measured || !here || !main || bearing_is_mechanism(claim)) {
        continue;
      }
      const std::string lower = ascii_lower(sentence.text);
      const bool sham_here = lower.find("sham") != std::string::npos || lower.find("placebo") != std::string::npos ||
                             lower.find("minimal needling") != std::string::npos;
      for (const auto clause : clauses(sentence.text)) {
        if (const int says = told(clause, {}); says != 2) {
          found.push_back({&sentence, stance_of(claim, says), 0.4, sham_here});
        }
      }
    }
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const Candidate& a, const Candidate& b) { return a.score > b.score; });
  const bool on_point = treated && (ill || !found.empty()) && !found.empty() && !protocol &&
                        (treatments > 0 || claim.interventions.empty() || !found.empty());
  if (on_point) {
    bearing.on_point = true;
    const Candidate& best = found.front();
    bearing.findings.push_back({best.stance, best.sentence->text, std::min(1.0, best.score), best.of_sham});
    if (study.direction && study.direction->id == "mixed") {
      for (const auto& other : found) {
        if (other.stance != best.stance && (other.sentence != best.sentence || other.of_sham) &&
            other.score > best.score - 0.1) {
          bearing.findings.push_back({other.stance, other.sentence->text, std::min(1.0, other.score), other.of_sham});
          break;
        }
      }
    }
  } else if (nearest.sentence != nullptr && nearest.score >= 0.3) {
    bearing.findings.push_back({Stance::Related, nearest.sentence->text, std::min(1.0, nearest.score), false});
  }
  return bearing;
}

}  // namespace meridian::evidence
