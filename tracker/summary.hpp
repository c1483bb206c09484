// What the library says on a question: the studies a search finds, weighed.
#pragma once

#include <cstdint>
#include <string>

#include "core/error.hpp"
#include "core/observer.hpp"
#include "evidence/summary.hpp"
#include "evidence/vocabulary.hpp"
#include "index/library.hpp"

namespace meridian::tracker {

struct SummaryReport {
  evidence::Summary summary;
  std::string query;
  std::string newest_created;      ///< ISO day of the newest record in the library, or empty
  std::string vocabulary_version;  ///< the one the summary was made with
  std::uint64_t held = 0;          ///< records in the library
  std::uint64_t stale = 0;         ///< of them read with another vocabulary
};

/// @param query  as for a search; empty: everything held
/// @errors Usage: the query cannot be read; Interrupted; Storage
[[nodiscard]] Result<SummaryReport> summarize(const index::Library& library, const evidence::Vocabulary& vocabulary,
                                              const std::string& query, evidence::GroupBy by, Observer& observer);

}  // namespace meridian::tracker
