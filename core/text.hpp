// Text as bytes of UTF-8: mending, squeezing, folding, and making untrusted text safe to show.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace meridian {

/// `text` with every invalid UTF-8 sequence replaced by U+FFFD; valid text is returned byte for byte.
[[nodiscard]] std::string valid_utf8(std::string_view text);

/// True where `text` is well-formed UTF-8 (no overlong forms, no surrogates, at most U+10FFFF).
[[nodiscard]] bool is_valid_utf8(std::string_view text);

/// Runs of white space (ASCII, U+0085, U+00A0, U+1680, U+2000 to U+200A, U+2028, U+2029, U+202F, U+205F, U+3000)
/// become one blank; none is left at either end. The set is Unicode's White_Space property.
[[nodiscard]] std::string squeeze(std::string_view text);

/// True where `text` is valid UTF-8 that squeeze would give back as it stands: the bulk of all text, told without a
/// copy.
[[nodiscard]] bool is_squeezed(std::string_view text);

/// `text` (UTF-8, untrusted) without what could steer a terminal: C0 and C1 controls, DEL and bidirectional
/// overrides are dropped, invalid bytes become U+FFFD. Tab and line feed become a blank.
[[nodiscard]] std::string printable(std::string_view text);

/// Like printable, but line feeds are kept.
[[nodiscard]] std::string printable_lines(std::string_view text);

/// ASCII letters to lower case; other bytes are left as they stand.
[[nodiscard]] std::string ascii_lower(std::string_view text);

/// `text` without ASCII white space at either end.
[[nodiscard]] std::string_view trim(std::string_view text);

/// Parts of `text` between `separator`s, empty ones included.
[[nodiscard]] std::vector<std::string_view> split(std::string_view text, char separator);

/// Columns that `text` takes on a terminal, East Asian wide characters as two, combining marks as none.
[[nodiscard]] std::size_t display_width(std::string_view text);

/// The name nearest to `word` among `names` by edit distance, or "" where none is near enough (a third of its length,
/// rounded up).
[[nodiscard]] std::string_view nearest_name(std::string_view word, const std::vector<std::string_view>& names);

}  // namespace meridian
