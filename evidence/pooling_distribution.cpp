// Student's t by the incomplete beta function, chi squared by the incomplete gamma function.
#include "evidence/pooling_distribution.hpp"

#include <algorithm>
#include <cmath>

namespace meridian::evidence {
namespace {

constexpr int kTerms = 500;  // far more than the fractions need for any number of studies
constexpr double kTiny = 1e-300, kPrecision = 1e-15;

double away_from_zero(double x) { return std::fabs(x) < kTiny ? kTiny : x; }

/// The continued fraction of the incomplete beta function, by Lentz's method.
/// @source Abramowitz and Stegun, Handbook of Mathematical Functions, 26.5.8
double beta_fraction(double x, double a, double b) {
  double c = 1;
  double d = 1 / away_from_zero(1 - (a + b) * x / (a + 1));
  double fraction = d;
  for (int m = 1; m <= kTerms; ++m) {
    const double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away_from_zero(1 + even * d);
    c = away_from_zero(1 + even / c);
    fraction *= d * c;
    const double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away_from_zero(1 + odd * d);
    c = away_from_zero(1 + odd / c);
    fraction *= d * c;
    if (std::fabs(d * c - 1) < kPrecision) {
      break;
    }
  }
  return fraction;
}

double incomplete_beta(double x, double a, double b) {
  if (x <= 0 || x >= 1) {
    return x <= 0 ? 0 : 1;
  }
  const double front =
      std::exp(std::lgamma(a + b) - std::lgamma(a) - std::lgamma(b) + a * std::log(x) + b * std::log1p(-x));
  return x < (a + 1) / (a + b + 2) ? front * beta_fraction(x, a, b) / a : 1 - front * beta_fraction(1 - x, b, a) / b;
}

}  // namespace

double t_below(double x, double freedom) {
  const double tail = incomplete_beta(freedom / (freedom + x * x), freedom / 2, 0.5) / 2;
  return x < 0 ? tail : 1 - tail;
}

double t_quantile(double probability, double freedom) {
  double low = -1;
  double high = 1;
  while (t_below(low, freedom) > probability && low > -1e12) {
    low *= 2;
  }
  while (t_below(high, freedom) < probability && high < 1e12) {
    high *= 2;
  }
  for (int i = 0; i < 200 && high - low > 1e-12 * std::max(1.0, std::fabs(high)); ++i) {
    const double middle = (low + high) / 2;
    (t_below(middle, freedom) < probability ? low : high) = middle;
  }
  return (low + high) / 2;
}

double chi_squared_above(double x, double freedom) {
  if (x <= 0) {
    return 1;
  }
  const double a = freedom / 2;
  const double half = x / 2;
  const double front = std::exp(a * std::log(half) - half - std::lgamma(a));
  if (half < a + 1) {  // the series of the lower function; Abramowitz and Stegun, 6.5.29
    double term = 1 / a;
    double sum = term;
    for (int n = 1; n <= 100 * kTerms && term > sum * kPrecision; ++n) {
      term *= half / (a + n);
      sum += term;
    }
    return std::max(0.0, 1 - front * sum);
  }
  double b = half + 1 - a;  // the fraction of the upper function; the same, 6.5.31
  double c = 1 / kTiny;
  double d = 1 / away_from_zero(b);
  double fraction = d;
  for (int n = 1; n <= kTerms; ++n) {
    const double step = -n * (n - a);
    b += 2;
    d = 1 / away_from_zero(step * d + b);
    c = away_from_zero(b + step / c);
    fraction *= d * c;
    if (std::fabs(d * c - 1) < kPrecision) {
      break;
    }
  }
  return front * fraction;
}

}  // namespace meridian::evidence
