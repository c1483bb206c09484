// Reads what the authors conclude of the tested intervention.
#include "evidence/direction.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <set>

#include "core/text.hpp"
#include "evidence/clauses.hpp"

namespace meridian::evidence {

namespace {

/// "Further studies are needed": tells nothing of this one.
bool is_wish(const Sentence& s) {
  const std::string lower = ascii_lower(s.text);
  return has_any(lower, {"further", "future", "larger", "more research", "additional", "should be", "trials are",
                         "studies are"}) &&
         has_any(lower, {"needed", "warranted", "required", "necessary", "should be"}) &&
         !has_any(lower, {" but ", "although", "however", "; ", "while "});
}

/// "Motor function worsened significantly": no effect stands beside the harm.
bool only_worsens(const Sentence& s) {
  return std::any_of(s.hits.begin(), s.hits.end(), [&](const auto& h) { return tells_worsening(s, h); }) &&
         std::all_of(s.hits.begin(), s.hits.end(), [](const auto& h) {
           return h.facet != "cue" || h.id != "effect" || h.phrase.starts_with("significant");
         });
}

/// "Mice were given", "treatment with", "2.5 mg/kg": something was given, under whatever name.
bool is_given(const Sentence& s) {
  const std::string lower = ascii_lower(s.text);
  return has_any(lower, {"treated with", "treatment", "administ", "inject", "mg/kg", "therapy", "supplement",
                         "application of", "were fed", "vehicle"}) &&
         !has_any(lower, {"to induce", "was induced", "were induced", "induction of", "streptozotocin",
                          "alloxan"});  // what makes the illness treats nothing
}

/// "Mechanisms of ...", "The role of ...": a review that explains how something might work.
bool explains_only(const std::vector<Sentence>& sentences, const Study& study) {
  const std::string title = ascii_lower(study.title);
  const bool judges = std::any_of(sentences.begin(), sentences.end(),
                                  [](const Sentence& s) { return s.section != Section::Background && cue(s, "harm"); });
  const bool names_treatment = std::any_of(sentences.begin(), sentences.end(), [](const Sentence& s) {
    return s.section == Section::Title &&
           std::any_of(s.hits.begin(), s.hits.end(), [](const auto& h) { return h.facet == "intervention"; });
  });
  if (judges || (names_treatment && title.find("the role of ") != std::string::npos)) return false;
  return study.design->id == "review" &&
         has_any(title, {"mechanisms of ", "mechanism of ", "mechanisms underlying", "the role of ", ": how "}) &&
         !has_any(title,
                  {"clinical", "efficacy", "effective", "effect of", "effects of", "treatment of", "management"});
}

/// "A rare complication of vertebroplasty": what a case is reported for, and of what.
bool reports_harm(const std::vector<Sentence>& sentences, const Study& study) {
  if (study.design->id != "case-report") return false;
  static const RE2 kHarm(
      "(complications? (?:of|after|following)|adverse (?:effects?|events?|reactions?) (?:of|to|after|following)) ");
  constexpr std::size_t kNear = 40;  // bytes between the words and the treatment
  return std::any_of(sentences.begin(), sentences.end(), [&](const Sentence& s) {
    if (s.section != Section::Title) return false;
    const std::string lower = ascii_lower(s.text);
    re2::StringPiece found;
    if (!RE2::PartialMatch(lower, kHarm, &found)) return false;
    const auto at = static_cast<std::size_t>(found.data() - lower.data());
    const std::size_t end = at + found.size();
    return !has_any(lower.substr(0, at), {"treat", " for ", "without", "successful", "management", "relie"}) &&
           std::any_of(s.hits.begin(), s.hits.end(), [&](const auto& h) {
             return h.facet == "intervention" && h.start >= end && h.start <= end + kNear;
           });
  });
}

}  // namespace

std::optional<Reading> read_direction(const std::vector<Sentence>& sentences, const Study& study) {
  const bool tested = std::any_of(study.interventions.begin(), study.interventions.end(),
                                  [](const auto& i) { return i.role == Role::Tested; });
  static const std::set<std::string> kNone{"protocol",    "commentary",   "cross-sectional",
                                           "qualitative", "case-control", "guideline"};
  static const std::set<std::string> kOnlyWatch{"review", "systematic-review", "other", "cohort",
                                                "case-report"};  // unless they treat
  if (!study.design) return std::nullopt;
  if (kNone.contains(study.design->id) || (!tested && kOnlyWatch.contains(study.design->id))) {
    return Reading{"not-applicable", study.title, "title", "R-060"};
  }
  if (!tested && (study.design->id == "animal" || study.design->id == "in-vitro") &&
      std::none_of(sentences.begin(), sentences.end(),
                   [](const Sentence& s) { return s.section != Section::Background && is_given(s); })) {
    return Reading{"not-applicable", study.title, "title", "R-060"};
  }
  if (explains_only(sentences, study)) return Reading{"not-applicable", study.title, "title", "R-060"};
  if (tested && reports_harm(sentences, study)) return Reading{"against", study.title, "title", "R-064"};
  const Sentence* good = nullptr;
  const Sentence* bad = nullptr;
  const Sentence* open = nullptr;
  const Sentence* harm = nullptr;
  for (const auto& s : sentences) {  // words that leave no doubt go before any weighing
    if (s.section != Section::Conclusions) continue;
    const std::string lower = ascii_lower(s.text);
    if (has_any(lower, {"advise against", "discouraged", "should be avoided", "should not be used", "is harmful"})) {
      return Reading{"against", std::string(s.text), "abstract", "R-064"};
    }
    if (has_any(lower,
                {"not superior to sham", "not superior to placebo", "no better than sham", "no better than placebo",
                 "no more effective than sham", "no more effective than placebo", "no more efficacious than placebo",
                 "no more efficacious than sham", "not better than sham", "not better than placebo"})) {
      return Reading{"no-difference", std::string(s.text), "abstract", "R-062"};
    }
  }
  int goods = 0, bads = 0;
  for (const Section section :
       {Section::Conclusions, Section::Results, Section::Unknown, Section::Methods, Section::Title}) {
    for (const auto& s : sentences) {
      if (s.section != section) continue;
      if (cue(s, "harm") && !cue(s, "effect")) harm = &s;
      if (only_worsens(s)) {
        harm = &s;
        continue;
      }
      if (is_wish(s)) continue;
      const auto starts = clause_starts(s.text);
      for (const Tone& tone : tones_of(s, starts)) {
        if (tone.bad) {
          bad = &s;
          ++bads;
        } else if (tone.good) {
          good = &s;
          ++goods;
        }
      }
      if (cue(s, "inconclusive")) open = &s;
    }
    if (good != nullptr || bad != nullptr || open != nullptr) break;
  }
  const auto give = [](const char* id, const Sentence* s, const char* rule) {
    return Reading{id, std::string(s->text), "abstract", rule};
  };
  if (goods > 2 * bads && bads > 0) {
    bad = nullptr;
  }
  if (harm != nullptr && harm->section == Section::Conclusions && goods <= 1) {
    return give("against", harm, "R-064");
  }
  if ((good != nullptr && bad != nullptr) || (open != nullptr && good == nullptr))
    return give("mixed", open != nullptr ? open : bad, "R-063");
  if (bad != nullptr) return give("no-difference", bad, "R-062");
  if (good != nullptr) return give("favours", good, "R-061");
  if (harm != nullptr) return give("against", harm, "R-064");
  return Reading{"not-applicable", study.title, "title", "R-060"};
}

}  // namespace meridian::evidence
