// The table of commands, and the way from words to one of them.
#include "cli/command.hpp"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <functional>
#include <iterator>
#include <memory>
#include <system_error>
#include <vector>

#include "cli/help.hpp"
#include "cli/output.hpp"
#include "core/text.hpp"

namespace meridian::cli {
namespace {

constexpr auto kCommands = std::to_array<Command>({
    {"update", "Fetch what is new on a topic from PubMed",
     "meridian update\nmeridian update massage-warmth-neuropathy --limit 50\nmeridian update --all --json\n"
     "meridian update --all --wait 600 --max-time 7200 --off-peak",
     declare_update},
    {"digest", "Tell what is new, changed or retracted on a topic",
     "meridian digest --unread --mark\nmeridian digest acupuncture-neuropathy --since 2026-11-01 --format html",
     declare_digest},
    {"feed", "Write a topic's news as an Atom feed", "meridian feed acupuncture-neuropathy -o acupuncture.atom",
     declare_feed},
    {"watch", "Keep a query whose news each update tells, and list what is kept",
     "meridian watch add 'mechanism:inflammation design:rct' --name inflammation\nmeridian watch list\nmeridian watch "
     "remove inflammation",
     declare_watch},
    {"import", "Add files of PubMed XML or MEDLINE text to the library",
     "meridian import pubmed26n1335.xml.gz\nmeridian import export.nbib", declare_import},
    {"convert", "Turn files into JSON lines, without a library",
     "meridian convert pubmed26n1335.xml.gz --to citations > citations.jsonl\nmeridian convert *.xml --to jsonl -o "
     "studies.jsonl",
     declare_convert},
    {"search", "Find studies by words, phrases and fields",
     "meridian search electroacupuncture numbness\n"
     "meridian search 'mechanism:inflammation design:rct year:2018.. population:human'\n"
     "meridian search 'does electroacupuncture relieve numbness after chemotherapy?'\n"
     "meridian search --sort evidence neuropathy\nmeridian search --like 31418820 design:rct\n"
     "meridian search --sort date --limit 20 '\"nerve conduction\"'\n"
     "meridian search --explain 'diabetic neuropathies[mh] AND \"nerve conduction\"[tiab:~3] AND 2015:2024[dp]'\n"
     "meridian search --count 'systematic[sb]'\nmeridian search --table --fields pmid,year,design,title neuropathy",
     declare_search},
    {"show", "Show a study with the words behind every tag", "meridian show 90000001\nmeridian show --why 90000001",
     declare_show},
    {"check", "Check a draft's claims and citations against the studies",
     "meridian check article.md\nmeridian check post.docx --format html -o report.html\n"
     "meridian check page.html --fail-on contradicted,retracted\nmeridian check --claims claims.jsonl --format jsonl\n"
     "meridian check --online article.md\nmeridian check --watch published.md\nmeridian check --watched",
     declare_check},
    {"summary", "Say what the studies say: by design and finding, people and animals apart",
     "meridian summary\nmeridian summary 'condition:cipn' --by intervention --studies\nmeridian summary acupuncture "
     "--format html -o summary.html\nmeridian summary --plot map -o map.svg",
     declare_summary},
    {"correct", "Override what was read of a study, for good",
     "meridian correct 90000001 design=rct sample-size=64 --note 'read in the full paper'\nmeridian correct 90000001 "
     "mechanism.inflammation=not-supported --note 'IL-6 did not change'\nmeridian correct 90000001 design --remove",
     declare_correct},
    {"corrections", "List what was corrected by hand, or export it as labelled data",
     "meridian corrections\nmeridian corrections export > labels.jsonl", declare_corrections},
    {"export", "Write studies for a reference manager, a spreadsheet or a script",
     "meridian export --format ris -o studies.ris\nmeridian export 'design:rct' --format csv\n"
     "meridian export 'screen:include' --format biblatex --prisma -o review.bib",
     declare_export},
    {"note", "Write a note on a study", "meridian note 90000001 'dose unclear'\nmeridian note --forget 90000001",
     declare_note},
    {"tag", "Give studies tags, or take them away",
     "meridian tag +to-read -- 'design:rct year:2020..'\nmeridian tag -to-read +read -- pmid:90000001", declare_tag},
    {"screen", "Decide which studies a review includes, and why not",
     "meridian screen 90000001 include\nmeridian screen 90000002 exclude --reason 'no control group'\n"
     "meridian screen 90000002 undecided",
     declare_screen},
    {"mesh", "Look up MeSH headings, or load the whole MeSH",
     "meridian mesh 'nerve pain'\nmeridian mesh import desc2026.xml", declare_mesh},
    {"topics", "List the topics that can be followed", "meridian topics\nmeridian topics acupuncture-neuropathy",
     declare_topics},
    {"status", "Say what the library holds and how the last runs ended", "meridian status\nmeridian status --json",
     declare_status},
    {"runs", "Show the receipts of past runs", "meridian runs\nmeridian runs 12\nmeridian runs --limit 5 --json",
     declare_runs},
    {"history", "Show every revision of a record and what differed", "meridian history 90000001", declare_history},
    {"doctor", "Check what an unattended update needs", "meridian doctor\nmeridian doctor --offline --json",
     declare_doctor},
    {"backup", "Copy the library to one file, also while in use", "meridian backup library.backup", declare_backup},
    {"restore", "Put a backup back, after a check",
     "meridian restore library.backup\nmeridian restore --check "
     "library.backup",
     declare_restore},
    {"reread", "Read every stored record again after the vocabulary changed", "meridian reread", declare_reread},
    {"fields", "List what a search can name", "meridian fields\nmeridian fields --subsets", declare_fields},
    {"vocabulary", "Browse the vocabulary, or test what fires in a text",
     "meridian vocabulary\nmeridian vocabulary mechanism\nmeridian vocabulary test 'EA raised nerve conduction "
     "velocity'",
     declare_vocabulary},
    {"sentences", "Split texts from standard input into sentences, and say which are negated or speculate",
     "echo 'Pain did not change (P = 0.4). It may recur.' | meridian sentences", declare_sentences},
    {"verify", "Prove that store and index agree, and mend the index", "meridian verify\nmeridian verify --repair",
     declare_verify},
    {"reindex", "Build the search index anew; the old one serves until the new one stands", "meridian reindex",
     declare_reindex},
    {"help", "Explain a command, or the exit statuses", "meridian help search\nmeridian help exit-status",
     declare_help},
    {"version", "Say which version this is", "meridian version", declare_version},
    {"completion", "Print the completion script for bash", "source <(meridian completion)", declare_completion},
    {"man", "Print the manual page", "meridian man | man -l -", declare_man},
});

const Command* find_command(std::string_view name) {
  for (const auto& command : kCommands) {
    if (command.name == name) {
      return &command;
    }
  }
  return nullptr;
}

int end_with(const Error& error) {
  std::fflush(stdout);
  tell("{}\n", error.describe());
  return exit_status(error.fault).status;
}

/// What `work` ends with once its output is out; {fmt} throws where a write fails.
Result<Fault> written(const std::function<Result<Fault>()>& work) {
  try {
    Result<Fault> ended = work();
    if (ended && std::fflush(stdout) != 0) {
      return tl::unexpected<Error>(not_written(errno));
    }
    return ended;
  } catch (const std::system_error& failed) {
    if (failed.code() != std::errc::broken_pipe && std::ferror(stdout) == 0) {
      throw;
    }
    return tl::unexpected<Error>(not_written(failed.code().value()));
  }
}

int status_of(const Result<Fault>& ended) { return ended ? exit_status(*ended).status : end_with(ended.error()); }

int help_with(const std::function<void()>& print) {
  return status_of(written([&]() -> Result<Fault> {
    print();
    return Fault::None;
  }));
}

std::vector<std::string_view> command_names() {
  std::vector<std::string_view> names;
  names.reserve(std::size(kCommands));
  for (const auto& command : kCommands) {
    names.push_back(command.name);
  }
  return names;
}

/// What is wrong with a command's words. A flag that there is not is told before what is missing beside it.
Error wrong_words(const CLI::App& app, const std::vector<std::string>& words, std::string_view command,
                  const CLI::ParseError& wrong) {
  std::vector<std::string> known;
  for (const CLI::Option* option : app.get_options()) {
    for (const auto& name : option->get_lnames()) {
      known.push_back("--" + name);
    }
  }
  const auto flag_of = [](const std::string& word) { return word.substr(0, word.find('=')); };
  const auto end = std::find(words.begin(), words.end(), "--");
  const auto unknown = std::find_if(words.begin(), end, [&](const std::string& word) {
    return word.starts_with("--") && std::find(known.begin(), known.end(), flag_of(word)) == known.end();
  });
  const bool missing = dynamic_cast<const CLI::RequiredError*>(&wrong) != nullptr;
  const std::string near =
      unknown == end ? "" : std::string(nearest_name(flag_of(*unknown), {known.begin(), known.end()}));
  return {Fault::Usage,
          missing && unknown != end ? fmt::format("there is no flag {}", printable(flag_of(*unknown))) : wrong.what(),
          {},
          near.empty() ? fmt::format("`meridian help {}` lists its flags", command)
                       : fmt::format("did you mean {}?", near)};
}

}  // namespace

std::span<const Command> commands() { return kCommands; }

int run(int argc, char** argv) {
  std::vector<std::string> words(argv + 1, argv + argc);
  // Flags of the whole program may stand before the command; the command is the first word that is neither a flag nor a
  // flag's value.
  std::size_t at = 0;
  while (at < words.size() && words[at].rfind('-', 0) == 0) {
    at += words[at] == "--library" ? 2 : 1;
  }
  const bool asks_help = at > 0 && (words[0] == "--help" || words[0] == "-h");
  if (at >= words.size()) {
    if (!words.empty() && words[0] == "--version") {
      words = {"version"};
      at = 0;
    } else {
      if (asks_help) {
        return help_with([] { fmt::print("{}", overview()); });
      }
      tell("{}", overview());
      return exit_status(Fault::Usage).status;
    }
  }
  const Command* command = find_command(words[at]);
  if (command == nullptr) {
    const auto near = nearest_name(words[at], command_names());
    return end_with(
        {Fault::Usage,
         fmt::format("there is no command \"{}\"", words[at]),
         {},
         near.empty() ? "`meridian help` lists the commands" : fmt::format("did you mean `meridian {}`?", near)});
  }
  words.erase(words.begin() + static_cast<std::ptrdiff_t>(at));
  for (std::string& word : words) {
    std::error_code unknown;
    if (word.starts_with('[') && word.ends_with(']') && !std::filesystem::exists(word, unknown)) {
      word.insert(0, " ");  // a tag, and no list in brackets
    }
  }

  Flags flags;
  auto app = make_app(*command, flags);
  Action action = command->declare(*app);
  try {
    std::vector<std::string> reversed(words.rbegin(), words.rend());
    app->parse(reversed);
  } catch (const CLI::CallForHelp&) {
    return help_with([&] { print_command_help(*command); });
  } catch (const CLI::ParseError& wrong) {
    return end_with(wrong_words(*app, words, command->name, wrong));
  }
  auto context = Context::make(flags);
  if (!context) {
    return end_with(context.error());
  }
  const Result<Fault> ended = written([&] { return action(*context); });
  context->finish();
  return status_of(ended);
}

}  // namespace meridian::cli
