// Reads what the authors conclude of the tested intervention.
#include "evidence/direction.hpp"

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

}  // namespace

std::optional<Reading> read_direction(const std::vector<Sentence>& sentences, const Study& study) {
  const bool tested = std::any_of(study.interventions.begin(), study.interventions.end(),
                                  [](const auto& i) { return i.role == Role::Tested; });
  static const std::set<std::string> kNone{"protocol",    "commentary",   "cross-sectional",
                                           "qualitative", "case-control", "guideline"};
  if (!study.design) return std::nullopt;
  if (kNone.contains(study.design->id) ||
      (!tested && (study.design->id == "review" || study.design->id == "other" || study.design->id == "cohort")))
    return Reading{"not-applicable", study.title, "title", "R-060"};
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
