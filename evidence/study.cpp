// Reads one citation into a study by the rules of docs/rules.md.
#include "evidence/study.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "core/text.hpp"
#include "evidence/sample_size.hpp"
#include "evidence/sentences.hpp"

namespace meridian::evidence {
namespace {

struct Seen {
  int title = 0, abstract = 0, methods = 0;
  std::string_view quote;
  bool in_title = false;
  [[nodiscard]] int all() const { return title + abstract; }
};

constexpr std::uint32_t kMostCases = 12;  // above it "32-year-old" tells of an age, not of a case

using Counts = std::map<std::string, Seen>;

/// "In this trial we ...": the study speaks of itself, wherever it stands.
bool is_own(const Sentence& s) {
  const std::string lower = " " + ascii_lower(s.text);
  for (const char* mark : {" we ", "this study", "this trial", "present study", "were randomi", "this double",
                           "in a randomi", "was conducted", "was carried out", "this randomi"}) {
    if (lower.find(mark) != std::string::npos) return true;
  }
  return false;
}

/// "without meta-analysis", "non-randomised", "randomised trials are needed": no word for this study's design.
bool is_denied(const Sentence& s, const VocabularyHit& hit) {
  const std::string before =
      ascii_lower(s.text.substr(hit.start > 12 ? hit.start - 12 : 0, std::min<std::size_t>(hit.start, 12)));
  for (const char* word : {"non-", "non ", "non\xE2\x80\x90", "non\xE2\x80\x91", "non\xE2\x80\x93", "without ", "not ",
                           "no ", "quasi-", "un-"}) {
    if (before.ends_with(word)) return true;
  }
  const std::string lower = ascii_lower(s.text);
  const bool wish = lower.find("needed") != std::string::npos || lower.find("warranted") != std::string::npos ||
                    lower.find("required to") != std::string::npos || lower.find("future") != std::string::npos;
  return wish && s.section != Section::Title && hit.id != "protocol";
}

Counts count(const std::vector<Sentence>& sentences, std::string_view facet) {
  Counts out;
  for (const auto& sentence : sentences) {
    for (const auto& hit : sentence.hits) {
      if (hit.facet != facet || (facet == "design" && is_denied(sentence, hit))) {
        continue;
      }
      Seen& seen = out[hit.id];
      if (seen.all() == 0) {
        seen.quote = sentence.text;
        seen.in_title = sentence.section == Section::Title;
      }
      (sentence.section == Section::Title ? seen.title : seen.abstract) += 1;
      seen.methods +=
          sentence.section != Section::Title && (sentence.section != Section::Background || is_own(sentence));
    }
  }
  return out;
}

bool cue(const Sentence& sentence, std::string_view id) {
  return std::any_of(sentence.hits.begin(), sentence.hits.end(),
                     [&](const auto& h) { return h.facet == "cue" && h.id == id; });
}

/// Where "but", "whereas" or a semicolon turns a sentence, its parts are weighed apart.
std::vector<std::size_t> clause_starts(std::string_view text) {
  std::vector<std::size_t> out{0};
  const std::string lower = ascii_lower(text);
  for (const char* turn : {"; ", ", but ", " but ", ", whereas ", " whereas ", ", while ", ", although ",
                           ", and did not", " although ", " however"}) {
    for (std::size_t at = lower.find(turn); at != std::string::npos; at = lower.find(turn, at + 1)) {
      out.push_back(at);
    }
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end(), [](std::size_t a, std::size_t b) { return b - a < 3; }), out.end());
  return out;
}

std::size_t clause_of(const std::vector<std::size_t>& starts, std::size_t at) {
  return static_cast<std::size_t>(std::upper_bound(starts.begin(), starts.end(), at) - starts.begin()) - 1;
}

struct Tone {
  bool good = false, bad = false;
};

/// What each clause says: an effect, or that there was none.
std::vector<Tone> tones_of(const Sentence& s, const std::vector<std::size_t>& starts) {
  std::vector<Tone> out(starts.size());
  for (const auto& h : s.hits) {
    if (h.facet != "cue") continue;
    Tone& tone = out[clause_of(starts, h.start)];
    tone.good = tone.good || h.id == "effect";
    tone.bad = tone.bad || h.id == "no-difference";
  }
  return out;
}

bool is_finding(const Sentence& s) {
  return s.section == Section::Results || s.section == Section::Conclusions || s.section == Section::Unknown;
}

/// What else the text tells of a study of its own.
struct Marks {
  bool measured = false;  // any measure at all
  bool worked = false;    // something was done or found, in the authors' own words
  std::optional<SampleSize> size;
  const Sentence* treated = nullptr;    // a sentence of people who were treated
  const Sentence* groups = nullptr;     // a sentence of groups set against one another
  const Sentence* finding = nullptr;    // a sentence with a measure
  bool own = false;                     // its own people counted or its own numbers tested
  const Sentence* narrative = nullptr;  // a sentence that surveys the field
};

bool has_any(std::string_view text, std::initializer_list<const char*> words) {
  return std::any_of(words.begin(), words.end(),
                     [&](const char* word) { return text.find(word) != std::string_view::npos; });
}

Marks marks_of(const std::vector<Sentence>& sentences, const std::optional<SampleSize>& size, bool measured) {
  Marks marks;
  marks.measured = measured;
  marks.size = size;
  marks.own = size.has_value();
  for (const Sentence& s : sentences) {
    const std::string lower = ascii_lower(s.text);
    const bool tested =
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
    if (marks.groups == nullptr && s.section != Section::Background &&
        has_any(lower, {" groups", "group and", "control group", "sham", "and group", "either "})) {
      marks.groups = &s;
    }
  }
  return marks;
}

std::optional<Reading> read_design(const Citation& citation, Counts& d, Counts& p, const Marks& marks) {
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
                      (p["animal"].abstract == 1 && p["human"].abstract <= 1 && p["animal"].methods == 1);
  if (d["protocol"].title > 0 || d["protocol"].abstract >= 2) return give("protocol", "R-001");
  for (const char* ui : {"D016421", "D016420", "D016422"}) {
    if (auto r = typed("commentary", ui, "R-002"); r && (empty || std::string_view(ui) == "D016421")) return r;
  }
  if (d["meta-analysis"].title > 0) return give("meta-analysis", "R-003");
  if (auto r = typed("meta-analysis", "D017418", "R-003")) return r;
  if (d["systematic-review"].title > 0 || d["systematic-review"].methods > 0) {
    return d["meta-analysis"].methods > 0 ? give("meta-analysis", "R-003") : give("systematic-review", "R-004");
  }
  if (auto r = typed("guideline", "D016431", "R-005")) return r;
  if (d["guideline"].title > 0 && d["rct"].all() == 0) return give("guideline", "R-005");
  if (d["case-report"].title > 0) return give("case-report", "R-006");
  if (d["review"].title > 0 && d["rct"].methods == 0) return give("review", "R-007");
  if (animal && d["review"].abstract == 0)
    return Reading{"animal", std::string(p["animal"].quote), p["animal"].in_title ? "title" : "abstract", "R-008"};
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
  for (const auto& [id, rule] : {std::pair{"review", "R-007"},
                                 {"case-control", "R-013"},
                                 {"cross-sectional", "R-010"},
                                 {"cohort", "R-014"},
                                 {"controlled-trial", "R-015"},
                                 {"qualitative", "R-009"},
                                 {"single-arm-trial", "R-016"}}) {
    if (d[id].all() > 0 && (marks.own || d[id].methods + d[id].title > 0)) return give(id, rule);
  }
  const auto from = [](const char* id, const Sentence* at, const char* rule) {
    return Reading{id, std::string(at->text), at->section == Section::Title ? "title" : "abstract", rule};
  };
  if (empty) {
    return std::nullopt;
  }
  if (marks.treated != nullptr && (measured || p["human"].abstract >= 3)) {
    return marks.groups != nullptr ? from("controlled-trial", marks.groups, "R-015")
                                   : from("single-arm-trial", marks.treated, "R-016");
  }
  if (marks.finding != nullptr) return from("other", marks.finding, "R-017");
  if (marks.narrative != nullptr) return from("review", marks.narrative, "R-018");
  return std::nullopt;
}

std::optional<Reading> read_population(const std::optional<Reading>& design, Counts& p, const std::string& title) {
  std::string id = "human";
  if (design && design->id == "commentary") {
    id = "none";
  } else if ((design && design->id == "animal") || (p["animal"].all() >= 2 && p["animal"].all() > p["human"].all())) {
    id = "animal";
  } else if (design && design->id == "in-vitro") {
    id = "in-vitro";
  } else if (!design && p["human"].all() == 0) {
    return std::nullopt;
  }
  const Seen& seen = p[id];
  const bool found = seen.all() > 0;
  return Reading{id, found ? std::string(seen.quote) : title, !found || seen.in_title ? "title" : "abstract", "R-020"};
}

void read_interventions(const std::vector<Sentence>& sentences, Study& study) {
  static const std::set<std::string> kComparators{"sham-acupuncture", "placebo", "usual-care", "waiting-list"};
  Counts all = count(sentences, "intervention");
  const bool needles = std::any_of(all.begin(), all.end(), [](const auto& e) {
    return (e.second.title > 0) && e.first != "manual-acupuncture" &&
           (e.first.find("acup") != std::string::npos || e.first == "tens");
  });
  const bool any_title = std::any_of(
      all.begin(), all.end(), [](const auto& e) { return e.second.title > 0 && !kComparators.contains(e.first); });
  for (const auto& [id, seen] : all) {
    const bool comparator = kComparators.contains(id);
    if (id == "manual-acupuncture" && needles && seen.title == 0) continue;
    if (!comparator && seen.title == 0 && (any_title || seen.methods < 2)) continue;
    if (comparator && seen.all() == 0) continue;
    study.interventions.push_back(
        {id, std::string(seen.quote), comparator ? Role::Comparator : Role::Tested, comparator ? "R-031" : "R-030"});
  }
}

void read_conditions(const std::vector<Sentence>& sentences, Study& study) {
  Counts all = count(sentences, "condition");
  const bool title = std::any_of(all.begin(), all.end(), [](const auto& e) { return e.second.title > 0; });
  const auto in = [&](const char* id) { return all.contains(id) && (all[id].title > 0 || !title); };
  for (const auto& [id, seen] : all) {
    const bool often = seen.all() >= 3 && id != "other";
    if (title ? seen.title == 0 && !often : seen.all() < 2) continue;
    if (id == "neuropathic-pain" && (in("postherpetic-neuralgia") || in("trigeminal-neuralgia"))) continue;
    if (id == "peripheral-neuropathy" && (in("cipn") || in("diabetic-neuropathy") || in("hiv-neuropathy"))) continue;
    study.conditions.push_back({id, std::string(seen.quote), seen.in_title ? "title" : "abstract", "R-040"});
  }
}

void read_mechanisms(const std::vector<Sentence>& sentences, Study& study) {
  struct Found {
    std::set<std::string> sub;
    int good = 0, bad = 0, asked = 0;
    bool title = false;
    const Sentence* best = nullptr;
  };
  std::map<std::string, Found> all;
  const bool none = study.design && (study.design->id == "protocol");
  for (const auto& s : sentences) {
    std::set<std::pair<std::string, std::size_t>> here;
    const auto starts = clause_starts(s.text);
    const auto tones = tones_of(s, starts);
    for (const auto& hit : s.hits) {
      if (hit.facet != "mechanism") continue;
      const std::string& id = hit.parent.empty() ? hit.id : hit.parent;
      Found& found = all[id];
      if (!hit.parent.empty() && s.section != Section::Background) found.sub.insert(hit.id);
      const std::size_t clause = clause_of(starts, hit.start);
      if (!here.emplace(id, clause).second) continue;
      Tone tone = tones[clause];
      if (!tone.good && !tone.bad) tone = {cue(s, "effect"), cue(s, "no-difference")};
      const bool better = found.best == nullptr || (is_finding(s) && !is_finding(*found.best));
      if (better) found.best = &s;
      if (s.section == Section::Background && !is_own(s)) continue;
      if (s.section == Section::Title) {
        found.title = true;
        continue;
      }
      if (!is_finding(s)) {
        ++found.asked;
      } else if (tone.bad) {
        ++found.bad;
      } else if (tone.good && !none) {
        ++found.good;
      } else if (!cue(s, "speculation")) {
        ++found.asked;
      }
    }
  }
  for (const auto& [id, found] : all) {
    MechanismStatus status = MechanismStatus::Background;
    const char* rule = "R-054";
    if (found.good > 0 && found.bad > 0) {
      status = found.good > 2 * found.bad ? MechanismStatus::Supported : MechanismStatus::Mixed;
      rule = "R-052";
    } else if (found.good > 0) {
      status = MechanismStatus::Supported;
      rule = "R-050";
    } else if (found.bad > 0) {
      status = MechanismStatus::NotSupported;
      rule = "R-051";
    } else if (found.asked > 0) {
      status = MechanismStatus::Investigated;
      rule = "R-053";
    }
    const bool told = status == MechanismStatus::Supported || status == MechanismStatus::NotSupported ||
                      status == MechanismStatus::Mixed;
    if (!told && found.title && study.direction && !none) {
      static const std::map<std::string, std::pair<MechanismStatus, const char*>> kByDirection{
          {"favours", {MechanismStatus::Supported, "R-050"}},
          {"no-difference", {MechanismStatus::NotSupported, "R-051"}},
          {"mixed", {MechanismStatus::Mixed, "R-052"}}};
      if (const auto by = kByDirection.find(study.direction->id); by != kByDirection.end()) {
        std::tie(status, rule) = by->second;
      } else if (status == MechanismStatus::Background) {
        status = MechanismStatus::Investigated;
        rule = "R-053";
      }
    }
    study.mechanisms.push_back({id,
                                {found.sub.begin(), found.sub.end()},
                                status,
                                std::string(found.best->text),
                                std::string(section_word(found.best->section)),
                                rule});
  }
}

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

Integrity read_integrity(const Citation& citation) {
  Integrity out;
  const auto raise = [&out](IntegrityStatus to, Pmid by) {
    static const std::map<IntegrityStatus, int> kRank{{IntegrityStatus::Ok, 0},
                                                      {IntegrityStatus::Corrected, 1},
                                                      {IntegrityStatus::Concern, 2},
                                                      {IntegrityStatus::Retracted, 3}};
    if (kRank.at(to) > kRank.at(out.status)) out.status = to;
    if (by != 0) out.by.push_back(by);
  };
  if (citation.has_publication_type("D016441")) raise(IntegrityStatus::Retracted, 0);
  for (const auto& c : citation.corrections) {
    if (c.type == "RetractionIn") raise(IntegrityStatus::Retracted, c.pmid);
    if (c.type == "ExpressionOfConcernIn") raise(IntegrityStatus::Concern, c.pmid);
    if (c.type == "ErratumIn" || c.type == "CorrectedandRepublishedIn") raise(IntegrityStatus::Corrected, c.pmid);
  }
  return out;
}

}  // namespace

Study read(const Citation& citation, const Vocabulary& vocabulary) {
  Study study;
  study.pmid = citation.pmid;
  study.version = citation.version;
  study.title = citation.title;
  study.year = citation.date.year;
  study.integrity = read_integrity(citation);
  auto sentences = sentences_of(citation);
  for (auto& sentence : sentences) {
    sentence.hits = vocabulary.hits(sentence.text);
  }
  Counts designs = count(sentences, "design");
  Counts people = count(sentences, "population");
  const bool measured = std::any_of(sentences.begin(), sentences.end(), [](const Sentence& s) {
    return s.text.find("P <") != std::string_view::npos || s.text.find("p <") != std::string_view::npos ||
           s.text.find("P<") != std::string_view::npos || s.text.find("p<") != std::string_view::npos ||
           s.text.find('%') != std::string_view::npos || s.text.find("+/-") != std::string_view::npos ||
           s.text.find("±") != std::string_view::npos || s.text.find("ignificant") != std::string_view::npos;
  });
  const auto size = read_sample_size(sentences);
  study.design = read_design(citation, designs, people, marks_of(sentences, size, measured));
  study.population = read_population(study.design, people, study.title);
  const bool narrative = study.design && ((study.design->id == "review" && study.design->rule == "R-007") ||
                                          study.design->id == "commentary" || study.design->id == "guideline");
  if (!narrative) {
    study.sample_size = size;
  }
  if (study.design && study.design->id == "case-report" && !study.sample_size) {
    for (const auto& s : sentences) {
      if (std::any_of(s.hits.begin(), s.hits.end(),
                      [](const auto& h) { return h.facet == "design" && h.id == "case-report"; })) {
        study.sample_size = SampleSize{1, std::string(s.text), "R-026"};
        break;
      }
    }
  }
  read_interventions(sentences, study);
  read_conditions(sentences, study);
  study.direction = read_direction(sentences, study);
  read_mechanisms(sentences, study);
  if (citation.abstract.empty()) {  // all words stand in the title, whatever part of it they are
    for (auto* reading : {&study.design, &study.population, &study.direction}) {
      if (*reading && (*reading)->from == "abstract") (*reading)->from = "title";
    }
    for (auto& condition : study.conditions) {
      condition.from = "title";
    }
  }
  return study;
}

}  // namespace meridian::evidence
