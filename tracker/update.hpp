// One run of the main job: PubMed or files in, studies in the library, and a receipt that adds up.
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string>

#include "core/clock.hpp"
#include "core/error.hpp"
#include "core/observer.hpp"
#include "evidence/vocabulary.hpp"
#include "fetcher/bulk.hpp"
#include "fetcher/pubmed.hpp"
#include "index/ledger.hpp"
#include "index/library.hpp"
#include "tracker/receipt.hpp"
#include "tracker/topic.hpp"

namespace meridian::tracker {

struct UpdateOptions {
  std::size_t limit = 0;         ///< fetch at most this many records, newest PMIDs first; 0: all
  bool refetch = false;          ///< ask also for what is already held (revisions)
  bool dry_run = false;          ///< list and count only
  std::string since = {};        ///< ISO day: windows begin there instead of at the watermark; empty: at the watermark
  bool off_peak = false;         ///< wait for the hours that NCBI asks large jobs to keep
  std::size_t large_job = 1000;  ///< records to fetch from which a job is large
};

/// What a run works with.
struct UpdateTools {
  fetcher::PubMed& pubmed;
  index::Library& library;  ///< opened for writing
  index::Ledger& ledger;    ///< of the same folder, opened for writing
  const evidence::Vocabulary& vocabulary;
  const Clock& clock;
  Observer& observer;
};

/// Brings a topic up to date, and proves it.
///
/// The first run lists the whole search. Later ones list what was created and what was revised since the watermark less
/// the topic's overlap, and every `audit_days` the whole search again, so that what left it is noticed: such records
/// are looked up by their PMIDs, revised ones fetched, vanished ones marked as withdrawn. Notices of retraction and the
/// like are fetched where they are not held. Each page is committed as it comes; the watermark moves only where every
/// number agrees, in the transaction that records the run. A run that is not complete keeps what it got, and its
/// successor asks for the rest.
///
/// A topic without an id is asked once: what it finds is fetched and kept, and nothing is followed afterwards.
///
/// A PMID that the server lists and does not deliver makes the run incomplete for kPatience different days; after that
/// it is only warned about, and still asked for.
/// Status of the receipt: None, Warnings, Incomplete, Network (nothing was kept), Interrupted, Storage.
[[nodiscard]] Receipt update(const Topic& topic, const UpdateOptions& options, UpdateTools tools,
                             std::optional<Error>& failure);

inline constexpr int kPatience = 7;

using OpenFile = std::function<Result<fetcher::RecordStream>(const std::string& file)>;

/// Imports files of PubMed XML or MEDLINE text, plain or gzip. Deletions are applied. Reading runs on all cores.
/// `open` opens each in turn.
[[nodiscard]] Receipt import_files(std::span<const std::string> files, const OpenFile& open, index::Library& library,
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
