// Compares the two: which PMIDs, up to which change, and every document's terms and values.
#include "index/agreement.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>
#include <thread>

#include "core/ordered_pipeline.hpp"

namespace meridian::index {
namespace {

constexpr Pmid kAnyPmid = 0xffffffffU;

/// @param live     PMIDs that must be found, ascending
/// @param damaged  those whose stored form cannot be read: the index need not have them
std::vector<Disagreement> disagreements_of(SearchIndex& index, Store& store, const std::vector<Pmid>& live,
                                           const std::set<Pmid>& damaged, Observer& observer) {
  if (!index.usable()) {
    return {{0, "the search index is missing, damaged or of another version"}};
  }
  std::vector<Disagreement> out;
  try {
    const std::vector<Pmid> indexed = index.pmids();
    std::vector<Pmid> parts;
    std::set_difference(live.begin(), live.end(), indexed.begin(), indexed.end(), std::back_inserter(parts));
    for (const Pmid pmid : parts) {
      if (damaged.count(pmid) == 0) {
        out.push_back({pmid, "held, but not in the search index"});
      }
    }
    parts.clear();
    std::set_difference(indexed.begin(), indexed.end(), live.begin(), live.end(), std::back_inserter(parts));
    for (const Pmid pmid : parts) {
      out.push_back({pmid, "in the search index, but not held"});
    }
    if (index.watermark() != store.sequence()) {
      out.push_back({0, "the search index is behind the store"});
    }
    if (const std::size_t faults = index.faults_on_disk(); faults != 0) {
      out.push_back({0, "the search index is damaged on disk"});
    }
    parts.clear();
    std::set_intersection(live.begin(), live.end(), indexed.begin(), indexed.end(), std::back_inserter(parts));
    auto next = parts.begin();
    std::uint64_t done = 0;
    ordered_pipeline<Blobs, PreparedDocument>(
        [&]() -> std::optional<Blobs> {
          return next == parts.end() ? std::nullopt : std::optional<Blobs>(*store.blobs(*next++));
        },
        [](Blobs&& blobs) { return prepared_from(std::move(blobs)); },
        [&](PreparedDocument&& document) {
          if (document.document && !index.holds(document)) {
            out.push_back({document.pmid, "the search index has it otherwise than the store"});
          }
          observer.advance(++done);
          return true;
        },
        cores(), kDocumentsAlive);
  } catch (const Xapian::Error& error) {
    out.push_back({0, "the search index is damaged: " + error.get_msg()});
  }
  return out;
}

}  // namespace

unsigned cores() { return std::max(1U, std::thread::hardware_concurrency()); }

PreparedDocument prepared_from(Blobs&& blobs) {
  const Pmid pmid = blobs.known.study.pmid;
  try {
    return prepared(held_from(std::move(blobs)));
  } catch (const StoreFault&) {
    return {pmid, std::nullopt};
  }
}

Comparison compare(SearchIndex& index, Store& store, Observer& observer) {
  Comparison out;
  out.report.disagreements = store.check_itself();
  std::set<Pmid> damaged;
  for (const Disagreement& one : out.report.disagreements) {
    damaged.insert(one.pmid);
  }
  const std::vector<Pmid> live = store.live(0, kAnyPmid);
  out.report.checked = live.size();
  observer.stage("verifying", live.size(), "records");
  const auto of_index = disagreements_of(index, store, live, damaged, observer);
  out.index_sound = of_index.empty();
  out.report.disagreements.insert(out.report.disagreements.end(), of_index.begin(), of_index.end());
  return out;
}

std::string rebuild(SearchIndex& index, Store& store, Observer& observer) {
  const std::vector<Pmid> live = store.live(0, kAnyPmid);
  observer.stage("rebuilding the search index", live.size(), "records");
  index.rebuild(store.sequence(), [&](const std::function<void(PreparedDocument &&)>& put) {
    auto next = live.begin();
    std::uint64_t done = 0;
    // Making the terms costs most, so it runs on all cores.
    ordered_pipeline<Blobs, PreparedDocument>(
        [&]() -> std::optional<Blobs> {
          return next == live.end() ? std::nullopt : std::optional<Blobs>(*store.blobs(*next++));
        },
        [](Blobs&& blobs) { return prepared_from(std::move(blobs)); },
        [&](PreparedDocument&& document) {
          put(std::move(document));
          observer.advance(++done);
          return true;
        },
        cores(), kDocumentsAlive);
  });
  return fmt::format("the search index was built anew from {} records", index.size());
}

}  // namespace meridian::index
