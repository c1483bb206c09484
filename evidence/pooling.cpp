// Random effects: the variance between studies, the weighted mean, its interval, and what the next study may show.
#include "evidence/pooling.hpp"

#include <algorithm>
#include <cmath>

#include "evidence/pooling_distribution.hpp"

namespace meridian::evidence {
namespace {

struct Weighted {
  double sum = 0;   ///< of the weights
  double mean = 0;  ///< of the effects
  double q = 0;     ///< weighted squares around that mean
};

Weighted weighted(std::span<const PoolingEffect> effects, double tau2) {
  Weighted w;
  for (const auto& effect : effects) {
    const double weight = 1 / (effect.variance + tau2);
    w.sum += weight;
    w.mean += weight * effect.value;
  }
  w.mean /= w.sum;
  for (const auto& effect : effects) {
    w.q += (effect.value - w.mean) * (effect.value - w.mean) / (effect.variance + tau2);
  }
  return w;
}

double by_moments(std::span<const PoolingEffect> effects, const Weighted& fixed) {
  double squares = 0;
  for (const auto& effect : effects) {
    squares += 1 / (effect.variance * effect.variance);
  }
  const double freedom = static_cast<double>(effects.size()) - 1;
  return std::max(0.0, (fixed.q - freedom) / (fixed.sum - squares / fixed.sum));
}

/// The tau2 at which Q equals its expectation: Q falls as tau2 grows, so that halving finds the only one.
double by_equation(std::span<const PoolingEffect> effects) {
  const double freedom = static_cast<double>(effects.size()) - 1;
  if (weighted(effects, 0).q <= freedom) {
    return 0;
  }
  double low = 0;
  double high = 1e-6;
  while (weighted(effects, high).q > freedom && high < 1e300) {
    high *= 2;
  }
  for (int i = 0; i < 200 && high - low > 1e-14 * high; ++i) {
    const double middle = (low + high) / 2;
    (weighted(effects, middle).q > freedom ? low : high) = middle;
  }
  return (low + high) / 2;
}

bool usable(const PoolingEffect& effect) {
  return std::isfinite(effect.value) && std::isfinite(effect.variance) && effect.variance > 0;
}

}  // namespace

std::optional<Pool> pool(std::span<const PoolingEffect> effects, BetweenStudies between) {
  if (effects.size() < kLeastToPool || !std::all_of(effects.begin(), effects.end(), usable)) {
    return std::nullopt;
  }
  const double freedom = static_cast<double>(effects.size()) - 1;
  const Weighted fixed = weighted(effects, 0);
  Pool result;
  result.studies = effects.size();
  result.q = fixed.q;
  result.q_p = chi_squared_above(fixed.q, freedom);
  result.i2 = fixed.q > freedom ? 100 * (fixed.q - freedom) / fixed.q : 0;
  result.tau2 = between == BetweenStudies::PauleMandel ? by_equation(effects) : by_moments(effects, fixed);
  const Weighted random = weighted(effects, result.tau2);
  result.estimate = random.mean;
  result.error = std::sqrt(std::max(1.0, random.q / freedom) / random.sum);
  const double reach = t_quantile(0.975, freedom) * result.error;
  result.low = result.estimate - reach;
  result.high = result.estimate + reach;
  result.p = 2 * t_below(-std::fabs(result.estimate / result.error), freedom);
  const double spread = t_quantile(0.975, freedom - 1) * std::sqrt(result.tau2 + result.error * result.error);
  result.prediction_low = result.estimate - spread;
  result.prediction_high = result.estimate + spread;
  if (effects.size() >= kLeastToCheck) {
    result.small_studies = small_study_check(effects);
  }
  return result;
}

std::optional<SmallStudyCheck> small_study_check(std::span<const PoolingEffect> effects) {
  if (effects.size() < 3 || !std::all_of(effects.begin(), effects.end(), usable)) {
    return std::nullopt;
  }
  const auto count = static_cast<double>(effects.size());
  double mean_x = 0;
  double mean_y = 0;
  for (const auto& effect : effects) {
    mean_x += 1 / std::sqrt(effect.variance) / count;
    mean_y += effect.value / std::sqrt(effect.variance) / count;
  }
  double xx = 0;
  double xy = 0;
  for (const auto& effect : effects) {
    const double x = 1 / std::sqrt(effect.variance) - mean_x;
    xx += x * x;
    xy += x * (effect.value / std::sqrt(effect.variance) - mean_y);
  }
  if (xx <= 1e-12 * mean_x * mean_x) {
    return std::nullopt;  // all studies are of one size: there is nothing to compare
  }
  const double slope = xy / xx;
  SmallStudyCheck check;
  check.intercept = mean_y - slope * mean_x;
  double residual = 0;
  for (const auto& effect : effects) {
    const double error = std::sqrt(effect.variance);
    const double off = effect.value / error - check.intercept - slope / error;
    residual += off * off;
  }
  const double deviation = std::sqrt(residual / (count - 2) * (1 / count + mean_x * mean_x / xx));
  if (deviation <= 0) {
    return std::nullopt;
  }
  check.t = check.intercept / deviation;
  check.p = 2 * t_below(-std::fabs(check.t), count - 2);
  return check;
}

}  // namespace meridian::evidence
