// Which effects are comparable enough to be pooled, and why the others are not.
#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <tuple>

#include "core/text.hpp"
#include "evidence/pattern.hpp"
#include "evidence/pooling_distribution.hpp"
#include "evidence/summary_levels.hpp"
#include "evidence/summary_parts.hpp"

namespace meridian::evidence {
namespace {

// An interval around an estimate is even, on its scale, but for rounding.
constexpr double kUneven = 0.15;

struct Key {
  std::string measure, outcome, intervention, unit, designs;
  Against against = Against::Untold;
  [[nodiscard]] auto tied() const { return std::tie(measure, outcome, intervention, unit, designs, against); }
  bool operator<(const Key& other) const { return tied() < other.tied(); }
};

struct Candidate {
  PoolMember member;
  PoolingEffect effect;
  bool no_difference = false;
};

bool is_ratio(std::string_view measure) { return measure == "RR" || measure == "OR" || measure == "HR"; }

/// Measures that may stand side by side; empty where the number is no effect between groups.
std::string pooled_measure(std::string_view measure) {
  return measure == "WMD" || measure == "MD" ? "MD" : measure == "SMD" || is_ratio(measure) ? std::string(measure) : "";
}

/// The unit after the numbers of an effect: 10 mm on a scale are not 10 points.
std::string unit_in(std::string_view quote) {
  static const RE2 kUnit(R"(\d\s?(mm|cm|points?|m/s|msec|ms|mmol/l|mg/dl|kg|µm|μm|pg/ml|ng/ml)\b)", [] {
    RE2::Options options;
    options.set_case_sensitive(false);
    return options;
  }());
  std::string unit;
  RE2::PartialMatch(re2::StringPiece(quote.data(), quote.size()), kUnit, &unit);
  unit = ascii_lower(unit);
  return unit == "points" ? "point" : unit;
}

std::string joined(const std::vector<std::string>& ids) {
  std::string out;
  for (const auto& id : ids) {
    out += (out.empty() ? "" : " + ") + id;
  }
  return out;
}

/// The effect on the scale of pooling; nullopt where number and interval do not fit.
std::optional<Candidate> candidate_of(const Effect& effect, Pmid pmid, bool ratio) {
  double value = *effect.value;
  double low = *effect.low;
  double high = *effect.high;
  if (ratio && (value <= 0 || low <= 0 || high <= 0)) {
    return std::nullopt;
  }
  Candidate out;
  out.no_difference = effect.change == Change::NoDifference;
  // Authors write a fall both as -1.2 and as 1.2: the words decide.
  out.member.turned =
      !ratio && ((effect.change == Change::Decreased && low > 0) || (effect.change == Change::Increased && high < 0));
  if (out.member.turned) {
    value = -value;
    std::swap(low, high);
    low = -low;
    high = -high;
  }
  out.member.pmid = pmid;
  out.member.value = value;
  out.member.low = low;
  out.member.high = high;
  out.member.quote = effect.quote;
  if (ratio) {
    value = std::log(value);
    low = std::log(low);
    high = std::log(high);
  }
  const double width = high - low;
  if (!std::isfinite(width) || width <= 0 || std::fabs(value - (low + high) / 2) > kUneven * width) {
    return std::nullopt;
  }
  const double error = width / (2 * kNormal975);
  out.effect = {value, error * error};
  return out;
}

std::string kind_of(const std::string& design, const std::string& population) {
  if (population != "human" && population != "mixed" && population != "untold") {
    return "experiments";
  }
  return is_trial(design) ? "trials" : "observational studies";
}

std::string described(const Key& key) {
  return fmt::format("{} of {}, {} against {}, {}{}", key.measure, key.outcome,
                     key.intervention.empty() ? "treatment not told" : key.intervention, to_word(key.against),
                     key.designs, key.unit.empty() ? "" : ", in " + key.unit);
}

std::vector<Pmid> pmids_of(const std::vector<Candidate>& candidates) {
  std::vector<Pmid> out;
  for (const auto& c : candidates) {
    out.push_back(c.member.pmid);
  }
  return out;
}

void pool_one(PopulationPart& part, const Key& key, const std::vector<Candidate>& candidates) {
  const bool turned = std::any_of(candidates.begin(), candidates.end(), [](const auto& c) { return c.member.turned; });
  const bool open = std::any_of(candidates.begin(), candidates.end(), [](const auto& c) { return c.no_difference; });
  if (turned && open) {
    part.not_pooled.push_back(
        {described(key),
         "some authors write a fall as a positive number, so that the sign of those that found no "
         "difference cannot be told",
         pmids_of(candidates)});
    return;
  }
  std::vector<PoolingEffect> effects;
  PooledEffect result;
  for (const auto& c : candidates) {
    effects.push_back(c.effect);
    result.members.push_back(c.member);
  }
  auto pooled = pool(effects);
  if (!pooled) {
    part.not_pooled.push_back({described(key),
                               fmt::format("{} comparable, {} are needed", candidates.size(), kLeastToPool),
                               pmids_of(candidates)});
    return;
  }
  result.measure = key.measure;
  result.outcome = key.outcome;
  result.intervention = key.intervention;
  result.against = key.against;
  result.designs = key.designs;
  result.ratio = is_ratio(key.measure);
  result.pool = *pooled;
  if (result.ratio) {
    for (double* bound : {&result.pool.estimate, &result.pool.low, &result.pool.high, &result.pool.prediction_low,
                          &result.pool.prediction_high}) {
      *bound = std::exp(*bound);
    }
  }
  part.pooled.push_back(std::move(result));
}

}  // namespace

std::string outcome_family(std::string_view outcome, const Vocabulary& vocabulary) {
  static const RE2 kResponse(
      R"((?i)\b(response rates?|responders?|(?:effective|cure|success|remission|recovery) rates?|)"
      R"(total effective)\b)");
  if (finds(outcome, kResponse)) {
    return "response";
  }
  std::string family;
  std::string named;  // an outcome that the vocabulary names and no mechanism has, such as fatigue
  bool part = false;
  for (const auto& hit : vocabulary.hits(outcome)) {
    if (hit.facet == "outcome" && named.empty()) {
      named = hit.id;
    }
    if (hit.facet == "mechanism" && (family.empty() || (!part && !hit.parent.empty()))) {
      family = hit.id;
      part = !hit.parent.empty();
    }
  }
  family = family.empty() ? named : family;
  return family.empty() ? ascii_lower(squeeze(outcome)) : family;
}

void pool_effects(PopulationPart& part, const std::vector<Placed>& placed, GroupBy by, const std::string& group,
                  const Vocabulary& vocabulary) {
  std::map<Key, std::vector<Candidate>> sets;
  std::set<Pmid> of_reviews;
  std::set<Pmid> bare;
  std::set<Pmid> other_measure;
  std::set<Pmid> misfit;
  std::set<Pmid> further;
  for (const auto& p : placed) {
    const Study& study = p.study->study;
    const std::string design = design_of(study);
    for (const auto& effect : study.effects) {
      if (effect.rule == kEffectByModel) {
        continue;
      }
      const std::string family = outcome_family(effect.outcome, vocabulary);
      if (by == GroupBy::Outcome && family != group) {
        continue;
      }
      if (!effect.value || !effect.low || !effect.high) {
        bare.insert(study.pmid);
        continue;
      }
      if (is_review(design)) {
        of_reviews.insert(study.pmid);
        continue;
      }
      const std::string measure = pooled_measure(effect.measure);
      if (measure.empty()) {
        other_measure.insert(study.pmid);
        continue;
      }
      auto candidate = candidate_of(effect, study.pmid, is_ratio(measure));
      if (!candidate) {
        misfit.insert(study.pmid);
        continue;
      }
      // A raw difference means something only on one scale: the same words for the outcome, and the same unit.
      const bool raw = measure == "MD";
      const Key key{measure,
                    raw ? ascii_lower(squeeze(effect.outcome)) : family,
                    joined(tested(study)),
                    raw ? unit_in(effect.quote) : "",
                    kind_of(design, part.population),
                    against_of(study)};
      auto& set = sets[key];
      if (!set.empty() && set.back().member.pmid == study.pmid) {
        further.insert(study.pmid);
        continue;
      }
      set.push_back(std::move(*candidate));
    }
  }
  std::set<Pmid> alone;
  for (const auto& [key, candidates] : sets) {
    if (candidates.size() == 1) {
      alone.insert(candidates.front().member.pmid);
    } else {
      pool_one(part, key, candidates);
    }
  }
  const auto tell = [&](const std::set<Pmid>& pmids, std::string what, std::string why) {
    if (!pmids.empty()) {
      part.not_pooled.push_back({std::move(what), std::move(why), {pmids.begin(), pmids.end()}});
    }
  };
  tell(alone, "effects that stand alone",
       "no other study tells the same measure of the same outcome, treatment and "
       "comparator");
  tell(of_reviews, "effects that reviews have pooled",
       "reviews share trials, and pooling them would count those twice");
  tell(further, "further effects of a study that is in the pool", "one study gives one effect, the first told");
  tell(misfit, "effects whose number and interval do not fit together", "their standard error cannot be told");
  tell(other_measure, "effects in another measure",
       "changes and percentages within a group are no effects between groups");
  tell(bare, "effects told without a number and interval", "their standard error cannot be told");
}

}  // namespace meridian::evidence
