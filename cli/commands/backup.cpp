// meridian backup and restore: the library as one file.
#include "index/backup.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "cli/command.hpp"
#include "core/text.hpp"

namespace meridian::cli {
namespace {

void print(Context& context, std::string_view done, const std::string& file, const index::BackupReport& report) {
  if (context.flags.json) {
    const nlohmann::ordered_json row = {{"schema", "meridian.backup/1"},
                                        {"action", done},
                                        {"file", file},
                                        {"citations", report.citations},
                                        {"revisions", report.revisions},
                                        {"runs", report.runs},
                                        {"library", report.library_id},
                                        {"kept", report.kept.string()}};
    fmt::print("{}\n", row.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
    return;
  }
  fmt::print("{} {}: {} records in {} revisions, {} runs\n", done, printable(file), report.citations, report.revisions,
             report.runs);
  if (!report.kept.empty()) {
    fmt::print("what stood before is kept in {}\n", printable(report.kept.string()));
  }
}

}  // namespace

Action declare_backup(CLI::App& app) {
  auto file = std::make_shared<std::string>();
  app.add_option("file", *file, "A file that is not there yet")->required();
  return [file](Context& context) -> Result<Fault> {
    auto report = index::backup_library(context.library_folder, *file, *context.observer);
    if (!report) {
      return tl::unexpected<Error>(report.error());
    }
    print(context, "copied to", *file, *report);
    return Fault::None;
  };
}

Action declare_restore(CLI::App& app) {
  auto file = std::make_shared<std::string>();
  auto check = std::make_shared<bool>(false);
  app.add_option("file", *file, "A file that `meridian backup` made")->required();
  app.add_flag("--check", *check, "Only say whether it could be restored");
  return [file, check](Context& context) -> Result<Fault> {
    if (*check) {
      auto report = index::check_backup(*file);
      if (!report) {
        return tl::unexpected<Error>(report.error());
      }
      print(context, "sound:", *file, *report);
      return Fault::None;
    }
    auto report = index::restore_library(*file, context.library_folder, to_iso(SystemClock().now()));
    if (!report) {
      return tl::unexpected<Error>(report.error());
    }
    // Opened once for writing, so that the records can be searched at once.
    auto library = context.open_library(index::Access::Write);
    if (!library) {
      return tl::unexpected<Error>(library.error());
    }
    print(context, "restored from", *file, *report);
    return Fault::None;
  };
}

}  // namespace meridian::cli
