// The search index's database as its one writer sees it.
#pragma once

#include <xapian.h>

#include <chrono>
#include <cstdint>
#include <string>

#include "index/search/documents.hpp"

namespace meridian::index {

/// The metadata under which the index keeps the store's sequence up to which it has taken in its records, in decimal.
inline constexpr const char* kWatermarkKey = "sequence";

/// All members throw Xapian::Error on damage or a full disk. Where Xapian itself would end the program on a full disk,
/// it ends with the status of Fault::Storage and says so.
class IndexWriter {
 public:
  /// Begins a transaction, so that nothing is committed but by commit().
  explicit IndexWriter(Xapian::WritableDatabase database);

  /// A document's number is its PMID. A record that is deleted is taken out.
  void put(const PreparedDocument& prepared);
  /// All up to `sequence` was put. Committed at once where that is cheap beside the time since the last commit.
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
