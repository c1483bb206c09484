// Reads and applies a logistic model.
#include "evidence/logistic_model.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>

#include "core/text.hpp"

namespace meridian::evidence {

double LogisticModel::probability(const std::map<std::string, double>& features) const {
  double sum = 0;
  for (const auto& [name, value] : features) {
    if (const auto weight = weights.find(name); weight != weights.end()) {
      sum += weight->second * value;
    }
  }
  return 1.0 / (1.0 + std::exp(-sum));
}

Result<LogisticModel> LogisticModel::parse(std::string_view text, const std::string& file) {
  LogisticModel model;
  std::size_t number = 0;
  for (const auto row : split(text, '\n')) {
    ++number;
    const auto line = trim(row);
    if (line.empty() || line[0] == '#') {
      continue;
    }
    const auto blank = line.rfind(' ');
    double weight = 0;
    const char* end = line.data() + line.size();
    if (blank == std::string_view::npos || std::from_chars(line.data() + blank + 1, end, weight).ptr != end ||
        !std::isfinite(weight)) {
      return fail(Fault::Misconfigured, fmt::format("{}:{}: not a feature and its weight", file, number));
    }
    model.weights.emplace(line.substr(0, blank), weight);
  }
  return model;
}

}  // namespace meridian::evidence
