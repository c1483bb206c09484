// An abstract of MEDLINE text, parted as the XML of the same record has it.
#pragma once

#include <string_view>
#include <vector>

#include "core/citation.hpp"

namespace meridian::fetcher {

/// "BACKGROUND: Why. METHODS: How.": the parts with their labels, without categories, in order. Text that does not
/// begin with a label in capitals, or has one alone, is one part without label. `text` is UTF-8.
[[nodiscard]] std::vector<AbstractPart> abstract_parts(std::string_view text);

}  // namespace meridian::fetcher
