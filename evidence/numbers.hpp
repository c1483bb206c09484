// P values, confidence intervals and estimates as they stand in a sentence.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace meridian::evidence {

struct PValue {
  std::size_t start = 0, end = 0;
  std::string text;  ///< "<0.001", ">0.05", "=0.03", "NS"
  bool significant = false;
};

struct Interval {
  std::size_t start = 0, end = 0;  ///< from "95% CI", or from the bracket, to the second bound
  double low = 0, high = 0;
};

/// A number at `at`, with a sign that may be a hyphen or U+2212; `at` moves behind it.
[[nodiscard]] std::optional<double> read_number(std::string_view text, std::size_t& at);
[[nodiscard]] std::vector<PValue> p_values_of(std::string_view text);
/// "95% CI 0.6 to 3.0", "(95% confidence interval, -9, 5)", "[95% CI: 0.2-0.8]"; only those named as 95 %.
[[nodiscard]] std::vector<Interval> intervals_of(std::string_view text);

}  // namespace meridian::evidence
