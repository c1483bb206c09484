// A thread that writes documents to the search index, so that reading, storing and indexing overlap.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <exception>
#include <mutex>
#include <thread>
#include <variant>

#include "index/search/index_writer.hpp"

namespace meridian::index {

/// The index rests while this is held.
using Resting = std::unique_lock<std::mutex>;

/// Applies what it is handed in order; while it stands, the writer is used only under the lock of settled().
class IndexQueue {
 public:
  explicit IndexQueue(IndexWriter& writer);
  IndexQueue(const IndexQueue&) = delete;
  IndexQueue& operator=(const IndexQueue&) = delete;
  /// Ends after all that was handed over is applied; a failure is dropped.
  ~IndexQueue();

  /// Waits while the queue is full. After a failure everything is dropped until settled() has told it.
  void put(PreparedDocument&& document);
  /// All up to `sequence` was put.
  void reached(std::int64_t sequence);

  /// True after a failure that settled() has not told yet.
  [[nodiscard]] bool failed();

  /// Waits until everything is applied; nothing is written while the lock is held.
  /// @throws what the thread met, such as Xapian::Error
  [[nodiscard]] Resting settled();

 private:
  using Step = std::variant<PreparedDocument, std::int64_t>;
  void push(Step&& step);
  void run();

  IndexWriter& writer_;
  std::mutex mutex_;    // of what follows
  std::mutex at_work_;  // of writer_; taken before mutex_ is let go, never the other way round
  std::condition_variable changed_;
  std::deque<Step> steps_;
  bool busy_ = false, ends_ = false;
  std::exception_ptr failure_;
  std::thread thread_;
};

}  // namespace meridian::index
