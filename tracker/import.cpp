// Import of files, and rereading what is held.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <thread>

#include "core/ordered_pipeline.hpp"
#include "evidence/study.hpp"
#include "fetcher/bulk.hpp"
#include "tracker/run.hpp"
#include "tracker/update.hpp"

namespace meridian::tracker {
namespace {

using RawItem = std::variant<fetcher::RawRecord, fetcher::Deletions, fetcher::Damage>;
using RawBatch = std::vector<RawItem>;
using ReadItem = std::variant<index::Entry, fetcher::Deletions, fetcher::Damage>;
using ReadBatch = std::vector<ReadItem>;

constexpr std::size_t kItemsPerBatch = 50;      // enough to make the hand-over between threads cheap
constexpr std::size_t kEntriesPerCommit = 500;  // one commit forces the disk once

ReadBatch read_batch(RawBatch&& raw, const evidence::Vocabulary& vocabulary) {
  ReadBatch out;
  out.reserve(raw.size());
  for (auto& item : raw) {
    if (auto* deletions = std::get_if<fetcher::Deletions>(&item)) {
      out.emplace_back(std::move(*deletions));
      continue;
    }
    if (auto* damage = std::get_if<fetcher::Damage>(&item)) {
      out.emplace_back(std::move(*damage));
      continue;
    }
    fetcher::Item read = fetcher::read_record(std::move(std::get<fetcher::RawRecord>(item)));
    if (auto* record = std::get_if<fetcher::Record>(&read)) {
      Study study = evidence::read(record->citation, vocabulary);
      out.emplace_back(
          index::Entry{std::move(record->citation), std::move(study), std::move(record->raw), record->format});
    } else if (auto* damage = std::get_if<fetcher::Damage>(&read)) {
      out.emplace_back(std::move(*damage));
    }
  }
  return out;
}

/// Takes what was read in order, and commits it in batches.
class Keeper {
 public:
  Keeper(index::Library& library, const evidence::Vocabulary& vocabulary, Receipt& receipt)
      : library_(library), vocabulary_(vocabulary), receipt_(receipt) {}

  Result<void> take(ReadItem&& item) {
    if (auto* entry = std::get_if<index::Entry>(&item)) {
      ++receipt_.listed;
      ++receipt_.asked;
      entries_.push_back(std::move(*entry));
      return entries_.size() < kEntriesPerCommit ? Result<void>{} : commit();
    }
    if (auto* damage = std::get_if<fetcher::Damage>(&item)) {
      ++receipt_.listed;
      ++receipt_.asked;
      receipt_.damaged.push_back(describe(*damage));
      return {};
    }
    const auto& deletions = std::get<fetcher::Deletions>(item);
    if (auto kept = commit(); !kept) {
      return kept;
    }
    auto held = library_.mark_deleted(deletions.pmids);
    if (!held) {
      return tl::unexpected<Error>(std::move(held).error());
    }
    receipt_.deleted += deletions.pmids.size();
    return {};
  }

  Result<void> commit() {
    if (entries_.empty()) {
      return {};
    }
    auto added = library_.add(entries_, "", vocabulary_.version());
    if (!added) {
      return tl::unexpected<Error>(std::move(added).error());
    }
    count_stored(receipt_, *added, entries_.size());
    entries_.clear();
    return {};
  }

 private:
  index::Library& library_;
  const evidence::Vocabulary& vocabulary_;
  Receipt& receipt_;
  std::vector<index::Entry> entries_;
};

std::optional<Error> import_file(const std::string& file, fetcher::RecordStream& stream, Keeper& keeper,
                                 const evidence::Vocabulary& vocabulary, Observer& observer) {
  std::optional<Error> failure;
  std::uint64_t done = 0;
  observer.stage(fmt::format("importing {}", file), 0, "records");
  ordered_pipeline<RawBatch, ReadBatch>(
      [&]() -> std::optional<RawBatch> {
        RawBatch batch;
        while (batch.size() < kItemsPerBatch) {
          auto item = stream.next();
          if (!item) {
            break;
          }
          batch.push_back(std::move(*item));
        }
        return batch.empty() ? std::nullopt : std::optional<RawBatch>(std::move(batch));
      },
      [&](RawBatch&& raw) { return read_batch(std::move(raw), vocabulary); },
      [&](ReadBatch&& batch) {
        for (auto& item : batch) {
          if (auto kept = keeper.take(std::move(item)); !kept) {
            failure = kept.error();
            return false;
          }
        }
        done += batch.size();
        observer.advance(done);
        if (observer.cancelled()) {
          failure =
              Error{Fault::Interrupted, "stopped", {}, "what was kept is safe; import the file again for the rest"};
          return false;
        }
        return true;
      },
      std::max(1U, std::thread::hardware_concurrency()), 20);
  if (auto kept = keeper.commit(); !kept && !failure) {
    failure = kept.error();
  }
  return failure;
}

std::map<std::string, std::string> facets_of(const Study& study) {
  std::map<std::string, std::string> facets;
  const auto put = [&](const std::string& name, const std::optional<Reading>& reading) {
    facets[name] = reading ? reading->id : "none";
  };
  put("design", study.design);
  put("population", study.population);
  put("direction", study.direction);
  facets["sample size"] = study.sample_size ? std::to_string(study.sample_size->value) : "none";
  for (const auto& mechanism : study.mechanisms) {
    facets["mechanism " + mechanism.id] = to_word(mechanism.status);
  }
  for (const auto& intervention : study.interventions) {
    facets["intervention " + intervention.id] = to_word(intervention.role);
  }
  for (const auto& condition : study.conditions) {
    facets["condition " + condition.id] = "present";
  }
  return facets;
}

void count_moves(const Study& before, const Study& after, std::map<std::string, std::uint64_t>& moves) {
  auto old_facets = facets_of(before);
  const auto new_facets = facets_of(after);
  for (const auto& [name, value] : new_facets) {
    const auto old = old_facets.find(name);
    const std::string was = old == old_facets.end() ? "none" : old->second;
    if (was != value) {
      ++moves[name == "sample size" ? std::string("sample size: changed")
                                    : fmt::format("{}: {} → {}", name, was, value)];
    }
    old_facets.erase(name);
  }
  for (const auto& [name, value] : old_facets) {
    ++moves[fmt::format("{}: {} → none", name, value)];
  }
}

}  // namespace

Receipt import_files(std::span<const std::string> files, const OpenFile& open, index::Library& library,
                     const evidence::Vocabulary& vocabulary, const Clock& clock, Observer& observer,
                     std::optional<Error>& failure) {
  Receipt receipt;
  receipt.command = "import";
  receipt.started = to_iso(clock.now());
  failure.reset();
  Keeper keeper(library, vocabulary, receipt);
  std::optional<Error> unopened;  // the last of them; those before it are told at once
  for (const auto& file : files) {
    receipt.topic += (receipt.topic.empty() ? "" : " ") + file;
    auto stream = open(file);
    if (!stream) {
      if (unopened) {
        observer.warn(unopened->message);
      }
      unopened = std::move(stream.error()).while_doing(fmt::format("importing {}", file));
      continue;
    }
    if (failure = import_file(file, *stream, keeper, vocabulary, observer); failure) {
      failure = std::move(*failure).while_doing(fmt::format("importing {}", file));
      break;
    }
  }
  if (failure && unopened) {
    observer.warn(unopened->message);
  } else if (unopened) {
    failure = std::move(unopened);
  }
  receipt.count = receipt.listed;
  close_run(receipt, library, clock, failure);
  return receipt;
}

Result<RereadReport> reread(index::Library& library, const evidence::Vocabulary& vocabulary, Observer& observer) {
  constexpr std::size_t kStudiesPerCommit = 2000;
  RereadReport report;
  std::map<std::string, std::uint64_t> moves;
  // The PMIDs first: a library is not written while it is being walked.
  auto pmids = library.matching("");
  if (!pmids) {
    return tl::unexpected<Error>(std::move(pmids).error());
  }
  observer.stage("reading again", pmids->size(), "studies");
  std::vector<Study> studies;
  for (std::size_t i = 0; i < pmids->size(); ++i) {
    if (observer.cancelled()) {
      return fail(Fault::Interrupted, "stopped", "what was read again is kept; run it once more for the rest");
    }
    auto held = library.get((*pmids)[i]);
    if (!held) {
      return tl::unexpected<Error>(std::move(held).error());
    }
    if (*held) {
      Study now = evidence::read((*held)->citation, vocabulary);
      // Reading is compared with reading: what people have overridden stays as it is and is no change.
      const Study& before = (*held)->as_read ? *(*held)->as_read : (*held)->study;
      const auto moved = moves;
      count_moves(before, now, moves);
      report.changed += moved == moves ? 0 : 1;
      ++report.read;
      studies.push_back(std::move(now));
    }
    if (studies.size() == kStudiesPerCommit || i + 1 == pmids->size()) {
      if (auto kept = library.replace_studies(studies, vocabulary.version()); !kept) {
        return tl::unexpected<Error>(std::move(kept).error());
      }
      studies.clear();
      observer.advance(i + 1);
    }
  }
  report.moves.assign(moves.begin(), moves.end());
  std::stable_sort(report.moves.begin(), report.moves.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  return report;
}

}  // namespace meridian::tracker
