// Instants as ISO 8601 words.
#include "core/clock.hpp"

#include <fmt/chrono.h>

namespace meridian {

std::string to_iso(Instant instant) {
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}Z", fmt::gmtime(std::chrono::system_clock::to_time_t(instant)));
}

std::string to_iso_day(Instant instant) {
  return fmt::format("{:%Y-%m-%d}", fmt::gmtime(std::chrono::system_clock::to_time_t(instant)));
}

}  // namespace meridian
