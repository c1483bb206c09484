// Reads which ways of working were measured, and what was found of each.
#include "evidence/mechanisms.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <tuple>

#include "core/text.hpp"
#include "evidence/clauses.hpp"
#include "evidence/counts.hpp"
#include "evidence/findings.hpp"
#include "evidence/mentions.hpp"

namespace meridian::evidence {
namespace {

constexpr int kOutweighs = 4;  // that many effects to one failure are no mixed result

struct Found {
  std::set<std::string> sub;
  int good = 0, bad = 0, asked = 0;
  int alike = 0;     // improved with the treatment as with sham, placebo or waiting
  int equalled = 0;  // of the good: as much as with another treatment
  bool title = false, objective = false, named = false;
  bool shown = false;                   // an effect has a p value or an interval
  std::set<std::size_t> planned, told;  // terms that the methods name, and those of which a result is told
  const Sentence* best = nullptr;
  int rank = -1;
};

struct Place {
  std::string id, sub;
};

/// The mechanism that a hit speaks of; of an outcome the one that it is part of.
std::vector<Place> places_of(const VocabularyHit& hit, const Vocabulary& vocabulary) {
  if (hit.facet == "mechanism") {
    return {hit.parent.empty() ? Place{std::string(hit.id), ""} : Place{std::string(hit.parent), std::string(hit.id)}};
  }
  std::vector<Place> out;
  if (hit.facet != "outcome") return out;
  for (const auto& wider : vocabulary.terms()[hit.term].part_of) {
    const VocabularyTerm* term = vocabulary.find("mechanism", wider);
    if (term == nullptr) continue;
    out.push_back(term->parent.empty() ? Place{term->id, ""} : Place{term->parent, term->id});
  }
  return out;
}

/// The scale alone ("VAS") tells of no mechanism: it measures fatigue as well as pain.
bool is_bare_measure(const VocabularyHit& hit, const Vocabulary& vocabulary) {
  const auto& scales = vocabulary.terms()[hit.term].measured_by;
  return std::find(scales.begin(), scales.end(), hit.phrase) != scales.end();
}

/// The hit is a piece of a longer name ("anti-inflammatory drugs"), or of whom was studied ("in painful neuropathy").
bool is_of_another(const Sentence& s, const VocabularyHit& hit) {
  const std::size_t end = hit.start + hit.length;
  return std::any_of(s.hits.begin(), s.hits.end(), [&](const VocabularyHit& h) {
    if (h.length <= hit.length || h.start > hit.start || h.start + h.length < end || h.term == hit.term) return false;
    if (h.phrase.find(" + ") != std::string_view::npos) return false;  // words that stand apart, with others between
    if (h.facet == "intervention" || h.facet == "mechanism") return true;
    if (h.facet != "condition" || s.section == Section::Title) return false;
    const std::string front =
        ascii_lower(s.text.substr(h.start > 14 ? h.start - 14 : 0, std::min<std::size_t>(h.start, 14)));
    return front.ends_with(" in ") || front.ends_with(" with ") || front.ends_with(" for ") ||
           front.ends_with("in the ");
  });
}

/// "adjusted for age and HbA1c": what stands behind was not asked.
bool is_covariate(const Sentence& s, const VocabularyHit& hit) {
  const std::string front =
      ascii_lower(s.text.substr(hit.start > 70 ? hit.start - 70 : 0, std::min<std::size_t>(hit.start, 70)));
  return has_any(front, {"adjusted for ", "adjusting for ", "adjustment for ", "controlling for ", "controlled for ",
                         "independent of ", "independently of ", "matched for ", "used for ", "regardless of ",
                         "depending on ", "depends on ", "stratified by "});
}

/// "The good motor function group", "psychiatric hospital", "sleep apnea": it names those who were studied, or where.
bool names_group(const Sentence& s, const VocabularyHit& hit) {
  const std::string_view behind = s.text.substr(hit.start + hit.length);
  static constexpr std::array<std::string_view, 9> kWhom{
      " group", " inpatient", " outpatient", " clinic ", " clinics", " hospital", " department", " apnea", " apnoea"};
  return std::any_of(kWhom.begin(), kWhom.end(), [&](const auto word) { return behind.starts_with(word); });
}

/// "Respiratory depression", "SAS 9.2": it sounds like a mood and is none.
bool is_of_another_kind(const Sentence& s, const VocabularyHit& hit) {
  const std::string word = ascii_lower(s.text.substr(hit.start, hit.length));
  if (!word.starts_with("depress") && word != "sas") return false;
  constexpr std::size_t kBefore = 16;
  const std::string front =
      ascii_lower(s.text.substr(hit.start > kBefore ? hit.start - kBefore : 0, std::min(hit.start, kBefore)));
  const std::string_view behind = s.text.substr(hit.start + hit.length);
  static const RE2 kSoftware(R"(^(?:,? ?(?:version|software|institute|statistic)| ?v?\d+\.\d|/stat))");
  static constexpr auto kOfOrgan =
      std::to_array<std::string_view>({"respiratory ", "ventilatory ", "myocardial ", "marrow ", "cardiac ", "st "});
  return (word.starts_with("depress") &&
          std::any_of(kOfOrgan.begin(), kOfOrgan.end(), [&](const auto organ) { return front.ends_with(organ); })) ||
         (word == "sas" && RE2::PartialMatch(ascii_lower(behind.substr(0, 16)), kSoftware));
}

/// What is watched in everyone who is put to sleep.
bool is_vital_sign(std::string_view word) {
  return word.find("dynamic") != std::string_view::npos || word.starts_with("hypotens") ||
         word.find("arterial pressure") != std::string_view::npos || word.starts_with("blood pressure") ||
         word.starts_with("heart rate") || word.starts_with("pulse rate") || word == "hr" || word == "bp" ||
         word == "map" || word == "sbp" || word == "dbp" || word.starts_with("systolic") ||
         word.starts_with("diastolic");
}

/// "Adverse events included edema and weight gain": watched for safety.
bool is_harm(const Sentence& s, const VocabularyHit& hit) {
  static constexpr auto kEvents = std::to_array<std::string_view>(
      {"adverse event", "adverse effect", "adverse reaction", "side effect", "side-effect", "complications"});
  constexpr std::size_t kBefore = 240;
  std::string front =
      ascii_lower(s.text.substr(hit.start > kBefore ? hit.start - kBefore : 0, std::min(hit.start, kBefore)));
  for (const char* turn : {";", ", and ", " but ", " while ", " whereas "}) {
    if (const auto at = front.rfind(turn); at != std::string::npos) front.erase(0, at + 1);
  }
  return std::any_of(kEvents.begin(), kEvents.end(),
                     [&](const auto event) { return front.find(event) != std::string::npos; });
}

/// "Hypotension and bradycardia were recorded": a vital sign among others, of which no effect is told.
bool is_monitored(const Sentence& s, const VocabularyHit& hit, bool operated) {
  return s.section != Section::Title && is_vital_sign(ascii_lower(s.text.substr(hit.start, hit.length))) &&
         (operated ||
          has_any(ascii_lower(s.text), {"bradycardia", "spo2", "saturation", "sedation", "respirat", "nausea",
                                        "hypoxem", "ephedrine", "vomiting", "pruritus", "adverse", "side effect",
                                        "temperature", "extubation", "anesthetic", "anaesthetic"}));
}

/// Results that speak of all that was not named: "no other outcome differed".
bool is_blanket_failure(const Sentence& s) {
  static constexpr std::array<std::string_view, 15> kWords{"no other ",
                                                           "other outcomes did not",
                                                           "secondary outcomes did not",
                                                           "none of the ",
                                                           "no secondary",
                                                           "any other outcome",
                                                           "any of the outcome",
                                                           "other measures did not",
                                                           "no differences in secondary",
                                                           "no difference in any",
                                                           "differences for other outcome",
                                                           "differences in other outcome",
                                                           "differences for the other",
                                                           "differences in the other",
                                                           "differences in any other"};
  if (!is_finding(s)) return false;
  const std::string lower = ascii_lower(s.text);
  return std::any_of(kWords.begin(), kWords.end(), [&](const auto words) {
    const auto at = lower.find(words);
    return at != std::string::npos && !spares_harm(s, at);
  });
}

/// Results that speak well of all that was not named: "significant improvements in all evaluated indicators".
bool is_blanket_effect(const Sentence& s) {
  if (!is_finding(s) || s.section == Section::Title || !cue(s, "effect") || cue(s, "no-difference")) return false;
  static const RE2 kAll(
      "\\b(?:in|on|of|for) all (?:the )?(?:(?:evaluated|measured|assessed|examined|studied|other|primary|secondary|"
      "clinical|of the) ){0,2}(?:indicators|outcomes|parameters|measures|measurements|indices|variables|scores|scales|"
      "endpoints|end points|domains|subscales|items)\\b");
  const std::string lower = ascii_lower(s.text);
  return RE2::PartialMatch(lower, kAll) && !has_any(lower, {"baseline", "groups", " arm", "sham", "placebo", "control",
                                                            "worse", "deteriorat", "decline"});
}

/// "There was no difference between the groups": of no outcome that is named.
bool is_unnamed_failure(const Sentence& s) {
  if (s.section != Section::Results || cue(s, "unmeasured") || names_outcome(s)) return false;
  const std::string lower = ascii_lower(s.text);
  const bool plain =
      (lower.starts_with("there was no ") || lower.starts_with("there were no ") || lower.starts_with("no ")) &&
      lower.find("difference") != std::string::npos;
  const bool against_placebo =
      has_any(lower, {"placebo", "sham"}) && has_any(lower, {"no different", "did not differ", "not superior",
                                                             "no better than", "not different", "no difference"});
  return (plain || against_placebo) && has_any(lower, {"group", "placebo", "sham", "control", "arm"}) &&
         !has_any(lower, {"adverse", "side effect", "side-effect", "baseline", "complication", "dropout", "withdr",
                          "discontinu", "safety", "tolerab", " age", "demographic", "characteristic", "satisf"});
}

/// What the whole study says of its results.
struct Setting {
  bool controlled = false;  ///< against sham, placebo or waiting list
  bool active = false;      ///< against another treatment, and none of these
  bool watched = false;     ///< nothing was tested
  bool experiment = false;  ///< on animals or cells, or a review that tells of such
  bool surveyed = false;    ///< a review that tests no one treatment
  bool tried = false;       ///< a trial in people
  bool vital = false;       ///< the title names the circulation or the heart rate itself
  bool operated = false;    ///< on anaesthesia or pain around an operation, where the circulation is monitored
};

/// "Patients were randomised to acupuncture or gabapentin": two treatments, and neither a control.
bool sets_treatments_apart(const Sentence& s) {
  if (s.section == Section::Background ||
      !has_any(ascii_lower(s.text), {"randomi", "allocated", "assigned", " versus ", "compared with", "compared to"})) {
    return false;
  }
  std::set<std::string_view> named;
  for (const auto& hit : s.hits) {
    if (hit.facet != "intervention") continue;
    if (hit.id == "placebo" || hit.id == "sham-acupuncture" || hit.id == "waiting-list" || hit.id == "usual-care") {
      return false;
    }
    named.insert(hit.id);
  }
  return named.size() > 1 && named.contains("drug");
}

/// A word for those who got nothing, or nothing more than usual; a trial without any sets treatments against each
/// other.
bool names_no_treatment(const Sentence& s) {
  static const RE2 kNoControl(
      R"(controlled[ -](?:\w+ )?(?:trial|study|clinical|release|analgesia)|patient-controlled|(?:pain|)"
      R"(glyc\w+|motor|quality|disease|symptom) control|control of)");
  std::string lower = ascii_lower(s.text);
  RE2::GlobalReplace(&lower, kNoControl, "");
  return has_any(lower, {"control",         " water",         "plain ",          "inactive",
                         "inert",           "disabled",       "identical",       "without current",
                         "no current",      "superficial",    "minimal needl",   "on this basis",
                         "on the basis of", "added to",       " added ",         "adjunct",
                         "add-on",          "in addition to", "placebo",         "sham",
                         "usual",           "waiting",        "waitlist",        "wait-list",
                         "untreated",       "no treatment",   "no intervention", "without treatment",
                         "routine",         "saline",         "standard care",   "dummy",
                         "alone",           "only",           "vehicle",         "education",
                         "baseline care"});
}

Setting setting_of(const std::vector<Sentence>& sentences, const Study& study) {
  Setting out;
  out.watched = true;
  for (const auto& i : study.interventions) {
    if (i.role == Role::Tested) {
      out.watched = false;
    } else if (i.id == "placebo" || i.id == "sham-acupuncture" || i.id == "waiting-list") {
      out.controlled = true;
    } else if (i.id != "usual-care") {
      out.active = true;
    }
  }
  const bool trial = study.design && (study.design->id == "rct" || study.design->id == "controlled-trial");
  out.active = out.active || (trial && std::any_of(sentences.begin(), sentences.end(), sets_treatments_apart));
  out.active = out.active || (trial && std::none_of(sentences.begin(), sentences.end(), names_no_treatment));
  out.active = out.active && !out.controlled;
  out.operated = has_any(
      ascii_lower(study.title),
      {"analges",         "anesthe",     "anaesthe",    " block",   "postoperative", "cesarean",     "caesarean",
       "surgery",         "intrathecal", "epidural",    "sedation", "intubation",    "remifentanil", "fentanil",
       "dexmedetomidine", "bupivacaine", "ropivacaine", "fentanyl", "ectomy",        "otomy",        "plasty"});
  out.vital = has_any(ascii_lower(study.title), {"dynamic", "pressure", "hypotens", "hypertens", "heart rate",
                                                 "cardiac", "circulat", "blood flow"});
  out.tried = trial || (study.design && study.design->id == "single-arm-trial");
  const std::string design = study.design ? study.design->id : "";
  const bool bench = design == "animal" || design == "in-vitro";
  out.experiment = design == "review" ||
                   (bench && std::any_of(study.interventions.begin(), study.interventions.end(), [](const auto& i) {
                      return i.role == Role::Tested && i.id != "drug";  // whose way of working a drug may block
                    }));
  out.surveyed = out.watched && design == "review";
  out.watched =
      (out.watched || (design == "case-report" && study.direction && study.direction->id == "against")) &&
      (design == "cross-sectional" || design == "case-control" || design == "cohort" || design == "qualitative" ||
       design == "commentary" || design == "case-report" || design == "other" || design == "systematic-review" ||
       design == "meta-analysis" || (bench && study.direction && study.direction->id == "not-applicable"));
  return out;
}

/// Counts one finding of a mechanism: as an effect, as a failure, as both, or as asked alone.
void tally(Found& found, const Finding& finding, const Setting& setting) {
  // equal to an active comparator, with improvement told, is no failure
  const bool equal = finding.better && finding.bad && (setting.active || finding.rivals);
  const bool failed = !equal && (finding.bad || (finding.good && finding.beside));
  const bool alike = finding.shared && setting.controlled && !failed;
  const bool helped = equal || (finding.good && !alike);
  found.shown = found.shown || (helped && finding.shown);
  found.equalled += equal ? 1 : 0;
  found.good += helped ? 1 : 0;
  found.bad += failed ? 1 : 0;
  found.alike += alike && finding.good ? 1 : 0;
  found.asked += helped || failed ? 0 : 1;
}

std::pair<MechanismStatus, const char*> status_of(const Found& found, const Study& study, const Setting& setting,
                                                  bool blanket, bool all_improved) {
  using S = MechanismStatus;
  const bool planned = study.design && study.design->id == "protocol";
  if (found.good + found.bad + found.asked == 0 && !found.title) return {S::Background, "R-054"};
  if (planned || setting.watched) return {S::Investigated, "R-053"};
  if (found.equalled > 0 && found.bad <= found.equalled && setting.active)
    return {S::Supported, "R-050"};  // then no difference is no failure
  if (found.good > 0 && found.bad > 0) {
    const std::string direction = study.direction ? study.direction->id : "";
    if ((direction == "no-difference" || direction == "against") && found.bad >= found.good) {
      return {S::NotSupported, "R-051"};
    }
    if (found.good >= kOutweighs * found.bad + 1) return {S::Supported, "R-050"};
    return {S::Mixed, "R-052"};
  }
  if (found.good > 0 && study.direction && study.direction->id == "against" && (setting.tried || setting.experiment)) {
    return {S::NotSupported, "R-056"};  // what changed, changed for the worse
  }
  if (found.good > 0 && found.bad == 0 && !found.shown && found.title && setting.controlled && setting.tried &&
      study.direction && study.direction->id == "no-difference") {
    return {S::NotSupported, "R-055"};  // what the title asks for changed, and no more than with sham
  }
  if (found.good > 0) return {S::Supported, "R-050"};
  if (found.bad > 0 || found.alike > 0) return {S::NotSupported, "R-051"};
  if (all_improved && found.asked > 0) return {S::Supported, "R-050"};
  if (blanket && found.asked > 0 && !found.title) return {S::NotSupported, "R-051"};
  if (study.direction && (found.title || found.objective)) {
    static const std::map<std::string, std::pair<S, const char*>> kByDirection{
        {"favours", {S::Supported, "R-055"}},
        {"no-difference", {S::NotSupported, "R-055"}},
        {"mixed", {S::Mixed, "R-055"}}};
    if (const auto by = kByDirection.find(study.direction->id); by != kByDirection.end()) return by->second;
  }
  return {S::Investigated, "R-053"};
}

/// Background that is none of the study's own.
bool is_back(const Sentence& s) { return s.section == Section::Background && !is_own(s) && !is_finding(s); }

/// "Mice lacking IL-4 do not benefit": animals that were bred without what the treatment works by.
bool are_without_it(std::string_view lower) {
  return has_any(lower, {"-/-", "\xE2\x88\x92/\xE2\x88\x92", "mutants", "devoid of", "knockout", "knock-out",
                         "knocked out", "deficient mice", "null mice", "lacking "});
}

/// "In knock-out mice it had no effect", "naloxone abolished it": what its way of working needs; no failure. A blocker
/// that is named behind the failure ("it did not lower TNF-alpha, unlike the antagonist") took nothing away.
bool takes_its_way_away(const Sentence& s, const Finding& finding, std::string_view lower) {
  if (are_without_it(lower)) return true;
  std::size_t blocker = std::string_view::npos;
  for (const char* word : {"sirna", "shrna", "nullified", "abrogated", "undone by", "antagonist", "naloxone", "abolish",
                           "blockade", "blocked "}) {
    blocker = std::min(blocker, lower.find(word));
  }
  if (blocker == std::string_view::npos) return false;
  return std::none_of(s.hits.begin(), s.hits.end(), [&](const auto& h) {
    return h.facet == "cue" && h.id == "no-difference" && h.start >= finding.start && h.start < finding.end &&
           h.start < blocker;
  });
}

/// Of treatments, and not only of how an illness works.
bool speaks_of_treatment(const Sentence& s) {
  return std::any_of(s.hits.begin(), s.hits.end(), [](const auto& h) { return h.facet == "intervention"; }) ||
         has_any(ascii_lower(s.text), {"drug", "treat", "therap", "trial", "administ", "supplement", "intervention",
                                       "effects of", "stimulation", "studies"});
}

/// Takes what one finding says of a mechanism.
void take(Found& found, const Sentence& s, const Finding& finding, const Setting& setting) {
  // what the illness does, or how measures go together, shows a result less well than any sentence that tells one
  const int rank = is_finding(s) ? (finding.silent ? 1 : finding.measures ? 2 : 3) : is_back(s) ? 0 : 2;
  if (rank > found.rank) {
    found.rank = rank;
    found.best = &s;
  }
  if (is_back(s) || (finding.silent && s.section != Section::Title && s.section != Section::Methods)) return;
  if (s.section == Section::Title) {
    found.title = true;
    return;
  }
  if (s.section == Section::Objective) found.objective = true;
  Finding own = finding;
  if (const std::string lower = ascii_lower(s.text); setting.experiment && takes_its_way_away(s, finding, lower)) {
    own.good = finding.good && !finding.bad;
    own.bad = false;
    own.beside = finding.beside && !are_without_it(lower);
  }
  if (is_finding(s) && (!setting.surveyed || speaks_of_treatment(s))) {
    tally(found, own, setting);
  } else {
    ++found.asked;
  }
}

bool has_number(const Sentence& s) {
  return std::any_of(s.text.begin(), s.text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// "The difference was ...", "The contrast with sham ...": it weighs what was told before.
bool compares(const Sentence& s) {
  return has_any(ascii_lower(s.text), {"difference", "contrast", "changes", "the change", "these effect", "this effect",
                                       "the effect", "comparison", "between groups", "between-group",
                                       "time interaction", "improvement", "reduction", "advantage"});
}

/// Mechanisms of the last sentence that named any.
struct Pending {
  /// A measure was told and no verdict ("Mean change in pain was -1.8 and -1.6"): what the next sentence says without
  /// naming anything ("The difference was not significant") is said of them.
  std::set<std::string> untold;
  std::set<std::string> told;  ///< an effect was told: "Six months later there was no difference" takes it back
};

/// "Six months later the curves had converged".
bool speaks_of_later(const Sentence& s) {
  static const RE2 kLater(
      R"(\b(?:later|thereafter|afterwards|at follow-?up|after (?:\w+ ){0,3}(?:weeks?|months?|years?|)"
      R"(sessions?|injections?|treatments?)|(?:by|at) (?:the )?(?:end of )?(?:week|month|day) \d+|)"
      R"(at \d+ (?:weeks|months)|no longer|any more|anymore)\b)");
  return RE2::PartialMatch(ascii_lower(s.text), kLater);
}

/// Takes what a sentence says of each mechanism that it names.
void take_sentence(const Sentence& s, const Vocabulary& vocabulary, const Setting& setting,
                   std::map<std::string, Found>& all, Pending& pending) {
  const bool operated = setting.operated && !setting.vital;
  if (names_outcome(s)) pending = {};
  std::set<std::pair<std::string, std::size_t>> here;
  std::vector<Finding> findings;
  for (const auto& hit : s.hits) {
    if ((hit.facet != "mechanism" && hit.facet != "outcome") || is_covariate(s, hit) || is_of_another(s, hit) ||
        names_group(s, hit) || is_of_another_kind(s, hit) || is_harm(s, hit)) {
      continue;
    }
    if (findings.empty()) findings = findings_of(s);
    const Finding& finding = finding_at(findings, hit.start);
    if (!finding.good && is_monitored(s, hit, operated)) continue;
    for (const auto& [id, sub] : places_of(hit, vocabulary)) {
      Found& found = all[id];
      if (!sub.empty() && !is_back(s) && !finding.silent) found.sub.insert(sub);
      if (!is_bare_measure(hit, vocabulary)) found.named = true;
      if (is_finding(s) && !finding.measures) {
        found.told.insert(hit.term);
      } else if (is_finding(s) || s.section == Section::Methods || s.section == Section::Objective) {
        found.planned.insert(hit.term);
      }
      if (here.emplace(id, finding.start).second) take(found, s, finding, setting);
      if (is_finding(s) && !finding.good && !finding.bad && !finding.silent && !finding.measures && has_number(s)) {
        pending.untold.insert(id);
      }
      if (is_finding(s) && finding.good && !finding.bad) pending.told.insert(id);
    }
  }
}

/// Gives what `s` tells to those that wait, where it names nothing itself, and finds who waits for the next.
void carry_over(const Sentence& s, const Setting& setting, std::map<std::string, Found>& all, Pending& pending) {
  if (s.section != Section::Results && s.section != Section::Unknown) {
    pending = {};
    return;
  }
  if (!names_outcome(s)) {
    if (is_finding(s) && speaks_of_later(s)) {
      const auto findings = findings_of(s);
      const bool gone =
          std::any_of(findings.begin(), findings.end(), [](const Finding& f) { return f.bad && !f.silent; });
      for (const auto& id : pending.told) all.at(id).bad += gone ? 1 : 0;
    }
    pending.told.clear();
    if (!is_finding(s) || !compares(s)) return;
    for (const Finding& finding : findings_of(s)) {
      if (finding.silent || finding.measures || (!finding.good && !finding.bad)) continue;
      for (const auto& id : pending.untold) tally(all.at(id), finding, setting);
    }
    pending.untold.clear();
  }
}

/// A measure was planned of which no result is told.
bool leaves_untold(const Found& found) {
  return !std::includes(found.told.begin(), found.told.end(), found.planned.begin(), found.planned.end());
}

/// Named once, outside title, methods and results, and nothing told of it: no measure of this study.
bool is_named_in_passing(const Found& found, const Setting& setting, const Study& study) {
  if (found.title || found.good + found.bad > 0 || found.asked != 1 || found.best == nullptr) return false;
  const bool review = study.design && (study.design->id == "review" || study.design->id == "systematic-review" ||
                                       study.design->id == "meta-analysis" || study.design->id == "guideline");
  const Section at = found.best->section;
  return !review && (at == Section::Background || at == Section::Objective || at == Section::Conclusions ||
                     (setting.watched && at == Section::Methods));
}

}  // namespace

void read_mechanisms(const std::vector<Sentence>& sentences, const Vocabulary& vocabulary, Study& study) {
  std::map<std::string, Found> all;
  const Setting setting = setting_of(sentences, study);
  Pending pending;
  for (const auto& s : sentences) {
    carry_over(s, setting, all, pending);
    take_sentence(s, vocabulary, setting, all, pending);
  }
  const bool blanket = std::any_of(sentences.begin(), sentences.end(), is_blanket_failure);
  const bool all_improved = std::any_of(sentences.begin(), sentences.end(), is_blanket_effect);
  const auto unnamed = static_cast<int>(std::count_if(sentences.begin(), sentences.end(), is_unnamed_failure));
  const auto measured = std::count_if(all.begin(), all.end(), [](const auto& entry) {
    return entry.second.named && entry.second.good + entry.second.bad + entry.second.asked > 0;
  });
  for (auto& [id, found] : all) {
    if (!found.named || is_named_in_passing(found, setting, study)) continue;
    if (measured == 1) found.bad += unnamed;
    if (blanket && found.good > 0 && leaves_untold(found)) ++found.bad;
    const auto [status, rule] = status_of(found, study, setting, blanket, all_improved);
    study.mechanisms.push_back({id,
                                {found.sub.begin(), found.sub.end()},
                                status,
                                std::string(found.best->text),
                                std::string(section_word(found.best->section)),
                                rule});
  }
}

}  // namespace meridian::evidence
