// The number of people or animals, by patterns in order of trust.
#include "evidence/sample_size.hpp"

#include <re2/re2.h>

#include <array>
#include <charconv>
#include <map>

#include "core/text.hpp"

namespace meridian::evidence {
namespace {

#define MERIDIAN_NUMBER                                                                                                \
  "(\\d{1,3}(?:,\\d{3})+|\\d{1,7}|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:-\\w+)?|two|three|four|" \
  "five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen)"
#define MERIDIAN_WHO                                                                                               \
  "(?:patients|participants|subjects|women|men|children|adults|individuals|people|volunteers|infants|adolescents|" \
  "rats|mice|persons|students|"                                                                                    \
  "outpatients|nurses|males|females|veterans|eyes|cases|animals|rabbits|girls|boys|residents|survivors|workers)"
#define MERIDIAN_ADJ "(?:(?:[A-Za-z'’/-][\\w'’/%-]*|\\d+-[a-z]\\S*|\\(?\\d+%\\)?) ){0,5}?"

std::uint32_t number(std::string text) {
  static const std::map<std::string, std::uint32_t> kWords{
      {"one", 1},       {"two", 2},       {"three", 3},    {"four", 4},     {"five", 5},       {"six", 6},
      {"seven", 7},     {"eight", 8},     {"nine", 9},     {"ten", 10},     {"eleven", 11},    {"twelve", 12},
      {"thirteen", 13}, {"fourteen", 14}, {"fifteen", 15}, {"sixteen", 16}, {"seventeen", 17}, {"eighteen", 18},
      {"nineteen", 19}, {"twenty", 20},   {"thirty", 30},  {"forty", 40},   {"fifty", 50},     {"sixty", 60},
      {"seventy", 70},  {"eighty", 80},   {"ninety", 90}};
  std::uint32_t sum = 0;
  for (const auto piece : split(text, '-')) {
    if (const auto found = kWords.find(std::string(piece)); found != kWords.end()) {
      sum += found->second;
    }
  }
  if (sum > 0) {
    return sum;
  }
  std::erase(text, ',');
  std::from_chars(text.data(), text.data() + text.size(), sum);
  return sum;
}

}  // namespace

std::optional<SampleSize> read_sample_size(const std::vector<Sentence>& sentences) {
  static const std::array<RE2, 5> kPatterns{{
      RE2("(?i)\\b(?:total of|total number of|in total,?) " MERIDIAN_NUMBER " " MERIDIAN_ADJ MERIDIAN_WHO "\\b"),
      RE2("(?i)\\b" MERIDIAN_NUMBER " " MERIDIAN_ADJ MERIDIAN_WHO
          "\\b[^.;]{0,80}?(?:randomi|enrol|recruit|were included|assigned|allocated|participated|were "
          "divided|completed)"),
      RE2("(?i)\\b(?:randomi[sz]ed|assigned|enrolled|recruited|allocated|involving|included|studied|treated)"
          " " MERIDIAN_NUMBER " " MERIDIAN_ADJ MERIDIAN_WHO "\\b"),
      RE2("(?i)\\(?\\bn ?= ?(\\d{1,3}(?:,\\d{3})+|\\d{1,7})\\b"),
      RE2("(?i)\\b" MERIDIAN_NUMBER " " MERIDIAN_ADJ MERIDIAN_WHO "\\b"),
  }};
  for (std::size_t k = 0; k < kPatterns.size(); ++k) {
    for (const auto& s : sentences) {
      if (s.section == Section::Background || (k == 4 && s.section == Section::Conclusions)) {
        continue;
      }
      std::string text;
      std::uint32_t value = 0;
      re2::StringPiece rest(s.text.data(), s.text.size());
      while (RE2::FindAndConsume(&rest, kPatterns[k], &text)) {
        value += number(ascii_lower(text));
        if (k != 3) {
          break;  // only "(n = 20)" is told arm by arm
        }
      }
      const std::string lower = ascii_lower(s.text);
      if (k == 3 && (lower.find("per group") != std::string::npos || lower.find("each") != std::string::npos)) {
        continue;  // the size of one arm, not of the study
      }
      if (value > 0) {
        return SampleSize{value, std::string(s.text), "R-02" + std::to_string(k + 1)};
      }
    }
  }
  return std::nullopt;
}

}  // namespace meridian::evidence
