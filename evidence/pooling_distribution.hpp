// The three distributions that pooling needs: normal, Student's t and chi squared.
#pragma once

namespace meridian::evidence {

/// P(T <= x) for Student's t with `freedom` > 0 degrees of freedom.
[[nodiscard]] double t_below(double x, double freedom);

/// x with P(T <= x) = `probability`, which lies between 0 and 1.
[[nodiscard]] double t_quantile(double probability, double freedom);

/// P(X > x) for chi squared with `freedom` > 0 degrees of freedom; 1 where x <= 0.
[[nodiscard]] double chi_squared_above(double x, double freedom);

/// The 97.5th percentile of the normal distribution, behind every 95 % interval that an abstract gives.
inline constexpr double kNormal975 = 1.959963984540054;

}  // namespace meridian::evidence
