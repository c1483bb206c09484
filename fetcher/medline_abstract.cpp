// Labels in capitals within an abstract that MEDLINE text gives as one.
#include "fetcher/medline_abstract.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "core/text.hpp"

namespace meridian::fetcher {
namespace {

/// Where a label in capitals that begins at `at` has its colon ("MATERIALS AND METHODS: "); npos where none does.
std::size_t label_end(std::string_view text, std::size_t at) {
  constexpr std::size_t kLongest = 80;
  int letters = 0;
  int open = 0;
  for (std::size_t i = at; i < text.size() && i - at <= kLongest; ++i) {
    const char c = text[i];
    if (c >= 'A' && c <= 'Z') {
      ++letters;
    } else if (c == ':') {
      return letters >= 3 && open == 0 && text.substr(i + 1).starts_with(' ') ? i : std::string_view::npos;
    } else if (i == at || std::string_view("0123456789 ,/&()'-").find(c) == std::string_view::npos) {
      return std::string_view::npos;
    }
    open += c == '(' ? 1 : c == ')' ? -1 : 0;
  }
  return std::string_view::npos;
}

constexpr auto kSections = std::to_array<std::string_view>(
    {"METHOD", "RESULT", "CONCLUSION", "BACKGROUND", "OBJECTIVE", "PURPOSE", "DISCUSSION", "INTRODUCTION", "AIM",
     "DESIGN", "FINDINGS", "INTERPRETATION", "SETTING", "MATERIALS", "PATIENTS", "PARTICIPANTS"});

bool starts_as_section(std::string_view text) {
  return std::any_of(kSections.begin(), kSections.end(), [&](const auto name) { return text.starts_with(name); });
}

/// A short word in capitals before a colon is a section only where everyone calls one so; "SNI: spared nerve" is none.
bool names_section(std::string_view label, bool first) {
  constexpr std::size_t kShortest = 6;  // letters of a word that is no abbreviation
  return first || label.size() >= kShortest || starts_as_section(label);
}

}  // namespace

std::vector<AbstractPart> abstract_parts(std::string_view text) {
  std::vector<AbstractPart> parts;
  std::size_t from = 0;  // of the text of the part that is open
  const auto close = [&](std::size_t end) {
    if (!parts.empty()) {
      parts.back().text = trim(text.substr(from, end - from));
    }
  };
  for (std::size_t at = 0; at < text.size(); at = std::min(text.find(' ', at), text.size() - 1) + 1) {
    const bool begins = at == 0 || std::string_view(".?!)]%;:\"").find(text[at - 2]) != std::string_view::npos;
    if (!begins && !starts_as_section(text.substr(at))) {
      continue;  // a label begins a sentence; those that everyone uses are known without a full stop before them
    }
    if (at != 0 && at == from) {
      continue;  // "TRIAL REGISTRATION: URL: ...": what stands behind a label is its text
    }
    if (const auto colon = label_end(text, at);
        colon != std::string_view::npos && names_section(text.substr(at, colon - at), at == 0)) {
      close(at);
      parts.push_back({std::string(text.substr(at, colon - at)), "", ""});
      from = colon + 2;
      at = colon;
    } else if (at == 0) {
      break;
    }
  }
  if (parts.size() < 2) {
    return {{"", "", std::string(text)}};
  }
  close(text.size());
  return parts;
}

}  // namespace meridian::fetcher
