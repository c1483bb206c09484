// Text compressed for the store, and back.
#pragma once

#include <string>
#include <string_view>

namespace meridian::index {

[[nodiscard]] std::string compress(std::string_view text);

/// @throws std::runtime_error where `blob` is damaged or would grow beyond 1 GiB
[[nodiscard]] std::string decompress(std::string_view blob);

}  // namespace meridian::index
