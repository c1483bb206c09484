// The update run: list, choose, fetch, read, keep, and account for every PMID.
#include "tracker/update.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <future>
#include <thread>

#include "evidence/study.hpp"
#include "tracker/days.hpp"
#include "tracker/run.hpp"
#include "tracker/update_run.hpp"

namespace meridian::tracker {
namespace {

/// Reads the records of a page on all cores; their order stays.
std::vector<index::Entry> read_all(std::vector<fetcher::Record>&& records, const evidence::Vocabulary& vocabulary) {
  std::vector<index::Entry> entries(records.size());
  const std::size_t workers = std::max(1U, std::thread::hardware_concurrency());
  const auto part = [&](std::size_t first) {
    for (std::size_t i = first; i < records.size(); i += workers) {
      Study study = evidence::read(records[i].citation, vocabulary);
      entries[i] = {std::move(records[i].citation), std::move(study), std::move(records[i].raw), records[i].format};
    }
  };
  constexpr std::size_t kFew = 8;  // below it threads cost more than they save
  std::vector<std::future<void>> others;
  for (std::size_t i = 1; i < workers && records.size() > kFew; ++i) {
    others.push_back(std::async(std::launch::async, part, i));
  }
  part(0);
  for (auto& other : others) {
    other.get();
  }
  for (std::size_t i = 1; i < workers && records.size() <= kFew; ++i) {
    part(i);
  }
  return entries;
}

template <class T>
tl::unexpected<Error> passed_on(Result<T>& failed) {
  return tl::unexpected<Error>(std::move(failed).error());
}

}  // namespace

Result<void> UpdateRun::work() {
  now_ = receipt_.started;
  today_ = now_.substr(0, 10);
  if (auto listed = list(); !listed) {
    return listed;
  }
  if (auto chosen = choose(); !chosen) {
    return chosen;
  }
  if (options_.dry_run) {
    tools_.observer.note(fmt::format("{} records would be fetched", wanted_.size()));
    receipt_.left += wanted_.size();
    return {};
  }
  if (auto ready = wait_for_off_peak(); !ready) {
    return ready;
  }
  tools_.observer.stage("fetching", wanted_.size(), "records");
  if (auto fetched = fetch(wanted_, topic_.id, false); !fetched) {
    return fetched;
  }
  for (auto step : {&UpdateRun::look_after_strays, &UpdateRun::withdraw_vanished, &UpdateRun::fetch_notices,
                    &UpdateRun::prove_indexed}) {
    if (auto done = (this->*step)(); !done) {
      return done;
    }
  }
  return {};
}

Result<std::vector<Pmid>> UpdateRun::search(const std::string& what, const std::string& term,
                                            const std::optional<fetcher::DateWindow>& window) {
  auto answer = tools_.pubmed.search(term, window);
  if (!answer) {
    return passed_on(answer);
  }
  receipt_.searches.push_back({what, window ? window->from : "", answer->count, answer->pmids.size(), answer->parts});
  if (what != "stored") {
    receipt_.count = std::max(receipt_.count.value_or(0), answer->count);
    receipt_.translation = answer->translation;
    for (const auto& warning : answer->warnings) {
      const bool nothing_new = window && answer->count == 0;  // an empty window draws remarks that say nothing more
      std::string text = fmt::format("{}: {}", fetcher::to_word(warning.kind), warning.text);
      if (!nothing_new &&
          std::find(receipt_.warnings.begin(), receipt_.warnings.end(), text) == receipt_.warnings.end()) {
        receipt_.warnings.push_back(std::move(text));
      }
    }
  }
  return std::move(answer->pmids);
}

Result<void> UpdateRun::list() {
  Result<std::string> newest = std::string();
  if (!topic_.id.empty()) {
    // A run that was cut off may have kept a notice and not come to follow it.
    if (auto joined = options_.dry_run ? Result<void>() : tools_.ledger.join_notices(topic_.id); !joined) {
      return passed_on(joined);
    }
    auto state = tools_.ledger.topic(topic_.id);
    auto members = tools_.ledger.members(topic_.id);
    newest = tools_.ledger.newest_day(topic_.id);
    if (!state || !members || !newest) {
      return tl::unexpected<Error>(!state ? state.error() : !members ? members.error() : newest.error());
    }
    state_ = std::move(*state);
    members_ = std::move(*members);
  }
  receipt_.watermark_before = receipt_.watermark = state_.watermark;
  std::string from = state_.watermark;
  if (from.empty() && !members_.empty()) {
    // Held since before this topic kept a watermark: what is held may have been revised since it was last seen.
    from = today_;
    for (const auto& member : members_) {
      from = std::min(from, member.last_seen.substr(0, 10));
    }
    from = newest->empty() ? from : std::min(from, *newest);
  }
  sweep_from_ = from.empty() ? "" : days_before(from, topic_.overlap_days);
  if (!options_.since.empty()) {
    moves_ = !state_.watermark.empty() && options_.since <= sweep_from_;
    sweep_from_ = options_.since;
  }
  const auto since_audit = days_between(state_.audited, today_);
  audit_ = options_.since.empty() && (state_.watermark.empty() || state_.query != topic_.query || options_.refetch ||
                                      !since_audit || *since_audit < 0 || *since_audit >= topic_.audit_days);
  if (audit_) {
    auto all = search("all", topic_.query, std::nullopt);
    if (!all) {
      return passed_on(all);
    }
    listed_.insert(all->begin(), all->end());
  }
  if (!sweep_from_.empty()) {
    auto created = search("created", topic_.query, fetcher::DateWindow{fetcher::DateField::Created, sweep_from_, ""});
    if (!created) {
      return passed_on(created);
    }
    auto revised = search("revised", topic_.query, fetcher::DateWindow{fetcher::DateField::Modified, sweep_from_, ""});
    if (!revised) {
      return passed_on(revised);
    }
    listed_.insert(created->begin(), created->end());
    listed_.insert(revised->begin(), revised->end());
    revised_.insert(revised->begin(), revised->end());
  }
  receipt_.listed = listed_.size();
  return {};
}

Result<void> UpdateRun::choose() {
  const std::vector<Pmid> listed(listed_.begin(), listed_.end());
  auto unheld = tools_.library.missing(listed);
  auto taken = tools_.ledger.taken(topic_.id, today_);
  auto deleted = tools_.ledger.deleted_among(listed);
  if (!unheld || !taken || !deleted) {
    return tl::unexpected<Error>(!unheld ? unheld.error() : !taken ? taken.error() : deleted.error());
  }
  std::set<Pmid> wanted(unheld->begin(), unheld->end());
  deleted_before_.insert(deleted->begin(), deleted->end());
  wanted.insert(deleted->begin(), deleted->end());
  for (const Pmid pmid : options_.refetch ? listed_ : revised_) {
    if (options_.refetch || !taken->contains(pmid)) {
      wanted.insert(pmid);
    }
  }
  std::unordered_set<Pmid> members;
  for (const auto& member : members_) {
    if (!member.companion) {
      members.insert(member.pmid);
    }
    if (audit_ && !listed_.contains(member.pmid)) {
      strays_.push_back(member.pmid);
      if (member.deleted) {
        deleted_before_.insert(member.pmid);
      }
    }
  }
  std::vector<Pmid> joining;
  for (const Pmid pmid : listed) {
    if (!members.contains(pmid) && !wanted.contains(pmid)) {
      joining.push_back(pmid);
    }
  }
  if (!options_.dry_run && !joining.empty() && !topic_.id.empty()) {
    if (auto joined = tools_.ledger.join(topic_.id, joining, now_); !joined) {
      return joined;
    }
  }
  wanted_.assign(wanted.begin(), wanted.end());
  receipt_.already_held = listed.size() - wanted_.size();
  if (options_.limit != 0 && wanted_.size() > options_.limit) {
    receipt_.left = wanted_.size() - options_.limit;
    receipt_.warnings.push_back(
        fmt::format("{} more records were left for a later run (--limit {})", receipt_.left, options_.limit));
    wanted_.erase(wanted_.begin(), wanted_.begin() + static_cast<std::ptrdiff_t>(receipt_.left));
  }
  return {};
}

Result<void> UpdateRun::wait_for_off_peak() {
  if (!options_.off_peak || wanted_.size() < options_.large_job || is_off_peak(tools_.clock.now())) {
    return {};
  }
  tools_.observer.note(fmt::format("{} records are a large job: waiting until {}, as NCBI asks", wanted_.size(),
                                   to_iso(next_off_peak(tools_.clock.now()))));
  while (!is_off_peak(tools_.clock.now())) {
    if (tools_.observer.cancelled()) {
      return fail(Fault::Interrupted, "stopped while waiting for the off-peak hours");
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
  }
  return {};
}

/// While a page is read and kept, the next one is on its way: the program then waits for the server and not for itself.
Result<void> UpdateRun::fetch(const std::vector<Pmid>& pmids, const std::string& topic, bool may_be_gone) {
  std::future<Result<void>> keeping;
  const auto settle = [&]() -> Result<void> {
    if (!keeping.valid()) {
      return {};
    }
    auto kept = keeping.get();
    tools_.observer.advance(receipt_.asked);
    return kept;
  };
  auto fetched = tools_.pubmed.fetch(pmids, [&](fetcher::FetchPage&& page) -> Result<void> {
    if (auto kept = settle(); !kept) {
      return kept;
    }
    keeping = std::async(std::launch::async, [this, topic, may_be_gone, page = std::move(page)]() mutable {
      return keep(std::move(page), topic, may_be_gone);
    });
    return {};
  });
  auto kept = settle();
  return kept ? fetched : kept;
}

/// What a page held is counted only after the library has committed it.
Result<void> UpdateRun::keep(fetcher::FetchPage&& page, const std::string& topic, bool may_be_gone) {
  const auto entries = read_all(std::move(page.records), tools_.vocabulary);
  auto added = tools_.library.add(entries, topic, tools_.vocabulary.version());
  if (!added) {
    return tl::unexpected<Error>(
        std::move(added).error().while_doing(fmt::format("keeping page {} of {}", page.number, page.of)));
  }
  std::vector<Pmid> received;
  std::vector<Pmid> back;
  for (const auto& entry : entries) {
    received.push_back(entry.citation.pmid);
    if (deleted_before_.contains(entry.citation.pmid)) {
      back.push_back(entry.citation.pmid);
    }
  }
  if (auto taken = tools_.ledger.take(topic_.id, received, today_); !taken) {
    return taken;
  }
  if (!back.empty()) {
    if (auto restored = tools_.ledger.restore(back); !restored) {
      return restored;
    }
    receipt_.restored.insert(receipt_.restored.end(), back.begin(), back.end());
  }
  count_stored(receipt_, *added, entries.size());
  receipt_.asked += page.asked.size();
  auto& absent = may_be_gone ? gone_ : receipt_.missing;
  absent.insert(absent.end(), page.missing.begin(), page.missing.end());
  for (const auto& damage : page.damaged) {
    if (damage.pmid != 0) {
      damaged_.push_back(damage.pmid);
    }
    // Without a PMID it is told by the one that is missing; counting both would be one too many.
    (damage.pmid == 0 ? receipt_.warnings : receipt_.damaged).push_back(describe(damage));
  }
  for (const Pmid pmid : page.unasked) {
    receipt_.warnings.push_back(fmt::format("PMID {} came without being asked for, and was left out", pmid));
  }
  return {};
}

Receipt update(const Topic& topic, const UpdateOptions& options, UpdateTools tools, std::optional<Error>& failure) {
  Receipt receipt;
  receipt.command = "update";
  receipt.topic = topic.id;
  receipt.query = topic.query;
  receipt.started = to_iso(tools.clock.now());
  failure.reset();
  UpdateRun run(topic, options, tools, receipt);
  if (auto done = run.work(); !done) {
    failure = std::move(done).error().while_doing(fmt::format("updating topic \"{}\"", topic.id));
  }
  run.finish(failure);
  return receipt;
}

}  // namespace meridian::tracker
