// Days and hours: arithmetic on ISO days, and the hours that NCBI asks large jobs to keep.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/clock.hpp"

namespace meridian::tracker {

/// "2026-11-24" as a day, or nullopt where it is not a day of the calendar.
[[nodiscard]] std::optional<std::chrono::sys_days> read_day(std::string_view iso);

/// The day so many days before; `iso` itself where it is not a day.
[[nodiscard]] std::string days_before(const std::string& iso, int days);

/// Days from `from` to `to`, negative where `to` is earlier; nullopt where one is not a day.
[[nodiscard]] std::optional<int> days_between(const std::string& from, const std::string& to);

/// True from 21:00 to 05:00 US Eastern time and at the weekend there.
/// @source NLM, Entrez Programming Utilities Help, "Frequency, Timing and Registration"; daylight saving as in the US
///         Energy Policy Act of 2005
[[nodiscard]] bool is_off_peak(Instant instant);

/// When the next such hours begin; `instant` itself within them.
[[nodiscard]] Instant next_off_peak(Instant instant);

}  // namespace meridian::tracker
