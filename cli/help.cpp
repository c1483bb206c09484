// Help, the manual page and completion, all made from the table of commands.
#include "cli/help.hpp"

#include <fmt/format.h>

#include "core/text.hpp"
#include "core/version.hpp"

namespace meridian::cli {
namespace {

/// Every flag of a command with its description, as CLI11 holds them.
std::vector<std::pair<std::string, std::string>> flags_of(const CLI::App& app) {
  std::vector<std::pair<std::string, std::string>> out;
  for (const CLI::Option* option : app.get_options()) {
    std::string name = option->get_positional() ? option->get_name(true) : option->get_name(false, true);
    out.emplace_back(std::move(name), option->get_description());
  }
  return out;
}

std::string exit_status_lines() {
  std::string text;
  for (const auto& row : kExitStatuses) {
    text += fmt::format("  {:>3}  {:<14} {}\n", row.status, row.name, row.meaning);
  }
  return text;
}

std::string roff(std::string_view text) {
  std::string out;
  for (const char c : text) {
    out += c == '\\' ? "\\e" : c == '-' ? "\\-" : std::string(1, c);
  }
  return out;
}

}  // namespace

std::unique_ptr<CLI::App> make_app(const Command& command, Flags& flags) {
  auto app = std::make_unique<CLI::App>(std::string(command.summary), "meridian " + std::string(command.name));
  app->add_option("--library", flags.library, "Folder of the library");
  app->add_flag("-q,--quiet", flags.quiet, "No progress and no remarks; errors are still told");
  app->add_flag("--json", flags.json, "Print JSON for a script");
  return app;
}

std::string overview() {
  std::string text = fmt::format(
      "meridian {}: what the studies say, with the words that show it\n\nUsage: meridian COMMAND ...\n\n", kVersion);
  for (const auto& command : commands()) {
    text += fmt::format("  {:<12} {}\n", command.name, command.summary);
  }
  return text +
         "\n`meridian help COMMAND` explains one with examples; `meridian help exit-status` lists the exit statuses.\n"
         "It reads abstracts by rule and quotes them; it gives no medical advice.\n";
}

void print_command_help(const Command& command) {
  Flags flags;
  const auto app = make_app(command, flags);
  static_cast<void>(command.declare(*app));
  fmt::print("{}", app->help());
  fmt::print("\nExamples:\n");
  for (const auto line : split(command.examples, '\n')) {
    fmt::print("  {}\n", line);
  }
}

Action declare_help(CLI::App& app) {
  auto about = std::make_shared<std::string>();
  app.add_option("about", *about, "A command, or exit-status");
  return [about](Context&) -> Result<Fault> {
    if (about->empty()) {
      fmt::print("{}", overview());
      return Fault::None;
    }
    if (*about == "exit-status") {
      fmt::print("Exit statuses:\n{}", exit_status_lines());
      return Fault::None;
    }
    std::vector<std::string_view> names{"exit-status"};
    for (const auto& command : commands()) {
      if (command.name == *about) {
        print_command_help(command);
        return Fault::None;
      }
      names.push_back(command.name);
    }
    const auto near = nearest_name(*about, names);
    return fail(
        Fault::Usage, fmt::format("there is no help on \"{}\"", *about),
        near.empty() ? "`meridian help` lists the commands" : fmt::format("did you mean `meridian help {}`?", near));
  };
}

Action declare_completion(CLI::App&) {
  return [](Context&) -> Result<Fault> {
    std::string names;
    std::string cases;
    for (const auto& command : commands()) {
      names += fmt::format("{}{}", names.empty() ? "" : " ", command.name);
      Flags flags;
      const auto app = make_app(command, flags);
      static_cast<void>(command.declare(*app));
      std::string words;
      for (const CLI::Option* option : app->get_options()) {
        for (const auto& name : option->get_lnames()) {
          words += fmt::format("{}--{}", words.empty() ? "" : " ", name);
        }
      }
      cases += fmt::format("    {}) words='{}' ;;\n", command.name, words);
    }
    fmt::print(
        "# bash completion for meridian; source this, or put it into the completions folder\n"
        "_meridian() {{\n"
        "  local word=${{COMP_WORDS[COMP_CWORD]}} words\n"
        "  if [ \"$COMP_CWORD\" -eq 1 ]; then\n"
        "    COMPREPLY=($(compgen -W '{}' -- \"$word\"))\n    return\n  fi\n"
        "  case ${{COMP_WORDS[1]}} in\n{}  esac\n"
        "  if [[ $word == -* ]]; then COMPREPLY=($(compgen -W \"$words\" -- \"$word\")); else COMPREPLY=($(compgen -f "
        "-- \"$word\")); fi\n"
        "}}\ncomplete -F _meridian meridian\n",
        names, cases);
    return Fault::None;
  };
}

Action declare_man(CLI::App&) {
  return [](Context&) -> Result<Fault> {
    fmt::print(
        ".TH MERIDIAN 1 \"\" \"meridian {}\"\n.SH NAME\nmeridian \\- research literature tracker and evidence "
        "summarizer\n"
        ".SH SYNOPSIS\n.B meridian\nCOMMAND ...\n.SH COMMANDS\n",
        kVersion);
    for (const auto& command : commands()) {
      Flags flags;
      const auto app = make_app(command, flags);
      static_cast<void>(command.declare(*app));
      fmt::print(".SS {}\n{}\n", command.name, roff(command.summary));
      for (const auto& [name, meaning] : flags_of(*app)) {
        fmt::print(".TP\n.B {}\n{}\n", roff(name), roff(meaning));
      }
      fmt::print(".PP\n.nf\n");
      for (const auto line : split(command.examples, '\n')) {
        fmt::print("{}\n", roff(line));
      }
      fmt::print(".fi\n");
    }
    fmt::print(".SH EXIT STATUS\n");
    for (const auto& row : kExitStatuses) {
      fmt::print(".TP\n.B {} {}\n{}\n", row.status, roff(row.name), roff(row.meaning));
    }
    fmt::print(
        ".SH ENVIRONMENT\n.TP\n.B NCBI_API_KEY, NCBI_EMAIL\nsent to the server\n.TP\n.B MERIDIAN_LIBRARY, "
        "MERIDIAN_DATA, "
        "MERIDIAN_EUTILS_URL\nfolder of the library, folder of vocabulary and topics, address of the server\n");
    return Fault::None;
  };
}

}  // namespace meridian::cli
