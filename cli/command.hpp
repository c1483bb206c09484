// The one table of commands: help, completion, the manual page and "did you mean" come from it.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <span>
#include <string_view>

#include "cli/context.hpp"
#include "core/error.hpp"

namespace meridian::cli {

/// What a command does once its flags are read; the fault decides the exit status.
using Action = std::function<Result<Fault>(Context&)>;

struct Command {
  std::string_view name;
  std::string_view summary;   ///< one line
  std::string_view examples;  ///< lines of "meridian ..."
  /// Declares flags and arguments on `app` and returns what to do with them.
  Action (*declare)(CLI::App& app);
};

[[nodiscard]] std::span<const Command> commands();

// One file each in cli/commands/.
Action declare_update(CLI::App& app);
Action declare_import(CLI::App& app);
Action declare_convert(CLI::App& app);
Action declare_search(CLI::App& app);
Action declare_show(CLI::App& app);
Action declare_check(CLI::App& app);
Action declare_summary(CLI::App& app);
Action declare_correct(CLI::App& app);
Action declare_corrections(CLI::App& app);
Action declare_export(CLI::App& app);
Action declare_note(CLI::App& app);
Action declare_tag(CLI::App& app);
Action declare_screen(CLI::App& app);
Action declare_mesh(CLI::App& app);
Action declare_topics(CLI::App& app);
Action declare_status(CLI::App& app);
Action declare_runs(CLI::App& app);
Action declare_digest(CLI::App& app);
Action declare_feed(CLI::App& app);
Action declare_watch(CLI::App& app);
Action declare_history(CLI::App& app);
Action declare_doctor(CLI::App& app);
Action declare_backup(CLI::App& app);
Action declare_restore(CLI::App& app);
Action declare_reread(CLI::App& app);
Action declare_fields(CLI::App& app);
Action declare_vocabulary(CLI::App& app);
Action declare_sentences(CLI::App& app);
Action declare_verify(CLI::App& app);
Action declare_reindex(CLI::App& app);
Action declare_help(CLI::App& app);
Action declare_version(CLI::App& app);
Action declare_completion(CLI::App& app);
Action declare_man(CLI::App& app);

/// Runs the program. @return the exit status
int run(int argc, char** argv);

}  // namespace meridian::cli
