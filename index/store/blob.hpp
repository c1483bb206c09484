// Text compressed for the store, and back.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace meridian::index {

[[nodiscard]] std::string compress(std::string_view text);

/// @throws std::runtime_error where `blob` is damaged or would grow beyond 1 GiB
[[nodiscard]] std::string decompress(std::string_view blob);

/// The same, or nullopt where `blob` is damaged.
[[nodiscard]] std::optional<std::string> decompress_if_whole(std::string_view blob);

}  // namespace meridian::index
