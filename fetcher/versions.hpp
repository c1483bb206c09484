// Which libraries the fetcher runs on.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace meridian::fetcher {

/// The libraries beneath, such as {"libcurl", "7.88.1"}; an empty version where one cannot be loaded.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> versions();

}  // namespace meridian::fetcher
