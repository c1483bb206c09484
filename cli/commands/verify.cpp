// meridian verify: prove that store and index agree, and mend the index.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "cli/command.hpp"
#include "core/text.hpp"
#include "index/mend.hpp"

namespace meridian::cli {
namespace {

/// What was found, and how many disagreements are left.
using Look = std::pair<index::VerifyReport, std::size_t>;

Result<Look> look(Context& context, bool repair) {
  if (repair) {
    auto mended = index::mend(context.library_folder, *context.observer);
    if (!mended) {
      return tl::unexpected<Error>(mended.error());
    }
    return Look{std::move(mended->found), mended->left.disagreements.size()};
  }
  auto library = context.open_library(index::Access::Read);
  if (!library) {
    return tl::unexpected<Error>(library.error());
  }
  auto report = library->verify(false, *context.observer);
  if (!report) {
    return tl::unexpected<Error>(report.error());
  }
  const std::size_t count = report->disagreements.size();
  return Look{std::move(*report), count};
}

}  // namespace

Action declare_verify(CLI::App& app) {
  auto repair = std::make_shared<bool>(false);
  app.add_flag("--repair", *repair, "Mend the index from the store");
  return [repair](Context& context) -> Result<Fault> {
    auto outcome = look(context, *repair);
    context.finish();
    if (!outcome) {
      return tl::unexpected<Error>(outcome.error());
    }
    const auto& [found, left] = *outcome;
    if (context.flags.json) {
      auto rows = nlohmann::ordered_json::array();
      for (const auto& d : found.disagreements) {
        rows.push_back({{"pmid", d.pmid}, {"what", d.what}});
      }
      const nlohmann::ordered_json row = {{"schema", "meridian.verify/1"},
                                          {"checked", found.checked},
                                          {"disagreements", rows},
                                          {"repaired", found.repaired},
                                          {"left", left}};
      fmt::print("{}\n", row.dump());
    } else {
      fmt::print("{} records checked, {} disagreements\n", found.checked, found.disagreements.size());
      for (const auto& d : found.disagreements) {
        fmt::print("  {}{}\n", d.pmid == 0 ? "" : fmt::format("PMID {}: ", d.pmid), printable(d.what));
      }
      for (const auto& what : found.repaired) {
        fmt::print("  mended: {}\n", printable(what));
      }
      if (*repair && left != 0) {
        fmt::print(
            "  {} left: what is damaged in the store is mended by importing the record again, or from a backup\n",
            left);
      }
    }
    return left == 0 ? Fault::None : Fault::Disagreement;
  };
}

}  // namespace meridian::cli
