// meridian verify: prove that store and index agree, and mend the index.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "cli/command.hpp"
#include "core/text.hpp"

namespace meridian::cli {

Action declare_verify(CLI::App& app) {
  auto repair = std::make_shared<bool>(false);
  app.add_flag("--repair", *repair, "Mend the index from the store");
  return [repair](Context& context) -> Result<Fault> {
    auto library = context.open_library(*repair ? index::Access::Write : index::Access::Read);
    if (!library) {
      return tl::unexpected<Error>(library.error());
    }
    auto report = library->verify(*repair, *context.observer);
    context.finish();
    if (!report) {
      return tl::unexpected<Error>(report.error());
    }
    const bool sound = report->disagreements.empty() || !report->repaired.empty();
    if (context.flags.json) {
      auto rows = nlohmann::ordered_json::array();
      for (const auto& d : report->disagreements) {
        rows.push_back({{"pmid", d.pmid}, {"what", d.what}});
      }
      const nlohmann::ordered_json row = {{"schema", "meridian.verify/1"},
                                          {"checked", report->checked},
                                          {"disagreements", rows},
                                          {"repaired", report->repaired}};
      fmt::print("{}\n", row.dump());
    } else {
      fmt::print("{} records checked, {} disagreements\n", report->checked, report->disagreements.size());
      for (const auto& d : report->disagreements) {
        fmt::print("  {}{}\n", d.pmid == 0 ? "" : fmt::format("PMID {}: ", d.pmid), printable(d.what));
      }
      for (const auto& what : report->repaired) {
        fmt::print("  mended: {}\n", printable(what));
      }
    }
    return sound ? Fault::None : Fault::Disagreement;
  };
}

}  // namespace meridian::cli
