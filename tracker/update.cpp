// The update run: search, fetch what is not held, read, keep, and account for every PMID.
#include "tracker/update.hpp"

#include <fmt/format.h>

#include "evidence/study.hpp"
#include "tracker/run.hpp"

namespace meridian::tracker {
namespace {

/// Keeps one fetched page; what it held is counted only after the library has committed it.
Result<void> keep_page(fetcher::FetchPage&& page, index::Library& library, const std::string& topic,
                       const evidence::Vocabulary& vocabulary, Receipt& receipt) {
  std::vector<index::Entry> entries;
  entries.reserve(page.records.size());
  for (auto& record : page.records) {
    Study study = evidence::read(record.citation, vocabulary);
    entries.push_back({std::move(record.citation), std::move(study), std::move(record.raw), record.format});
  }
  auto added = library.add(entries, topic, vocabulary.version());
  if (!added) {
    return tl::unexpected<Error>(
        std::move(added).error().while_doing(fmt::format("keeping page {} of {}", page.number, page.of)));
  }
  count_stored(receipt, *added, entries.size());
  receipt.asked += page.asked.size();
  receipt.missing.insert(receipt.missing.end(), page.missing.begin(), page.missing.end());
  for (const auto& damage : page.damaged) {
    receipt.damaged.push_back(describe(damage));
  }
  for (const Pmid pmid : page.unasked) {
    receipt.warnings.push_back(fmt::format("PMID {} came without being asked for, and was left out", pmid));
  }
  return {};
}

std::optional<Error> run_update(const Topic& topic, const UpdateOptions& options, fetcher::PubMed& pubmed,
                                index::Library& library, const evidence::Vocabulary& vocabulary, Observer& observer,
                                Receipt& receipt) {
  const auto during = [&](Error error) {
    return std::move(error).while_doing(fmt::format("updating topic \"{}\"", topic.id));
  };
  auto answer = pubmed.search(topic.query);
  if (!answer) {
    return during(std::move(answer).error());
  }
  receipt.count = answer->count;
  receipt.translation = answer->translation;
  for (const auto& warning : answer->warnings) {
    receipt.warnings.push_back(fmt::format("{}: {}", fetcher::to_word(warning.kind), warning.text));
  }
  std::vector<Pmid> wanted = answer->pmids;
  receipt.listed = wanted.size();
  if (!options.refetch) {
    auto missing = library.missing(wanted);
    if (!missing) {
      return during(std::move(missing).error());
    }
    receipt.already_held = wanted.size() - missing->size();
    wanted = std::move(*missing);
  }
  if (options.limit != 0 && wanted.size() > options.limit) {
    receipt.left = wanted.size() - options.limit;
    receipt.warnings.push_back(
        fmt::format("{} more records were left for a later run (--limit {})", receipt.left, options.limit));
    wanted.erase(wanted.begin(), wanted.begin() + static_cast<std::ptrdiff_t>(receipt.left));
  }
  if (options.dry_run) {
    observer.note(fmt::format("{} records would be fetched", wanted.size()));
    receipt.left += wanted.size();
    return std::nullopt;
  }
  observer.stage("fetching", wanted.size(), "records");
  auto fetched = pubmed.fetch(wanted, [&](fetcher::FetchPage&& page) -> Result<void> {
    auto kept = keep_page(std::move(page), library, topic.id, vocabulary, receipt);
    observer.advance(receipt.asked);
    return kept;
  });
  if (!fetched) {
    return during(std::move(fetched).error());
  }
  return std::nullopt;
}

}  // namespace

Receipt update(const Topic& topic, const UpdateOptions& options, fetcher::PubMed& pubmed, index::Library& library,
               const evidence::Vocabulary& vocabulary, const Clock& clock, Observer& observer,
               std::optional<Error>& failure) {
  Receipt receipt;
  receipt.command = "update";
  receipt.topic = topic.id;
  receipt.query = topic.query;
  receipt.started = to_iso(clock.now());
  failure = run_update(topic, options, pubmed, library, vocabulary, observer, receipt);
  close_run(receipt, library, clock, failure);
  return receipt;
}

}  // namespace meridian::tracker
