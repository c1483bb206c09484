// Whole numbers out of JSON, which knows neither width nor sign.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>

namespace meridian {

/// `value` as a whole number of type T; nlohmann's get<T>() folds one that does not fit into another one.
/// @throws Json::type_error: no whole number, or none that fits
template <class T, class Json>
[[nodiscard]] T whole_number(const Json& value) {
  const bool fits = value.is_number_unsigned()
                        ? std::in_range<T>(value.template get<std::uint64_t>())
                        : value.is_number_integer() && std::in_range<T>(value.template get<std::int64_t>());
  if (!fits) {
    throw Json::type_error::create(302, "not a whole number that fits", &value);
  }
  return value.template get<T>();
}

/// The whole number under `key` of an object; nullopt where it is null or not there.
/// @throws Json::type_error as above
template <class T, class Json>
[[nodiscard]] std::optional<T> maybe_whole_number(const Json& row, const char* key) {
  const auto found = row.find(key);
  return found == row.end() || found->is_null() ? std::nullopt : std::optional<T>(whole_number<T>(*found));
}

}  // namespace meridian
