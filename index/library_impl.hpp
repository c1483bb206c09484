// What is behind the library's door: store, index and the queue between them.
#pragma once

#include <fmt/format.h>

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string_view>

#include "core/clock.hpp"
#include "index/library.hpp"
#include "index/search/index_queue.hpp"
#include "index/search/mesh.hpp"
#include "index/search/search_index.hpp"
#include "index/store/guard.hpp"
#include "index/store/lock.hpp"
#include "index/store/store.hpp"

namespace meridian::index {

/// Runs `work` and turns whatever it throws into an Error.
template <class F>
auto guarded(F&& work) -> decltype(work()) {
  try {
    return work();
  } catch (const StoreFault& fault) {
    return tl::unexpected(fault.error);
  } catch (const SQLite::Exception& error) {
    return tl::unexpected(storage_failure("the library's database", error.what()));
  } catch (const Xapian::Error& error) {
    return tl::unexpected(storage_failure("the search index", error.get_description()));
  } catch (const std::filesystem::filesystem_error& error) {
    return tl::unexpected(storage_failure("the library's folder", error.what()));
  } catch (const std::bad_alloc&) {
    return fail(Fault::Internal, "out of memory");
  } catch (const std::exception& error) {
    return tl::unexpected(storage_failure("the library", error.what()));
  }
}

struct Library::Impl {
  LibraryOptions options;
  SystemClock machine;
  WriteLock lock;
  std::optional<Store> store;
  std::optional<SearchIndex> index;
  Mesh mesh;
  std::unique_ptr<IndexQueue> queue;   // of a writer, while changes may be under way
  std::optional<std::int64_t> queued;  // the sequence up to which changes were handed to the queue
  std::recursive_mutex mutex;          // a caller of for_each may ask for more

  ~Impl();

  [[nodiscard]] std::string now() const;
  [[nodiscard]] Result<void> may_write() const;
  void reopen();

  /// Waits for what is under way; the index may be used while the locks are held.
  [[nodiscard]] Resting settled();

  /// @return what was done, in words
  std::string rebuild(Observer& observer);

  /// Applies what the store has and the index lacks; an unusable index is built anew.
  /// `fresh` are entries that are current as they stand, so that they need not be read back.
  void catch_up(Observer& observer, const std::map<Pmid, const Entry*>& fresh = {});

  /// A writer's index, right after opening: what is damaged is built anew from the store.
  void bring_in_step(Observer& observer);
  [[nodiscard]] bool behind();

  /// After a change that the store has committed: a failing index loses nothing, so the change stands.
  void follow(const std::map<Pmid, const Entry*>& fresh = {});

  /// A person's change to studies that must all be held.
  template <class F>
  Result<std::uint64_t> mark(std::span<const Pmid> pmids, F&& change) {
    const std::lock_guard guard(mutex);
    if (auto may = may_write(); !may) {
      return tl::unexpected(may.error());
    }
    for (const Pmid pmid : pmids) {
      if (!store->holds(pmid)) {
        return fail(Fault::NotFound, fmt::format("PMID {} is not in the library", pmid),
                    "`meridian import FILE` or `meridian update` would bring it");
      }
    }
    const std::uint64_t changed = change();
    follow();
    return changed;
  }
};

}  // namespace meridian::index
