// meridian status: what the library holds, and how the last runs ended.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "cli/command.hpp"
#include "core/text.hpp"

namespace meridian::cli {
namespace {

constexpr std::size_t kRunsShown = 5;

void print_json(const index::Totals& t, const std::vector<index::Run>& runs,
                const std::vector<index::TopicState>& topics) {
  using Json = nlohmann::ordered_json;
  Json rows = Json::array();
  for (const auto& run : runs) {
    rows.push_back(Json::parse(run.receipt));
  }
  Json followed = Json::array();
  for (const auto& topic : topics) {
    followed.push_back({{"topic", topic.topic}, {"watermark", topic.watermark}, {"run", topic.run}});
  }
  const Json row = {{"schema", "meridian.status/1"},
                    {"citations", t.citations},
                    {"with_abstract", t.with_abstract},
                    {"retracted", t.retracted},
                    {"deleted", t.deleted},
                    {"revisions", t.revisions},
                    {"indexed", t.indexed},
                    {"stale", t.stale},
                    {"newest_created", t.newest_created},
                    {"bytes_on_disk", t.bytes_on_disk},
                    {"topics", followed},
                    {"runs", rows}};
  fmt::print("{}\n", row.dump());
}

}  // namespace

Action declare_status(CLI::App&) {
  return [](Context& context) -> Result<Fault> {
    auto library = context.open_library(index::Access::Read);
    if (!library) {
      return tl::unexpected<Error>(library.error());
    }
    auto vocabulary = context.load_vocabulary();
    if (!vocabulary) {
      return tl::unexpected<Error>(vocabulary.error());
    }
    auto totals = library->totals((*vocabulary)->version());
    auto runs = library->runs(kRunsShown);
    if (!totals || !runs) {
      return tl::unexpected<Error>(!totals ? totals.error() : runs.error());
    }
    auto ledger = context.open_ledger(index::Access::Read);
    Result<std::vector<index::TopicState>> topics =
        ledger ? ledger->topics() : Result<std::vector<index::TopicState>>(tl::unexpected<Error>(ledger.error()));
    if (!topics) {
      return tl::unexpected<Error>(topics.error());
    }
    if (context.flags.json) {
      print_json(*totals, *runs, *topics);
      return Fault::None;
    }
    fmt::print("library       {}\n", printable(context.library_folder.string()));
    fmt::print("studies       {}, {} with an abstract, {} searchable\n", totals->citations, totals->with_abstract,
               totals->indexed);
    fmt::print("retracted     {}\nwithdrawn     {}\nrevisions     {}\n", totals->retracted, totals->deleted,
               totals->revisions);
    fmt::print("newest        {}\non disk       {:.1f} MB\n",
               totals->newest_created.empty() ? "-" : totals->newest_created,
               static_cast<double>(totals->bytes_on_disk) / 1e6);
    if (totals->stale > 0) {
      fmt::print("stale         {} were read with another vocabulary; `meridian reread` reads them again\n",
                 totals->stale);
    }
    for (const auto& topic : *topics) {
      fmt::print("followed      {} up to {}, run {}\n", printable(topic.topic), topic.watermark, topic.run);
    }
    for (const auto& run : *runs) {
      fmt::print("run           {}  {} {}: {}\n", run.finished, run.command, printable(run.topic), run.status);
    }
    return Fault::None;
  };
}

}  // namespace meridian::cli
