// Reads p values and intervals by hand: the forms are few, and a wrong number is worse than none.
#include "evidence/numbers.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <utility>

#include "core/text.hpp"

namespace meridian::evidence {
namespace {

constexpr double kAlpha = 0.05;
constexpr std::size_t kLongestNumber = 24;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

void skip(std::string_view text, std::size_t& at, std::string_view any) {
  while (at < text.size() && any.find(text[at]) != std::string_view::npos) ++at;
}

bool take(std::string_view text, std::size_t& at, std::string_view word) {
  if (text.substr(std::min(at, text.size())).starts_with(word)) {
    at += word.size();
    return true;
  }
  return false;
}

}  // namespace

std::optional<double> read_number(std::string_view text, std::size_t& at) {
  std::size_t i = at;
  bool minus = false;
  if (take(text, i, "\xE2\x88\x92") || take(text, i, "-") || take(text, i, "\xE2\x80\x93")) {
    minus = true;
    skip(text, i, " ");
  } else {
    take(text, i, "+");
  }
  std::string digits;
  bool point = false;
  while (i < text.size() && digits.size() < kLongestNumber) {
    if (is_digit(text[i])) {
      digits += text[i++];
    } else if (text[i] == '.' && !point && i + 1 < text.size() && is_digit(text[i + 1])) {
      point = true;
      digits += text[i++];
    } else if (!point && text.substr(i).starts_with("\xC2\xB7")) {  // a raised point
      point = true;
      digits += '.';
      i += 2;
    } else {
      break;
    }
  }
  if (digits.empty() || digits == ".") return std::nullopt;
  at = i;
  const double value = std::strtod(digits.c_str(), nullptr);
  return minus ? -value : value;
}

namespace {

/// Signs before a p value as texts write them, and what they are shown as.
constexpr auto kSigns = std::to_array<std::pair<std::string_view, std::string_view>>(
    {{"&lt;", "<"}, {"<", "<"}, {"&gt;", ">"}, {">", ">"}, {"=", "="}, {"\xE2\x89\xA4", "<"}, {"\xE2\x89\xA5", ">"}});

}  // namespace

std::vector<PValue> p_values_of(std::string_view text) {
  std::vector<PValue> out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if ((text[i] != 'P' && text[i] != 'p') || (i > 0 && (is_letter(text[i - 1]) || is_digit(text[i - 1])))) continue;
    std::size_t at = i + 1;
    skip(text, at, " ");
    take(text, at, "value");
    take(text, at, "-value");
    skip(text, at, " ");
    const auto found =
        std::find_if(kSigns.begin(), kSigns.end(), [&](const auto& one) { return take(text, at, one.first); });
    if (found == kSigns.end()) {
      continue;
    }
    const std::string sign(found->second);
    take(text, at, "=");
    skip(text, at, " ");
    if (take(text, at, "NS") || take(text, at, "n.s")) {
      out.push_back({i, at, "NS", false});
      continue;
    }
    std::size_t start = at;
    if (at < text.size() && text[at] == '.') {  // ".03"
      ++at;
    }
    std::size_t number = at;
    auto value = read_number(text, number);
    if (!value) {
      continue;
    }
    std::string shown(text.substr(start, number - start));
    if (start != at) {
      shown = "0" + shown;
      value = std::strtod(shown.c_str(), nullptr);
    } else if (*value == 0 && text.substr(number).starts_with(" .")) {  // "0 .05", as in spaced-out text
      std::size_t rest = number + 2;
      if (const auto decimals = read_number(text, rest)) {
        shown = "0." + std::string(text.substr(number + 2, rest - number - 2));
        value = std::strtod(shown.c_str(), nullptr);
        number = rest;
      }
    }
    if (*value < 0 || *value > 1) continue;
    const bool significant = sign == "<" ? *value <= kAlpha : sign == "=" && *value < kAlpha;
    out.push_back({i, number, sign + shown, significant});
    i = number;
  }
  return out;
}

std::vector<Interval> intervals_of(std::string_view text) {
  std::vector<Interval> out;
  if (text.find("95") == std::string_view::npos) return out;
  const std::string lower = ascii_lower(text);
  std::size_t from = 0;
  while (from < lower.size()) {
    std::size_t at = lower.find("95", from);
    if (at == std::string::npos) break;
    const std::size_t start = at;
    at += 2;
    from = at;
    skip(lower, at, " ");
    if (!take(lower, at, "%")) continue;
    skip(lower, at, " -");
    if (!take(lower, at, "ci") && !take(lower, at, "confidence interval") && !take(lower, at, "confidence limits") &&
        !take(lower, at, "cri") && !take(lower, at, "credible interval")) {
      continue;
    }
    if (lower.substr(at).starts_with("s")) ++at;
    skip(lower, at, " :=,([{");
    take(lower, at, "ci");
    skip(lower, at, " :=,([{");
    const auto low = read_number(lower, at);
    if (!low) continue;
    skip(lower, at, " %");
    const bool parted = take(lower, at, "to ") || take(lower, at, ",") || take(lower, at, ";") ||
                        take(lower, at, "\xE2\x80\x93") || take(lower, at, "\xE2\x80\x94") ||
                        take(lower, at, "\xE2\x80\x92") || take(lower, at, "\xE2\x80\x90") || take(lower, at, "-") ||
                        take(lower, at, "and ");
    if (!parted) continue;
    skip(lower, at, " ");
    const auto high = read_number(lower, at);
    if (!high || *high < *low) continue;
    out.push_back({start, at, *low, *high});
    from = at;
  }
  return out;
}

}  // namespace meridian::evidence
