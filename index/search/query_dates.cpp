// Dates and ranges of dates as PubMed takes them: 2019, 2019/05, 2019/05/03, 2019:2024, "last 5 years".
#include <fmt/format.h>

#include <charconv>
#include <chrono>

#include "core/text.hpp"
#include "index/search/query_compile.hpp"

namespace meridian::index {
namespace {

constexpr int kDaysOfMonth = 30;
constexpr int kDaysOfYear = 365;
constexpr int kLongestSpan = 5000;

std::optional<int> number(std::string_view digits, std::size_t least, std::size_t most) {
  int out = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), out);
  if (digits.size() < least || digits.size() > most || error != std::errc() || end != digits.data() + digits.size()) {
    return std::nullopt;
  }
  return out;
}

/// First or last day of a year, month or day.
std::optional<std::string> bound(std::string_view text, bool last) {
  std::string marks(trim(text));
  for (char& c : marks) {
    c = c == '-' || c == ' ' ? '/' : c;
  }
  const auto parts = split(marks, '/');
  const auto year = number(parts[0], 4, 4);
  const auto month = parts.size() > 1 ? number(parts[1], 1, 2) : std::optional<int>(last ? 12 : 1);
  const auto day = parts.size() > 2 ? number(parts[2], 1, 2) : std::optional<int>(last ? 31 : 1);
  if (parts.size() > 3 || !year || !month || !day || *month < 1 || *month > 12 || *day < 1 || *day > 31) {
    return std::nullopt;
  }
  using namespace std::chrono;
  const year_month_day asked(std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(*month)),
                             std::chrono::day(static_cast<unsigned>(*day)));
  if (parts.size() > 2 && !asked.ok()) {  // 31 February
    return std::nullopt;
  }
  return fmt::format("{:04}{:02}{:02}", *year, *month, *day);
}

std::optional<DateRange> span(std::string_view words, std::string_view today) {
  const auto parts = split(words, ' ');
  if (parts.size() != 3 || parts[0] != "last" || today.size() != 10) {
    return std::nullopt;
  }
  const auto count = number(parts[1], 1, 4);
  const std::string_view unit = parts[2];
  const int days = unit == "day" || unit == "days"       ? 1
                   : unit == "month" || unit == "months" ? kDaysOfMonth
                   : unit == "year" || unit == "years"   ? kDaysOfYear
                                                         : 0;
  const auto year = number(today.substr(0, 4), 4, 4);
  const auto month = number(today.substr(5, 2), 2, 2);
  const auto day = number(today.substr(8, 2), 2, 2);
  if (!count || days == 0 || *count > kLongestSpan || !year || !month || !day) {
    return std::nullopt;
  }
  using namespace std::chrono;
  const year_month_day now(std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(*month)),
                           std::chrono::day(static_cast<unsigned>(*day)));
  year_month_day from = now;
  if (days == kDaysOfYear) {
    from = now - years(*count);
  } else if (days == kDaysOfMonth) {
    from = now - months(*count);
  } else {
    from = year_month_day(sys_days(now) - std::chrono::days(*count));
  }
  return DateRange{fmt::format("{:04}{:02}{:02}", static_cast<int>(from.year()), static_cast<unsigned>(from.month()),
                               static_cast<unsigned>(from.day())),
                   fmt::format("{:04}{:02}{:02}", *year, *month, *day)};
}

}  // namespace

std::optional<DateRange> date_range(std::string_view text, std::string_view high, std::string_view today) {
  const std::string value = ascii_lower(squeeze(text));
  if (value.rfind("last ", 0) == 0 && high.empty()) {
    return span(value, today);
  }
  std::string_view low = value;
  std::string_view to = high;
  if (const std::size_t colon = value.find(':'); colon != std::string::npos && high.empty()) {
    low = std::string_view(value).substr(0, colon);
    to = std::string_view(value).substr(colon + 1);
    if (trim(to).empty()) {
      return std::nullopt;
    }
  }
  const auto from = bound(low, false);
  const auto until = bound(to.empty() ? low : to, true);
  if (!from || !until) {
    return std::nullopt;
  }
  return DateRange{*from, *until};
}

ReadNode Compiler::dates(const Node& node) {
  const Tag& tag = *node.tagged.tag;
  const auto range = date_range(node.text, node.high, context_.today);
  if (!range) {
    throw Mistake{node.at, fmt::format("\"{}\" is not a date for [{}]; write 2019, 2019/05, 2019/05/03, 2019:2024 or "
                                       "\"last 5 years\"",
                                       printable(node.text), tag.name)};
  }
  const std::string label =
      fmt::format("{}/{}/{}:{}/{}/{}[{}]", range->low.substr(0, 4), range->low.substr(4, 2), range->low.substr(6),
                  range->high.substr(0, 4), range->high.substr(4, 2), range->high.substr(6), tag.name);
  if (range->low > range->high) {
    throw Mistake{node.at, "the range ends before it begins"};
  }
  Xapian::Query query(Xapian::Query::OP_VALUE_RANGE, tag.slot, range->low, range->high);
  if (tag.name == "dp") {  // PubMed takes the date in print or the electronic one
    query = Xapian::Query(Xapian::Query::OP_OR, query,
                          Xapian::Query(Xapian::Query::OP_VALUE_RANGE, kElectronicSlot, range->low, range->high));
  }
  return leaf(label, query);
}

}  // namespace meridian::index
