// Cuts a writer's prose into sentences; "e.g.", "Dr. Weber", "Smith et al. (2019)" and "Mrs. K. and" stay whole.
#include <array>

#include "core/text.hpp"
#include "draft/draft.hpp"

namespace meridian::draft {
namespace {

bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t'; }

bool is_abbreviation(std::string_view before) {
  static constexpr auto kWords = std::to_array<std::string_view>(
      {"e.g", "i.e", "al",   "dr",  "mr",  "mrs", "ms", "prof", "st", "vs",  "etc", "approx", "no",  "fig",
       "cf",  "ca",  "resp", "inc", "ltd", "jr",  "sr", "vol",  "pp", "eds", "ed",  "dept",   "incl"});
  const auto blank = before.find_last_of(" (\"'[");
  const std::string word = ascii_lower(blank == std::string_view::npos ? before : before.substr(blank + 1));
  for (const auto known : kWords) {
    if (word == known) {
      return true;
    }
  }
  return word.size() == 1 && word[0] >= 'a' && word[0] <= 'z' && word != "i";
}

}  // namespace

std::vector<std::pair<std::size_t, std::size_t>> cut_sentences(std::string_view text) {
  std::vector<std::pair<std::size_t, std::size_t>> out;
  std::size_t start = 0;
  int depth = 0;
  const auto take = [&](std::size_t end) {
    std::size_t from = start;
    std::size_t to = end;
    while (from < to && is_space(text[from])) {
      ++from;
    }
    while (to > from && is_space(text[to - 1])) {
      --to;
    }
    if (to > from) {
      out.emplace_back(from, to);
    }
    start = end;
    depth = 0;
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    depth += c == '(' ? 1 : 0;
    depth -= c == ')' && depth > 0 ? 1 : 0;
    if (c != '.' && c != '!' && c != '?') {
      continue;
    }
    std::size_t after = i + 1;
    while (after < text.size() && (text[after] == '.' || text[after] == '!' || text[after] == '?')) {
      ++after;
    }
    std::size_t close = after;
    while (close < text.size() &&
           (text[close] == '"' || text[close] == '\'' || text[close] == ')' ||
            text.substr(close, 3) == "\xE2\x80\x9D" || text.substr(close, 3) == "\xE2\x80\x99")) {
      close += static_cast<unsigned char>(text[close]) >= 0x80U ? 3 : 1;
    }
    if (close < text.size() && text[close] == '[') {  // a reference number set behind the stop belongs to the sentence
      const auto bracket = text.find(']', close);
      if (bracket != std::string_view::npos && bracket - close < 16) {
        close = bracket + 1;
      }
    }
    if (close >= text.size()) {
      take(text.size());
      break;
    }
    if (!is_space(text[close]) || (depth > 0 && close == after)) {
      continue;
    }
    std::size_t next = close;
    while (next < text.size() && is_space(text[next])) {
      ++next;
    }
    const char first = next < text.size() ? text[next] : 'A';
    if (c == '.' && is_abbreviation(text.substr(start, i - start))) {
      continue;
    }
    if (c == '.' && first >= 'a' && first <= 'z') {
      continue;
    }
    take(close);
    i = close - 1;
  }
  take(text.size());
  return out;
}

}  // namespace meridian::draft
