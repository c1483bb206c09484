// Help, the manual page and completion, all made from the table of commands.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

#include "cli/command.hpp"

namespace meridian::cli {

/// The command's parser with the flags that every command has.
[[nodiscard]] std::unique_ptr<CLI::App> make_app(const Command& command, Flags& flags);
void print_overview(std::FILE* out);
void print_command_help(const Command& command);

}  // namespace meridian::cli
