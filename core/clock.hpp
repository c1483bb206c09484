// The time, as something that a test can set.
#pragma once

#include <chrono>
#include <string>

namespace meridian {

/// UTC, second resolution is enough everywhere it is stored.
using Instant = std::chrono::sys_seconds;

class Clock {
 public:
  virtual ~Clock() = default;
  [[nodiscard]] virtual Instant now() const = 0;
};

/// The machine's clock.
class SystemClock final : public Clock {
 public:
  [[nodiscard]] Instant now() const override {
    return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  }
};

/// "2026-11-24T09:05:00Z"
[[nodiscard]] std::string to_iso(Instant instant);

/// "2026-11-24" in UTC
[[nodiscard]] std::string to_iso_day(Instant instant);

}  // namespace meridian
