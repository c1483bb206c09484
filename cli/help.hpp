// Help, the manual page and completion, all made from the table of commands.
#pragma once

#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "cli/command.hpp"

namespace meridian::cli {

/// The command's parser with the flags that every command has.
[[nodiscard]] std::unique_ptr<CLI::App> make_app(const Command& command, Flags& flags);
/// What there is, for whoever names no command.
[[nodiscard]] std::string overview();
void print_command_help(const Command& command);

}  // namespace meridian::cli
