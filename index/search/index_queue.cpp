// The threads behind the queue: each applies, and commits when nothing has come for a moment.
#include "index/search/index_queue.hpp"

#include <algorithm>

namespace meridian::index {
namespace {

constexpr std::size_t kMostWaiting = 128;             // documents are large; bounds the memory
constexpr std::chrono::milliseconds kIdleCommit{20};  // so that other processes find what was added last

}  // namespace

IndexLane::IndexLane(IndexShard& shard) : shard_(shard), thread_([this] { run(); }) {}

IndexLane::~IndexLane() {
  {
    const std::lock_guard lock(mutex_);
    ends_ = true;
    changed_.notify_all();
  }
  thread_.join();
}

void IndexLane::push(Step&& step) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return steps_.size() < kMostWaiting || failure_; });
  if (!failure_) {
    steps_.push_back(std::move(step));
    changed_.notify_all();
  }
}

void IndexLane::put(PreparedDocument&& document) { push(std::move(document)); }

void IndexLane::reached(std::int64_t sequence) { push(sequence); }

bool IndexLane::failed() {
  const std::lock_guard lock(mutex_);
  return failure_ != nullptr;
}

std::unique_lock<std::mutex> IndexLane::settled() {
  {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return steps_.empty() && !busy_; });
    if (failure_) {
      std::rethrow_exception(std::exchange(failure_, nullptr));
    }
  }
  return std::unique_lock(at_work_);
}

void IndexLane::run() {
  bool idle_commit = false;
  std::unique_lock lock(mutex_);
  for (;;) {
    const auto wakes = [&] { return !steps_.empty() || ends_; };
    const bool woken = idle_commit ? changed_.wait_for(lock, kIdleCommit, wakes) : (changed_.wait(lock, wakes), true);
    if (steps_.empty() && woken) {
      return;
    }
    busy_ = true;
    std::exception_ptr failure;
    if (!woken) {
      idle_commit = false;
      lock.unlock();
      try {
        const std::lock_guard work(at_work_);
        shard_.commit();
      } catch (...) {
        failure = std::current_exception();
      }
    } else {
      Step step = std::move(steps_.front());
      steps_.pop_front();
      idle_commit = true;
      changed_.notify_all();
      lock.unlock();
      try {
        const std::lock_guard work(at_work_);
        if (const auto* sequence = std::get_if<std::int64_t>(&step)) {
          shard_.reached(*sequence);
        } else {
          shard_.put(std::get<PreparedDocument>(step));
        }
      } catch (...) {
        failure = std::current_exception();
      }
    }
    lock.lock();
    busy_ = false;
    if (failure) {
      failure_ = failure;
      steps_.clear();
      idle_commit = false;
    }
    changed_.notify_all();
  }
}

IndexQueue::IndexQueue(std::vector<IndexShard>& shards) {
  for (IndexShard& shard : shards) {
    lanes_.emplace_back(shard);
  }
}

void IndexQueue::put(PreparedDocument&& document) {
  IndexLane& lane = lanes_.at(shard_of(document.pmid));
  lane.put(std::move(document));
}

void IndexQueue::reached(std::int64_t sequence) {
  for (IndexLane& lane : lanes_) {
    lane.reached(sequence);
  }
}

bool IndexQueue::failed() {
  return std::any_of(lanes_.begin(), lanes_.end(), [](IndexLane& lane) { return lane.failed(); });
}

Resting IndexQueue::settled() {
  Resting resting;
  for (IndexLane& lane : lanes_) {
    resting.push_back(lane.settled());
  }
  return resting;
}

}  // namespace meridian::index
