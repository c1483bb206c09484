// Text as bytes of UTF-8.
#include "core/text.hpp"

#include <wchar.h>

#include <algorithm>
#include <cstring>
#include <numeric>

namespace meridian {
namespace {

constexpr char32_t kInvalid = 0xFFFFFFFF;
constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

struct Decoded {
  char32_t code = kInvalid;
  std::size_t length = 1;  ///< bytes to step over
};

Decoded decode(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(at);
  if (first < 0x80) {
    return {first, 1};
  }
  std::size_t length = 0;
  char32_t code = 0;
  char32_t least = 0;
  if ((first & 0xE0) == 0xC0) {
    length = 2, code = first & 0x1FU, least = 0x80;
  } else if ((first & 0xF0) == 0xE0) {
    length = 3, code = first & 0x0FU, least = 0x800;
  } else if ((first & 0xF8) == 0xF0) {
    length = 4, code = first & 0x07U, least = 0x10000;
  } else {
    return {};
  }
  for (std::size_t i = 1; i < length; ++i) {
    if (at + i >= text.size() || (byte(at + i) & 0xC0) != 0x80) {
      return {kInvalid, i};
    }
    code = (code << 6U) | (byte(at + i) & 0x3FU);
  }
  if (code < least || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) {
    return {kInvalid, length};
  }
  return {code, length};
}

bool is_space(char32_t c) {
  return (c >= 9 && c <= 13) || c == ' ' || c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) ||
         c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

constexpr std::uint64_t kEach = 0x0101010101010101U;  ///< times a byte: eight of it
constexpr std::uint64_t kHighBits = kEach * 0x80U;

std::uint64_t eight_at(std::string_view text, std::size_t at) {
  std::uint64_t eight = 0;
  std::memcpy(&eight, text.data() + at, sizeof eight);
  return eight;
}

/// The high bit of each byte of `eight` that equals `byte`.
std::uint64_t equal_bytes(std::uint64_t eight, unsigned char byte) {
  const std::uint64_t difference = eight ^ (kEach * byte);
  return ~(((difference & ~kHighBits) + ~kHighBits) | difference | ~kHighBits);
}

/// The first place from `at` on where a byte is not ASCII, eight bytes at a time: most text is ASCII throughout.
std::size_t past_ascii(std::string_view text, std::size_t at) {
  while (at + 8 <= text.size() && (eight_at(text, at) & kHighBits) == 0) {
    at += 8;
  }
  while (at < text.size() && static_cast<unsigned char>(text[at]) < 0x80) {
    ++at;
  }
  return at;
}

bool steers_terminal(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0x061C || c == 0x200E || c == 0x200F ||
         (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0x2028 || c == 0x2029;
}

std::string harmless(std::string_view text, bool keep_lines) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const Decoded d = decode(text, at);
    if (d.code == kInvalid) {
      out += kReplacement;
    } else if (d.code == '\n' && keep_lines) {
      out += '\n';
    } else if (d.code == '\t' || d.code == '\n') {
      out += ' ';
    } else if (!steers_terminal(d.code)) {
      out.append(text, at, d.length);
    }
    at += d.length;
  }
  return out;
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t changed = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({changed, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row[b.size()];
}

}  // namespace

bool is_valid_utf8(std::string_view text) {
  for (std::size_t at = past_ascii(text, 0); at < text.size(); at = past_ascii(text, at)) {
    const Decoded d = decode(text, at);
    if (d.code == kInvalid) {
      return false;
    }
    at += d.length;
  }
  return true;
}

bool is_squeezed(std::string_view text) {
  bool blank = true;  // none at the front
  for (std::size_t at = 0; at < text.size();) {
    if (at + 8 <= text.size()) {
      // Eight bytes are well where all are printable ASCII and no two blanks meet: a byte below 0x21 that is no blank,
      // or one with its high bit set, is looked at alone.
      const std::uint64_t eight = eight_at(text, at);
      const std::uint64_t blanks = equal_bytes(eight, ' ');
      const std::uint64_t controls = (eight - kEach * 0x20U) & ~eight & kHighBits;
      const std::uint64_t first = blank ? std::uint64_t{0x80} : 0;
      if (((eight & kHighBits) | controls | (blanks & ((blanks << 8U) | first))) == 0) {
        blank = (blanks >> 63U) != 0;
        at += 8;
        continue;
      }
    }
    const auto byte = static_cast<unsigned char>(text[at]);
    const Decoded d = byte < 0x80 ? Decoded{byte, 1} : decode(text, at);
    if (d.code == kInvalid || (is_space(d.code) && (blank || d.code != ' '))) {
      return false;
    }
    blank = d.code == ' ';
    at += d.length;
  }
  return !blank || text.empty();
}

std::string valid_utf8(std::string_view text) {
  if (is_valid_utf8(text)) {
    return std::string(text);
  }
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const Decoded d = decode(text, at);
    if (d.code == kInvalid) {
      out += kReplacement;
    } else {
      out.append(text, at, d.length);
    }
    at += d.length;
  }
  return out;
}

std::string squeeze(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t word = at;
    std::size_t space = 0;  // bytes of the white space that ends the word
    while (at < text.size() && space == 0) {
      const auto byte = static_cast<unsigned char>(text[at]);
      if (byte > ' ' && byte < 0x80) {
        ++at;
        continue;
      }
      const Decoded d = byte < 0x80 ? Decoded{byte, 1} : decode(text, at);
      if (is_space(d.code)) {
        space = d.length;
      } else {
        at += d.length;
      }
    }
    if (at > word) {
      if (!out.empty()) {
        out += ' ';
      }
      out.append(text, word, at - word);
    }
    at += space;
  }
  return out;
}

std::string printable(std::string_view text) { return harmless(text, false); }
std::string printable_lines(std::string_view text) { return harmless(text, true); }

std::string ascii_lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') {
      c = static_cast<char>(c - 'A' + 'a');
    }
  }
  return out;
}

std::string_view trim(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n\f\v";
  const auto first = text.find_first_not_of(kSpace);
  if (first == std::string_view::npos) {
    return {};
  }
  return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    const auto at = text.find(separator);
    parts.push_back(text.substr(0, at));
    if (at == std::string_view::npos) {
      return parts;
    }
    text.remove_prefix(at + 1);
  }
}

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  for (std::size_t at = 0; at < text.size();) {
    const Decoded d = decode(text, at);
    if (d.code == kInvalid || (d.code >= 0x20 && d.code < 0x7F)) {
      ++width;
    } else if (const int columns = wcwidth(static_cast<wchar_t>(d.code)); columns > 0) {
      width += static_cast<std::size_t>(columns);
    }
    at += d.length;
  }
  return width;
}

std::string_view nearest_name(std::string_view word, const std::vector<std::string_view>& names) {
  std::string_view best;
  std::size_t least = std::max<std::size_t>(1, (word.size() + 1) / 3) + 1;
  for (const auto name : names) {
    if (const auto distance = edit_distance(word, name); distance < least) {
      least = distance;
      best = name;
    }
  }
  return best;
}

}  // namespace meridian
