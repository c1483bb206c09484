// Reads effects from sentences that tell results: the outcome by the vocabulary, the change by its verb, the numbers by
// their names.
#include "evidence/effects.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "core/text.hpp"
#include "evidence/clauses.hpp"
#include "evidence/findings.hpp"
#include "evidence/mentions.hpp"
#include "evidence/numbers.hpp"

namespace meridian::evidence {
namespace {

constexpr std::size_t kMostEffects = 24;
constexpr std::size_t kMostOfOneFinding = 4;

struct Estimate {
  std::string measure;
  double value = 0;
  std::optional<double> low, high;
  std::size_t start = 0;
};

constexpr std::array<std::pair<const char*, const char*>, 20> kMeasures{{
    {"standardized mean difference", "SMD"},
    {"standardised mean difference", "SMD"},
    {"weighted mean difference", "WMD"},
    {"mean difference", "MD"},
    {"adjusted difference", "MD"},
    {"between-group difference", "MD"},
    {"difference", "MD"},
    {"odds ratio", "OR"},
    {"risk ratio", "RR"},
    {"relative risk", "RR"},
    {"rate ratio", "RR"},
    {"hazard ratio", "HR"},
    {"SMD", "SMD"},
    {"WMD", "WMD"},
    {"MD", "MD"},
    {"OR", "OR"},
    {"RR", "RR"},
    {"HR", "HR"},
    {"Hedges' g", "SMD"},
    {"Cohen's d", "SMD"},
}};

bool is_word(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
         static_cast<unsigned char>(c) >= 0x80;
}

/// ", 1.50 to 3.42" right behind an estimate, where the sentence has said before that its intervals are of 95 %.
std::optional<std::pair<double, double>> bare_interval(std::string_view text, std::size_t at) {
  const std::size_t stop = std::min(text.size(), at + 16);
  std::size_t i = text.find_first_of(",;([", at);
  if (i == std::string_view::npos || i > stop) return std::nullopt;
  ++i;
  while (i < text.size() && text[i] == ' ') ++i;
  const auto low = read_number(text, i);
  if (!low || !text.substr(i).starts_with(" to ")) return std::nullopt;
  i += 4;
  const auto high = read_number(text, i);
  if (!high || *high < *low) return std::nullopt;
  return std::pair(*low, *high);
}

/// The estimates that a stretch names: "MD 3.12 m/s, 95% CI 2.01 to 4.23".
std::vector<Estimate> estimates_of(std::string_view text, std::size_t start, std::size_t end) {
  std::vector<Estimate> out;
  const auto intervals = intervals_of(text);
  const std::string lower = ascii_lower(text);
  std::set<std::size_t> taken;
  for (const auto& [name, measure] : kMeasures) {
    const std::string_view word = name;
    const bool capitals = word[0] >= 'A' && word[0] <= 'Z';
    const std::string_view where = capitals ? text : std::string_view(lower);
    for (std::size_t at = where.find(word, start); at != std::string_view::npos && at < end;
         at = where.find(word, at + 1)) {
      std::size_t i = at + word.size();
      if ((at > 0 && is_word(text[at - 1])) || (i < text.size() && is_word(text[i]))) continue;
      while (i < text.size() && i < at + word.size() + 12 &&
             (std::string_view(" ([,:=]").find(text[i]) != std::string_view::npos || lower.compare(i, 3, "of ") == 0 ||
              lower.compare(i, 3, "was") == 0 || lower.compare(i, 2, "is") == 0)) {
        i += lower.compare(i, 3, "of ") == 0 || lower.compare(i, 3, "was") == 0 ? 3
             : lower.compare(i, 2, "is") == 0                                   ? 2
                                                                                : 1;
      }
      const std::size_t number_at = i;
      const auto value = read_number(text, i);
      if (!value || lower.compare(number_at, 2, "95") == 0 || !taken.insert(number_at).second) continue;
      Estimate estimate{measure, *value, std::nullopt, std::nullopt, at};
      for (const auto& interval : intervals) {
        if (interval.start >= i && interval.start - i <= 24) {
          estimate.low = interval.low;
          estimate.high = interval.high;
          break;
        }
      }
      if (!estimate.low && !intervals.empty()) {
        if (const auto bare = bare_interval(text, i)) {
          estimate.low = bare->first;
          estimate.high = bare->second;
        }
      }
      if (estimate.low && (*value < *estimate.low || *value > *estimate.high)) {  // not its interval
        estimate.low.reset();
        estimate.high.reset();
      }
      out.push_back(estimate);
    }
  }
  return out;
}

struct Verbs {
  bool up = false, down = false, well = false, ill = false;
};

Verbs verbs_of(const Sentence& s, const Finding& f) {
  Verbs out;
  for (const auto& h : s.hits) {
    if (h.facet != "cue" || h.start < f.start || h.start >= f.end) continue;
    out.up = out.up || h.id == "increase";
    out.down = out.down || h.id == "decrease";
    out.well = out.well || h.id == "improve";
    out.ill = out.ill || h.id == "worsen";
  }
  // "a greater reduction": the first word says how much, the second which way
  if (out.up && out.down &&
      has_any(ascii_lower(s.text.substr(f.start, f.end - f.start)),
              {"greater reduc", "greater decreas", "greater decline", "larger reduc", "larger decreas", "more reduc",
               "higher reduc", "greater fall", "greater drop", "greater attenuat"})) {
    out.up = false;
  }
  return out;
}

std::optional<Change> change_of(const Finding& f, const Verbs& verbs, const std::string& better) {
  if (f.bad && !f.good) return Change::NoDifference;
  if (!f.good || f.bad) return std::nullopt;
  if (verbs.ill) return std::nullopt;
  if (verbs.well) {  // "greater improvement": which way that is, the polarity of the outcome tells
    if (better.empty()) return std::nullopt;
    const Change change = better == "more" ? Change::Increased : Change::Decreased;
    const bool against = change == Change::Increased ? verbs.down : verbs.up && verbs.down;
    return against ? std::nullopt : std::optional(change);
  }
  if (verbs.up == verbs.down) return std::nullopt;
  return verbs.up ? Change::Increased : Change::Decreased;
}

/// A ratio below one, or a difference below zero, is a decrease.
bool agrees(const Estimate& e, Change change) {
  if (change == Change::NoDifference) return true;
  const bool ratio = e.measure == "OR" || e.measure == "RR" || e.measure == "HR";
  const double none = ratio ? 1.0 : 0.0;
  return e.value == none || (e.value > none) == (change == Change::Increased);
}

std::optional<bool> benefit_of(Change change, const std::string& better) {
  if (change == Change::NoDifference || better.empty()) return std::nullopt;
  return (change == Change::Increased) == (better == "more");
}

bool speaks_of_treatment(const Sentence& s) {
  return std::any_of(s.hits.begin(), s.hits.end(), [](const auto& h) { return h.facet == "intervention"; }) ||
         has_any(ascii_lower(s.text), {"treat", "group", "sham", "versus", "compared"});
}

/// What the rules read of the outcomes that the vocabulary names.
std::vector<RuleEffect> by_rules(const std::vector<Sentence>& sentences, const Vocabulary& vocabulary, bool model) {
  std::vector<RuleEffect> out;
  for (const auto& s : sentences) {
    if (s.section != Section::Results && s.section != Section::Unknown) continue;
    if (model && !speaks_of_treatment(s)) continue;
    std::vector<Finding> findings;
    for (const auto& hit : s.hits) {
      if (hit.facet == "outcome") {
        findings = findings_of(s);
        break;
      }
    }
    for (const Finding& f : findings) {
      if (f.silent || f.shared || out.size() >= kMostEffects) continue;
      std::vector<const VocabularyHit*> outcomes;
      for (const auto& hit : s.hits) {
        if (hit.facet != "outcome" || hit.start < f.start || hit.start >= f.end) continue;
        const bool inside = std::any_of(s.hits.begin(), s.hits.end(), [&](const auto& h) {
          return h.facet == "outcome" && h.length > hit.length && h.start <= hit.start &&
                 h.start + h.length >= hit.start + hit.length;
        });
        const bool known =
            std::any_of(outcomes.begin(), outcomes.end(), [&](const auto* o) { return o->term == hit.term; });
        if (!inside && !known) outcomes.push_back(&hit);
      }
      if (outcomes.empty() || outcomes.size() > kMostOfOneFinding) continue;
      const Verbs verbs = verbs_of(s, f);
      const auto estimates = estimates_of(s.text, f.start, f.end);
      std::vector<PValue> p_values;
      for (auto& p : p_values_of(s.text)) {
        if (p.start >= f.start && p.start < f.end) p_values.push_back(std::move(p));
      }
      for (const auto* hit : outcomes) {
        const std::string& better = vocabulary.terms()[hit->term].better;
        const auto change = change_of(f, verbs, better);
        if (!change) continue;
        Effect effect;
        effect.outcome = std::string(s.text.substr(hit->start, hit->length));
        effect.change = *change;
        effect.benefit = benefit_of(*change, better);
        if (outcomes.size() == 1) {
          if (estimates.size() == 1 && agrees(estimates.front(), *change)) {
            effect.measure = estimates.front().measure;
            effect.value = estimates.front().value;
            effect.low = estimates.front().low;
            effect.high = estimates.front().high;
          }
          if (p_values.size() == 1) effect.p = p_values.front().text;
        }
        effect.quote = std::string(s.text);
        effect.rule = "R-080";
        out.push_back({&s, hit->start, hit->start + hit->length, std::move(effect)});
      }
    }
  }
  return out;
}

bool design_is(const Study& study, std::initializer_list<const char*> ids) {
  return study.design && std::any_of(ids.begin(), ids.end(), [&](const char* id) { return study.design->id == id; });
}

/// An outcome that the models found: numbers and benefit only where the rules read the same.
Effect effect_of(const ToldOutcome& told) {
  Effect effect;
  const Sentence& s = *told.sentence;
  effect.rule = kEffectByModel;
  if (told.rule != nullptr && told.rule->effect.change == told.change) {
    effect = told.rule->effect;
  }
  effect.outcome = std::string(s.text.substr(told.start, told.end - told.start));
  effect.change = told.change;
  effect.quote = std::string(s.text);
  return effect;
}

}  // namespace

std::vector<RuleEffect> rule_effects(const std::vector<Sentence>& sentences, const Vocabulary& vocabulary,
                                     const Study& study) {
  return by_rules(sentences, vocabulary, design_is(study, {"animal", "in-vitro"}));
}

void read_effects(const std::vector<Sentence>& sentences, const Vocabulary& vocabulary, Study& study) {
  if (!study.design || design_is(study, {"protocol", "commentary", "guideline", "review", "cross-sectional",
                                         "case-control", "qualitative"})) {
    return;
  }
  const bool tested = std::any_of(study.interventions.begin(), study.interventions.end(),
                                  [](const auto& i) { return i.role == Role::Tested; });
  const bool trial = design_is(study, {"rct", "controlled-trial", "single-arm-trial"});
  if (!tested && !trial) return;
  const auto rules = rule_effects(sentences, vocabulary, study);
  const auto* outcome = vocabulary.model("outcome");
  const auto* change = vocabulary.model("change");
  std::vector<ToldOutcome> told;
  if (trial && outcome != nullptr && change != nullptr) told = told_outcomes(sentences, rules, outcome, change);
  std::set<const RuleEffect*> taken;
  for (const auto& one : told) {
    if (one.rule != nullptr) taken.insert(one.rule);
    study.effects.push_back(effect_of(one));
  }
  if (!tested) return;
  for (const auto& rule : rules) {
    if (study.effects.size() < kMostEffects && !taken.contains(&rule)) study.effects.push_back(rule.effect);
  }
}

}  // namespace meridian::evidence
