// A topic: what to follow, as a TOML file.
#pragma once

#include <string>
#include <string_view>

#include "core/error.hpp"

namespace meridian::tracker {

struct Topic {
  std::string id;    ///< the file's name without ".toml"
  std::string name;  ///< for people
  std::string what_for;
  std::string query;     ///< PubMed's query language
  std::string file;      ///< where it was read from
  int overlap_days = 5;  ///< 1 to 365: how far before the watermark each window begins
  int audit_days = 1;    ///< 1 to 365: how often the whole search is listed, to prove that nothing was lost
};

/// @param text  TOML with `name`, `query`, `what_for`; unknown keys are errors
/// @errors Misconfigured: "file:line: what is wrong"
[[nodiscard]] Result<Topic> parse_topic(std::string_view text, const std::string& file, const std::string& id);

}  // namespace meridian::tracker
