// The door: every change goes to the store first and then to the index; no exception passes.
#include "index/library.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "index/agreement.hpp"
#include "index/library_impl.hpp"

namespace meridian::index {
namespace {

constexpr std::size_t kChunk = 500;

}  // namespace

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
    answer.hits.reserve(found->hits.size());
    std::vector<std::string> damaged;
    for (const Found::Hit& hit : found->hits) {
      try {
        if (!request.records) {
          auto& bare = answer.hits.emplace_back();
          bare.pmid = hit.pmid;
          bare.score = hit.score;
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
      resting = Resting();
      report.repaired.push_back(impl_->rebuild(observer));
    }
    return std::move(report);
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

}  // namespace meridian::index
