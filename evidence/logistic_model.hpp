// A logistic model as data: a weight for each named feature, trained outside (data/models) and applied here.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "core/error.hpp"

namespace meridian::evidence {

struct LogisticModel {
  std::map<std::string, double, std::less<>> weights;

  /// 0 to 1: the logistic function of the weighted sum; features without a weight count nothing.
  [[nodiscard]] double probability(const std::map<std::string, double>& features) const;

  /// Lines of "name weight"; "#" opens a comment.
  /// @errors Misconfigured: "file:line: what is wrong"
  [[nodiscard]] static Result<LogisticModel> parse(std::string_view text, const std::string& file);
};

struct ClaimModels {
  LogisticModel relevance;  ///< does the abstract decide the claim
  LogisticModel stance;     ///< if so, does it support it
};

}  // namespace meridian::evidence
