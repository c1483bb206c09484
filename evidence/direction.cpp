// Reads what the authors conclude of the tested intervention.
#include "evidence/direction.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <set>

#include "core/text.hpp"
#include "evidence/clauses.hpp"

namespace meridian::evidence {

namespace {

/// "Further studies are needed", "Limitations include ...": tells nothing of what was found.
bool is_wish(const Sentence& s) {
  const std::string lower = ascii_lower(s.text);
  static const RE2 kLimit(
      R"(limitation|(?:was|were|is|are) limited by|(?:lack|absence) of (?:an? )?(?:\w+ )?(?:control|blinding|comparison|randomi)|single case|(?:is|are) (?:presumed|thought) to|m(?:ay|ight) reflect|(?:earlier|previous) reports)");
  if (RE2::PartialMatch(lower, kLimit)) return true;
  static const RE2 kShould(
      R"(should (?:now |also |therefore )?(?:be (?:\w+ )?(?:investigat|stud|test|examin|confirm|explor|address|conduct|perform|evaluat|replicat|interpret|verif|assess|design|directed|compared)|incorporate|include|use |focus|link|examine|explore|investigate|compare|address|assess))");
  const bool asks = RE2::PartialMatch(lower, kShould) ||
                    (has_any(lower, {"further", "future", "larger", "more research", "additional", "trials are", "studies are"}) &&
                     has_any(lower, {"needed", "warranted", "required", "necessary", "justified"}));
  return asks && !has_any(lower, {" but ", "although", "however", "; ", "while "});
}

/// "Motor function worsened significantly": no effect stands beside the harm.
bool only_worsens(const Sentence& s) {
  return std::any_of(s.hits.begin(), s.hits.end(), [&](const auto& h) { return tells_worsening(s, h); }) &&
         std::all_of(s.hits.begin(), s.hits.end(), [](const auto& h) {
           return h.facet != "cue" || h.id != "effect" || h.phrase.starts_with("significant");
         });
}

/// "It worsened gait": not "no impairment was seen", nor a list of adverse events.
bool tells_harm(const Sentence& s) {
  const std::string lower = ascii_lower(s.text);
  return !has_any(lower, {"complications or adverse", "adverse events were", "complications were", "complications included",
                          "adverse events included"}) &&
         std::any_of(s.hits.begin(), s.hits.end(), [&](const auto& h) {
           return h.facet == "cue" && h.id == "harm" && !follows_no(lower, h.start);
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
         has_any(title, {"mechanisms of ", "mechanism of ", "mechanisms underlying", "the role of ", ": how ", "how might ",
                         "how may ", "how does ", "how do ", ": what "}) &&
         !has_any(title,
                  {"clinical", "efficacy", "effective", "effect of", "effects of", "treatment of", "management"});
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
      befell = !has_any(lower.substr(0, at), {"treat", "recover", "resol", "improve", "remission", "relie", "success",
                                              " for ", "pain"}) &&
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
    return !has_any(lower.substr(0, at), {"treat", " for ", "without", "successful", "management", "relie",
                                             "recover", "resol", "improve", "remission"}) &&
           std::any_of(s.hits.begin(), s.hits.end(), [&](const auto& h) {
             return h.facet == "intervention" && h.start >= end && h.start <= end + kNear;
           });
  });
}

/// "Better than waiting": whatever else it was not better than.
bool beats_waiting(std::string_view lower) {
  static const RE2 kMore(
      R"((?:than|over|superior to|compared with|compared to) (?:a |the )?(?:waiting|wait-?list|usual|no treatment|no intervention|standard))");
  return RE2::PartialMatch(re2::StringPiece(lower.data(), lower.size()), kMore);
}

/// "... compared with usual care but not compared with sham": one comparator was beaten, another was not.
bool excepts_comparator(std::string_view lower) {
  static const RE2 kNot(
      R"(\b(?:but|though|yet|although) (?:was |were |is |are )?(?:not|no (?:more|better)) (?:\w+ ){0,3}?(?:than|with|to|over|against|from|versus|vs\.?) (?:\w+ )?(?:sham|placebo|control|usual|waiting|wait-?list|standard|minimal|active))");
  return RE2::PartialMatch(re2::StringPiece(lower.data(), lower.size()), kNot);
}

/// "No benefit of soy compared with placebo", "the difference between active and sham was not significant".
bool tells_no_gain_over_control(std::string_view lower) {
  static const RE2 kNone(
      R"((?:\bno\b|\bnot\b|n't\b|\bneither\b)[^.;]{0,60}\b(?:benefit|differ\w*|superior\w*|better|advantage|effective|efficac\w*|separat\w*|improve\w*)\b[^.;]{0,70}\b(?:placebo|sham|dummy|saline)\b|\b(?:placebo|sham|dummy)\b[^.;]{0,60}\b(?:did not|does not|no|not) (?:\w+ ){0,2}(?:differ\w*|superior|better)|(?:beyond|over|same (?:effect )?as|as (?:well|effective) as|equal(?:led)? to|equivalent to) (?:\w+ )?(?:placebo|sham|saline|dummy))");
  return RE2::PartialMatch(re2::StringPiece(lower.data(), lower.size()), kNone) &&
         !has_any(lower, {"adverse", "side effect", "side-effect", "safety", "at baseline", "dropout", "toler",
                         "complian", "complication"});
}

/// "No benefit of soy compared with placebo": of no single outcome.
bool speaks_of_the_whole(std::string_view lower) {
  static const RE2 kWhole(R"(no (?:significant )?difference between [\w -]{3,30} and (?:placebo|sham)|no (?:benefit|advantage) of)");
  return RE2::PartialMatch(re2::StringPiece(lower.data(), lower.size()), kWhole);
}

/// "Both A and B relieved pain": neither of two treatments is told to be the better one.
bool praises_both(std::string_view lower) {
  static const RE2 kBoth(
      R"(\bboth (?:groups|arms|treatments|techniques|methods|drugs|interventions|regimens|modalities|therapies|programs|programmes|forms|blocks|doses|agents|[\w -]{3,60}? and )|\beither (?:treatment|technique|method|drug|regimen)|\btwo (?:groups|treatments|techniques|methods|drugs|regimens)\b)");
  return RE2::PartialMatch(re2::StringPiece(lower.data(), lower.size()), kBoth) &&
         !has_any(lower, {" than ", "superior", "better", "faster", "whereas", "but ", "however"});
}

/// "Tuina matched diclofenac in relieving pain", "good analgesia independent of concentration".
bool calls_equal(std::string_view lower) {
  static const RE2 kEqual(
      R"(\b(?:matched|equal(?:l)?ed|rival(?:l)?ed)\b|\bindependent(?:ly)? of (?:the )?(?:concentration|dose|technique|route|method|type|frequency)|\bnon-?inferior\b|\bnot superior\b|\b(?:similar|comparable|equivalent|equal) to (?:that of|those of) |\bas (?:effective|good|well)(?: and \w+)? as\b|\bsimilar (?:\w+ )?(?:effects?|efficacy|effectiveness|degree)\b)");
  return RE2::PartialMatch(re2::StringPiece(lower.data(), lower.size()), kEqual) &&
         !has_any(lower, {"superior to", "better than", "more effective than"});
}

/// "However, ...", "Despite ...": what it says weighs as much as what stood before.
bool takes_back(const Sentence& s) {
  const std::string lower = ascii_lower(s.text.substr(0, 40));
  return has_any(lower, {"however", "despite", "nevertheless", "nonetheless", "but ", "in contrast", "unfortunately",
                         "although", "though "});
}

bool first_is_good(const std::vector<Tone>& tones) {
  const auto taken = std::find_if(tones.begin(), tones.end(), [](const Tone& t) { return t.good || t.bad; });
  return taken != tones.end() && !taken->bad;
}

}  // namespace

std::optional<Reading> read_direction(const std::vector<Sentence>& sentences, const Study& study) {
  const bool tested = std::any_of(study.interventions.begin(), study.interventions.end(),
                                  [](const auto& i) { return i.role == Role::Tested; });
  static const std::set<std::string> kNone{"protocol", "commentary", "qualitative", "guideline"};
  static const std::set<std::string> kOnlyWatch{"review", "systematic-review", "meta-analysis",
                                                "other",  "cohort",            "case-report",
                                                "cross-sectional", "case-control"};  // unless they treat
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
    const bool reviewed = study.design->id == "systematic-review" || study.design->id == "meta-analysis";
    if (has_any(lower, {"advise against", "discouraged", "should be avoided", "ought to be avoided", "is harmful",
                        "was harmful"}) ||
        (!reviewed && lower.find("should not be used") != std::string::npos)) {
      return Reading{"against", std::string(s.text), "abstract", "R-064"};
    }
    if (!beats_waiting(lower) &&
        has_any(lower,
                {"not superior to sham", "not superior to placebo", "no better than sham", "no better than placebo",
                 "no more effective than sham", "no more effective than placebo", "no more efficacious than placebo",
                 "no more efficacious than sham", "not better than sham", "not better than placebo"})) {
      return Reading{"no-difference", std::string(s.text), "abstract", "R-062"};
    }
  }
  int goods = 0, bads = 0;
  const Sentence* first = nullptr;  // that takes a side, in the part that decides
  const Sentence* last = nullptr;
  bool opens_bad = false, opens_good = false, ends_good = false;
  for (const Section section :
       {Section::Conclusions, Section::Results, Section::Unknown, Section::Methods, Section::Title}) {
    for (const auto& s : sentences) {
      if (s.section != section) continue;
      if (tells_harm(s) && !cue(s, "effect")) harm = &s;
      if (only_worsens(s)) {
        harm = &s;
        continue;
      }
      if (is_wish(s)) continue;
      const auto starts = clause_starts(s.text);
      const auto tones = tones_of(s, starts);
      int here_good = 0, here_bad = 0;
      const bool granted = tones.size() > 1 && opens_with_concession(s.text) &&
                           std::any_of(tones.begin() + 1, tones.end(), [](const Tone& t) { return t.good || t.bad; });
      for (std::size_t i = granted ? 1 : 0; i < tones.size(); ++i) {
        if (i > 0 && here_good + here_bad > 0 && concedes_at(s.text.substr(starts[i]))) continue;
        here_bad += tones[i].bad ? 1 : 0;
        here_good += tones[i].good && !tones[i].bad ? 1 : 0;
      }
      if (here_bad > 0) bad = &s;
      if (here_good > 0) good = &s;
      if (first == nullptr && here_good + here_bad > 0) {
        first = &s;
        opens_bad = here_good == 0;
        opens_good = here_bad == 0;
      }
      if (here_good + here_bad > 0) {
        last = &s;
        ends_good = !tones.empty() && here_good > 0 && first_is_good(tones);
      }
      goods += here_good;
      bads += here_bad;
      if (cue(s, "inconclusive")) open = &s;
    }
    if (good != nullptr || bad != nullptr || open != nullptr) break;
  }
  const auto give = [](const char* id, const Sentence* s, const char* rule) {
    return Reading{id, std::string(s->text), "abstract", rule};
  };
  const auto compared = [&](const char* id) {
    return std::any_of(study.interventions.begin(), study.interventions.end(),
                       [&](const auto& i) { return i.role == Role::Comparator && i.id == id; });
  };
  const bool dummy = compared("placebo") || compared("sham-acupuncture");
  const bool untreated_too = compared("waiting-list") || compared("usual-care");
  const bool trial = study.design->id == "rct" || study.design->id == "controlled-trial";
  const bool alone = std::count_if(study.interventions.begin(), study.interventions.end(),
                                   [](const auto& i) { return i.role == Role::Tested; }) < 2;
  for (const auto& s : sentences) {
    if (!trial && s.section != Section::Conclusions) continue;
    if (s.section != Section::Conclusions && s.section != Section::Unknown && s.section != Section::Results) continue;
    const std::string lower = ascii_lower(s.text);
    if (s.section == Section::Conclusions && excepts_comparator(lower) && good != nullptr && bad == nullptr) {
      return give("mixed", &s, "R-063");
    }
    if (trial && alone && dummy && !untreated_too && !beats_waiting(lower) && good != nullptr && bad != nullptr &&
        (s.section == Section::Conclusions || speaks_of_the_whole(lower)) && tells_no_gain_over_control(lower)) {
      return give("no-difference", &s, "R-062");
    }
    if (trial && !dummy && !untreated_too && goods <= 1 &&
        ((s.section == Section::Conclusions && bad == nullptr && good != nullptr && praises_both(lower)) ||
         ((s.section == Section::Conclusions || (s.section == Section::Unknown && &s == &sentences.back())) &&
          calls_equal(lower)))) {
      return give("no-difference", &s, "R-062");
    }
  }
  if (goods > 2 * bads && bads > 0) {
    bad = nullptr;
  }
  const bool concluded = first != nullptr && first->section == Section::Conclusions;
  const bool primary = study.design->id != "systematic-review" && study.design->id != "meta-analysis" &&
                       study.design->id != "review" && study.design->id != "guideline";
  const bool bench = study.design->id == "animal" || study.design->id == "in-vitro";
  if (good != nullptr && bad != nullptr && concluded && primary && opens_bad && good != first &&
      !(bench && last != first)) {
    return give("no-difference", first, "R-062");  // the first thing concluded is that it did not work
  }
  if (good != nullptr && bad != nullptr && concluded && primary && opens_good && bad != first && !takes_back(*bad) &&
      !has_any(ascii_lower(bad->text), {"advocate", "recommend", "insufficient", "main outcome", "primary"})) {
    return give("favours", first, "R-061");  // the first thing concluded is that it worked
  }
  if (good != nullptr && bad != nullptr && concluded && bench && ends_good &&
      !has_any(ascii_lower(last->text), {"but does not", "but did not", "but not", "may fail", "without "})) {
    return give("favours", last, "R-061");  // the last thing concluded is that it worked
  }
  if (good != nullptr && bad != nullptr && trial) {  // of two minds in the text, and of one in the title
    for (const auto& s : sentences) {
      if (s.section != Section::Title) continue;
      const auto tones = tones_of(s, clause_starts(s.text));
      if (tones.size() == 1 && tones.front().bad) return give("no-difference", &s, "R-062");
    }
  }
  if (harm != nullptr && harm->section == Section::Conclusions && goods <= 1) {
    return give("against", harm, "R-064");
  }
  const bool wide = study.design->id == "systematic-review" || study.design->id == "meta-analysis";
  if ((good != nullptr && bad != nullptr) || (open != nullptr && (good == nullptr || wide)))
    return give("mixed", open != nullptr ? open : bad, "R-063");
  if (bad != nullptr) return give("no-difference", bad, "R-062");
  if (good != nullptr) return give("favours", good, "R-061");
  if (harm != nullptr) return give("against", harm, "R-064");
  return Reading{"not-applicable", study.title, "title", "R-060"};
}

}  // namespace meridian::evidence
