// meridian doctor: is everything as an unattended update needs it?
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "cli/command.hpp"
#include "cli/layout.hpp"
#include "core/text.hpp"
#include "fetcher/http.hpp"
#include "tracker/days.hpp"

namespace meridian::cli {
namespace {

enum class Health { Good, Look, Bad };

struct Finding {
  Health health;
  std::string what, says;
};

using Findings = std::vector<Finding>;

std::string_view word_of(Health health) {
  return health == Health::Good ? "ok" : health == Health::Look ? "look" : "bad";
}

void check_settings(Context& context, Findings& out) {
  const auto& pubmed = context.pubmed;
  const auto host = fetcher::check_address(pubmed.base_url);
  out.push_back({host ? Health::Good : Health::Bad, "address", host ? pubmed.base_url : host.error().message});
  out.push_back({pubmed.email.empty() ? Health::Look : Health::Good, "email",
                 pubmed.email.empty() ? "none; NCBI asks for one, so that it can write before it blocks an address"
                                      : pubmed.email});
  out.push_back(
      {Health::Good, "key", pubmed.api_key.empty() ? "none: 3 requests a second" : "set: 10 requests a second"});
  const auto topics = context.load_topics();
  out.push_back({topics ? Health::Good : Health::Bad, "topics",
                 topics ? fmt::format("{}", topics->size()) : topics.error().message});
  const auto vocabulary = context.load_vocabulary();
  out.push_back({vocabulary ? Health::Good : Health::Bad, "vocabulary",
                 vocabulary ? "version " + (*vocabulary)->version() : vocabulary.error().message});
}

void check_server(Context& context, const std::string& today, Findings& out) {
  auto settings = context.pubmed;
  settings.attempts = 1;
  settings.total_limit = std::chrono::seconds(20);
  fetcher::PubMed pubmed(settings, *context.observer);
  auto info = pubmed.info();
  if (!info) {
    out.push_back({Health::Bad, "server", info.error().message});
    return;
  }
  out.push_back(
      {Health::Good, "server", fmt::format("answers; {} records, updated {}", info->count, info->last_update)});
  std::string day = info->last_update.substr(0, 10);
  std::replace(day.begin(), day.end(), '/', '-');
  const auto behind = tracker::days_between(day, today);
  constexpr int kMostBehind = 14;  // PubMed is updated daily
  if (behind) {
    const bool sound = *behind >= -1 && *behind <= kMostBehind;
    out.push_back({sound ? Health::Good : Health::Look, "clock",
                   fmt::format("{} here, the server's last update is of {}", today, day)});
  }
}

void check_disk(const Context& context, Findings& out) {
  std::error_code wrong;
  auto folder = context.library_folder;
  while (!folder.empty() && !std::filesystem::exists(folder, wrong) && folder != folder.root_path()) {
    folder = folder.parent_path();
  }
  const auto space = std::filesystem::space(folder, wrong);
  constexpr std::uintmax_t kLeast = 500'000'000;
  if (wrong) {
    out.push_back({Health::Bad, "disk", wrong.message()});
    return;
  }
  out.push_back({space.available < kLeast ? Health::Look : Health::Good, "disk",
                 fmt::format("{:.1f} GB free", static_cast<double>(space.available) / 1e9)});
}

void check_library(Context& context, const std::string& today, Findings& out) {
  auto writer = context.open_library(index::Access::Write);
  if (!writer && writer.error().fault == Fault::Locked) {
    out.push_back({Health::Look, "lock", writer.error().message});
  } else if (!writer) {
    out.push_back({Health::Bad, "library", writer.error().message});
    return;
  } else {
    out.push_back({Health::Good, "lock", "free"});
  }
  auto library = writer ? std::move(writer) : context.open_library(index::Access::Read);
  auto ledger = context.open_ledger(index::Access::Read);
  if (!library || !ledger) {
    out.push_back({Health::Bad, "library", !library ? library.error().message : ledger.error().message});
    return;
  }
  const auto totals = library->totals("");
  if (!totals) {
    out.push_back({Health::Bad, "library", totals.error().message});
    return;
  }
  out.push_back({totals->indexed == totals->citations ? Health::Good : Health::Bad, "index",
                 fmt::format("{} records held, {} searchable{}", totals->citations, totals->indexed,
                             totals->indexed == totals->citations ? "" : "; `meridian verify --repair` mends it")});
  const auto states = ledger->topics();
  if (!states) {
    out.push_back({Health::Bad, "runs", states.error().message});
    return;
  }
  if (states->empty()) {
    out.push_back({Health::Look, "runs", "no update was ever complete"});
  }
  constexpr int kOld = 3;
  for (const auto& state : *states) {
    const auto run = ledger->run(state.run);
    const std::string finished = run && *run ? (*run)->finished : "";
    const auto age = tracker::days_between(finished.substr(0, 10), today);
    out.push_back({age && *age >= 0 && *age < kOld ? Health::Good : Health::Look, "runs",
                   fmt::format("{}: last complete {}, followed up to {}", state.topic, finished, state.watermark)});
  }
}

}  // namespace

Action declare_doctor(CLI::App& app) {
  auto offline = std::make_shared<bool>(false);
  app.add_flag("--offline", *offline, "Leave the server alone");
  return [offline](Context& context) -> Result<Fault> {
    Findings findings;
    const std::string today = to_iso_day(SystemClock().now());
    check_settings(context, findings);
    check_disk(context, findings);
    if (std::filesystem::exists(context.library_folder / "meridian.db")) {
      check_library(context, today, findings);
    } else {
      findings.push_back({Health::Look, "library", "none yet; `meridian update` makes one"});
    }
    if (!*offline) {
      check_server(context, today, findings);
    }
    Health worst = Health::Good;
    auto rows = nlohmann::ordered_json::array();
    for (const auto& finding : findings) {
      worst = std::max(worst, finding.health);
      rows.push_back({{"health", word_of(finding.health)}, {"what", finding.what}, {"says", finding.says}});
      if (!context.flags.json) {
        fmt::print("{:<4}  {:<10}  {}\n", word_of(finding.health), finding.what, printable(finding.says));
      }
    }
    if (context.flags.json) {
      fmt::print("{}\n", rows.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
    }
    return worst == Health::Good ? Fault::None : worst == Health::Look ? Fault::Warnings : Fault::Disagreement;
  };
}

}  // namespace meridian::cli
