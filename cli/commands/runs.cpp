// meridian runs: the receipts of past runs.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "cli/command.hpp"
#include "cli/receipt_text.hpp"
#include "core/text.hpp"
#include "tracker/receipt.hpp"

namespace meridian::cli {
namespace {

struct RunsFlags {
  std::int64_t id = 0;
  std::string topic;
  std::size_t limit = 20;
};

Result<Fault> show_one(Context& context, index::Ledger& ledger, std::int64_t id) {
  auto run = ledger.run(id);
  if (!run) {
    return tl::unexpected<Error>(run.error());
  }
  if (!*run) {
    return fail(Fault::NotFound, fmt::format("there is no run {}", id), "`meridian runs` lists them");
  }
  auto receipt = tracker::receipt_from_json((*run)->receipt);
  if (!receipt) {
    return tl::unexpected<Error>(receipt.error());
  }
  if (!context.flags.json) {
    fmt::print("run {}, {} to {}\n", id, (*run)->started, (*run)->finished);
  }
  print_receipt(*receipt, context.flags.json);
  return Fault::None;
}

Result<Fault> list(Context& context, const RunsFlags& flags) {
  auto library = context.open_library(index::Access::Read);
  if (!library) {
    return tl::unexpected<Error>(library.error());
  }
  constexpr std::size_t kAll = 1'000'000;
  auto runs = library->runs(flags.topic.empty() ? flags.limit : kAll);
  if (!runs) {
    return tl::unexpected<Error>(runs.error());
  }
  std::size_t shown = 0;
  for (const auto& run : *runs) {
    if ((!flags.topic.empty() && run.topic != flags.topic) || shown == flags.limit) {
      continue;
    }
    ++shown;
    if (context.flags.json) {
      auto row = nlohmann::ordered_json::parse(run.receipt, nullptr, false);
      row = row.is_object() ? row : nlohmann::ordered_json::object();
      row["run"] = run.id;
      fmt::print("{}\n", row.dump());
      continue;
    }
    const auto receipt = tracker::receipt_from_json(run.receipt);
    fmt::print("{:>6}  {}  {} {}: {}{}\n", run.id, run.finished, run.command, printable(run.topic), run.status,
               receipt ? fmt::format("; {} listed, {} asked, {} new, {} revised, {} missing", receipt->listed,
                                     receipt->asked, receipt->stored_new, receipt->revised, receipt->missing.size())
                       : "");
  }
  if (shown == 0 && !context.flags.json) {
    fmt::print("No run is recorded.\n");
  }
  return Fault::None;
}

}  // namespace

Action declare_runs(CLI::App& app) {
  auto flags = std::make_shared<RunsFlags>();
  app.add_option("run", flags->id, "Show this run's whole receipt")->check(CLI::Range(std::int64_t{1}, INT64_MAX));
  app.add_option("--topic", flags->topic, "Only of this topic");
  app.add_option("--limit", flags->limit, "Show at most N runs, newest first (20)")->check(CLI::Range(1, 1000000));
  return [flags](Context& context) -> Result<Fault> {
    if (flags->id == 0) {
      return list(context, *flags);
    }
    auto ledger = context.open_ledger(index::Access::Read);
    if (!ledger) {
      return tl::unexpected<Error>(ledger.error());
    }
    return show_one(context, *ledger, flags->id);
  };
}

}  // namespace meridian::cli
