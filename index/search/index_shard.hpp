// One of the databases that together make the search index, as its writer sees it.
#pragma once

#include <xapian.h>

#include <array>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>

#include "index/search/documents.hpp"

namespace meridian::index {

/// A Xapian database takes one writer thread, and writing is what an import waits for. So records are dealt out over
/// two databases by their PMID, each with a thread of its own; a search reads both as one, in which a document's number
/// is the PMID again.
inline constexpr std::array<const char*, 2> kShards{"0", "1"};  ///< their folders

/// Which of kShards holds `pmid`, which is not 0.
constexpr std::size_t shard_of(Pmid pmid) { return (pmid - 1) % kShards.size(); }

/// The metadata under which a shard keeps the store's sequence up to which it has taken in its records, in decimal.
inline constexpr const char* kWatermarkKey = "sequence";

/// All members throw Xapian::Error on damage or a full disk. Where Xapian itself would end the program on a full disk,
/// it ends with the status of Fault::Storage and says so.
class IndexShard {
 public:
  /// Begins a transaction, so that nothing is committed but by commit().
  explicit IndexShard(Xapian::WritableDatabase database);

  /// A record that is deleted is taken out.
  void put(const PreparedDocument& prepared);
  /// All of this shard up to `sequence` was put. Committed at once where that is cheap beside the time since the last
  /// commit.
  void reached(std::int64_t sequence);
  void commit();

  [[nodiscard]] Xapian::WritableDatabase& database() { return database_; }

 private:
  Xapian::WritableDatabase database_;
  bool pending_ = false;
  std::chrono::steady_clock::time_point committed_{};
  std::chrono::steady_clock::duration commit_cost_{};
};

}  // namespace meridian::index
