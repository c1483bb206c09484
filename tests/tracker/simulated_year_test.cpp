// Simulated years: whatever goes wrong on the way, the library ends as the server's corpus, everything is told once,
// and no receipt lies.
#include <fmt/format.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <set>
#include <thread>

#include "core/text.hpp"
#include "tests/support/living_corpus.hpp"
#include "tests/tracker/night.hpp"
#include "tracker/digest.hpp"

namespace meridian::tracker {
namespace {

using test::LivingCorpus;

struct Tally {
  int nights = 0, complete = 0, incomplete = 0, skipped = 0;
  std::uint64_t requests = 0, records = 0, announced = 0;
  int lost = 0, doubled = 0, wrong_receipts = 0;
  std::map<std::string, int> faults;
  std::vector<std::string> complaints;
};

/// The ids that EFetch was asked for.
std::set<Pmid> asked_in(const std::vector<test::EutilsServer::Request>& log) {
  std::set<Pmid> asked;
  for (const auto& request : log) {
    if (request.program != "efetch") {
      continue;
    }
    for (const auto field : split(request.form, '&')) {
      if (field.substr(0, 3) == "id=") {
        for (const auto id : split(field.substr(3), ',')) {
          asked.insert(static_cast<Pmid>(std::stoul(std::string(id))));
        }
      }
    }
  }
  return asked;
}

class Year {
 public:
  explicit Year(std::uint32_t seed) : random_(seed), corpus_(seed), server_({}) {
    operator_.topic.audit_days = seed % 2 == 0 ? 1 : 7;
    operator_.settings.total_limit = std::chrono::milliseconds(1500);
  }

  Tally live(int nights) {
    for (int i = 0; i < nights; ++i) {
      night(true);
    }
    operator_.topic.audit_days = 1;
    night(false);
    night(false);  // a record that appeared as the last one ran may need a second look
    judge_the_end();
    return tally_;
  }

 private:
  bool chance(double p) { return std::uniform_real_distribution<double>(0, 1)(random_) < p; }
  int between(int lo, int hi) { return std::uniform_int_distribution<int>(lo, hi)(random_); }

  void complain(int& counter, std::string what) {
    ++counter;
    if (tally_.complaints.size() < 20) {
      tally_.complaints.push_back(fmt::format("night {}: {}", corpus_.today(), std::move(what)));
    }
  }

  /// A clause for the server, or none; what it withholds is remembered.
  std::string draw_fault() {
    if (!chance(0.45)) {
      return {};
    }
    const int at = between(1, 6);
    switch (between(0, 9)) {
      case 0:
        ++tally_.faults["429 storm"];
        return fmt::format("429:from={},to={}", at, at + between(1, 6));
      case 1:
        ++tally_.faults["5xx"];
        return fmt::format("{}:from={},to={}", chance(0.5) ? 500 : 503, at, at + between(0, 4));
      case 2:
        ++tally_.faults["outage"];
        return fmt::format("502:from={}", at);
      case 3:
        ++tally_.faults["html"];
        return fmt::format("html:from={},to={}", at, at + between(0, 3));
      case 4:
        ++tally_.faults["truncation"];
        return fmt::format("truncate={}:from={},to={}", between(0, 900), at, at + between(0, 3));
      case 5:
        if (chance(0.25)) {
          ++tally_.faults["stall"];
          return fmt::format("stall=1.7:at={}", at);
        }
        ++tally_.faults["error in 200"];
        return fmt::format("error:from={},to={}", at, at + between(0, 3));
      case 6:
        ++tally_.faults["reset"];
        return fmt::format("reset:from={},to={}", at, at + between(0, 3));
      case 7:
        ++tally_.faults["drifting count"];
        return fmt::format("drift={}{}:of=esearch{}", chance(0.5) ? '+' : '-', between(1, 9),
                           chance(0.5) ? ",at=1" : "");
      default: {
        ++tally_.faults["omitted id"];
        const auto& records = corpus_.records();
        const auto& row = *std::next(records.begin(), between(0, static_cast<int>(records.size()) - 1));
        // Most often one that this night must ask for.
        const auto& newest = *records.rbegin();
        const Pmid pmid = chance(0.7) ? newest.first : row.first;
        withheld_.insert(pmid);
        return fmt::format("missing={}", pmid);
      }
    }
  }

  void night(bool may_fail) {
    withheld_.clear();
    const auto change = corpus_.next_day();
    server_.change(change.xml, change.erased);
    for (const auto pmid : change.erased) {
      erased_.insert(pmid);
    }
    ++tally_.nights;
    operator_.clock.at = Instant(std::chrono::sys_days(std::chrono::year(2026) / 1 / 1) +
                                 std::chrono::days(corpus_.today()) + std::chrono::hours(3));
    if (may_fail && chance(0.03)) {
      ++tally_.skipped;
      return;
    }
    if (may_fail && chance(0.06)) {
      ++tally_.faults["clock jump"];
      operator_.clock.at += std::chrono::days(chance(0.5) ? between(1, 400) : -between(1, 60));
    }
    const std::string fault = may_fail ? draw_fault() : "";
    server_.set_faults(fault);
    const double how = may_fail ? std::uniform_real_distribution<double>(0, 1)(random_) : 1;
    if (how < 0.08) {
      ++tally_.faults["kill -9"];
      run_and_kill();
    } else if (how < 0.11) {
      ++tally_.faults["write failure"];
      run_on_a_full_disk();
    } else if (how < 0.14) {
      ++tally_.faults["two at once"];
      run_twice_at_once();
    } else {
      run_and_judge(fault);
    }
    tally_.requests += server_.requests().size();
    announce();
  }

  /// @return the child's process id
  pid_t fork_a_run(rlim_t most_bytes = RLIM_INFINITY) {
    const pid_t child = ::fork();
    if (child == 0) {
      ::signal(SIGXFSZ, SIG_IGN);
      const rlimit limit{most_bytes, RLIM_INFINITY};
      ::setrlimit(RLIMIT_FSIZE, &limit);
      std::optional<Error> failure;
      const auto receipt = operator_.run(server_.base_url(), failure);
      ::_exit(!receipt ? exit_status(receipt.error().fault).status : failure ? exit_status(failure->fault).status : 0);
    }
    return child;
  }

  void run_and_kill() {
    const pid_t child = fork_a_run();
    const auto after = static_cast<std::size_t>(between(0, 6));
    const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(1500);
    int status = 0;
    while (server_.requests().size() < after && std::chrono::steady_clock::now() < until &&
           ::waitpid(child, &status, WNOHANG) == 0) {
      std::this_thread::sleep_for(std::chrono::microseconds(200));
    }
    std::this_thread::sleep_for(std::chrono::microseconds(between(0, 30000)));
    ::kill(child, SIGKILL);
    ::waitpid(child, &status, 0);
  }

  void run_on_a_full_disk() {
    std::error_code none_yet;
    const auto size = std::filesystem::file_size(operator_.folder / "library/meridian.db-wal", none_yet);
    const auto least = none_yet ? 0 : size;
    int status = 0;
    ::waitpid(fork_a_run(least + static_cast<rlim_t>(between(0, 200'000))), &status, 0);
    if (!WIFEXITED(status)) {
      complain(tally_.lost, "a run died of a failed write");
    }
  }

  void run_twice_at_once() {
    const pid_t child = fork_a_run();
    std::optional<Error> failure;
    const auto mine = operator_.run(server_.base_url(), failure);
    int status = 0;
    ::waitpid(child, &status, 0);
    const int locked = exit_status(Fault::Locked).status;
    const bool child_locked = WIFEXITED(status) && WEXITSTATUS(status) == locked;
    if (!mine && mine.error().fault != Fault::Locked) {
      complain(tally_.lost, mine.error().describe());
    }
    if (!mine && child_locked) {
      complain(tally_.lost, "two at once, and both were locked out");
    }
  }

  void run_and_judge(const std::string& fault) {
    std::optional<Error> failure;
    const auto receipt = operator_.run(server_.base_url(), failure);
    if (!receipt) {
      complain(tally_.lost, receipt.error().describe());
      return;
    }
    ++(receipt->complete ? tally_.complete : tally_.incomplete);
    if (fault.empty() && !receipt->complete) {
      complain(tally_.wrong_receipts,
               "no fault, and not complete: " + (failure ? failure->describe() : "") + "\n" + to_json(*receipt));
    }
    const auto asked = asked_in(server_.requests());
    for (const Pmid pmid : receipt->missing) {
      if (!withheld_.contains(pmid)) {
        complain(tally_.wrong_receipts, fmt::format("PMID {} is called missing, and was delivered", pmid));
      }
    }
    for (const Pmid pmid : receipt->withdrawn) {
      if (corpus_.records().contains(pmid)) {
        complain(tally_.wrong_receipts, fmt::format("PMID {} is called withdrawn, and stands", pmid));
      }
    }
    if (receipt->complete) {
      std::uint64_t late = 0;
      for (const Pmid pmid : withheld_) {
        late += asked.contains(pmid) ? 1 : 0;
      }
      if (receipt->missing.empty() && asked.size() != receipt->asked + late) {
        complain(tally_.wrong_receipts,
                 fmt::format("asked for {}, told {}: {}", asked.size(), receipt->asked, to_json(*receipt)));
      }
      compare(false, tally_.wrong_receipts, "complete, but");
    }
    const auto library = operator_.open(index::Access::Read);
    const auto runs = library ? library->runs(1) : Result<std::vector<index::Run>>(tl::unexpected(library.error()));
    if (!runs || runs->empty() || runs->front().receipt != to_json(*receipt)) {
      complain(tally_.wrong_receipts, "the stored receipt is not the one that was returned");
    }
  }

  /// Library against corpus. `all`: also what left the search, notices, and what is gone.
  void compare(bool all, int& counter, const std::string& when) {
    const auto library = operator_.open(index::Access::Read);
    auto ledger = operator_.books(index::Access::Read);
    if (!library || !ledger) {
      complain(counter, "the library does not open");
      return;
    }
    const auto check = [&](Pmid pmid) {
      const auto raw = library->raw(pmid);
      const auto there = corpus_.records().find(pmid);
      const std::string expected =
          there == corpus_.records().end() ? "" : std::string(trim(LivingCorpus::xml_of(there->second)));
      if (!raw || !*raw || (*raw)->first != expected) {
        complain(counter, fmt::format("{} PMID {} is {}", when, pmid, !raw || !*raw ? "not held" : "not as it stands"));
      }
    };
    for (const auto& [pmid, record] : corpus_.records()) {
      if (record.on_topic && record.retracts == 0) {
        check(pmid);
      }
    }
    if (!all) {
      return;
    }
    std::set<Pmid> live;
    const auto walked = library->for_each([&](index::Held&& held) {
      live.insert(held.citation.pmid);
      return true;
    });
    EXPECT_TRUE(walked);
    tally_.records = live.size();
    for (const Pmid pmid : live) {
      check(pmid);
    }
    for (const auto& [pmid, record] : corpus_.records()) {
      if (live.contains(pmid) != (live.contains(pmid) || (record.on_topic && record.retracts == 0))) {
        complain(counter, fmt::format("PMID {} is not live", pmid));
      }
    }
    const auto members = ledger->members("pain").value();
    for (const auto& member : members) {
      if (member.deleted == corpus_.records().contains(member.pmid)) {
        complain(counter, fmt::format("PMID {} is {} wrongly", member.pmid, member.deleted ? "withdrawn" : "live"));
      }
    }
  }

  void announce() {
    auto library = operator_.open(index::Access::Read);
    auto ledger = operator_.books(index::Access::Write);
    if (!library || !ledger) {
      return;  // nothing was ever fetched
    }
    const auto digest = make_digest("pain", {.since = {}, .unread = true}, *library, *ledger);
    if (!digest) {
      complain(tally_.lost, digest.error().describe());
      return;
    }
    for (const auto& event : digest->covered) {
      if (!told_.insert({event.pmid, event.kind, event.item}).second) {
        complain(tally_.doubled, fmt::format("PMID {} {} {} was told twice", event.pmid, event.kind, event.item));
      }
    }
    for (const auto& group : digest->fresh) {
      for (const auto& item : group.items) {
        ++tally_.announced;
        if (!papers_.insert(ascii_lower(item.held.citation.doi)).second) {
          complain(tally_.doubled, fmt::format("the paper of PMID {} was told as new twice", item.event.pmid));
        }
      }
    }
    tally_.announced += digest->alarms.size() + digest->changed.size();
    if (auto marked = ledger->tell("pain", digest->covered, to_iso(operator_.clock.now())); !marked) {
      complain(tally_.lost, marked.error().describe());
    }
  }

  void judge_the_end() {
    compare(true, tally_.lost, "at the end");
    auto library = operator_.open(index::Access::Read).value();
    auto ledger = operator_.books(index::Access::Read).value();
    const auto members = ledger.members("pain").value();
    for (const auto& member : members) {
      if (member.companion) {
        continue;
      }
      if (!told_.contains({member.pmid, "new", 0}) && !member.deleted) {
        complain(tally_.lost, fmt::format("PMID {} was never told", member.pmid));
      }
      const auto revisions = library.revisions(member.pmid).value();
      for (const auto& revision : revisions) {
        if (revision.number > 1 && !told_.contains({member.pmid, "changed", revision.number})) {
          complain(tally_.lost, fmt::format("revision {} of PMID {} was never told", revision.number, member.pmid));
        }
      }
      const auto there = corpus_.records().find(member.pmid);
      if (there == corpus_.records().end()) {
        continue;
      }
      if (there->second.retracted_by != 0) {
        if (!told_.contains({member.pmid, "retracted", 0})) {
          complain(tally_.lost, fmt::format("the retraction of PMID {} was never told", member.pmid));
        }
        if (!library.get(there->second.retracted_by).value()) {
          complain(tally_.lost, fmt::format("the notice of PMID {} is not held", member.pmid));
        }
      }
    }
    Observer silent;
    const auto verified = operator_.open(index::Access::Write).value().verify(false, silent);
    if (!verified || !verified->disagreements.empty()) {
      complain(tally_.lost, "store and index disagree");
    }
  }

  std::mt19937 random_;
  LivingCorpus corpus_;
  test::EutilsServer server_;
  Operator operator_;
  Tally tally_;
  std::set<Pmid> withheld_, erased_;
  std::set<std::tuple<Pmid, std::string, std::int64_t>> told_;
  std::set<std::string> papers_;
};

void live_through(std::uint32_t seed, int nights, Tally& sum) {
  Year year(seed);
  const Tally t = year.live(nights);
  EXPECT_EQ(t.lost, 0) << "seed " << seed;
  EXPECT_EQ(t.doubled, 0) << "seed " << seed;
  EXPECT_EQ(t.wrong_receipts, 0) << "seed " << seed;
  for (const auto& complaint : t.complaints) {
    ADD_FAILURE() << "seed " << seed << ", " << complaint;
  }
  sum.nights += t.nights;
  sum.complete += t.complete;
  sum.incomplete += t.incomplete;
  sum.requests += t.requests;
  sum.records += t.records;
  sum.announced += t.announced;
  sum.lost += t.lost;
  sum.doubled += t.doubled;
  sum.wrong_receipts += t.wrong_receipts;
  for (const auto& [kind, number] : t.faults) {
    sum.faults[kind] += number;
  }
}

void print(const Tally& t) {
  std::cout << fmt::format(
      "{} nights, {} complete, {} incomplete, {} requests, {} records, {} announcements; lost {}, doubled {}, wrong "
      "receipts {}\n",
      t.nights, t.complete, t.incomplete, t.requests, t.records, t.announced, t.lost, t.doubled, t.wrong_receipts);
  for (const auto& [kind, number] : t.faults) {
    std::cout << fmt::format("  {:5} {}\n", number, kind);
  }
}

TEST(SimulatedYear, LosesNothingTellsNothingTwiceAndNoReceiptLies) {
  Tally sum;
  for (const std::uint32_t seed : {1U, 2U}) {
    live_through(seed, 365, sum);
  }
  print(sum);
}

TEST(Soak, DISABLED_SimulatedYears) {
  const char* number = std::getenv("MERIDIAN_SOAK_SEEDS");
  const auto seeds = number == nullptr ? 20U : static_cast<std::uint32_t>(std::stoul(number));
  Tally sum;
  for (std::uint32_t seed = 101; seed <= 100 + seeds; ++seed) {
    live_through(seed, 365, sum);
    std::cout << "seed " << seed << " done" << std::endl;
  }
  print(sum);
}

}  // namespace
}  // namespace meridian::tracker
