// Reads what the authors conclude of the tested intervention.
#include "evidence/direction.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <set>

#include "core/text.hpp"
#include "evidence/clauses.hpp"
#include "evidence/conclusions.hpp"

namespace meridian::evidence {

namespace {

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
         (title.starts_with("how ") ||
          has_any(title, {"mechanisms of ", "mechanism of ", "mechanisms underlying", "the role of ", ": how ",
                          "how might ", "how may ", "how does ", "how do ", ": what "})) &&
         !has_any(title,
                  {"clinical", "efficacy", "effective", "effect of", "effects of", "treatment of", "management"});
}

/// "No effect of electroacupuncture on neuropathy in db/db mice": what the authors chose to call their study.
bool entitles_failure(const Study& study) {
  static const RE2 kNone(
      R"((?i)^(?:no|lack of) (?:\w+ ){0,2}(?:effect|effects|benefit|benefits|efficacy|improvement) (?:of|from|with|by) |)"
      R"(^[^:;,?]{3,60} (?:does not|did not|fails to|failed to) (?:reverse|prevent|protect|attenuate|alleviate|relieve|)"
      R"(reduce|improve|ameliorate)\b[^,;?]*$)");
  const std::string& design = study.design->id;
  return (design == "rct" || design == "controlled-trial" || design == "single-arm-trial" || design == "animal" ||
          design == "in-vitro") &&
         RE2::PartialMatch(study.title, kNone) &&
         !has_any(ascii_lower(study.title), {" but ", "adverse", "side effect"});
}

/// "Foot drop after deep needling": what befell somebody, of which the text warns.
bool injures(const std::vector<Sentence>& sentences) {
  static const RE2 kAfter(R"(^[^:?]{3,80}? (?:after|following|due to|caused by|induced by) )");
  constexpr std::size_t kNear = 40;
  bool befell = false, warns = false;
  for (const auto& s : sentences) {
    const std::string lower = ascii_lower(s.text);
    re2::StringPiece rest(lower);
    if (s.section == Section::Title && RE2::Consume(&rest, kAfter)) {
      const std::size_t at = lower.size() - rest.size();
      befell = !has_any(lower.substr(0, at),
                        {"treat", "recover", "resol", "improve", "remission", "relie", "success", " for ", "pain"}) &&
               std::any_of(s.hits.begin(), s.hits.end(), [&](const auto& h) {
                 return h.facet == "intervention" && h.id != "drug" && h.id != "surgery" && h.start >= at &&
                        h.start <= at + kNear;
               });
    }
    warns = warns || (s.section == Section::Conclusions &&
                      has_any(lower, {"damage", "injur", "avoid", "aware", "caution", "complication", "harm", "danger",
                                      "risk", "endanger"}));
  }
  return befell && warns;
}

/// "A rare complication of vertebroplasty": what a case is reported for, and of what.
bool reports_harm(const std::vector<Sentence>& sentences, const Study& study) {
  if (study.design->id != "case-report") return false;
  if (injures(sentences)) return true;
  static const RE2 kHarm(
      "(complications? (?:of|after|following)|adverse (?:effects?|events?|reactions?) (?:of|to|after|following)|"
      "(?:pneumothorax|infection|abscess|injury|haematoma|hematoma|haemorrhage|hemorrhage|perforation|palsy|burns?|"
      "rupture|necrosis|sepsis|endocarditis|tamponade|toxicity|poisoning|hepatitis|pseudoaneurysm|fistula|granuloma|"
      "anaphylaxis|death|failure) (?:after|following|due to|caused by|induced by|from|secondary to|associated with)) ");
  constexpr std::size_t kNear = 40;  // bytes between the words and the treatment
  return std::any_of(sentences.begin(), sentences.end(), [&](const Sentence& s) {
    if (s.section != Section::Title) return false;
    const std::string lower = ascii_lower(s.text);
    re2::StringPiece found;
    if (!RE2::PartialMatch(lower, kHarm, &found)) return false;
    const auto at = static_cast<std::size_t>(found.data() - lower.data());
    const std::size_t end = at + found.size();
    return !has_any(lower.substr(0, at), {"treat", " for ", "without", "successful", "management", "relie", "recover",
                                          "resol", "improve", "remission"}) &&
           std::any_of(s.hits.begin(), s.hits.end(), [&](const auto& h) {
             return h.facet == "intervention" && h.start >= end && h.start <= end + kNear;
           });
  });
}

bool first_is_good(const std::vector<Tone>& tones) {
  const auto taken = std::find_if(tones.begin(), tones.end(), [](const Tone& t) { return t.good || t.bad; });
  return taken != tones.end() && !taken->bad;
}

/// What the part of an abstract that decides says for and against the treatment.
struct Sides {
  const Sentence *good = nullptr, *bad = nullptr, *open = nullptr, *harm = nullptr;  ///< the last that says it
  const Sentence *first = nullptr, *last = nullptr;                                  ///< that take a side
  int goods = 0, bads = 0;                                                           ///< clauses
  bool opens_bad = false, opens_good = false, ends_good = false;

  [[nodiscard]] bool both() const { return good != nullptr && bad != nullptr; }
  [[nodiscard]] bool any() const { return good != nullptr || bad != nullptr || open != nullptr; }
};

/// Weighs the clauses of a sentence; what is granted beside the main clause does not count.
/// @param wide  of a review of many trials, of which "but not pain" is a finding of its own
void weigh(const Sentence& s, bool wide, Sides& sides) {
  const auto starts = clause_starts(s.text);
  const auto tones = tones_of(s, starts);
  int goods = 0, bads = 0;
  const bool granted = tones.size() > 1 && opens_with_concession(s.text) &&
                       std::any_of(tones.begin() + 1, tones.end(), [](const Tone& t) { return t.good || t.bad; });
  for (std::size_t i = granted ? 1 : 0; i < tones.size(); ++i) {
    if (i > 0 && goods + bads > 0 && concedes_at(s.text.substr(starts[i]))) continue;
    bads += tones[i].bad ? 1 : 0;
    goods += tones[i].good && !tones[i].bad ? 1 : 0;
  }
  if (wide && goods > 0 && excepts_outcome(s)) ++bads;
  if (cue(s, "inconclusive")) sides.open = &s;
  if (goods + bads == 0) return;
  if (bads > 0) sides.bad = &s;
  if (goods > 0) sides.good = &s;
  if (sides.first == nullptr) {
    sides.first = &s;
    sides.opens_bad = goods == 0;
    sides.opens_good = bads == 0;
  }
  sides.last = &s;
  sides.ends_good = goods > 0 && first_is_good(tones);
  sides.goods += goods;
  sides.bads += bads;
}

/// The conclusions decide, else the results, else what else takes a side.
Sides sides_of(const std::vector<Sentence>& sentences, bool wide) {
  Sides out;
  for (const Section section :
       {Section::Conclusions, Section::Results, Section::Unknown, Section::Methods, Section::Title}) {
    for (const auto& s : sentences) {
      if (s.section != section) continue;
      if (only_worsens(s) || (tells_harm(s) && !cue(s, "effect"))) out.harm = &s;
      if (!only_worsens(s) && !is_wish(s)) weigh(s, wide, out);
    }
    if (out.any()) break;
  }
  return out;
}

struct Kind {
  bool trial, bench, pooled, primary;  ///< pooled: a systematic review; primary: no review of any kind
};

Kind kind_of(const std::string& design) {
  const bool pooled = design == "systematic-review" || design == "meta-analysis";
  return {design == "rct" || design == "controlled-trial", design == "animal" || design == "in-vitro", pooled,
          !pooled && design != "review" && design != "guideline"};
}

Reading reading(const char* id, const Sentence* s, const char* rule) {
  return {id, std::string(s->text), "abstract", rule};
}

/// The direction of a study in which nothing was tested, or of which the title says it.
std::optional<Reading> by_what_was_done(const std::vector<Sentence>& sentences, const Study& study, const Kind& kind) {
  static const std::set<std::string> kNone{"protocol", "commentary", "qualitative", "guideline"};
  static const std::set<std::string> kOnlyWatch{
      "review", "systematic-review", "meta-analysis",   "other",
      "cohort", "case-report",       "cross-sectional", "case-control"};  // unless they treat
  const bool tested = std::any_of(study.interventions.begin(), study.interventions.end(),
                                  [](const auto& i) { return i.role == Role::Tested; });
  const bool untouched =
      !tested && kind.bench && std::none_of(sentences.begin(), sentences.end(), [](const Sentence& s) {
        return s.section != Section::Background && is_given(s);
      });
  if (untouched || kNone.contains(study.design->id) || (!tested && kOnlyWatch.contains(study.design->id))) {
    return Reading{"not-applicable", study.title, "title", "R-060"};
  }
  if (entitles_failure(study)) return Reading{"no-difference", study.title, "title", "R-062"};
  if (explains_only(sentences, study)) return Reading{"not-applicable", study.title, "title", "R-060"};
  if (tested && reports_harm(sentences, study)) return Reading{"against", study.title, "title", "R-064"};
  return std::nullopt;
}

/// "Ibuprofen is more effective than acupuncture": what was tested stands behind "than", and another treatment before
/// it.
bool loses(const Sentence& s, std::string_view lower, const Study& study) {
  static const RE2 kThan(
      R"(\b(?:superior to|(?:more effective|more efficacious|better(?: [\w-]+){0,4}) than) (?:the )?)");
  const re2::StringPiece text(lower.data(), lower.size());
  re2::StringPiece found;
  if (!kThan.Match(text, 0, text.size(), RE2::UNANCHORED, &found, 1)) return false;
  const auto at = static_cast<std::size_t>(found.data() - text.data());
  const std::size_t behind = at + found.size();
  bool other = false, own = false, lost = false;
  for (const auto& h : s.hits) {
    if (h.facet != "intervention") continue;
    const bool tested = std::any_of(study.interventions.begin(), study.interventions.end(),
                                    [&](const auto& i) { return i.role == Role::Tested && i.id == h.id; });
    if (h.start < at) (tested ? own : other) = true;
    lost = lost || (tested && h.start >= behind && h.start <= behind + 3);
  }
  return lost && other && !own && lower.find("not ") == std::string_view::npos &&
         lower.find("no ") == std::string_view::npos;
}

/// Words that leave no doubt go before any weighing.
std::optional<Reading> by_plain_words(const std::vector<Sentence>& sentences, const Study& study, const Kind& kind) {
  for (const auto& s : sentences) {
    if (s.section != Section::Conclusions) continue;
    const std::string lower = ascii_lower(s.text);
    if (has_any(lower, {"advise against", "discouraged", "should be avoided", "ought to be avoided", "is harmful",
                        "counterproductive", "was harmful"}) ||
        (!kind.pooled && lower.find("should not be used") != std::string::npos)) {
      return reading("against", &s, "R-064");
    }
    const bool tried = kind.trial || (kind.bench && has_any(lower, {"aggravat", "exacerbat"}));
    if (tried && (comparator_wins(lower) || worsens(lower) || loses(s, lower, study))) {
      return reading("against", &s, "R-064");
    }
    if (!beats_waiting(lower) &&
        has_any(lower, {"not superior to sham", "not superior to placebo", "no better than sham",
                        "no better than placebo", "no superiority of", "no more effective than sham",
                        "no more effective than placebo", "no more efficacious than placebo",
                        "no more efficacious than sham", "not better than sham", "not better than placebo"})) {
      return reading("no-difference", &s, "R-062");
    }
  }
  return std::nullopt;
}

/// The sentence tells of an outcome that the title names; true where the title names none.
bool names_what_title_names(const Sentence& s, const std::vector<Sentence>& sentences) {
  std::set<std::string_view> titled;
  for (const auto& title : sentences) {
    if (title.section != Section::Title) continue;
    for (const auto& h : title.hits) {
      if (h.facet == "mechanism") titled.insert(h.id);
    }
  }
  return titled.empty() ||
         std::any_of(s.hits.begin(), s.hits.end(), [&](const auto& h) { return titled.contains(h.id); });
}

/// What was beaten and what was not: sham, waiting, another treatment.
std::optional<Reading> by_comparators(const std::vector<Sentence>& sentences, const Study& study, const Kind& kind,
                                      const Sides& sides) {
  const auto compared = [&](const char* id) {
    return std::any_of(study.interventions.begin(), study.interventions.end(),
                       [&](const auto& i) { return i.role == Role::Comparator && i.id == id; });
  };
  const bool dummy = compared("placebo") || compared("sham-acupuncture");
  const bool untreated_too = compared("waiting-list") || compared("usual-care");
  const bool alone = std::count_if(study.interventions.begin(), study.interventions.end(),
                                   [](const auto& i) { return i.role == Role::Tested; }) < 2;
  const auto beaten = std::find_if(sentences.begin(), sentences.end(), [&](const Sentence& s) {
    return beats_dummy(s) && names_what_title_names(s, sentences);  // and not in the heart rate alone
  });
  for (const auto& s : sentences) {
    const bool concluded = s.section == Section::Conclusions;
    if (!concluded && (!kind.trial || (s.section != Section::Unknown && s.section != Section::Results))) continue;
    const std::string lower = ascii_lower(s.text);
    if (concluded && excepts_comparator(lower) &&
        (beats_waiting(lower) || (sides.good != nullptr && sides.bad == nullptr))) {
      return reading("mixed", &s, "R-063");
    }
    if (!kind.trial) continue;
    if (alone && dummy && !untreated_too && !beats_waiting(lower) && sides.both() &&
        (concluded || speaks_of_the_whole(lower)) && tells_no_gain_over_control(lower)) {
      return reading("no-difference", &s, "R-062");
    }
    if (concluded && equals_dummy(lower)) return reading("no-difference", &s, "R-062");
    if (concluded && calls_equal(lower) && beaten != sentences.end()) {
      return reading("favours", &*beaten, "R-061");  // as good as another treatment, and better than none
    }
    if (dummy || untreated_too || sides.goods > 1) continue;
    const bool ends = s.section == Section::Unknown && &s == &sentences.back();
    if ((concluded && sides.bad == nullptr && sides.good != nullptr && praises_both(lower)) ||
        ((concluded || ends) && calls_equal(lower))) {
      return reading("no-difference", &s, "R-062");
    }
  }
  return std::nullopt;
}

/// Of two minds: the first thing that is concluded weighs most, in animals and cells the last; else the title.
std::optional<Reading> by_order(const std::vector<Sentence>& sentences, const Kind& kind, const Sides& sides) {
  if (!sides.both()) return std::nullopt;
  if (sides.first->section == Section::Conclusions) {
    if (kind.primary && sides.opens_bad && sides.good != sides.first && !(kind.bench && sides.last != sides.first)) {
      return reading("no-difference", sides.first, "R-062");
    }
    if (kind.primary && sides.opens_good && sides.bad != sides.first && !takes_back(*sides.bad) &&
        !has_any(ascii_lower(sides.bad->text), {"advocate", "recommend", "insufficient", "main outcome", "primary"})) {
      // "It improved pain. The improvement did not differ between the groups": it takes the first back
      if (kind.trial && !names_outcome(*sides.bad) && compares_groups(ascii_lower(sides.bad->text))) {
        return reading("no-difference", sides.bad, "R-062");
      }
      return reading("favours", sides.first, "R-061");
    }
    if (kind.bench && sides.ends_good &&
        !has_any(ascii_lower(sides.last->text), {"but does not", "but did not", "but not", "may fail", "without improv",
                                                 "without benefit", "without symptom"})) {
      return reading("favours", sides.last, "R-061");
    }
  }
  if (!kind.trial) return std::nullopt;
  for (const auto& s : sentences) {
    if (s.section != Section::Title) continue;
    const auto tones = tones_of(s, clause_starts(s.text));
    if (tones.size() == 1 && tones.front().bad) return reading("no-difference", &s, "R-062");
  }
  return std::nullopt;
}

}  // namespace

std::optional<Reading> read_direction(const std::vector<Sentence>& sentences, const Study& study) {
  if (!study.design) return std::nullopt;
  const Kind kind = kind_of(study.design->id);
  if (auto done = by_what_was_done(sentences, study, kind)) return done;
  if (auto plain = by_plain_words(sentences, study, kind)) return plain;
  Sides sides = sides_of(sentences, kind.pooled);
  if (auto compared = by_comparators(sentences, study, kind, sides)) return compared;
  if (sides.goods > 2 * sides.bads && sides.bads > 0) sides.bad = nullptr;
  if (auto ordered = by_order(sentences, kind, sides)) return ordered;
  if (sides.harm != nullptr && sides.harm->section == Section::Conclusions && sides.goods <= 1) {
    return reading("against", sides.harm, "R-064");
  }
  if (sides.both() || (sides.open != nullptr && (sides.good == nullptr || kind.pooled))) {
    return reading("mixed", sides.open != nullptr ? sides.open : sides.bad, "R-063");
  }
  if (sides.bad != nullptr) return reading("no-difference", sides.bad, "R-062");
  if (sides.good != nullptr) return reading("favours", sides.good, "R-061");
  if (sides.harm != nullptr) return reading("against", sides.harm, "R-064");
  return Reading{"not-applicable", study.title, "title", "R-060"};
}

}  // namespace meridian::evidence
