// The thread behind the queue: it applies, and commits when nothing has come for a moment.
#include "index/search/index_queue.hpp"

namespace meridian::index {
namespace {

constexpr std::size_t kMostWaiting = 128;             // documents are large; bounds the memory
constexpr std::chrono::milliseconds kIdleCommit{20};  // so that other processes find what was added last

}  // namespace

IndexQueue::IndexQueue(IndexWriter& writer) : writer_(writer), thread_([this] { run(); }) {}

IndexQueue::~IndexQueue() {
  {
    const std::lock_guard lock(mutex_);
    ends_ = true;
    changed_.notify_all();
  }
  thread_.join();
}

void IndexQueue::push(Step&& step) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return steps_.size() < kMostWaiting || failure_; });
  if (!failure_) {
    steps_.push_back(std::move(step));
    changed_.notify_all();
  }
}

void IndexQueue::put(PreparedDocument&& document) { push(std::move(document)); }

void IndexQueue::reached(std::int64_t sequence) { push(sequence); }

bool IndexQueue::failed() {
  const std::lock_guard lock(mutex_);
  return failure_ != nullptr;
}

Resting IndexQueue::settled() {
  {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return steps_.empty() && !busy_; });
    if (failure_) {
      std::rethrow_exception(std::exchange(failure_, nullptr));
    }
  }
  return Resting(at_work_);
}

void IndexQueue::run() {
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
        writer_.commit();
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
          writer_.reached(*sequence);
        } else {
          writer_.put(std::get<PreparedDocument>(step));
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

}  // namespace meridian::index
