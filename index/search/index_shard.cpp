// Writing to one database, and when to commit.
#include "index/search/index_shard.hpp"

#include <utility>

namespace meridian::index {
namespace {

constexpr int kCommitShare = 4;  // at most a fifth of the time goes into commits

/// Xapian deals the numbers of several databases out in turn, beginning with 1.
Xapian::docid number_in_shard(Pmid pmid) { return static_cast<Xapian::docid>((pmid - 1) / kShards.size() + 1); }

}  // namespace

IndexShard::IndexShard(Xapian::WritableDatabase database) : database_(std::move(database)) {
  database_.begin_transaction(false);
}

void IndexShard::put(const PreparedDocument& prepared) {
  pending_ = true;
  if (prepared.document) {
    database_.replace_document(number_in_shard(prepared.pmid), *prepared.document);
    return;
  }
  try {
    database_.delete_document(number_in_shard(prepared.pmid));
  } catch (const Xapian::DocNotFoundError&) {
    return;  // a record that arrived already withdrawn was never put
  }
}

void IndexShard::reached(std::int64_t sequence) {
  database_.set_metadata(kWatermarkKey, std::to_string(sequence));
  pending_ = true;
  if (std::chrono::steady_clock::now() - committed_ >= kCommitShare * commit_cost_) {
    commit();
  }
}

void IndexShard::commit() {
  if (!pending_) {
    return;
  }
  const auto start = std::chrono::steady_clock::now();
  database_.commit_transaction();
  database_.commit();
  database_.begin_transaction(false);
  committed_ = std::chrono::steady_clock::now();
  commit_cost_ = committed_ - start;
  pending_ = false;
}

}  // namespace meridian::index
