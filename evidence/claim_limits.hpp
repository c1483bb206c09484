// Whom, how and how soon a claim speaks of: what a study must name too before it can bear the claim out.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace meridian::evidence {

/// Ids, such as "children" or "topical".
/// @param lower  the claim in lower case
[[nodiscard]] std::vector<std::string> limits_of(std::string_view lower);

/// @param lower  title and abstract of the study in lower case
[[nodiscard]] bool names_limit(std::string_view lower, std::string_view id);

}  // namespace meridian::evidence
