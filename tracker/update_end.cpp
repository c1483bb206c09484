// The second half of an update run: records that left the search, notices, and the proof that all is well.
#include <fmt/format.h>

#include <algorithm>

#include "tracker/days.hpp"
#include "tracker/run.hpp"
#include "tracker/update_run.hpp"
#include "tracker/watches.hpp"

namespace meridian::tracker {
namespace {

constexpr std::size_t kUidsInSearch = 300;  // keeps a term far below what ESearch takes by POST
constexpr int kNoticeRounds = 3;            // a notice may have a notice

std::string uid_term(std::span<const Pmid> pmids) {
  std::string term;
  for (const Pmid pmid : pmids) {
    term += fmt::format("{}{}[uid]", term.empty() ? "" : " OR ", pmid);
  }
  return term;
}

}  // namespace

/// Records of the topic that the search no longer lists: those revised are fetched, those that PubMed no longer knows
/// are asked for once more.
Result<void> UpdateRun::look_after_strays() {
  std::vector<Pmid> again;
  std::vector<Pmid> unknown;
  // Nobody has looked at them since the last audit, and the watermark may have moved on without one.
  std::string from = sweep_from_.empty() ? "1900-01-01" : sweep_from_;
  if (!state_.audited.empty()) {
    from = std::min(from, days_before(state_.audited, topic_.overlap_days));
  }
  for (std::size_t first = 0; first < strays_.size(); first += kUidsInSearch) {
    const std::span<const Pmid> part =
        std::span<const Pmid>(strays_).subspan(first, std::min(kUidsInSearch, strays_.size() - first));
    auto known = search("stored", uid_term(part), std::nullopt);
    if (!known) {
      return tl::unexpected<Error>(std::move(known).error());
    }
    for (const Pmid pmid : part) {
      const bool there = std::binary_search(known->begin(), known->end(), pmid);
      if (const bool withdrawn = deleted_before_.contains(pmid); there && withdrawn) {
        again.push_back(pmid);
      } else if (!there && !withdrawn) {
        unknown.push_back(pmid);
      }
    }
    auto revised = search("stored", uid_term(part), fetcher::DateWindow{fetcher::DateField::Modified, from, ""});
    if (!revised) {
      return tl::unexpected<Error>(std::move(revised).error());
    }
    // Only what was asked for: a server that ignores a tag answers with more.
    std::copy_if(part.begin(), part.end(), std::back_inserter(again), [&](Pmid pmid) {
      return !deleted_before_.contains(pmid) && std::binary_search(revised->begin(), revised->end(), pmid);
    });
  }
  receipt_.extra += again.size() + unknown.size();
  if (auto fetched = fetch(again, "", false); !fetched) {
    return fetched;
  }
  return fetch(unknown, "", true);
}

/// Neither listed, nor found by its PMID, nor delivered: PubMed has it no more.
Result<void> UpdateRun::withdraw_vanished() {
  if (gone_.empty()) {
    return {};
  }
  auto held = tools_.library.mark_deleted(gone_);
  if (!held) {
    return tl::unexpected<Error>(std::move(held).error());
  }
  receipt_.withdrawn = gone_;
  receipt_.deleted = gone_.size();
  return {};
}

Result<void> UpdateRun::fetch_notices() {
  std::set<Pmid> asked;
  for (int round = 0; round < kNoticeRounds; ++round) {
    auto unheld = tools_.ledger.unheld_notices(topic_.id);
    if (!unheld) {
      return tl::unexpected<Error>(std::move(unheld).error());
    }
    std::erase_if(*unheld, [&](Pmid pmid) { return asked.contains(pmid); });
    if (unheld->empty()) {
      break;
    }
    asked.insert(unheld->begin(), unheld->end());
    const auto missing_before = receipt_.missing.size();
    receipt_.extra += unheld->size();
    if (auto fetched = fetch(*unheld, "", false); !fetched) {
      return fetched;
    }
    // A notice that does not come is told and asked for again by the next run; the topic itself lacks nothing.
    const std::vector<Pmid> late(receipt_.missing.begin() + static_cast<std::ptrdiff_t>(missing_before),
                                 receipt_.missing.end());
    receipt_.missing.resize(missing_before);
    receipt_.extra -= late.size();
    receipt_.asked -= late.size();
    for (const Pmid pmid : late) {
      receipt_.warnings.push_back(fmt::format("notice PMID {} is named by a record, and was not delivered", pmid));
    }
    std::vector<Pmid> came;
    std::copy_if(unheld->begin(), unheld->end(), std::back_inserter(came),
                 [&](Pmid pmid) { return std::find(late.begin(), late.end(), pmid) == late.end(); });
    if (auto joined = tools_.ledger.join_notices(topic_.id); !joined) {
      return joined;
    }
    receipt_.notices.insert(receipt_.notices.end(), came.begin(), came.end());
  }
  return {};
}

/// What is stored can be searched, counted in the index itself.
Result<void> UpdateRun::prove_indexed() {
  if (auto dois = tools_.ledger.index_dois(topic_.id); !dois) {
    return dois;
  }
  if (auto flushed = tools_.library.flush(); !flushed) {
    return flushed;
  }
  auto totals = tools_.library.totals(tools_.vocabulary.version());
  if (!totals) {
    return tl::unexpected<Error>(std::move(totals).error());
  }
  if (totals->indexed != totals->citations) {
    return fail(Fault::Incomplete,
                fmt::format("{} records are held and {} can be searched", totals->citations, totals->indexed),
                "meridian verify --repair builds the search index anew");
  }
  auto round = look_at_watches(tools_.library, tools_.ledger);
  if (!round) {
    return tl::unexpected<Error>(std::move(round).error());
  }
  receipt_.watches = std::move(round->news);
  matches_ = std::move(round->matches);
  return {};
}

/// Every PMID that did not come whole has been so for so long that waiting for it no longer holds the watermark back.
bool UpdateRun::absence_is_tolerable() {
  std::vector<Pmid> absent = receipt_.missing;
  absent.insert(absent.end(), damaged_.begin(), damaged_.end());
  if (absent.empty()) {
    return receipt_.damaged.empty();
  }
  auto days = tools_.ledger.note_absent(absent, today_);
  return days && std::all_of(days->begin(), days->end(), [](const auto& row) { return row.second >= kPatience; });
}

void UpdateRun::finish(std::optional<Error>& failure) {
  // What a run that was cut off did not get to is left for the next one.
  if (failure && receipt_.listed + receipt_.extra >= receipt_.already_held + receipt_.left + receipt_.asked) {
    receipt_.left = receipt_.listed + receipt_.extra - receipt_.already_held - receipt_.asked;
  }
  const bool tolerable = absence_is_tolerable();
  if (!failure && !receipt_.agrees()) {
    failure = Error{
        Fault::Incomplete, "the numbers of this run do not agree from end to end", {}, "run the same command again"};
  } else if (!failure && !tolerable) {
    failure = Error{Fault::Incomplete,
                    fmt::format("{} of {} records that the server lists were not delivered whole",
                                receipt_.missing.size() + receipt_.damaged.size(), receipt_.asked),
                    {},
                    "they are named in the receipt, and asked for again by the next run"};
  } else if (failure && failure->fault == Fault::Network && receipt_.received > 0) {
    failure->fault = Fault::Incomplete;  // what came is kept
  }
  receipt_.complete = !failure && receipt_.left == 0 && !options_.dry_run;
  if (failure) {
    receipt_.status = failure->fault;
  } else if (!receipt_.warnings.empty() || !receipt_.missing.empty() || !receipt_.damaged.empty()) {
    receipt_.status = Fault::Warnings;
  }
  receipt_.finished = to_iso(tools_.clock.now());

  index::RunEnd end;
  if (receipt_.complete && moves_ && !topic_.id.empty()) {
    auto newest = tools_.ledger.newest_day(topic_.id);
    // The server's own dates bound the watermark, so that a clock that runs ahead leaves no gap.
    const std::string mark = newest && !newest->empty() ? std::min(today_, *newest) : today_;
    receipt_.watermark = mark;
    end.state = index::TopicState{topic_.id, topic_.query, mark, audit_ ? today_ : state_.audited, 0};
  }
  end.matches = std::move(matches_);
  end.run = {0,
             receipt_.command,
             receipt_.topic,
             receipt_.started,
             receipt_.finished,
             std::string(exit_status(receipt_.status).name),
             to_json(receipt_)};
  auto stored = tools_.ledger.finish(end);
  if (!stored) {
    receipt_.complete = false;
    receipt_.watermark = receipt_.watermark_before;
    if (!failure) {
      failure = stored.error();
      receipt_.status = failure->fault;
    }
  }
}

}  // namespace meridian::tracker
