// meridian history: every revision of a record, and what differed.
#include "tracker/history.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "cli/command.hpp"
#include "cli/layout.hpp"
#include "core/text.hpp"

namespace meridian::cli {
namespace {

std::string kind_word(int kind) { return kind == 3 ? "retracted" : kind == 2 ? "concern" : "corrected"; }

void print_json(const tracker::History& history) {
  using Json = nlohmann::ordered_json;
  Json steps = Json::array();
  for (const auto& step : history.steps) {
    Json changes = Json::array();
    for (const auto& change : step.changes) {
      Json row = {{"field", change.field}, {"before", change.before}, {"after", change.after}};
      if (!change.words.empty()) {
        row["words"] = tracker::marked(change.words);
      }
      changes.push_back(std::move(row));
    }
    steps.push_back({{"number", step.revision.number},
                     {"version", step.revision.version},
                     {"seen", step.revision.seen},
                     {"revised", step.revision.revised},
                     {"changes", changes}});
  }
  Json notices = Json::array();
  for (const auto& notice : history.notices) {
    notices.push_back({{"kind", kind_word(notice.kind)},
                       {"notice", notice.notice},
                       {"told_by", notice.told_by},
                       {"seen", notice.seen}});
  }
  const Json row = {{"schema", "meridian.history/1"}, {"pmid", history.pmid}, {"withdrawn", history.deleted},
                    {"same_paper", history.twins},    {"notices", notices},   {"revisions", steps}};
  fmt::print("{}\n", row.dump(-1, ' ', false, Json::error_handler_t::replace));
}

void print_text(const tracker::History& history) {
  fmt::print("PMID {}{}\n", history.pmid, history.deleted ? "  (withdrawn by PubMed)" : "");
  for (const auto& notice : history.notices) {
    fmt::print("  {} by PMID {}, first seen {}\n", kind_word(notice.kind), notice.notice, notice.seen);
  }
  for (const Pmid twin : history.twins) {
    fmt::print("  the same paper: PMID {}\n", twin);
  }
  for (const auto& step : history.steps) {
    fmt::print("\n{}\n", toned(fmt::format("revision {}", step.revision.number), Tone::Strong));
    fmt::print("  seen {}, revised {}, version {}\n", step.revision.seen,
               step.revision.revised.empty() ? "-" : step.revision.revised, step.revision.version);
    for (const auto& change : step.changes) {
      fmt::print("  {}:\n", change.field);
      if (!change.words.empty()) {
        fmt::print("{}\n", wrapped(tracker::marked(change.words), 4));
        continue;
      }
      fmt::print("{}\n{}\n", wrapped("- " + (change.before.empty() ? "(nothing)" : change.before), 4),
                 wrapped("+ " + (change.after.empty() ? "(nothing)" : change.after), 4));
    }
  }
}

}  // namespace

Action declare_history(CLI::App& app) {
  auto pmid = std::make_shared<Pmid>(0);
  app.add_option("pmid", *pmid, "The record")->required();
  return [pmid](Context& context) -> Result<Fault> {
    auto library = context.open_library(index::Access::Read);
    if (!library) {
      return tl::unexpected<Error>(library.error());
    }
    auto ledger = context.open_ledger(index::Access::Read);
    if (!ledger) {
      return tl::unexpected<Error>(ledger.error());
    }
    auto history = tracker::history_of(*pmid, *library, *ledger);
    if (!history) {
      return tl::unexpected<Error>(history.error());
    }
    context.flags.json ? print_json(*history) : print_text(*history);
    return Fault::None;
  };
}

}  // namespace meridian::cli
