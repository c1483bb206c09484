// Which rules of reading these are.
#pragma once

#include <string_view>

namespace meridian::evidence {

/// Raised with every change of a rule of reading; part of every Vocabulary::version().
[[nodiscard]] std::string_view reader_version();

}  // namespace meridian::evidence
