// The door: every change goes to the store first and then to the index; no exception passes.
#include "index/library.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <mutex>
#include <variant>

#include "core/ordered_pipeline.hpp"
#include "core/text.hpp"
#include "index/agreement.hpp"
#include "index/mend.hpp"
#include "index/search/documents.hpp"
#include "index/search/index_queue.hpp"
#include "index/search/keys.hpp"
#include "index/search/query_tags.hpp"
#include "index/search/search_index.hpp"
#include "index/store/lock.hpp"
#include "index/store/store.hpp"

namespace meridian::index {
namespace {

constexpr std::size_t kChunk = 500;

Error storage(std::string_view what, std::string_view why) {
  const bool full = why.find("full") != std::string_view::npos || why.find("No space") != std::string_view::npos;
  return {Fault::Storage,
          fmt::format("{}: {}", what, why),
          {},
          full ? "make room on the disk, then run the same command again"
               : "check the folder's permissions and the disk; meridian verify tells what is damaged"};
}

/// Runs `work` and turns whatever it throws into an Error.
template <class F>
auto guarded(F&& work) -> decltype(work()) {
  try {
    return work();
  } catch (const StoreFault& fault) {
    return tl::unexpected(fault.error);
  } catch (const SQLite::Exception& error) {
    return tl::unexpected(storage("the library's database failed", error.what()));
  } catch (const Xapian::Error& error) {
    return tl::unexpected(storage("the search index failed", error.get_description()));
  } catch (const std::filesystem::filesystem_error& error) {
    return tl::unexpected(storage("the library's folder failed", error.what()));
  } catch (const std::bad_alloc&) {
    return fail(Fault::Internal, "out of memory");
  } catch (const std::exception& error) {
    return tl::unexpected(storage("the library failed", error.what()));
  }
}

constexpr std::size_t kFewChanges = 16;  // below it a second thread costs more than it saves

}  // namespace

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

  ~Impl() {
    try {
      if (queue) {
        const auto resting = queue->settled();
        index->commit();
      }
    } catch (...) {  // Xapian's errors are no std::exception
      return;        // the next writer catches up
    }
  }

  void reopen() {
    queue.reset();
    queued.reset();
    index.emplace(options.folder / "search", options.access, store->id());
    index->set_context({options.mesh.empty() ? nullptr : &mesh, now().substr(0, 10)});
  }

  /// Waits for what is under way; the index may be used while the lock is held.
  [[nodiscard]] std::unique_lock<std::mutex> settled() {
    if (!queue) {
      return {};
    }
    try {
      return queue->settled();
    } catch (const Xapian::Error&) {
      reopen();
      Observer silent;
      catch_up(silent);
      return queue ? queue->settled() : std::unique_lock<std::mutex>();
    }
  }

  std::string now() const { return to_iso((options.clock == nullptr ? &machine : options.clock)->now()); }

  std::string rebuild(Observer& observer) {
    queue.reset();
    queued.reset();
    return meridian::index::rebuild(*index, *store, observer);
  }

  /// Applies what the store has and the index lacks; an unusable index is built anew.
  /// `fresh` are entries that are current as they stand, so that they need not be read back.
  void catch_up(Observer& observer, const std::map<Pmid, const Entry*>& fresh = {}) {
    const std::int64_t sequence = store->sequence();
    if (!index->usable()) {
      rebuild(observer);
      return;
    }
    const std::int64_t watermark = queued ? *queued : index->watermark();
    if (watermark < 0 || watermark > sequence) {
      rebuild(observer);
      return;
    }
    if (watermark == sequence) {
      return;
    }
    if (!queue) {
      queue = std::make_unique<IndexQueue>(*index);
    }
    const std::vector<Pmid> changed = store->changed_since(watermark);
    auto next = changed.begin();
    using Source = std::variant<Blobs, Held>;
    ordered_pipeline<Source, PreparedDocument>(
        [&]() -> std::optional<Source> {
          if (next == changed.end()) {
            return std::nullopt;
          }
          const Pmid pmid = *next++;
          const auto known = fresh.find(pmid);
          return known == fresh.end() ? Source(*store->blobs(pmid)) : Source(store->held_from(*known->second));
        },
        [](Source&& source) {
          auto* const blobs = std::get_if<Blobs>(&source);
          return blobs == nullptr ? prepared(std::get<Held>(source)) : prepared_from(std::move(*blobs));
        },
        [&](PreparedDocument&& document) {
          queue->put(std::move(document));
          return true;
        },
        changed.size() < kFewChanges ? 1 : cores(), kDocumentsAlive);
    queue->reached(sequence);
    queued = sequence;
  }

  /// A writer's index, right after opening: what is damaged is built anew from the store.
  void bring_in_step(Observer& observer) {
    try {
      catch_up(observer);
      const auto resting = settled();
      index->commit();
    } catch (const Xapian::DatabaseError&) {
      observer.note("the search index is damaged");
      rebuild(observer);
    }
  }

  [[nodiscard]] bool behind() {
    try {
      return index->usable() && index->watermark() < store->sequence();
    } catch (const Xapian::Error&) {
      return false;  // a search will tell what is wrong
    }
  }

  /// After a change that the store has committed: a failing index loses nothing, so the change stands.
  void follow(const std::map<Pmid, const Entry*>& fresh = {}) {
    Observer silent;
    try {
      if (queue && queue->failed()) {
        reopen();
      }
      catch_up(silent, fresh);
      if (fresh.size() < kFewChanges) {
        static_cast<void>(settled());  // whoever adds a record by hand finds it at once; an import does not wait
      }
    } catch (const Xapian::Error&) {
      reopen();
    }
  }

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

  Result<void> may_write() const {
    if (options.access != Access::Write) {
      return fail(Fault::Internal, "a library that was opened for reading was asked to write");
    }
    return {};
  }
};

Library::Library(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Library::Library(Library&&) noexcept = default;
Library& Library::operator=(Library&&) noexcept = default;
Library::~Library() = default;

Result<Library> Library::open(const LibraryOptions& options, Observer& observer) {
  return guarded([&]() -> Result<Library> {
    auto impl = std::make_unique<Impl>();
    impl->options = options;
    const auto file = options.folder / "meridian.db";
    if (options.access == Access::Write) {
      std::filesystem::create_directories(options.folder);
      auto lock = WriteLock::take(options.folder / "lock", options.wait_for_lock, impl->now());
      if (!lock) {
        return tl::unexpected(lock.error());
      }
      impl->lock = std::move(*lock);
    } else if (!std::filesystem::exists(file)) {
      return fail(Fault::NotFound, fmt::format("there is no library in {}", options.folder.string()),
                  "meridian update or meridian import makes one");
    }
    impl->store.emplace(file, options.access);
    impl->mesh = Mesh(options.mesh);
    impl->reopen();
    if (options.access == Access::Write) {
      impl->bring_in_step(observer);
    } else if (impl->behind()) {
      observer.note(
          "some of the newest records cannot be searched yet; the next command that writes makes them searchable");
    }
    return Library(std::move(impl));
  });
}

Result<AddReport> Library::add(std::span<const Entry> entries, const std::string& topic,
                               const std::string& vocabulary_version) {
  return guarded([&]() -> Result<AddReport> {
    const std::lock_guard guard(impl_->mutex);
    if (auto may = impl_->may_write(); !may) {
      return tl::unexpected(may.error());
    }
    for (const Entry& entry : entries) {
      if (entry.citation.pmid == 0 || entry.study.pmid != entry.citation.pmid) {
        return fail(Fault::Internal, fmt::format("a record without PMID, or with the study of another ({} and {})",
                                                 entry.citation.pmid, entry.study.pmid));
      }
    }
    AddReport report = impl_->store->add(entries, topic, vocabulary_version, impl_->now());
    std::map<Pmid, const Entry*> fresh;
    for (std::size_t i = 0; i < entries.size(); ++i) {
      const auto& [pmid, outcome] = report.outcomes[i];
      if (outcome == Outcome::New || outcome == Outcome::Revised) {
        fresh[pmid] = &entries[i];
      } else {
        fresh.erase(pmid);
      }
    }
    impl_->follow(fresh);
    return report;
  });
}

Result<std::uint64_t> Library::mark_deleted(std::span<const Pmid> pmids) {
  return guarded([&]() -> Result<std::uint64_t> {
    const std::lock_guard guard(impl_->mutex);
    if (auto may = impl_->may_write(); !may) {
      return tl::unexpected(may.error());
    }
    const std::uint64_t count = impl_->store->mark_deleted(pmids, impl_->now());
    impl_->follow();
    return count;
  });
}

Result<std::vector<Pmid>> Library::missing(std::span<const Pmid> pmids) const {
  return guarded([&]() -> Result<std::vector<Pmid>> {
    const std::lock_guard guard(impl_->mutex);
    std::vector<Pmid> out;
    std::copy_if(pmids.begin(), pmids.end(), std::back_inserter(out),
                 [&](Pmid pmid) { return !impl_->store->holds(pmid); });
    return out;
  });
}

Result<std::optional<Held>> Library::get(Pmid pmid) const {
  return guarded([&]() -> Result<std::optional<Held>> {
    const std::lock_guard guard(impl_->mutex);
    return impl_->store->held(pmid);
  });
}

Result<std::vector<Revision>> Library::revisions(Pmid pmid) const {
  return guarded([&]() -> Result<std::vector<Revision>> {
    const std::lock_guard guard(impl_->mutex);
    return impl_->store->revisions(pmid);
  });
}

Result<std::optional<std::pair<std::string, RawFormat>>> Library::raw(Pmid pmid) const {
  return guarded([&]() -> Result<std::optional<std::pair<std::string, RawFormat>>> {
    const std::lock_guard guard(impl_->mutex);
    return impl_->store->raw(pmid);
  });
}

Result<void> Library::for_each(const std::function<bool(Held&&)>& each) const {
  return guarded([&]() -> Result<void> {
    const std::lock_guard guard(impl_->mutex);
    Pmid after = 0;
    for (auto chunk = impl_->store->live(after, kChunk); !chunk.empty(); chunk = impl_->store->live(after, kChunk)) {
      for (const Pmid pmid : chunk) {
        auto held = impl_->store->held(pmid);
        if (held && !held->deleted && !each(std::move(*held))) {
          return {};
        }
      }
      after = chunk.back();
    }
    return {};
  });
}

Result<std::vector<Pmid>> Library::matching(const std::string& query) const {
  return guarded([&]() -> Result<std::vector<Pmid>> {
    const std::lock_guard guard(impl_->mutex);
    const auto resting = impl_->settled();
    return impl_->index->matching(query);
  });
}

Result<void> Library::replace_studies(std::span<const Study> studies, const std::string& vocabulary_version) {
  return guarded([&]() -> Result<void> {
    const std::lock_guard guard(impl_->mutex);
    if (auto may = impl_->may_write(); !may) {
      return may;
    }
    impl_->store->replace_studies(studies, vocabulary_version);
    impl_->follow();
    return {};
  });
}

Result<void> Library::judge(const Judgement& judgement) {
  return guarded([&]() -> Result<void> {
    const std::lock_guard guard(impl_->mutex);
    if (auto may = impl_->may_write(); !may) {
      return may;
    }
    if (auto form = check_form(judgement); !form) {
      return form;
    }
    if (!impl_->store->holds(judgement.pmid)) {
      return fail(Fault::NotFound, fmt::format("PMID {} is not in the library", judgement.pmid));
    }
    Judgement dated = judgement;
    dated.made = dated.made.empty() ? impl_->now() : dated.made;
    impl_->store->judge(dated);
    impl_->follow();
    return {};
  });
}

Result<std::uint64_t> Library::take_back(Pmid pmid, const std::string& field) {
  return guarded([&]() -> Result<std::uint64_t> {
    const std::lock_guard guard(impl_->mutex);
    if (auto may = impl_->may_write(); !may) {
      return tl::unexpected(may.error());
    }
    const std::uint64_t count = impl_->store->take_back(pmid, field);
    impl_->follow();
    return count;
  });
}

Result<std::vector<Judgement>> Library::judgements() const {
  return guarded([&]() -> Result<std::vector<Judgement>> {
    const std::lock_guard guard(impl_->mutex);
    return impl_->store->judgements(0);
  });
}

Result<SearchAnswer> Library::search(const SearchRequest& request) const {
  return guarded([&]() -> Result<SearchAnswer> {
    const std::lock_guard guard(impl_->mutex);
    const auto resting = impl_->settled();
    auto found = impl_->index->search(request);
    if (!found) {
      return tl::unexpected(found.error());
    }
    SearchAnswer answer;
    answer.total = found->total;
    std::vector<std::string> damaged;
    for (const Found::Hit& hit : found->hits) {
      try {
        if (!request.records) {
          answer.hits.push_back({hit.pmid, hit.score, {}, {}});
        } else if (auto held = impl_->store->held(hit.pmid)) {
          std::string snippet = impl_->index->snippet(*found, held->citation);
          answer.hits.push_back({hit.pmid, hit.score, std::move(snippet), std::move(*held)});
        }
      } catch (const StoreFault& fault) {
        damaged.push_back(fault.error.message + " and left out; meridian verify names all such records");
      }
    }
    answer.facets = std::move(found->facets);
    answer.reading = std::move(found->reading);
    answer.warnings = std::move(found->warnings);
    answer.warnings.insert(answer.warnings.end(), damaged.begin(), damaged.end());
    answer.any_word = found->any_word;
    answer.suggestion = std::move(found->suggestion);
    answer.parts = std::move(found->parts);
    answer.ignored = std::move(found->ignored);
    answer.engine = std::move(found->engine);
    return answer;
  });
}

Result<Totals> Library::totals(const std::string& vocabulary_version) const {
  return guarded([&]() -> Result<Totals> {
    const std::lock_guard guard(impl_->mutex);
    const auto resting = impl_->settled();
    Totals totals = impl_->store->totals(vocabulary_version);
    totals.indexed = impl_->index->usable() ? impl_->index->size() : 0;
    std::error_code ignored;
    for (auto it = std::filesystem::recursive_directory_iterator(impl_->options.folder, ignored);
         !ignored && it != std::filesystem::recursive_directory_iterator(); it.increment(ignored)) {
      std::error_code gone;
      const auto size = it->is_regular_file(gone) ? it->file_size(gone) : 0;
      totals.bytes_on_disk += gone ? 0 : size;
    }
    return totals;
  });
}

Result<VerifyReport> Library::verify(bool repair, Observer& observer) {
  return guarded([&]() -> Result<VerifyReport> {
    const std::lock_guard guard(impl_->mutex);
    if (repair) {
      if (auto may = impl_->may_write(); !may) {
        return tl::unexpected(may.error());
      }
    }
    auto resting = impl_->settled();
    impl_->index->commit();
    auto [report, index_sound] = compare(*impl_->index, *impl_->store, observer);
    if (repair && !index_sound) {
      if (resting.owns_lock()) {
        resting.unlock();
      }
      report.repaired.push_back(impl_->rebuild(observer));
    }
    return std::move(report);
  });
}

Result<Mended> mend(const std::filesystem::path& folder, Observer& observer) {
  return guarded([&]() -> Result<Mended> {
    const auto file = folder / "meridian.db";
    if (!std::filesystem::exists(file)) {
      return fail(Fault::NotFound, fmt::format("there is no library in {}", folder.string()),
                  "meridian update or meridian import makes one");
    }
    const auto lock = WriteLock::take(folder / "lock", std::chrono::seconds(0), to_iso(SystemClock().now()));
    if (!lock) {
      return tl::unexpected(lock.error());
    }
    Store store(file, Access::Write);
    SearchIndex search(folder / "search", Access::Write, store.id());
    Mended out;
    auto [found, index_sound] = compare(search, store, observer);
    out.found = std::move(found);
    if (!index_sound) {
      out.found.repaired.push_back(rebuild(search, store, observer));
    }
    out.left = compare(search, store, observer).report;
    return out;
  });
}

Result<std::uint64_t> Library::reindex(Observer& observer) {
  return guarded([&]() -> Result<std::uint64_t> {
    const std::lock_guard guard(impl_->mutex);
    if (auto may = impl_->may_write(); !may) {
      return tl::unexpected(may.error());
    }
    impl_->rebuild(observer);
    return impl_->index->size();
  });
}

Result<void> Library::flush() {
  return guarded([&]() -> Result<void> {
    const std::lock_guard guard(impl_->mutex);
    if (impl_->options.access == Access::Write) {
      Observer silent;
      impl_->catch_up(silent);
      const auto resting = impl_->settled();
      impl_->index->commit();
    }
    return {};
  });
}

Result<std::uint64_t> Library::tag(std::span<const Pmid> pmids, const std::vector<std::string>& add,
                                   const std::vector<std::string>& remove) {
  return guarded([&]() -> Result<std::uint64_t> {
    return impl_->mark(pmids, [&] { return impl_->store->tag(pmids, add, remove); });
  });
}

Result<void> Library::note(Pmid pmid, const std::string& text) {
  return guarded([&]() -> Result<void> {
    return impl_->mark({&pmid, 1}, [&] { return impl_->store->note(pmid, text, impl_->now()); }).map([](auto) {});
  });
}

Result<std::uint64_t> Library::forget_notes(Pmid pmid) {
  return guarded([&]() -> Result<std::uint64_t> {
    return impl_->mark({&pmid, 1}, [&] { return impl_->store->forget_notes(pmid); });
  });
}

Result<void> Library::screen(std::span<const Pmid> pmids, const std::optional<Screening>& decision) {
  return guarded([&]() -> Result<void> {
    return impl_->mark(pmids, [&] { return impl_->store->screen(pmids, decision, impl_->now()); }).map([](auto) {});
  });
}

Result<std::int64_t> Library::record_run(const Run& run) {
  return guarded([&]() -> Result<std::int64_t> {
    const std::lock_guard guard(impl_->mutex);
    if (auto may = impl_->may_write(); !may) {
      return tl::unexpected(may.error());
    }
    return impl_->store->record_run(run);
  });
}

Result<std::vector<Run>> Library::runs(std::size_t limit) const {
  return guarded([&]() -> Result<std::vector<Run>> {
    const std::lock_guard guard(impl_->mutex);
    return impl_->store->runs(limit);
  });
}

std::vector<FieldHelp> search_fields() {
  std::vector<FieldHelp> out;
  for (const Field& row : kFields) {
    out.push_back({row.name, row.tag, row.meaning, row.example});
  }
  return out;
}

std::vector<FieldHelp> search_tags() {
  std::vector<FieldHelp> out;
  for (const Tag& row : kTags) {
    out.push_back({split(row.names, '|').front(), row.name, row.meaning, row.example});
  }
  return out;
}

std::string folded_name(std::string_view text) { return folded(text); }

std::vector<FieldHelp> search_subsets() {
  std::vector<FieldHelp> out;
  for (const Subset& row : subsets()) {
    out.push_back({row.name, "sb", row.meaning, ""});
  }
  return out;
}

}  // namespace meridian::index
