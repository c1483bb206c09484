// Many searches in one process, as a run file for evaluation.
#pragma once

#include <string>

#include "cli/context.hpp"
#include "core/error.hpp"
#include "index/library.hpp"

namespace meridian::cli {

/// Reads "id<tab>query" lines and prints "id Q0 pmid rank score meridian" for the first `limit` studies of each.
/// A line that cannot be read as a query is told and read as plain words.
/// @errors NotFound: no such file; Usage: a line without a tab
[[nodiscard]] Result<Fault> run_batch(Context& context, const index::Library& library, const std::string& file,
                                      std::size_t limit, index::Wording wording);

}  // namespace meridian::cli
