// Reads the design of a study: what it says of itself goes before what only the words around it tell.
#include "evidence/design.hpp"

#include <re2/re2.h>

#include <algorithm>

#include "core/text.hpp"
#include "evidence/clauses.hpp"

namespace meridian::evidence {
namespace {

constexpr std::uint32_t kMostCases = 12;  // above it "32-year-old" tells of an age, not of a case

constexpr std::ptrdiff_t kEarly = 3;  // sentences in which a report says what it reports

/// "a clinicopathological study of 45 cases".
bool counts_cases(const std::string& lower) {
  for (auto at = lower.find(" cases"); at != std::string::npos; at = lower.find(" cases", at + 1)) {
    auto front = std::string_view(lower).substr(0, at);
    const auto word = front.substr(std::min(front.size(), front.rfind(' ') + 1));
    front.remove_suffix(word.size());
    const bool number =
        !word.empty() && std::all_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (number && (front.ends_with(" of ") || front.ends_with(" on ") || front.ends_with(" in ") || front.empty())) {
      return true;
    }
  }
  return false;
}

/// "RR 0.68, 95% CI 0.54 to 0.87, four trials": an estimate over several studies.
bool tells_pooled(const std::string& lower) {
  static const RE2 kPooled(
      R"((?:relative risk|risk ratio|odds ratio|mean difference|\brr\b|\bor,? (?:= ?)?\d|\bmd\b|\bsmd\b|)"
      R"(hazard ratio)(?:[^.]|\.\d){0,60}(?:95% ?(?:ci|confidence)|ci )(?:[^.]|\.\d)*\b(?:trials|studies)\b)");
  return has_any(lower, {"trials", "studies"}) && has_any(lower, {"ci ", "95%"}) && RE2::PartialMatch(lower, kPooled);
}

bool weighs_factors(const std::string& lower) {
  return has_any(lower, {"associat", "predict", "risk factor", "regression", "correlat", "odds", "hazard", "versus",
                         " vs", "compared"});
}

/// "Mice received ...", "withdrawal thresholds of the rats": no mere source of cells.
bool tells_of_living_animals(const std::string& lower) {
  return has_any(lower,
                 {"mice received",   "rats received",  "rats were given",   "mice were given",    "were injected",
                  "intraperitoneal", "intrathecal",    "oral gavage",       "rats were randomly", "mice were randomly",
                  "withdrawal",      "behavio",        "mice were treated", "rats were treated",  "underwent",
                  "in vivo",         "rats per group", "mice per group",    "animals were",       "subjected to"});
}

/// "144 patients were treated between 1984 and 1991", "the charts were reviewed".
bool looks_back(const std::string& lower) {
  static const RE2 kBack(
      R"(retrospectiv|charts? (?:was|were) reviewed|records (?:was|were) reviewed|we reviewed|(?:over|)"
      R"(during) an? [\w-]+[- ](?:month|year) period|between (?:\w+ )?(?:\d+, )?(?:19|20)\d\d and|)"
      R"(from (?:\w+ )?(?:19|20)\d\d (?:to|through|until))");
  return has_any(lower, {"retrospect", "review", " 19", " 20", "period"}) && RE2::PartialMatch(lower, kBack);
}

bool tells_of_years(const std::string& lower) {
  return has_any(lower, {"incidence", "surveillance", "follow-up", "followed", "survival", "mortality", "during 19",
                         "during 20", "between 19", "between 20", "from 19", "from 20"});
}

}  // namespace

Marks marks_of(const std::vector<Sentence>& sentences, const std::optional<SampleSize>& size, bool measured) {
  Marks marks;
  marks.measured = measured;
  marks.size = size;
  marks.own = size.has_value();
  for (const Sentence& s : sentences) {
    const std::string lower = ascii_lower(s.text);
    const bool tested =
        (!marks.own || marks.finding == nullptr) &&
        has_any(s.text, {"P <", "p <", "P<", "p<", "P =", "p =", "P=", "p=", "±", "+/-", "CI", "n =", "n="});
    marks.own = marks.own || tested;
    marks.worked =
        marks.worked ||
        has_any(lower, {"we found",          "this study",       "present study", "we investigated", "we examined",
                        "we studied",        "were studied",     "were analy",    "were examined",   "were evaluated",
                        "were recorded",     "were assessed",    "was assessed",  "were measured",   "was measured",
                        "we analy",          "we measured",      "we assessed",   "we evaluated",    "retrospectively",
                        "significantly",     "were compared",    "was evaluated", "was examined",    "was studied",
                        "were investigated", "was investigated", "we show",       "we demonstrate",  "we report",
                        "we compared",       "we identified",    "were tested",   "were identified", "was found",
                        "were found",        "study was"});
    if (marks.narrative == nullptr && cue(s, "narrative")) marks.narrative = &s;
    if (marks.finding == nullptr && s.section != Section::Title &&
        (tested || s.text.find('%') != std::string_view::npos || lower.find("significant") != std::string::npos ||
         is_own(s) || has_any(lower, {" was ", " were "}))) {
      marks.finding = &s;
    }
    if (marks.treated == nullptr && s.section != Section::Title &&
        has_any(lower, {"treated", "received", "treatment", "therapy", "infusion"})) {
      marks.treated = &s;
    }
    marks.compared =
        marks.compared ||
        (s.section != Section::Background &&
         has_any(lower, {" than ", "compar", "versus", " vs", "associat", "predict", "risk", "hazard", "regression",
                         "correlat", "between", "incidence", "prevalence", "cohort", "registry"}));
    if (marks.described == nullptr && s.section != Section::Background && s.section != Section::Title &&
        has_any(lower, {"patients", "cases"}) && has_any(lower, {"underwent", "treated", "received", "operated"})) {
      marks.described = &s;
    }
    if (marks.groups == nullptr && s.section != Section::Background &&
        has_any(lower, {" groups", "group and", "control group", "sham", "and group", "either "})) {
      marks.groups = &s;
    }
  }
  return marks;
}

namespace {

/// It says so of itself; reviews that leave out "letters and editorials" do not.
bool speaks_as_an_essay(const Sentence& s) {
  return has_any(ascii_lower(s.text), {"this essay", "this commentary", "this editorial", "this viewpoint",
                                       "this opinion piece", "this perspective article", "to the editor:",
                                       "dear editor", "we thank the correspondents", "in this issue"});
}

const Sentence* first_with_cases(const std::vector<Sentence>& sentences) {
  const auto found = std::find_if(sentences.begin(), sentences.end(), [&](const Sentence& s) {
    return (s.section == Section::Title || &s - sentences.data() <= kEarly) && counts_cases(ascii_lower(s.text));
  });
  return found == sentences.end() ? nullptr : &*found;
}

/// The first sentence outside the background of which `tells` is true; null where there is none.
template <typename Tells>
const Sentence* first_that(const std::vector<Sentence>& sentences, const Tells& tells) {
  const auto found = std::find_if(sentences.begin(), sentences.end(), [&](const Sentence& s) {
    return s.section != Section::Background && s.section != Section::Title && tells(ascii_lower(s.text));
  });
  return found == sentences.end() ? nullptr : &*found;
}

const Sentence* first_of_years(const std::vector<Sentence>& sentences) {
  const auto found = std::find_if(sentences.begin(), sentences.end(), [](const Sentence& s) {
    return s.section != Section::Background && tells_of_years(ascii_lower(s.text));
  });
  return found == sentences.end() ? nullptr : &*found;
}

/// People were looked at and nothing was given to them: over time, or at one time.
std::optional<Reading> watched(const std::vector<Sentence>& sentences, const Marks& marks) {
  const Sentence* years = first_of_years(sentences);
  const Sentence* at = years != nullptr ? years : marks.finding;
  if (at == nullptr) return std::nullopt;
  return Reading{years != nullptr ? "cohort" : "cross-sectional", std::string(at->text),
                 at->section == Section::Title ? "title" : "abstract", "R-017"};
}

}  // namespace

std::optional<Reading> design_of_watching(const std::vector<Sentence>& sentences, const Marks& marks,
                                          std::optional<Reading> told) {
  if (!told || (told->id != "controlled-trial" && told->id != "single-arm-trial")) return told;
  auto watching = watched(sentences, marks);
  return watching ? watching : told;
}

std::optional<Reading> read_design(const Citation& citation, const std::vector<Sentence>& sentences, Counts& d,
                                   Counts& p, const Marks& marks) {
  const bool measured = marks.measured;
  const auto give = [&](const char* id, const char* rule) {
    const Seen& seen = d[id];
    const bool title = seen.all() == 0 || seen.in_title;
    return Reading{id, std::string(seen.all() == 0 ? std::string_view(citation.title) : seen.quote),
                   title ? "title" : "abstract", rule};
  };
  const auto typed = [&](const char* id, const char* ui, const char* rule) -> std::optional<Reading> {
    if (!citation.has_publication_type(ui)) {
      return std::nullopt;
    }
    return Reading{id, citation.title, "publication-type", rule};
  };
  const bool empty = citation.abstract.empty();
  const bool animal = p["animal"].title > 0 ||
                      (p["animal"].abstract >= 2 && p["animal"].abstract > p["human"].abstract) ||
                      (p["animal"].abstract == 1 && p["human"].abstract <= 1 && p["animal"].methods == 1) ||
                      p["animal"].methods > p["human"].methods;
  const std::string title = ascii_lower(citation.title);
  if (has_any(title, {"protocol for a", "protocol of a", "protocol for the", "study protocol", "review protocol"})) {
    return Reading{"protocol", citation.title, "title", "R-001"};
  }
  const bool tested = std::any_of(sentences.begin(), sentences.end(), [](const Sentence& s) {
    return s.section == Section::Results && has_any(ascii_lower(s.text), {"p <", "p<", "p =", "p=", "p ="});
  });
  if ((d["protocol"].title > 0 || d["protocol"].abstract >= 2) && !tested) return give("protocol", "R-001");
  for (const char* ui : {"D016421", "D016420", "D016422"}) {
    if (auto r = typed("commentary", ui, "R-002"); r && (empty || std::string_view(ui) == "D016421")) return r;
  }
  if (d["meta-analysis"].title > 0) return give("meta-analysis", "R-003");
  if (auto r = typed("meta-analysis", "D017418", "R-003")) return r;
  if (d["systematic-review"].title > 0 || (d["systematic-review"].methods > 0 && d["case-report"].abstract == 0)) {
    if (d["meta-analysis"].methods == 0 && d["systematic-review"].title == 0) {
      if (const Sentence* pooled = first_that(sentences, tells_pooled); pooled != nullptr) {
        return Reading{"meta-analysis", std::string(pooled->text), "abstract", "R-003"};
      }
    }
    return d["meta-analysis"].methods > 0 ? give("meta-analysis", "R-003") : give("systematic-review", "R-004");
  }
  if (auto r = typed("guideline", "D016431", "R-005")) return r;
  const bool measured_against = has_any(title, {"versus", "compliance", "adherence", "concordance", "survey"});
  if (d["guideline"].title > 0 && d["rct"].all() == 0 && !measured_against) return give("guideline", "R-005");
  if (has_any(title, {": two cases", ": three cases", ": four cases", ": five cases", ": six cases", "case series"})) {
    return Reading{"case-report", citation.title, "title", "R-006"};
  }
  if (d["case-report"].title > 0) return give("case-report", "R-006");
  if (d["review"].title > 0 && d["rct"].methods == 0) return give("review", "R-007");
  // "cultured neurons of rats": what lived in the dish, where no living animal is told of
  if (d["in-vitro"].all() >= 2 && d["rct"].all() == 0 &&
      (d["in-vitro"].title > 0 || (animal && p["animal"].title == 0 && d["in-vitro"].methods >= 2)) &&
      first_that(sentences, tells_of_living_animals) == nullptr) {
    return give("in-vitro", "R-012");
  }
  if (animal && d["review"].abstract == 0)
    return Reading{"animal", std::string(p["animal"].quote), p["animal"].in_title ? "title" : "abstract", "R-008"};
  if (const auto essay = std::find_if(sentences.begin(), sentences.end(), speaks_as_an_essay);
      essay != sentences.end() && d["rct"].all() == 0) {
    return Reading{"commentary", std::string(essay->text), essay->section == Section::Title ? "title" : "abstract",
                   "R-002"};
  }
  if (d["qualitative"].title > 0) return give("qualitative", "R-009");
  if (d["cross-sectional"].title > 0) return give("cross-sectional", "R-010");
  if (d["rct"].title > 0 || (d["rct"].methods > 0 && d["review"].abstract == 0)) return give("rct", "R-011");
  if (auto r = typed("rct", "D016449", "R-011")) return r;
  if (d["in-vitro"].all() > 0 && p["human"].abstract < 2) return give("in-vitro", "R-012");
  if (auto r = typed("case-report", "D002363", "R-006")) return r;
  if (d["case-report"].abstract > 0 && d["review"].abstract == 0 && (!marks.size || marks.size->value < kMostCases))
    return give("case-report", "R-006");
  if (auto r = typed("review", "D016454", "R-007")) return r;
  if (!marks.own && !marks.worked && marks.narrative != nullptr && d["review"].all() == 0 && !empty) {
    return Reading{"review", std::string(marks.narrative->text),
                   marks.narrative->section == Section::Title ? "title" : "abstract", "R-018"};
  }
  if (const Sentence* cases =
          marks.groups == nullptr && d["review"].all() == 0 ? first_with_cases(sentences) : nullptr) {
    return Reading{"case-report", std::string(cases->text), cases->section == Section::Title ? "title" : "abstract",
                   "R-006"};
  }
  for (const auto& [id, rule] : {std::pair{"review", "R-007"},
                                 {"case-control", "R-013"},
                                 {"cross-sectional", "R-010"},
                                 {"cohort", "R-014"},
                                 {"controlled-trial", "R-015"},
                                 {"qualitative", "R-009"},
                                 {"single-arm-trial", "R-016"}}) {
    // "Nonrandomised, open-label" with no word of groups is no comparison.
    const bool alone = std::string_view(id) == "controlled-trial" && marks.groups == nullptr && d[id].title == 0;
    if (alone && d["single-arm-trial"].all() > 0) continue;
    if (std::string_view(id) == "cohort" && d[id].all() > 0 && marks.groups == nullptr && !marks.compared &&
        marks.described != nullptr) {  // patients whom their doctors describe, with nobody to compare them with
      return Reading{"case-report", std::string(marks.described->text), "abstract", "R-006"};
    }
    if (d[id].all() > 0 && (marks.own || d[id].methods + d[id].title > 0)) return give(id, rule);
  }
  const auto from = [](const char* id, const Sentence* at, const char* rule) {
    return Reading{id, std::string(at->text), at->section == Section::Title ? "title" : "abstract", rule};
  };
  if (empty) {
    return std::nullopt;
  }
  if (marks.treated != nullptr && marks.groups == nullptr && p["human"].abstract > 0) {
    // patients whom their doctors look back at
    const Sentence* back = first_that(sentences, looks_back);
    if (back != nullptr && first_that(sentences, weighs_factors) == nullptr) return from("case-report", back, "R-006");
  }
  if (marks.treated != nullptr && (measured || p["human"].abstract >= 3)) {
    return marks.groups != nullptr ? from("controlled-trial", marks.groups, "R-015")
                                   : from("single-arm-trial", marks.treated, "R-016");
  }
  if (marks.finding != nullptr && marks.own && p["human"].abstract > 0 && !animal) {
    return watched(sentences, marks);
  }
  if (marks.finding != nullptr) return from("other", marks.finding, "R-017");
  if (marks.narrative != nullptr) return from("review", marks.narrative, "R-018");
  return std::nullopt;
}

}  // namespace meridian::evidence
