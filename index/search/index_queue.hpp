// Threads that write documents to the search index, one for each shard, so that reading, storing and indexing overlap.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <exception>
#include <mutex>
#include <thread>
#include <variant>
#include <vector>

#include "index/search/index_shard.hpp"

namespace meridian::index {

/// The thread of one shard. Applies what it is handed in order; while it stands, the shard is used only under the lock
/// of settled().
class IndexLane {
 public:
  explicit IndexLane(IndexShard& shard);
  IndexLane(const IndexLane&) = delete;
  IndexLane& operator=(const IndexLane&) = delete;
  /// Ends after all that was handed over is applied; a failure is dropped.
  ~IndexLane();

  /// Waits while the queue is full. After a failure everything is dropped until settled() has told it.
  void put(PreparedDocument&& document);
  /// All up to `sequence` was put.
  void reached(std::int64_t sequence);

  /// True after a failure that settled() has not told yet.
  [[nodiscard]] bool failed();

  /// Waits until everything is applied; the shard rests while the lock is held.
  /// @throws what the thread met, such as Xapian::Error
  [[nodiscard]] std::unique_lock<std::mutex> settled();

 private:
  using Step = std::variant<PreparedDocument, std::int64_t>;
  void push(Step&& step);
  void run();

  IndexShard& shard_;
  std::mutex mutex_;    // of what follows
  std::mutex at_work_;  // of shard_; taken before mutex_ is let go, never the other way round
  std::condition_variable changed_;
  std::deque<Step> steps_;
  bool busy_ = false, ends_ = false;
  std::exception_ptr failure_;
  std::thread thread_;
};

/// The index rests while these are held.
using Resting = std::vector<std::unique_lock<std::mutex>>;

/// The lanes of all shards. Members as those of a lane.
class IndexQueue {
 public:
  /// @param shards one for each of kShards
  explicit IndexQueue(std::vector<IndexShard>& shards);

  void put(PreparedDocument&& document);
  void reached(std::int64_t sequence);
  [[nodiscard]] bool failed();
  [[nodiscard]] Resting settled();

 private:
  std::deque<IndexLane> lanes_;
};

}  // namespace meridian::index
