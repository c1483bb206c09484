// Keeping the search index in step with the store.
#include "index/library_impl.hpp"

#include <fmt/format.h>

#include <variant>

#include "core/ordered_pipeline.hpp"
#include "index/agreement.hpp"
#include "index/search/documents.hpp"

namespace meridian::index {
namespace {

constexpr std::size_t kFewChanges = 16;  // below it a second thread costs more than it saves

}  // namespace

Library::Impl::~Impl() {
  try {
    if (queue) {
      const auto resting = queue->settled();
      index->commit();
    }
  } catch (...) {  // Xapian's errors are no std::exception
    return;        // the next writer catches up
  }
}

std::string Library::Impl::now() const { return to_iso((options.clock == nullptr ? &machine : options.clock)->now()); }

Result<void> Library::Impl::may_write() const {
  if (options.access != Access::Write) {
    return fail(Fault::Internal, "a library that was opened for reading was asked to write");
  }
  return {};
}

void Library::Impl::reopen() {
  queue.reset();
  queued.reset();
  index.emplace(options.folder / "search", options.access, store->id());
  index->set_context({options.mesh.empty() ? nullptr : &mesh, now().substr(0, 10)});
}

Resting Library::Impl::settled() {
  if (!queue) {
    return {};
  }
  try {
    return queue->settled();
  } catch (const Xapian::Error&) {
    reopen();
    Observer silent;
    catch_up(silent);
    return queue ? queue->settled() : Resting();
  }
}

std::string Library::Impl::rebuild(Observer& observer) {
  queue.reset();
  queued.reset();
  return meridian::index::rebuild(*index, *store, observer);
}

void Library::Impl::catch_up(Observer& observer, const std::map<Pmid, const Entry*>& fresh) {
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
    queue = std::make_unique<IndexQueue>(*index->writer());
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

void Library::Impl::bring_in_step(Observer& observer) {
  try {
    catch_up(observer);
    const auto resting = settled();
    index->commit();
  } catch (const Xapian::DatabaseError&) {
    observer.note("the search index is damaged");
    rebuild(observer);
  }
}

bool Library::Impl::behind() {
  try {
    return index->usable() && index->watermark() < store->sequence();
  } catch (const Xapian::Error&) {
    return false;  // a search will tell what is wrong
  }
}

void Library::Impl::follow(const std::map<Pmid, const Entry*>& fresh) {
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

}  // namespace meridian::index
