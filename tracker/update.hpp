// One run of the main job: PubMed or files in, studies in the library, and a receipt that adds up.
#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "core/clock.hpp"
#include "core/error.hpp"
#include "core/observer.hpp"
#include "evidence/vocabulary.hpp"
#include "fetcher/pubmed.hpp"
#include "index/library.hpp"
#include "tracker/receipt.hpp"
#include "tracker/topic.hpp"

namespace meridian::tracker {

struct UpdateOptions {
  std::size_t limit = 0;  ///< fetch at most this many records, newest PMIDs first; 0: all
  bool refetch = false;   ///< ask also for what is already held (revisions)
  bool dry_run = false;   ///< list and count only
};

/// Searches the topic and fetches what is not held yet. Each page is committed as it comes, so that a run that is cut
/// off loses nothing; the receipt is stored in the library in every case, also with the error that ended the run.
/// Status of the receipt: None, Warnings, Incomplete, Network, Interrupted, Storage.
[[nodiscard]] Receipt update(const Topic& topic, const UpdateOptions& options, fetcher::PubMed& pubmed,
                             index::Library& library, const evidence::Vocabulary& vocabulary, const Clock& clock,
                             Observer& observer, std::optional<Error>& failure);

/// Imports files of PubMed XML or MEDLINE text, plain or gzip. Deletions are applied. Reading runs on all cores.
[[nodiscard]] Receipt import_files(std::span<const std::string> files, index::Library& library,
                                   const evidence::Vocabulary& vocabulary, const Clock& clock, Observer& observer,
                                   std::optional<Error>& failure);

/// What moved when every stored record was read again.
struct RereadReport {
  std::uint64_t read = 0, changed = 0;
  /// "mechanism inflammation: supported → not-supported", with how many studies moved so; most frequent first.
  std::vector<std::pair<std::string, std::uint64_t>> moves;
};

/// Reads all stored records again with the vocabulary as it is now.
[[nodiscard]] Result<RereadReport> reread(index::Library& library, const evidence::Vocabulary& vocabulary,
                                          Observer& observer);

}  // namespace meridian::tracker
