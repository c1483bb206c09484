// Names made comparable: without case, accents and punctuation.
#pragma once

#include <string>
#include <string_view>

namespace meridian::index {

/// `text` (UTF-8), Latin letters without their accents, the micro sign as the Greek letter; all else as it stands.
[[nodiscard]] std::string unaccented(std::string_view text);

/// `text` (UTF-8) in lower case, Latin letters without their accents; all else as it stands.
[[nodiscard]] std::string folded(std::string_view text);

/// The folded words of `text` joined by one blank: punctuation is gone, "Diabetes Mellitus, Type 2" and
/// "diabetes mellitus type 2" are one. The slash and other marks part words.
[[nodiscard]] std::string key_of(std::string_view text);

/// As key_of, cut to what a Xapian term can hold after a prefix of at most 8 letters.
[[nodiscard]] std::string term_key(std::string_view text);

}  // namespace meridian::index
