// Arithmetic on days, and US Eastern time by its rule.
#include "tracker/days.hpp"

#include <charconv>

namespace meridian::tracker {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::sys_days;

bool daylight_saving(Instant instant) {
  const auto year = std::chrono::year_month_day(std::chrono::floor<days>(instant)).year();
  // 2:00 local time: 7:00 UTC in March (standard time), 6:00 UTC in November (daylight time).
  const Instant begins = sys_days(year / std::chrono::March / std::chrono::Sunday[2]) + hours(7);
  const Instant ends = sys_days(year / std::chrono::November / std::chrono::Sunday[1]) + hours(6);
  return instant >= begins && instant < ends;
}

std::string iso_of(sys_days day) { return to_iso_day(Instant(day)); }

}  // namespace

std::optional<sys_days> read_day(std::string_view iso) {
  if (iso.size() != 10 || iso[4] != '-' || iso[7] != '-') {
    return std::nullopt;
  }
  int year = 0;
  unsigned month = 0;
  unsigned day = 0;
  const auto whole = [](std::string_view text, auto& out) {
    const auto read = std::from_chars(text.data(), text.data() + text.size(), out);
    return read.ec == std::errc() && read.ptr == text.data() + text.size();
  };
  if (!whole(iso.substr(0, 4), year) || !whole(iso.substr(5, 2), month) || !whole(iso.substr(8, 2), day)) {
    return std::nullopt;
  }
  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(month), std::chrono::day(day)};
  return date.ok() && year >= 1000 ? std::optional(sys_days(date)) : std::nullopt;
}

std::string days_before(const std::string& iso, int count) {
  const auto day = read_day(iso);
  return day ? iso_of(*day - days(count)) : iso;
}

std::optional<int> days_between(const std::string& from, const std::string& to) {
  const auto a = read_day(from);
  const auto b = read_day(to);
  return a && b ? std::optional(static_cast<int>((*b - *a).count())) : std::nullopt;
}

bool is_off_peak(Instant instant) {
  const Instant local = instant - hours(daylight_saving(instant) ? 4 : 5);
  const auto day = std::chrono::floor<days>(local);
  const std::chrono::weekday weekday(day);
  const auto hour = std::chrono::floor<hours>(local - day).count();
  return weekday == std::chrono::Saturday || weekday == std::chrono::Sunday || hour >= 21 || hour < 5;
}

Instant next_off_peak(Instant instant) {
  // To the full hour first, then hour by hour: at most sixteen of them.
  Instant next = instant;
  while (!is_off_peak(next)) {
    next = std::chrono::floor<hours>(next) + hours(1);
  }
  return next;
}

}  // namespace meridian::tracker
