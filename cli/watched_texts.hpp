// Published texts checked again, after an update or when asked, and what turned, for a person or a script.
#pragma once

#include <vector>

#include "cli/context.hpp"
#include "index/ledger.hpp"

namespace meridian::cli {

/// Loads what a check needs only where texts are kept.
/// @errors Misconfigured: data files; Storage; Interrupted
[[nodiscard]] Result<std::vector<index::TextTurn>> look_at_texts(Context& context, const index::Library& library,
                                                                 index::Ledger& ledger);

/// One line a turn; as JSON one object, also where nothing turned.
void print_turns(const std::vector<index::TextTurn>& turns, bool json);

}  // namespace meridian::cli
