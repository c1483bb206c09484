// Whole numbers out of JSON, which knows neither width nor sign.
#pragma once

#include <cstdint>
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

}  // namespace meridian
