// Asks whether a pattern stands anywhere in a text, in time linear in the text.
#pragma once

#include <re2/re2.h>

#include <string_view>

namespace meridian::evidence {

/// `pattern` matches somewhere in `text`; both are UTF-8, or the pattern is of Latin-1 and looks at bytes.
[[nodiscard]] inline bool finds(std::string_view text, const RE2& pattern) {
  return RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), pattern);
}

}  // namespace meridian::evidence
