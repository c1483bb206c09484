// Reads interventions with their role, and conditions.
#include "evidence/tags.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <set>

#include "core/text.hpp"
#include "evidence/clauses.hpp"
#include "evidence/mentions.hpp"
#include "evidence/pattern.hpp"

namespace meridian::evidence {
namespace {

bool design_is(const Study& study, std::initializer_list<const char*> ids) {
  return study.design && std::any_of(ids.begin(), ids.end(), [&](const char* id) { return study.design->id == id; });
}

const VocabularyTerm& term_of(const Vocabulary& vocabulary, const Named& named) {
  return vocabulary.terms()[named.term];
}

bool is_part_of(const VocabularyTerm& term, const Names& all, bool in_title) {
  return std::any_of(term.part_of.begin(), term.part_of.end(), [&](const std::string& wider) {
    const auto found = all.find(wider);
    return found != all.end() && (!in_title || found->second.title > 0);
  });
}

/// "Therapies", "treatment options": the title names a class, and the abstract its members.
bool names_a_class(std::string_view title) {
  return has_any(ascii_lower(title), {"therapies", "interventions", "treatments", "treatment of", "treatment options",
                                      "management", "approaches", "modalities", "options", "strategies", "techniques",
                                      "pharmacotherapy", "drugs for", "medicine for", "medicines", "vitamins"});
}

/// In a title "A compared with B": what stands behind.
bool is_compared_with(const Named& named) {
  if (named.first == nullptr || named.first->section != Section::Title) return false;
  const std::string front = ascii_lower(named.first->text.substr(0, named.at));
  return has_any(front, {"compared with ", "compared to ", "comparison with ", " against ", "as an alternative to ",
                         "added to ", "in addition to ", "compared against "});
}

/// "A with exercise versus exercise": what every arm gets is not what is tested.
bool is_in_every_arm(const std::vector<Sentence>& sentences, const std::string& id) {
  return std::any_of(sentences.begin(), sentences.end(), [&](const Sentence& s) {
    if (s.section != Section::Title) return false;
    const std::string lower = ascii_lower(s.text);
    auto at = lower.find(" versus ");
    if (at == std::string::npos) at = lower.find(" vs");
    if (at == std::string::npos) at = lower.find(" compared ");
    if (at == std::string::npos) return false;
    bool before = false, after = false, other = false;
    for (const auto& hit : s.hits) {
      if (hit.facet != "intervention") continue;
      if (hit.id == id) {
        (hit.start < at ? before : after) = true;
      } else {
        other = other || hit.start < at;
      }
    }
    return before && after && other;
  });
}

/// "Safety of pregabalin", "Vitamin D supplementation shows ...": looked back at, and yet a treatment is judged.
bool judges_treatment(std::string_view title) {
  return has_any(ascii_lower(title), {"safety of", "efficacy of", "effectiveness of", "effect of", "effects of",
                                      "supplementation", " treatment", "treated with", "comparison of", " versus "});
}

std::string from_of(const Sentence& s) { return s.section == Section::Title ? "title" : "abstract"; }

/// Major headings of the record that name a term of this facet, where the text names none.
std::vector<std::pair<const VocabularyTerm*, std::string>> by_major_heading(const Citation& citation,
                                                                            const Vocabulary& vocabulary,
                                                                            std::string_view facet) {
  std::vector<std::pair<const VocabularyTerm*, std::string>> out;
  for (const auto& heading : citation.mesh) {
    const bool major = heading.major || std::any_of(heading.qualifiers.begin(), heading.qualifiers.end(),
                                                    [](const auto& q) { return q.major; });
    const VocabularyTerm* term = major ? vocabulary.by_heading(facet, heading.heading) : nullptr;
    if (term != nullptr && std::none_of(out.begin(), out.end(), [&](const auto& o) { return o.first == term; })) {
      out.emplace_back(term, heading.heading);
    }
  }
  return out;
}

/// "Mice were injected with 2.5 mg/kg NJ1": a substance that no name in the vocabulary tells of; null where none is.
const Sentence* doses(const std::vector<Sentence>& sentences) {
  static const RE2 kDose(R"(\d ?(?:mg|[µμ]g|mcg|g)/(?:kg|day|d|ml|m2)\b|\d ?(?:mg|[µμ]g|mcg)\b)");
  const auto found = std::find_if(sentences.begin(), sentences.end(), [](const Sentence& s) {
    const std::string lower = ascii_lower(s.text);
    return s.section != Section::Title && s.section != Section::Background && RE2::PartialMatch(lower, kDose) &&
           has_any(lower, {"received", "given", "inject", "administ", "treated with", "randomi", "dose", "daily"}) &&
           !has_any(lower, {"glucose", "serum", "plasma", "concentration", "anesth", "anaesth", "induce", "induction",
                            "model", "streptozotocin", "alloxan", "analges", "buprenorphine", "ketamine", "ethanol"});
  });
  return found == sentences.end() ? nullptr : &*found;
}

/// A pain that has a name of its own; "other pain" beside it only calls the same one "chronic" or "acute".
bool has_pain_of_its_own(const std::set<std::string>& conditions) {
  static constexpr auto kPains = std::to_array<const char*>(
      {"postoperative-pain", "low-back-pain", "neck-pain", "cancer-pain", "headache", "fibromyalgia", "osteoarthritis",
       "postherpetic-neuralgia", "trigeminal-neuralgia", "radiculopathy", "inflammatory-pain"});
  return std::any_of(kPains.begin(), kPains.end(), [&](const char* pain) { return conditions.contains(pain); });
}

/// A title that names a pain by its place ("knee pain"), and not only as chronic or as managed.
bool names_another_pain(const std::vector<Sentence>& sentences) {
  static constexpr auto kAnyPain = std::to_array<std::string_view>(
      {"pain management", "pain control", "acute pain", "chronic pain", "pain patient", "persistent pain",
       "intractable pain", "musculoskeletal", "musculoskeletal pain", "pain syndrome", "pain induced by", "joint pain",
       "knee pain", "experimental pain"});
  return std::any_of(sentences.begin(), sentences.end(), [&](const Sentence& s) {
    return s.section == Section::Title && std::any_of(s.hits.begin(), s.hits.end(), [&](const auto& h) {
             return h.facet == "condition" && h.id == "other-pain" &&
                    std::find(kAnyPain.begin(), kAnyPain.end(), h.phrase) == kAnyPain.end();
           });
  });
}

/// "Pain in adolescents with muscular dystrophy": the title speaks of a pain that has no name of its own.
bool speaks_of_pain(std::string_view title) {
  static const RE2 kPain(R"((?i)\bpain(?:ful)?\b)");
  return finds(title, kPain);
}

bool tests_something(const Study& study) {
  return std::any_of(study.interventions.begin(), study.interventions.end(),
                     [](const auto& i) { return i.role == Role::Tested; });
}

}  // namespace

void read_interventions(const std::vector<Sentence>& sentences, const Citation& citation, const Vocabulary& vocabulary,
                        bool untreated, Study& study) {
  const Names all = names_of(sentences, "intervention");
  const auto comparator = [&](const Named& n) { return term_of(vocabulary, n).role == "comparator"; };
  const auto add = [&](const std::string& id, const Named& n, Role role, const char* rule) {
    study.interventions.push_back({id, std::string(n.first->text), role, rule});
  };
  for (const auto& [id, named] : all) {
    if (comparator(named) && (named.own > 0 || named.title > 0)) add(id, named, Role::Comparator, "R-031");
  }
  const bool looks_on = design_is(study, {"cross-sectional", "case-control", "qualitative"});
  if (untreated || (looks_on && !judges_treatment(citation.title))) return;
  std::set<std::string> titled;
  for (const auto& [id, named] : all) {
    if (!comparator(named) && named.title > 0) titled.insert(id);
  }
  const bool special = std::any_of(titled.begin(), titled.end(), [](const auto& id) {
    return id != "drug" && id != "other-supplement" && id != "surgery";
  });
  const bool pooled = design_is(study, {"meta-analysis", "systematic-review", "review", "protocol", "guideline"});
  const bool wide = pooled && names_a_class(citation.title);
  for (const auto& [id, named] : all) {
    if (comparator(named)) continue;
    const VocabularyTerm& term = term_of(vocabulary, named);
    if (looks_on && named.title == 0) continue;
    if (named.title > 0) {
      if (term.role != "class" && is_in_every_arm(sentences, id)) continue;
      // in an animal experiment a drug beside another treatment is the tool that blocks its way of working
      if (id == "drug" && special && design_is(study, {"animal", "in-vitro"})) continue;
      if (special && titled.size() > 1 && (id == "drug" || id == "surgery") && is_compared_with(named)) {
        add(id, named, Role::Comparator, "R-031");
        continue;
      }
      // "auricular acupuncture ... acupuncture": the narrower one is meant
      const bool narrower = std::any_of(titled.begin(), titled.end(), [&, &name = id](const auto& other) {
        const auto& parts = term_of(vocabulary, all.at(other)).part_of;
        return std::find(parts.begin(), parts.end(), name) != parts.end();
      });
      if (narrower && named.title == 1 && !is_compared_with(named) && named.own < 3) continue;
      add(id, named, Role::Tested, "R-030");
    } else if (titled.empty()) {
      const bool treated = citation.title.empty() || names_a_class(citation.title) || design_is(study, {"case-report"});
      if (named.own >= 2 || (named.own >= 1 && treated && (named.all() >= 2 || !pooled))) {
        add(id, named, Role::Tested, "R-030");
      }
    } else if (design_is(study, {"meta-analysis", "systematic-review", "protocol"}) &&
               ((is_part_of(term, all, true) && named.own >= 1) ||
                (wide && named.own >= 1 && !(special && (id == "drug" || id == "surgery"))))) {
      add(id, named, Role::Tested, "R-032");
    }
  }
  if (!tests_something(study)) {
    for (const auto& [term, heading] : by_major_heading(citation, vocabulary, "intervention")) {
      if (term->role == "comparator") continue;
      const auto named = all.find(term->id);
      study.interventions.push_back({term->id,
                                     named == all.end() ? citation.title : std::string(named->second.first->text),
                                     Role::Tested, "R-033"});
    }
  }
  const bool people = !design_is(study, {"animal"});
  const bool treats = people || std::any_of(sentences.begin(), sentences.end(), [](const Sentence& s) {
                        return s.section != Section::Background &&
                               has_any(ascii_lower(s.text), {"treated with", "treatment with", "vehicle",
                                                             "were treated", "were injected with"});
                      });
  if (const Sentence* dose = doses(sentences);
      treats && dose != nullptr && !tests_something(study) &&
      design_is(study, {"rct", "controlled-trial", "single-arm-trial", "animal"})) {
    study.interventions.push_back({"drug", std::string(dose->text), Role::Tested, "R-034"});
  }
}

void read_conditions(const std::vector<Sentence>& sentences, const Citation& citation, const Vocabulary& vocabulary,
                     Study& study) {
  const Names all = names_of(sentences, "condition");
  std::set<std::string> chosen;
  const bool animal = design_is(study, {"animal", "in-vitro"});
  const bool title =
      std::any_of(all.begin(), all.end(), [](const auto& e) { return e.second.title > 0 && e.first != "other"; });
  for (const auto& [id, named] : all) {
    if (id == "other") continue;
    const bool enough = named.title > 0 || (title ? named.all() >= 3 && named.own >= 1
                                                  : named.all() >= 2 || (citation.title.empty() && named.own >= 1));
    // a model of nerve injury is named once, in the methods, whatever the title calls it
    const bool model =
        animal && ((id == "nerve-injury" && named.own >= 1) ||
                   (id == "neuropathic-pain" && study.design->id == "animal" && all.contains("nerve-injury")));
    if (enough || model) chosen.insert(id);
  }
  // the wider condition is not coded beside the narrower one
  const std::set<std::string> before = chosen;
  for (const auto& id : before) {
    for (const auto& wider : term_of(vocabulary, all.at(id)).part_of) {
      const auto found = all.find(wider);
      if (found != all.end() && (found->second.title == 0 || all.at(id).title > 0)) chosen.erase(wider);
    }
  }
  if (chosen.contains("other-pain") && ((chosen.contains("neuropathic-pain") && all.at("other-pain").title == 0) ||
                                        (has_pain_of_its_own(chosen) && !names_another_pain(sentences)))) {
    chosen.erase("other-pain");
  }
  const bool healthy = std::any_of(sentences.begin(), sentences.end(), [](const Sentence& s) {
    return has_any(ascii_lower(s.text), {"healthy volunteer", "healthy individual", "healthy subject", "healthy adult",
                                         "healthy participant", "healthy men", "healthy women", "healthy older",
                                         "normal volunteer", "healthy human", "healthy young"});
  });
  if (const auto other = all.find("other"); chosen.empty() && other != all.end()) {
    if (other->second.title > 0 || (other->second.all() >= 2 && !healthy)) chosen.insert("other");
  }
  const bool pain = has_pain_of_its_own(chosen) || chosen.contains("other-pain") || chosen.contains("neuropathic-pain");
  if (!pain && speaks_of_pain(citation.title) && !healthy &&
      (chosen.empty() || (chosen.size() == 1 && chosen.contains("other")))) {
    study.conditions.push_back({"other-pain", citation.title, "title", "R-043"});
    if (chosen.contains("other") && all.at("other").title == 0) chosen.clear();
  }
  for (const auto& id : chosen) {
    const Named& named = all.at(id);
    study.conditions.push_back({id, std::string(named.first->text), from_of(*named.first), "R-040"});
  }
  if (!study.conditions.empty()) return;
  for (const auto& [term, heading] : by_major_heading(citation, vocabulary, "condition")) {
    study.conditions.push_back({term->id, citation.title, "mesh", "R-041"});
  }
  if (!study.conditions.empty() || (study.population && study.population->id != "human")) return;
  int patients = 0;
  const Sentence* first = nullptr;
  for (const auto& s : sentences) {
    const std::string lower = ascii_lower(s.text);
    if (has_any(lower, {"healthy", "volunteer"})) return;
    if (has_any(lower, {"patients", "patient "})) {
      ++patients;
      if (first == nullptr) first = &s;
    }
  }
  if (patients >= 2) study.conditions.push_back({"other", std::string(first->text), from_of(*first), "R-042"});
}

}  // namespace meridian::evidence
