// Reads what the authors conclude of the tested intervention.
#include "evidence/direction.hpp"

#include <algorithm>
#include <set>

#include "evidence/clauses.hpp"

namespace meridian::evidence {

std::optional<Reading> read_direction(const std::vector<Sentence>& sentences, const Study& study) {
  const bool tested = std::any_of(study.interventions.begin(), study.interventions.end(),
                                  [](const auto& i) { return i.role == Role::Tested; });
  static const std::set<std::string> kNone{"protocol",    "commentary",   "cross-sectional",
                                           "qualitative", "case-control", "guideline"};
  if (!study.design) return std::nullopt;
  if (kNone.contains(study.design->id) ||
      (!tested &&
       (study.design->id == "review" || study.design->id == "cross-sectional" || study.design->id == "cohort")))
    return Reading{"not-applicable", study.title, "title", "R-060"};
  const Sentence* good = nullptr;
  const Sentence* bad = nullptr;
  const Sentence* open = nullptr;
  const Sentence* harm = nullptr;
  int goods = 0, bads = 0;
  for (const Section section :
       {Section::Conclusions, Section::Results, Section::Unknown, Section::Methods, Section::Title}) {
    for (const auto& s : sentences) {
      if (s.section != section) continue;
      if (cue(s, "harm") && (section == Section::Conclusions || !cue(s, "effect"))) harm = &s;
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
