// Judges a study by rules: same treatment, same illness, same outcome, and what its sentences tell.
#include "evidence/stance.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>

#include "core/text.hpp"
#include "evidence/claim_limits.hpp"
#include "evidence/comparison.hpp"
#include "evidence/pattern.hpp"
#include "evidence/told.hpp"
#include "evidence/told_clause.hpp"
#include "evidence/ways.hpp"

namespace meridian::evidence {
namespace {

bool holds(const std::vector<std::string>& list, std::string_view id) {
  return std::find(list.begin(), list.end(), id) != list.end();
}

constexpr double kRelated = 0.3;              // least likeness with which a sentence is shown as related
constexpr double kNearPercent = 7;            // how far a share may lie from the one claimed
constexpr std::ptrdiff_t kSharedOfShare = 2;  // words of the claim that a sentence with a share must have

Stance stance_of(const Claim& claim, int says) {
  const Claimed claimed = claim.claimed;
  if (claim.reversed) {
    const bool worse = says == -1;
    return worse == (claimed == Claimed::Benefit) ? Stance::Supports : Stance::Contradicts;
  }
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

/// Claims on a way of working need that way measured.
bool asks_for_a_measure(const Claim& claim) {
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
  bool of_people = false;
  bool conflict = false;  ///< the sentence says that findings disagree
};

class Judge {
 public:
  Judge(const Claim& claim, const ReadyStudy& ready)
      : claim_(claim), ready_(ready), design_(ready.study.design ? ready.study.design->id : "") {
    pooled_ = design_ == "meta-analysis" || design_ == "systematic-review" || design_ == "review";
    tested_ =
        static_cast<std::size_t>(std::count_if(ready.study.interventions.begin(), ready.study.interventions.end(),
                                               [](const Intervention& given) { return given.role == Role::Tested; }));
    std::copy_if(claim.interventions.begin(), claim.interventions.end(), std::back_inserter(asked_),
                 [&](const std::string& asked) { return speaks_of_that_one(claim, ready, asked); });
    treated_ = claim.interventions.empty() || std::any_of(asked_.begin(), asked_.end(), [&](const std::string& asked) {
                 return gives(claim, ready, asked);
               });
    const auto has = [&](const std::string& asked) { return has_illness(claim, ready, asked); };
    ill_ = claim.conditions.empty() ||
           (claim.conditions_listed ? std::any_of(claim.conditions.begin(), claim.conditions.end(), has)
                                    : std::all_of(claim.conditions.begin(), claim.conditions.end(), has));
    titled_ = !ready.sentences.empty() && names_treatment(ready.sentences.front()) &&
              std::all_of(ready.sentences.front().concepts.interventions.begin(),
                          ready.sentences.front().concepts.interventions.end(),
                          [&](const std::string& id) { return is_asked(id); });
    if (claim.combined) {
      treated_ = std::all_of(claim.interventions.begin(), claim.interventions.end(), [&](const std::string& asked) {
        return std::any_of(ready.study.interventions.begin(), ready.study.interventions.end(), [&](const auto& given) {
          return given.role == Role::Tested && counts_as(claim, asked, given.id);
        });
      });
    }
    all_ill_ = ill_ || claim.conditions.size() == 1;
  }

  Bearing bearing() {
    Bearing out = frame_of(ready_);
    bool named_last = false;  // the last sentence that named any treatment named this one
    for (const auto& sentence : ready_.sentences) {
      named_last = sentence.concepts.interventions.empty() ? named_last : names_treatment(sentence);
      weigh_sentence(sentence, named_last && sentence.concepts.interventions.empty());
    }
    if (claim_.frequency && claim_.percent) {
      find_shares();
    } else if (found_.empty() && treated_ && ill_ && !claim_.interventions.empty() && !claim_.frequency &&
               !claim_.safety && !asks_for_a_measure(claim_)) {
      find_what_is_told_as_a_whole();
    }
    std::stable_sort(found_.begin(), found_.end(),
                     [](const Candidate& a, const Candidate& b) { return a.score > b.score; });
    // of a treatment that the vocabulary lacks only a trial or its review can be told to test it
    const bool trial = pooled_ || design_ == "rct" || design_ == "controlled-trial" || design_ == "single-arm-trial" ||
                       design_ == "animal";
    const bool fits = design_ != "protocol" && (claim_.subject.empty() || trial) && !claim_.unknown_outcome &&
                      meets_limits(claim_, ready_);
    if ((treated_ || pooled_ || claim_.frequency) && !found_.empty() && fits) {
      out.on_point = true;
      take_best(out);
    } else if (nearest_.sentence != nullptr && nearest_.score >= kRelated) {
      out.findings.push_back({Stance::Related, nearest_.sentence->text, std::min(1.0, nearest_.score), false});
    }
    return out;
  }

 private:
  bool is_asked(std::string_view treatment) const {
    return std::any_of(asked_.begin(), asked_.end(),
                       [&](const std::string& asked) { return counts_as(claim_, asked, treatment); });
  }
  bool names_treatment(const ReadySentence& sentence) const {
    return std::any_of(sentence.concepts.interventions.begin(), sentence.concepts.interventions.end(),
                       [&](const std::string& id) { return is_asked(id); });
  }
  bool names_illness(const ReadySentence& sentence) const {
    return std::any_of(claim_.conditions.begin(), claim_.conditions.end(), [&](const std::string& asked) {
      return std::any_of(sentence.concepts.conditions.begin(), sentence.concepts.conditions.end(),
                         [&](const std::string& id) { return counts_as(claim_, asked, id); });
    });
  }
  std::vector<std::string> outcomes_in(const ReadySentence& sentence) const {
    std::vector<std::string> out;
    for (const auto& hit : sentence.concepts.hits) {
      if (hit.facet == "mechanism" && holds(claim_.outcomes, hit.id) && !holds(out, hit.id) &&
          !only_describes(sentence.text, hit)) {
        out.emplace_back(hit.id);
      }
    }
    return out;
  }

  /// @param speaks_on  the sentence names no treatment, and the one named last is the claim's
  void weigh_sentence(const ReadySentence& sentence, bool speaks_on) {
    const auto shared = outcomes_in(sentence);
    const auto words = std::count_if(claim_.stems.begin(), claim_.stems.end(),
                                     [&](const std::string& stem) { return holds(sentence.stems, stem); });
    const bool here = names_treatment(sentence);
    const bool ill_here = names_illness(sentence);
    double score = 0.25 * static_cast<double>(shared.size()) + 0.06 * static_cast<double>(words) + (here ? 0.15 : 0.0) +
                   (ill_here ? 0.1 : 0.0);
    if (score > nearest_.score) {
      nearest_ = {&sentence, Stance::Related, score, false};
    }
    static const RE2 kAnimals(R"((?i)\b(rats?|mice|mouse|rodents?|animals|rabbits?)\b)");
    static const RE2 kPeople(R"((?i)\b(patients?|humans?|people|volunteers|participants)\b)");
    const bool of_people = RE2::PartialMatch(sentence.text, kPeople);
    if (pooled_ && !claim_.about_animals && RE2::PartialMatch(sentence.text, kAnimals) && !of_people) {
      return;  // what a review tells of animals bears out nothing on people
    }
    if (!tells_results(ready_, sentence) || weigh_association(sentence, shared, here, ill_here, score)) {
      return;
    }
    const bool any_outcome = !claim_.outcomes.empty();
    if ((any_outcome && shared.empty()) || !(treated_ || here) || !(ill_ || (ill_here && all_ill_))) {
      return;
    }
    if (!claim_.interventions.empty() && !here) {
      // where several treatments are reviewed, a sentence speaks of this one only where it names it
      if (pooled_ && tested_ > claim_.interventions.size() && !speaks_on && !titled_) {
        return;
      }
      if (claim_.safety && tested_ > claim_.interventions.size()) {
        return;  // which of the treatments did the harm is not told
      }
      score -= ready_.study.interventions.size() > 2 || design_ == "review" ? 0.15 : 0.0;
    }
    // an illness as a whole: only a conclusion that names the treatment and no single outcome
    if (!any_outcome && !claim_.frequency && !claim_.causal &&
        !(here && sentence.section == Section::Conclusions && sentence.concepts.outcomes.empty())) {
      return;
    }
    const bool only_compared = is_only_compared_with(claim_, sentence, is_ours_);
    if (compares_its_own_kinds(claim_, sentence, is_ours_) || (only_compared && claim_.compared.empty()) ||
        !compares_as_claimed(claim_, sentence) || !says_it_of_the_limit(sentence, "lasting") ||
        !says_it_of_the_limit(sentence, "untreated")) {
      return;
    }
    const bool of_sham = speaks_of_sham(sentence.text);
    score += sentence.section == Section::Conclusions ? 0.2 : sentence.section == Section::Results ? 0.1 : 0.0;
    score += claim_.against_sham && of_sham ? 0.2 : 0.0;
    static const RE2 kConflict(
        R"((?i)\b(conflict(ed|ing)?|inconsistent|contradictory|equivocal|mixed (results|findings|evidence)|(results|findings|effects) (were|are|was|is) (mixed|variable|divergent))\b)");
    // better than nothing, and no better than sham
    static const RE2 kBothArms(
        R"((?i)\bboth (the )?(genuine|real|true|verum|active|acupuncture) and (the )?(sham|placebo|minimal)\b)");
    const bool in_both = RE2::PartialMatch(sentence.text, kBothArms);
    if ((in_both || RE2::PartialMatch(sentence.text, kConflict)) && any_outcome) {
      for (const Stance both : {Stance::Supports, Stance::Contradicts}) {
        found_.push_back({&sentence, both, score, in_both && both == Stance::Contradicts, pooled_ && of_people, true});
      }
      return;
    }
    const bool other_won = only_compared || favours_the_other(claim_, sentence, is_ours_);
    for (const int told_here : told_in(sentence, shared, here)) {
      const int says = other_won && told_here == 1 ? -1 : told_here;
      if (claim_.equivalence && says == 0 && !names_the_compared(claim_, sentence)) {
        found_.push_back({&sentence, Stance::Contradicts, score, of_sham, pooled_ && of_people});
        continue;  // no effect is no equality
      }
      // that something else got better says nothing of a harm
      if (claim_.claimed != Claimed::Harm || says == -1) {
        found_.push_back({&sentence, stance_of(claim_, says), score, of_sham, pooled_ && of_people});
      }
    }
  }

  /// Where the claim is held to a follow-up or to no treatment, the sentence itself must speak of that.
  bool says_it_of_the_limit(const ReadySentence& sentence, std::string_view limit) const {
    return !holds(claim_.limits, limit) || names_limit(ascii_lower(sentence.text), limit);
  }

  /// A claim that one thing brings the other about is met by sentences on what goes together.
  bool weigh_association(const ReadySentence& sentence, const std::vector<std::string>& shared, bool here,
                         bool ill_here, double score) {
    static const RE2 kTogether(
        R"((?i)\b(associated with|related to|linked (with|to)|correlat\w+|risk factor|predict\w+|attributed to|caused by|causes)\b)");
    static const RE2 kNotTogether(
        R"((?i)\b(not|no|neither|without)\b[^,;]{0,40}\b(associat|relat|link|correlat|predict))");
    const bool goes_together = claim_.together && claim_.claimed != Claimed::Harm;
    if (goes_together && !RE2::PartialMatch(sentence.text, kTogether)) {
      return true;  // that a trial improved both says nothing on whether they go together
    }
    if (!claim_.causal || !(here || claim_.interventions.empty()) ||
        !(claim_.conditions.empty() ? !shared.empty() : ill_here) || !RE2::PartialMatch(sentence.text, kTogether)) {
      return false;
    }
    const bool denied = RE2::PartialMatch(sentence.text, kNotTogether);
    found_.push_back({&sentence, denied ? Stance::Contradicts : Stance::Supports, score + 0.1, false});
    return true;
  }

  /// What the sentence tells: the clauses that hold the outcome speak, not their neighbours.
  std::vector<int> told_in(const ReadySentence& sentence, const std::vector<std::string>& shared, bool here) const {
    static const RE2 kTurn(
        R"((?i)^[,; ]*(but|although|though|and neither|neither|with no|without|and no|however)\b.{0,80}(differen|significan|neither|chang))");
    std::vector<int> spoken;
    std::vector<int> beside;  // by clauses that name the treatment, and no outcome
    std::size_t outcome_bytes = 0;
    bool spoke_last = false, rose = false;
    for (const auto text : told_parts(sentence.text)) {
      Clause clause = read_clause(claim_, sentence, text, is_ours_);
      const bool goes_on = text.starts_with(" and ") && !clause.other_outcome && !clause.other_treatment;
      clause.outcome = clause.outcome || (goes_on && spoke_last);  // "pain fell in two and was unchanged in a third"
      spoke_last = clause.outcome;
      const bool of_drugs = clause.outcome && holds(claim_.outcomes, "less-drug-use");  // they are what is measured
      if (here && clause.other_treatment && !clause.treatment && !of_drugs) {
        continue;
      }
      if (!clause.outcome && !clause.other_outcome && !clause.treatment && !clause.other_treatment &&
          outcome_bytes > 0 && !claim_.safety && finds(text, kTurn) && told(text, shared) == 0) {
        spoken = {0};  // "pain fell, but the difference was not significant"
      } else if (clause.outcome || claim_.outcomes.empty()) {
        spoken.push_back(told_of(claim_, clause, shared, design_ == "case-report"));
        // "but raised the incidence": what it tells of the outcome is no gain, and its neighbours must not speak for it
        rose = rose || (spoken.back() == kTellsNothing && told_ways(text).up);
        outcome_bytes += clause.outcome ? text.size() : 0;
      } else if (clause.treatment && !clause.other_outcome && text.size() != sentence.text.size()) {
        beside.push_back(told_of(claim_, clause, shared, design_ == "case-report"));
      }
    }
    std::erase(spoken, kTellsNothing);
    if (spoken.empty() && rose) {
      return {};
    }
    if (spoken.empty()) {
      spoken = std::move(beside);
      std::erase(spoken, kTellsNothing);
    }
    if (spoken.empty() && 2 * outcome_bytes >= sentence.text.size()) {
      spoken = {
          told_of(claim_, read_clause(claim_, sentence, sentence.text, is_ours_), shared, design_ == "case-report")};
      std::erase(spoken, kTellsNothing);
    }
    // of two clauses on one outcome the one without an effect is the surer
    std::stable_sort(spoken.begin(), spoken.end(), [](int a, int b) { return a == 0 && b == 1; });
    return spoken;
  }

  /// "66 %" where two thirds are claimed.
  void find_shares() {
    found_.clear();
    static const RE2 kPercent(R"((\d+(?:\.\d+)?) ?%)");
    for (const auto& sentence : ready_.sentences) {
      const auto shared = std::count_if(claim_.stems.begin(), claim_.stems.end(), [&](const std::string& stem) {
        return (stem[0] < '0' || stem[0] > '9') && holds(sentence.stems, stem);
      });
      if (!treated_ || !ill_ || !tells_results(ready_, sentence) ||
          (shared < kSharedOfShare && !holds(sentence.concepts.outcomes, "less-use"))) {
        continue;
      }
      re2::StringPiece input(sentence.text);
      double value = 0;
      while (RE2::FindAndConsume(&input, kPercent, &value)) {
        if (std::abs(value - *claim_.percent) <= kNearPercent) {
          found_.push_back({&sentence, Stance::Supports, 0.5, false});
        }
      }
    }
  }

  /// The outcome is measured, and the conclusion only says "superior to".
  void find_what_is_told_as_a_whole() {
    const bool measured =
        !claim_.outcomes.empty() &&
        std::any_of(ready_.sentences.begin(), ready_.sentences.end(), [&](const ReadySentence& sentence) {
          return sentence.section != Section::Background &&
                 std::any_of(claim_.outcomes.begin(), claim_.outcomes.end(),
                             [&](const std::string& id) { return holds(sentence.concepts.outcomes, id); });
        });
    for (const auto& sentence : ready_.sentences) {
      const auto& named = sentence.concepts.outcomes;
      const bool main = std::all_of(named.begin(), named.end(), [](const auto& id) { return id == "less-use"; }) &&
                        (sentence.section == Section::Results || sentence.section == Section::Conclusions);
      if (!measured || !main || !names_treatment(sentence)) {
        continue;
      }
      bool told_any = false;
      for (const auto text : told_parts(sentence.text)) {
        const int says = read_clause(claim_, sentence, text, is_ours_).treatment ? told(text, {}) : kTellsNothing;
        if (says != kTellsNothing) {
          found_.push_back({&sentence, stance_of(claim_, says), 0.4, speaks_of_sham(sentence.text)});
          told_any = true;
        }
      }
      if (const int says = told(sentence.text, {});
          !told_any && says != kTellsNothing && sentence.section == Section::Conclusions) {
        found_.push_back({&sentence, stance_of(claim_, says), 0.4, speaks_of_sham(sentence.text)});
      }
    }
  }

  /// The surest finding, and beside it the other side where the study as a whole tells both.
  void take_best(Bearing& out) const {
    const auto take = [&](const Candidate& one) {
      out.findings.push_back({one.stance, one.sentence->text, std::min(1.0, one.score), one.of_sham, one.of_people});
    };
    const Candidate& best = found_.front();
    take(best);
    const bool mixed = ready_.study.direction && ready_.study.direction->id == "mixed";
    const auto other = std::find_if(found_.begin(), found_.end(), [&](const Candidate& one) {
      return one.stance != best.stance &&
             (best.conflict || (pooled_ && one.sentence == best.sentence)
                  ? one.sentence == best.sentence
                  : mixed && (one.sentence != best.sentence || one.of_sham) && one.score > best.score - 0.1);
    });
    if (other != found_.end()) {
      take(*other);
    }
  }

  const Claim& claim_;
  const ReadyStudy& ready_;
  std::string design_;
  std::vector<std::string> asked_;  ///< treatments of the claim that the study may speak of
  const IsAsked is_ours_ = [this](std::string_view id) { return is_asked(id); };
  bool pooled_ = false, treated_ = false, ill_ = false;
  bool titled_ = false;   ///< the title names the treatment and no other
  bool all_ill_ = false;  ///< one mention of an illness in a sentence will do
  std::size_t tested_ = 0;
  std::vector<Candidate> found_;
  Candidate nearest_;
};

}  // namespace

std::string_view to_word(Stance stance) {
  return stance == Stance::Supports ? "supports" : stance == Stance::Contradicts ? "contradicts" : "related";
}

Bearing frame_of(const ReadyStudy& ready) {
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
  return bearing;
}

Bearing judge_by_rules(const Claim& claim, const ReadyStudy& study) { return Judge(claim, study).bearing(); }

}  // namespace meridian::evidence
