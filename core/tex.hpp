// Text as TeX spells it, for BibTeX files that were written before TeX read UTF-8.
#pragma once

#include <string>
#include <string_view>

namespace meridian {

/// `text` (UTF-8) with TeX's accents, letters and escapes as the characters that they stand for, and without the braces
/// that only group: "W{\'o}jcik" is "Wójcik", "Smith \& Sons" is "Smith & Sons". An unknown command stays as it stands.
///
/// @source  D. E. Knuth, The TeXbook, chapter 9 (accents and special letters)
[[nodiscard]] std::string decoded_tex(std::string_view text);

}  // namespace meridian
