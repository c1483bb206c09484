// Days and months as PubMed writes them, and its free-text MedlineDate.
#include "fetcher/pubmed_xml_date.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

#include "core/text.hpp"
#include "fetcher/pubmed_xml.hpp"

namespace meridian::fetcher {
namespace {

constexpr std::array<std::string_view, 12> kMonths = {"january",   "february", "march",    "april",
                                                      "may",       "june",     "july",     "august",
                                                      "september", "october",  "november", "december"};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// "2016 07" or "2016 07 15" and nothing else: a number within other words, as in "2000 1-15", is no month.
bool is_numeric_date(std::string_view text) {
  const auto parts = split(text, ' ');
  return (parts.size() == 2 || parts.size() == 3) && parts[0].size() == 4 &&
         std::all_of(parts.begin() + 1, parts.end(), [](std::string_view part) { return part.size() <= 2; }) &&
         std::all_of(text.begin(), text.end(), [](char c) { return is_digit(c) || c == ' '; });
}

/// Runs of digits and runs of letters.
std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  for (std::size_t at = 0; at < text.size();) {
    const auto kind = is_digit(text[at]) ? is_digit : is_letter;
    std::size_t end = at;
    while (end < text.size() && kind(text[end])) {
      ++end;
    }
    if (end > at) {
      words.push_back(text.substr(at, end - at));
    }
    at = end > at ? end : at + 1;
  }
  return words;
}

}  // namespace

std::optional<int> number_between(std::string_view text, int low, int high) {
  text = trim(text);
  int value = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (fault != std::errc() || end != text.data() + text.size() || value < low || value > high) {
    return std::nullopt;
  }
  return value;
}

std::optional<int> month_number(std::string_view word) {
  word = trim(word);
  if (const auto number = number_between(word, 1, 12)) {
    return number;
  }
  const std::string lower = ascii_lower(word);
  if (lower.size() < 3) {
    return std::nullopt;
  }
  for (std::size_t i = 0; i < kMonths.size(); ++i) {
    if (kMonths[i].starts_with(lower)) {
      return static_cast<int>(i) + 1;
    }
  }
  return std::nullopt;
}

std::string iso_day(std::string_view year, std::string_view month, std::string_view day) {
  const auto y = number_between(year, 1000, 2999);
  const auto m = month_number(month);
  const auto d = number_between(day, 1, 31);
  return y && m && d ? fmt::format("{:04}-{:02}-{:02}", *y, *m, *d) : std::string();
}

PubDate read_medline_date(std::string_view text) {
  PubDate date;
  date.text = squeeze(valid_utf8(text));
  const auto words = words_of(date.text);
  const auto month_at = [&](std::size_t i) {
    return i < words.size() && !is_digit(words[i][0]) ? month_number(words[i]) : std::nullopt;
  };
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i].size() != 4 || !is_digit(words[i][0])) {
      continue;
    }
    date.year = number_between(words[i], 1000, 2999);
    if (!date.year) {
      continue;
    }
    if (i == 0 && is_numeric_date(date.text)) {
      date.month = number_between(words[1], 1, 12);
      date.day = date.month && words.size() > 2 ? number_between(words[2], 1, 31) : std::nullopt;
      return date;
    }
    if ((date.month = month_at(i + 1))) {
      if (i + 2 < words.size() && words[i + 2].size() <= 2) {
        date.day = number_between(words[i + 2], 1, 31);
      }
      return date;
    }
    for (std::size_t before = 0; before < i && !date.month; ++before) {
      date.month = month_at(before);
    }
    return date;
  }
  return date;
}

}  // namespace meridian::fetcher
