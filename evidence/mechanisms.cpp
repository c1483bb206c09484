// Reads which ways of working were measured, and what was found of each.
#include "evidence/mechanisms.hpp"

#include <algorithm>
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

constexpr int kOutweighs = 3;  // that many effects to one failure are no mixed result

struct Found {
  std::set<std::string> sub;
  int good = 0, bad = 0, asked = 0;
  bool title = false, objective = false, named = false;
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
                         "independent of ", "independently of ", "matched for ", "used for ", "regardless of "});
}

/// Results that speak of all that was not named: "no other outcome differed".
bool is_blanket_failure(const Sentence& s) {
  return is_finding(s) && has_any(ascii_lower(s.text),
                                  {"no other ", "other outcomes did not", "secondary outcomes did not", "none of the ",
                                   "no secondary", "any other outcome", "any of the outcomes", "other measures did not",
                                   "no differences in secondary", "no difference in any"});
}

std::pair<MechanismStatus, const char*> status_of(const Found& found, const Study& study, bool watched, bool blanket) {
  using S = MechanismStatus;
  const bool planned = study.design && study.design->id == "protocol";
  if (found.good + found.bad + found.asked == 0 && !found.title) return {S::Background, "R-054"};
  if (planned || watched) return {S::Investigated, "R-053"};
  if (found.good > 0 && found.bad > 0) {
    const std::string direction = study.direction ? study.direction->id : "";
    if ((direction == "no-difference" || direction == "against") && found.bad >= found.good) {
      return {S::NotSupported, "R-051"};
    }
    if (found.good >= kOutweighs * found.bad + 1) return {S::Supported, "R-050"};
    return {S::Mixed, "R-052"};
  }
  if (found.good > 0) return {S::Supported, "R-050"};
  if (found.bad > 0) return {S::NotSupported, "R-051"};
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

}  // namespace

void read_mechanisms(const std::vector<Sentence>& sentences, const Vocabulary& vocabulary, Study& study) {
  std::map<std::string, Found> all;
  const bool tested = std::any_of(study.interventions.begin(), study.interventions.end(),
                                  [](const auto& i) { return i.role == Role::Tested; });
  const bool controlled = std::any_of(study.interventions.begin(), study.interventions.end(), [](const auto& i) {
    return i.role == Role::Comparator && (i.id == "placebo" || i.id == "sham-acupuncture" || i.id == "waiting-list");
  });
  const bool active =
      !controlled && std::any_of(study.interventions.begin(), study.interventions.end(),
                                 [](const auto& i) { return i.role == Role::Comparator && i.id != "usual-care"; });
  const std::string design = study.design ? study.design->id : "";
  const bool watched = !tested && (design == "cross-sectional" || design == "case-control" || design == "cohort" ||
                                   design == "qualitative" || design == "commentary");
  bool blanket = false;
  for (const auto& s : sentences) {
    std::set<std::pair<std::string, std::size_t>> here;
    std::vector<Finding> findings;
    for (const auto& hit : s.hits) {
      if (hit.facet != "mechanism" && hit.facet != "outcome") continue;
      if (is_covariate(s, hit) || is_of_another(s, hit)) continue;
      if (findings.empty()) findings = findings_of(s);
      const Finding& finding = finding_at(findings, hit.start);
      for (const auto& [id, sub] : places_of(hit, vocabulary)) {
        Found& found = all[id];
        const bool back = s.section == Section::Background && !is_own(s);
        if (!sub.empty() && !back && !finding.silent) found.sub.insert(sub);
        if (!is_bare_measure(hit, vocabulary)) found.named = true;
        if (!here.emplace(id, finding.start).second) continue;
        const int rank = is_finding(s) ? (finding.silent ? 1 : 3) : back ? 0 : 2;
        if (rank > found.rank) {
          found.rank = rank;
          found.best = &s;
        }
        if (back || (finding.silent && s.section != Section::Title && s.section != Section::Methods)) continue;
        if (s.section == Section::Title) {
          found.title = true;
          continue;
        }
        if (s.section == Section::Objective) found.objective = true;
        if (!is_finding(s)) {
          ++found.asked;
        } else if (finding.better && finding.bad && active) {  // equal to an active comparator, with improvement told
          ++found.good;
        } else if (finding.bad && finding.good) {
          ++found.good;
          ++found.bad;
        } else if (finding.bad) {
          ++found.bad;
        } else if (finding.good && !(finding.shared && controlled)) {
          ++found.good;
        } else {
          ++found.asked;
        }
      }
    }
    blanket = blanket || is_blanket_failure(s);
  }
  for (const auto& [id, found] : all) {
    if (!found.named) continue;
    const auto [status, rule] = status_of(found, study, watched, blanket);
    study.mechanisms.push_back({id,
                                {found.sub.begin(), found.sub.end()},
                                status,
                                std::string(found.best->text),
                                std::string(section_word(found.best->section)),
                                rule});
  }
}

}  // namespace meridian::evidence
