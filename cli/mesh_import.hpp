// Loading the whole MeSH, which two commands offer.
#pragma once

#include <string>

#include "cli/context.hpp"

namespace meridian::cli {

/// Reads NLM's descriptor file (desc2026.xml, also compressed) for searches from now on, and says how much it held.
/// @errors BadInput: not such a file; Interrupted; Storage
Result<Fault> load_mesh(Context& context, const std::string& path);

}  // namespace meridian::cli
