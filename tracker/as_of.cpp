// An earlier day: the library's index serves what has not changed since, a small index of its own serves the rest.
#include "tracker/as_of.hpp"

#include <fmt/format.h>
#include <stdlib.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "evidence/study.hpp"
#include "tracker/days.hpp"

namespace meridian::tracker {
namespace {

namespace fs = std::filesystem;
constexpr std::size_t kAll = 10'000'000;
constexpr std::size_t kBatch = 500;

index::Held held_of(index::AsOf&& then, const evidence::Vocabulary& vocabulary) {
  index::Held held;
  held.study = evidence::read(then.citation, vocabulary);
  held.citation = std::move(then.citation);
  held.vocabulary_version = vocabulary.version();
  held.first_seen = std::move(then.first_seen);
  held.topics = std::move(then.topics);
  if (then.integrity != IntegrityStatus::Ok && held.study.integrity.status != IntegrityStatus::Retracted) {
    held.study.integrity.status = then.integrity;
  }
  held.study.integrity.by = std::move(then.notices);
  return held;
}

}  // namespace

struct AsOfLibrary::Impl {
  const index::Library* now = nullptr;
  index::Ledger* ledger = nullptr;
  const evidence::Vocabulary* vocabulary = nullptr;
  std::string instant;
  std::set<Pmid> changed;  ///< known otherwise, or not yet, at the instant
  fs::path folder;
  std::optional<index::Library> then;  ///< those of `changed` that were held

  ~Impl() {
    then.reset();
    if (!folder.empty()) {
      std::error_code ignored;
      fs::remove_all(folder, ignored);
    }
  }

  Result<void> fill() {
    std::string pattern = (fs::temp_directory_path() / "meridian-as-of-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) {
      return fail(Fault::Storage, "no folder can be made for temporary files", "TMPDIR names another place");
    }
    folder = pattern;
    Observer silent;
    index::LibraryOptions options;
    options.folder = folder;
    options.access = index::Access::Write;
    auto opened = index::Library::open(options, silent);
    if (!opened) {
      return tl::unexpected<Error>(opened.error());
    }
    then.emplace(std::move(*opened));
    std::vector<index::Entry> batch;
    const auto commit = [&]() -> Result<void> {
      auto added = then->add(batch, "", vocabulary->version());
      batch.clear();
      return added ? Result<void>{} : Result<void>(tl::unexpected<Error>(added.error()));
    };
    for (const Pmid pmid : changed) {
      auto found = get(pmid);
      if (!found) {
        return tl::unexpected<Error>(found.error());
      }
      if (*found) {
        batch.push_back({std::move((*found)->citation), std::move((*found)->study), "", RawFormat::PubmedXml});
        if (batch.size() == kBatch) {
          if (auto done = commit(); !done) {
            return done;
          }
        }
      }
    }
    return commit();
  }

  Result<std::optional<index::Held>> get(Pmid pmid) const {
    if (!changed.contains(pmid)) {
      return now->get(pmid);
    }
    auto found = ledger->as_of(pmid, instant);
    if (!found) {
      return tl::unexpected<Error>(found.error());
    }
    if (!*found) {
      return std::nullopt;
    }
    return held_of(std::move(**found), *vocabulary);
  }
};

AsOfLibrary::AsOfLibrary(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
AsOfLibrary::AsOfLibrary(AsOfLibrary&&) noexcept = default;
AsOfLibrary::~AsOfLibrary() = default;

Result<AsOfLibrary> AsOfLibrary::make(const std::string& day, const index::Library& library, index::Ledger& ledger,
                                      const evidence::Vocabulary& vocabulary) {
  if (!read_day(day)) {
    return fail(Fault::Usage, fmt::format("\"{}\" is not a day", day), "a day is written 2026-11-24");
  }
  auto impl = std::make_unique<Impl>();
  impl->now = &library;
  impl->ledger = &ledger;
  impl->vocabulary = &vocabulary;
  impl->instant = day + "T23:59:59Z";
  auto changed = ledger.changed_after(impl->instant);
  if (!changed) {
    return tl::unexpected<Error>(changed.error());
  }
  impl->changed.insert(changed->begin(), changed->end());
  if (auto filled = impl->fill(); !filled) {
    return tl::unexpected<Error>(filled.error());
  }
  return AsOfLibrary(std::move(impl));
}

Result<std::optional<index::Held>> AsOfLibrary::get(Pmid pmid) const { return impl_->get(pmid); }

Result<std::vector<Pmid>> AsOfLibrary::matching(const std::string& query) const {
  auto now = impl_->now->matching(query);
  auto then = impl_->then->matching(query);
  if (!now || !then) {
    return tl::unexpected<Error>(!now ? now.error() : then.error());
  }
  std::erase_if(*now, [&](Pmid pmid) { return impl_->changed.contains(pmid); });
  std::vector<Pmid> all;
  std::merge(now->begin(), now->end(), then->begin(), then->end(), std::back_inserter(all));
  return all;
}

Result<index::SearchAnswer> AsOfLibrary::search(const index::SearchRequest& request) const {
  auto all = matching(request.query);
  if (!all) {
    return tl::unexpected<Error>(all.error());
  }
  index::SearchRequest whole = request;
  whole.offset = 0;
  whole.facets = false;
  // Enough of today's results that those which do not count leave a full page.
  whole.limit = std::min(kAll, request.offset + request.limit + impl_->changed.size());
  auto now = impl_->now->search(whole);
  whole.limit = request.offset + request.limit;
  auto then = impl_->then->search(whole);
  if (!now || !then) {
    return tl::unexpected<Error>(!now ? now.error() : then.error());
  }
  index::SearchAnswer answer;
  answer.total = all->size();
  answer.reading = now->reading;
  // A word that is in neither is worth a remark; one that only one of them lacks is not.
  std::copy_if(now->warnings.begin(), now->warnings.end(), std::back_inserter(answer.warnings), [&](const auto& text) {
    return std::find(then->warnings.begin(), then->warnings.end(), text) != then->warnings.end();
  });
  std::vector<index::SearchHit> hits;
  for (auto& hit : now->hits) {
    if (!impl_->changed.contains(hit.pmid)) {
      hits.push_back(std::move(hit));
    }
  }
  for (auto& hit : then->hits) {
    auto held = impl_->get(hit.pmid);
    if (!held) {
      return tl::unexpected<Error>(held.error());
    }
    if (*held) {
      hit.held = std::move(**held);
      hits.push_back(std::move(hit));
    }
  }
  const bool by_date = request.sort == index::SortBy::Date;
  const auto date_of = [](const index::SearchHit& hit) {
    const PubDate& date = hit.held.citation.date;
    return std::tuple(date.year.value_or(0), date.month.value_or(0), date.day.value_or(0));
  };
  std::stable_sort(hits.begin(), hits.end(),
                   [&](const auto& a, const auto& b) { return by_date ? date_of(b) < date_of(a) : b.score < a.score; });
  for (std::size_t i = request.offset; i < hits.size() && i < request.offset + request.limit; ++i) {
    answer.hits.push_back(std::move(hits[i]));
  }
  return answer;
}

}  // namespace meridian::tracker
