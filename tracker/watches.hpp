// Local watches: queries over the library whose news each run tells.
#pragma once

#include <string>
#include <vector>

#include "core/error.hpp"
#include "index/ledger.hpp"
#include "index/library.hpp"
#include "tracker/receipt.hpp"

namespace meridian::tracker {

/// What changed for every watch, and the rows by which the ledger remembers that it was told.
struct WatchRound {
  std::vector<WatchNews> news;  ///< only of watches that have some
  std::vector<index::WatchMatch> matches;
};

/// Compares what each watch matches now with what it matched before. A contradiction is a newly matched study whose
/// direction is no-difference or against, one whose direction became so, and a match that was retracted since.
[[nodiscard]] Result<WatchRound> look_at_watches(index::Library& library, index::Ledger& ledger);

/// Adds a watch; what matches already is taken as known.
/// @return how many match
/// @errors Usage: the query cannot be read, or the name is taken
[[nodiscard]] Result<std::size_t> add_watch(index::Library& library, index::Ledger& ledger, const std::string& name,
                                            const std::string& query, const std::string& now);

}  // namespace meridian::tracker
