// What a check of drafts knows beside the library: vocabularies and models out of the data folder.
#pragma once

#include "cli/context.hpp"
#include "tracker/check.hpp"

namespace meridian::cli {

/// @errors Misconfigured: a file is missing or wrong, with its place
[[nodiscard]] Result<tracker::CheckKnowledge> load_check_knowledge(const Context& context);

}  // namespace meridian::cli
