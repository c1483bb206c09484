// Which engines the library runs on.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace meridian::index {

/// The engines beneath, such as {"sqlite", "3.40.1"}, and {"schema", "4"}: the form of library that this program makes.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> versions();

}  // namespace meridian::index
