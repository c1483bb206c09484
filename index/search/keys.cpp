// Folding of Latin letters by a table; other scripts keep their letters.
#include "index/search/keys.hpp"

#include <algorithm>
#include <array>

#include "core/text.hpp"

namespace meridian::index {
namespace {

constexpr std::size_t kLongestKey = 180;  // bytes

// U+00C0 to U+017F; a blank stands for what has no base letter.
constexpr std::array<std::string_view, 0xC0> kBase{
    "a", "a", "a",  "a", "a", "a", "ae", "c",  "e", "e", "e",  "e",  "i", "i", "i",  "i",  "d", "n", "o",  "o",
    "o", "o", "o",  " ", "o", "u", "u",  "u",  "u", "y", "th", "ss", "a", "a", "a",  "a",  "a", "a", "ae", "c",
    "e", "e", "e",  "e", "i", "i", "i",  "i",  "d", "n", "o",  "o",  "o", "o", "o",  " ",  "o", "u", "u",  "u",
    "u", "y", "th", "y", "a", "a", "a",  "a",  "a", "a", "c",  "c",  "c", "c", "c",  "c",  "c", "c", "d",  "d",
    "d", "d", "e",  "e", "e", "e", "e",  "e",  "e", "e", "e",  "e",  "g", "g", "g",  "g",  "g", "g", "g",  "g",
    "h", "h", "h",  "h", "i", "i", "i",  "i",  "i", "i", "i",  "i",  "i", "i", "ij", "ij", "j", "j", "k",  "k",
    "k", "l", "l",  "l", "l", "l", "l",  "l",  "l", "l", "l",  "n",  "n", "n", "n",  "n",  "n", "n", "n",  "n",
    "o", "o", "o",  "o", "o", "o", "oe", "oe", "r", "r", "r",  "r",  "r", "r", "s",  "s",  "s", "s", "s",  "s",
    "s", "s", "t",  "t", "t", "t", "t",  "t",  "u", "u", "u",  "u",  "u", "u", "u",  "u",  "u", "u", "u",  "u",
    "w", "w", "y",  "y", "y", "z", "z",  "z",  "z", "z", "z",  "s"};

constexpr unsigned char byte(char c) { return static_cast<unsigned char>(c); }

/// A run of letters of one base, behind kBase: Romanian, Pinyin and Vietnamese.
struct Run {
  unsigned first, last;
  std::string_view base;
};
/// @source Unicode 15, Latin Extended-B and Latin Extended Additional
constexpr auto kRuns = std::to_array<Run>({{0x1A0, 0x1A1, "o"},
                                           {0x1AF, 0x1B0, "u"},
                                           {0x1CD, 0x1CE, "a"},
                                           {0x1CF, 0x1D0, "i"},
                                           {0x1D1, 0x1D2, "o"},
                                           {0x1D3, 0x1DC, "u"},
                                           {0x218, 0x219, "s"},
                                           {0x21A, 0x21B, "t"},
                                           {0x1EA0, 0x1EB7, "a"},
                                           {0x1EB8, 0x1EC7, "e"},
                                           {0x1EC8, 0x1ECB, "i"},
                                           {0x1ECC, 0x1EE3, "o"},
                                           {0x1EE4, 0x1EF1, "u"},
                                           {0x1EF2, 0x1EF9, "y"}});

/// The base of the letter with which `text` begins, "" where kRuns has none.
std::string_view base_beyond(std::string_view text) {
  unsigned point = 0;
  if (text.size() > 1 && byte(text[0]) >= 0xC6 && byte(text[0]) <= 0xC8) {
    point = (byte(text[0]) & 0x1FU) << 6U | (byte(text[1]) & 0x3FU);
  } else if (text.size() > 2 && byte(text[0]) == 0xE1) {
    point = (byte(text[0]) & 0x0FU) << 12U | (byte(text[1]) & 0x3FU) << 6U | (byte(text[2]) & 0x3FU);
  }
  const auto* const run = std::find_if(kRuns.begin(), kRuns.end(),
                                       [point](const Run& one) { return point >= one.first && point <= one.last; });
  return run == kRuns.end() ? std::string_view() : run->base;
}

}  // namespace

std::string unaccented(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const unsigned char c = byte(text[i]);
    if (c == 0xC2 && i + 1 < text.size() && byte(text[i + 1]) == 0xB5) {
      out += "\xCE\xBC";
      ++i;
    } else if (c >= 0xC3 && c <= 0xC5 && i + 1 < text.size() && (byte(text[i + 1]) & 0xC0U) == 0x80) {
      const unsigned point = (c & 0x1FU) << 6U | (byte(text[++i]) & 0x3FU);
      out += kBase[point - 0xC0];
    } else if (const std::string_view base = base_beyond(text.substr(i)); !base.empty()) {
      out += base;
      i += c >= 0xE1 ? 2 : 1;
    } else if (c == 0xCC || (c == 0xCD && i + 1 < text.size() && byte(text[i + 1]) < 0xB0)) {
      ++i;  // combining marks, U+0300 to U+036F
    } else {
      out += static_cast<char>(c);
    }
  }
  return out;
}

std::string folded(std::string_view text) { return ascii_lower(unaccented(text)); }

std::string key_of(std::string_view text) {
  std::string out;
  bool blank = false;
  for (const char c : folded(text)) {
    const bool kept = byte(c) >= 0x80 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (!kept) {
      blank = true;
      continue;
    }
    if (blank && !out.empty()) {
      out += ' ';
    }
    blank = false;
    out += c;
  }
  return out;
}

std::string term_key(std::string_view text) {
  std::string out = key_of(text);
  out.resize(std::min(out.size(), kLongestKey));
  return out;
}

}  // namespace meridian::index
