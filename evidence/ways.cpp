// Cuts words, and finds by their beginnings which way they point.
#include "evidence/ways.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <utility>

#include "core/text.hpp"
#include "evidence/pattern.hpp"

namespace meridian::evidence {

std::vector<PlacedWord> placed_words(std::string_view lower) {
  std::vector<PlacedWord> out;
  const auto is_letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '\'' || static_cast<unsigned char>(c) >= 0x80U;
  };
  for (std::size_t i = 0; i < lower.size();) {
    const std::size_t start = i;
    while (i < lower.size() && is_letter(lower[i])) {
      ++i;
    }
    if (i > start) {
      out.push_back({lower.substr(start, i - start), start, false});
    } else {
      if (!out.empty() && std::string_view(",;:.()").find(lower[i]) != std::string_view::npos) {
        out.back().ends_clause = true;
      }
      ++i;
    }
  }
  return out;
}

namespace {

/// ", insulin was not": what is denied of another thing.
bool denies_of_another(std::string_view rest) {
  static const RE2 kDenies(
      R"(^, (the )?[A-Za-z0-9-]+( [A-Za-z0-9-]+){0,2} (was|were|did|is|are|had|remained|showed) (not|no|unchanged|unaffected|unaltered|alike|similar)\b)");
  return finds(rest, kDenies);
}

/// "EA, but not sham EA, raised the threshold": an aside.
bool excepts_sham(std::string_view rest) {
  static const RE2 kSham(
      R"(^,? ?but not (the |in the |with |by )?(sham|placebo|control|minimal|saline|vehicle)[^,;.]{0,30},)");
  return finds(rest, kSham);
}

/// "Anxiety, pulse, and blood pressure.": the last member of a list has no verb of its own.
bool ends_a_list(std::string_view rest) {
  constexpr std::ptrdiff_t kFewBlanks = 2;
  const auto end = rest.find_first_of(",;.(");
  return std::count(rest.begin(), rest.begin() + static_cast<std::ptrdiff_t>(std::min(end, rest.size())), ' ') <=
         kFewBlanks;
}

}  // namespace

std::vector<std::string_view> told_parts(std::string_view text) {
  std::vector<std::string_view> out;
  std::size_t start = 0;
  // "In spite of a lower marker, it failed": what is granted first is another matter
  const bool grants = text.starts_with("In spite of") || text.starts_with("Despite") || text.starts_with("Although");
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::size_t length = grants && out.empty() && text.substr(i, 2) == ", " ? 2 : 0;
    for (const std::string_view mark : {"; ",
                                        ", but ",
                                        " but ",
                                        ", whereas ",
                                        " whereas ",
                                        ", while ",
                                        ", although ",
                                        ", yet ",
                                        ", though ",
                                        " and in one study ",
                                        ", with no ",
                                        " without ",
                                        ", and ",
                                        " and was ",
                                        " and were ",
                                        " and had ",
                                        " and did ",
                                        ", accompanied ",
                                        " that does not ",
                                        " that did not ",
                                        " which did not ",
                                        " who are not ",
                                        " who were not ",
                                        " who did not ",
                                        " independently of ",
                                        " independent of "}) {
      if (text.substr(i, mark.size()) == mark) {
        length = mark == ", and " && ends_a_list(text.substr(i + mark.size())) ? 0 : mark.size();
        break;
      }
    }
    if (length > 0 && excepts_sham(text.substr(i))) {
      length = 0;
    }
    if (length == 0 && text[i] == ',' && denies_of_another(text.substr(i))) {
      length = 2;
    }
    if (length > 0 && i > start) {
      out.push_back(text.substr(start, i - start));
      start = i;  // the clause keeps its "without", "but"
      i += length - 1;
    }
  }
  out.push_back(text.substr(start));
  return out;
}

Way way_of(std::string_view word) {
  static constexpr auto kBeginnings = std::to_array<std::pair<std::string_view, Way>>(
      {{"increas", Way::Up},       {"rais", Way::Up},        {"boost", Way::Up},       {"elevat", Way::Up},
       {"heighten", Way::Up},      {"amplif", Way::Up},      {"intensif", Way::Up},    {"promot", Way::Up},
       {"higher", Way::Up},        {"greater", Way::Up},     {"trigger", Way::Up},     {"provok", Way::Up},
       {"releas", Way::Up},        {"stimulat", Way::Up},    {"activat", Way::Up},     {"strengthen", Way::Up},
       {"enhanc", Way::Up},        {"rises", Way::Up},       {"rose", Way::Up},        {"reduc", Way::Down},
       {"decreas", Way::Down},     {"lower", Way::Down},     {"lessen", Way::Down},    {"diminish", Way::Down},
       {"block", Way::Down},       {"suppress", Way::Down},  {"inhibit", Way::Down},   {"weaken", Way::Down},
       {"fewer", Way::Down},       {"slows", Way::Down},     {"slowed", Way::Down},    {"slowing", Way::Down},
       {"deplet", Way::Down},      {"shrink", Way::Down},    {"declin", Way::Down},    {"hinder", Way::Down},
       {"rob", Way::Down},         {"disrupt", Way::Worse},  {"deepen", Way::Up},      {"doubl", Way::Up},
       {"tripl", Way::Up},         {"drops", Way::Down},     {"worse", Way::Worse},    {"aggravat", Way::Worse},
       {"deteriorat", Way::Worse}, {"impair", Way::Worse},   {"improv", Way::Better},  {"eas", Way::Better},
       {"reliev", Way::Better},    {"help", Way::Better},    {"restor", Way::Better},  {"sooth", Way::Better},
       {"calm", Way::Better},      {"heal", Way::Better},    {"support", Way::Better}, {"benefi", Way::Better},
       {"protect", Way::Better},   {"prevent", Way::Better}, {"stop", Way::Better},    {"treat", Way::Better},
       {"cure", Way::Better},      {"better", Way::Better},  {"relief", Way::Better},  {"control", Way::Better},
       {"damp", Way::Down},        {"cool", Way::Down},      {"quell", Way::Down},     {"quiet", Way::Down},
       {"tame", Way::Down},        {"curb", Way::Down},      {"dull", Way::Down},      {"rescu", Way::Better},
       {"lift", Way::Better},      {"spar", Way::Better}});
  constexpr std::size_t kShort = 4;  // "robust" is no robbing, "east" no ease
  static constexpr auto kEndings = std::to_array<std::string_view>(
      {"", "e", "s", "d", "es", "ed", "ing", "en", "ens", "ened", "ening", "bed", "bing", "er", "ers"});
  for (const auto& [beginning, way] : kBeginnings) {
    if (word.starts_with(beginning) &&
        (beginning.size() > kShort ||
         std::find(kEndings.begin(), kEndings.end(), word.substr(beginning.size())) != kEndings.end())) {
      return way;
    }
  }
  return word == "more" ? Way::Up : word == "less" || word == "cuts" || word == "cut" ? Way::Down : Way::None;
}

Way nearest_way(std::string_view text, std::size_t start) {
  const std::string lower = ascii_lower(text);
  Way nearest = Way::None;
  for (const auto& word : placed_words(lower)) {
    const Way way = word.text == "fell" ? Way::Down : way_of(word.text);
    if (way != Way::Up && way != Way::Down) {
      continue;
    }
    if (word.start > start && nearest != Way::None) {
      break;
    }
    nearest = way;
  }
  return nearest;
}

}  // namespace meridian::evidence
