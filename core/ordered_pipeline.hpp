// Work on a stream of items by several threads, with results in the order of the items and bounded memory.
#pragma once

#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <future>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

namespace meridian {

/// Pulls items from `next` (called on one thread of its own until it returns nullopt), runs `work` on `workers`
/// threads, and hands each result to `sink` on the calling thread, in the order in which `next` gave the items.
/// At most `window` items are alive between `next` and `sink`. `sink` returns false to stop early.
/// An exception of `next`, `work` or `sink` ends the run and is thrown again on the calling thread.
template <class In, class Out>
void ordered_pipeline(std::function<std::optional<In>()> next, std::function<Out(In&&)> work,
                      std::function<bool(Out&&)> sink, unsigned workers, std::size_t window) {
  struct Job {
    In in;
    std::promise<Out> out;
  };
  std::mutex mutex;
  std::condition_variable changed;
  std::deque<Job> todo;
  std::deque<std::future<Out>> results;
  std::exception_ptr source_failure;
  std::size_t alive = 0;
  bool finished = false;
  bool stopped = false;

  std::thread source([&] {
    try {
      for (;;) {
        {
          std::unique_lock lock(mutex);
          changed.wait(lock, [&] { return alive < window || stopped; });
          if (stopped) {
            break;
          }
        }
        std::optional<In> item = next();
        if (!item) {
          break;
        }
        const std::lock_guard lock(mutex);
        Job job{std::move(*item), {}};
        results.push_back(job.out.get_future());
        todo.push_back(std::move(job));
        ++alive;
        changed.notify_all();
      }
    } catch (...) {
      source_failure = std::current_exception();
    }
    const std::lock_guard lock(mutex);
    finished = true;
    changed.notify_all();
  });

  std::vector<std::thread> pool;
  for (unsigned i = 0; i < (workers == 0 ? 1 : workers); ++i) {
    pool.emplace_back([&] {
      for (;;) {
        std::unique_lock lock(mutex);
        changed.wait(lock, [&] { return !todo.empty() || finished || stopped; });
        if (stopped || (todo.empty() && finished)) {
          return;
        }
        if (todo.empty()) {
          continue;
        }
        Job job = std::move(todo.front());
        todo.pop_front();
        lock.unlock();
        try {
          job.out.set_value(work(std::move(job.in)));
        } catch (...) {
          job.out.set_exception(std::current_exception());
        }
      }
    });
  }

  std::exception_ptr failure;
  try {
    for (;;) {
      std::unique_lock lock(mutex);
      changed.wait(lock, [&] { return !results.empty() || finished; });
      if (results.empty()) {
        break;
      }
      std::future<Out> result = std::move(results.front());
      results.pop_front();
      lock.unlock();
      const bool more = sink(result.get());
      lock.lock();
      --alive;
      changed.notify_all();
      if (!more) {
        break;
      }
    }
  } catch (...) {
    failure = std::current_exception();
  }
  {
    const std::lock_guard lock(mutex);
    stopped = true;
    changed.notify_all();
  }
  source.join();
  for (auto& thread : pool) {
    thread.join();
  }
  if (failure) {
    std::rethrow_exception(failure);
  }
  if (source_failure) {
    std::rethrow_exception(source_failure);
  }
}

}  // namespace meridian
