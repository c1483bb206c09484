// Whether the search index says what the store says, record by record.
#pragma once

#include <string>

#include "index/search/search_index.hpp"
#include "index/store/store.hpp"

namespace meridian::index {

/// The document of what is stored; without one where that is damaged, so that the others are found all the same.
[[nodiscard]] PreparedDocument prepared_from(Blobs&& blobs);

struct Comparison {
  VerifyReport report;
  bool index_sound = false;  ///< what disagrees, if anything, is within the store
};

/// The store with itself; then what the index lacks, has too much, has otherwise, or cannot give back. It must be
/// committed.
/// @throws SQLite::Exception of the store; the index's own failures are disagreements
[[nodiscard]] Comparison compare(SearchIndex& index, Store& store, Observer& observer);

/// Builds the index anew; the old one serves until the new one stands.
/// @return what was done, for people
/// @throws SQLite::Exception, Xapian::Error
std::string rebuild(SearchIndex& index, Store& store, Observer& observer);

/// Threads for work on records.
[[nodiscard]] unsigned cores();

inline constexpr std::size_t kDocumentsAlive = 64;  ///< bounds the memory between reading and writing

}  // namespace meridian::index
