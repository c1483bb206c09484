// meridian check: a draft's claims against the studies, its citations against the records.
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <sstream>

#include "cli/check_bulk.hpp"
#include "cli/check_knowledge.hpp"
#include "cli/check_report.hpp"
#include "cli/command.hpp"
#include "cli/watched_texts.hpp"
#include "core/clock.hpp"
#include "core/text.hpp"
#include "draft/draft.hpp"
#include "tracker/cited.hpp"
#include "tracker/published.hpp"

namespace meridian::cli {
namespace {

namespace fs = std::filesystem;

struct CheckFlags {
  std::string file, claims, format, out, references;
  std::vector<std::string> fail_on, only;
  bool explain = false, online = false, watch = false, watched = false;
};

Result<std::string> read_all(const std::string& file) {
  std::stringstream bytes;
  if (file == "-") {
    bytes << std::cin.rdbuf();
    return bytes.str();
  }
  std::error_code ignored;
  if (fs::is_directory(file, ignored)) {
    return fail(Fault::BadInput, fmt::format("{} is a folder", file), "name one file");
  }
  std::ifstream in(file, std::ios::binary);
  if (!in) {
    return fail(Fault::BadInput, fmt::format("{} cannot be read", file), "is the name right?");
  }
  bytes << in.rdbuf();
  return bytes.str();
}

/// A .bib or .ris of the same name beside the draft, or where --references points: name and bytes of each.
Result<std::vector<std::pair<std::string, std::string>>> files_beside(const CheckFlags& flags) {
  std::vector<std::string> files;
  if (!flags.references.empty()) {
    files.push_back(flags.references);
  } else if (flags.file != "-") {
    for (const char* ending : {".bib", ".ris"}) {
      const auto path = fs::path(flags.file).replace_extension(ending);
      std::error_code ignored;
      if (fs::is_regular_file(path, ignored)) {
        files.push_back(path.string());
      }
    }
  }
  std::vector<std::pair<std::string, std::string>> out;
  for (const auto& file : files) {
    auto text = read_all(file);
    if (!text) {
      return tl::unexpected<Error>(text.error());
    }
    out.emplace_back(file, std::move(*text));
  }
  return out;
}

Result<std::vector<draft::Mention>> references_of(const std::vector<std::pair<std::string, std::string>>& files) {
  std::vector<draft::Mention> out;
  for (const auto& [file, text] : files) {
    auto entries = draft::read_references(text, file);
    if (!entries) {
      return tl::unexpected<Error>(entries.error());
    }
    out.insert(out.end(), entries->begin(), entries->end());
  }
  return out;
}

bool gate_shut(const tracker::CheckReport& report, const std::vector<std::string>& fail_on) {
  if (fail_on.empty()) {
    return false;
  }
  const ReportChoice choice{fail_on, false};
  return std::any_of(report.claims.begin(), report.claims.end(),
                     [&](const auto& claim) { return is_shown(claim, choice); }) ||
         std::any_of(report.citations.begin(), report.citations.end(),
                     [&](const auto& citation) { return is_shown(citation, choice); });
}

Result<void> words_are_known(const CheckFlags& flags) {
  static const std::vector<std::string> kOfClaims{"supported", "contradicted",    "mixed",       "insufficient",
                                                  "overreach", "animal-to-human", "weak-design", "too-certain",
                                                  "too-broad", "causal",          "sham"};
  static const std::vector<std::string> kOfCitations{"retracted",      "concern",        "corrected", "superseded",
                                                     "does-not-match", "no-such-record", "citations"};
  std::vector<std::string_view> all(kOfClaims.begin(), kOfClaims.end());
  all.insert(all.end(), kOfCitations.begin(), kOfCitations.end());
  for (const auto* list : {&flags.only, &flags.fail_on}) {
    for (const auto& word : *list) {
      if (std::find(all.begin(), all.end(), word) == all.end()) {
        const auto near = nearest_name(word, all);
        return fail(
            Fault::Usage, fmt::format("\"{}\" is not a verdict, flag or problem", printable(word)),
            near.empty() ? "such as contradicted, retracted or too-certain" : fmt::format("did you mean {}?", near));
      }
      if (!flags.claims.empty() && std::find(kOfClaims.begin(), kOfClaims.end(), word) == kOfClaims.end()) {
        return fail(Fault::Usage, fmt::format("\"{}\" is told of citations, and single claims have none", word),
                    "such as contradicted or too-certain");
      }
    }
  }
  return {};
}

/// What only a draft has is refused beside --claims, never passed over.
Result<void> suits_claims(const CheckFlags& flags) {
  if (!flags.format.empty() && flags.format != "json" && flags.format != "jsonl") {
    return fail(Fault::Usage, fmt::format("--claims answers in lines of JSON, not as {}", flags.format),
                "leave --format out, or name a draft");
  }
  if (flags.online) {
    return fail(Fault::Usage, "--online looks up what a draft cites", "name a draft");
  }
  if (!flags.references.empty()) {
    return fail(Fault::Usage, "--references belongs to a draft", "name a draft");
  }
  return {};
}

Result<void> write_out(const CheckFlags& flags, const std::string& out) {
  if (flags.out.empty()) {
    fmt::print("{}", out);
    return {};
  }
  std::ofstream file(flags.out, std::ios::binary | std::ios::trunc);
  file << out;
  file.close();
  if (!file) {
    return fail(Fault::Storage, fmt::format("{} cannot be written", flags.out),
                "is the disk full, or the folder missing?");
  }
  return {};
}

/// What claims and drafts are laid beside.
struct Shelves {
  tracker::CheckKnowledge knowledge;
  index::Library library;
};

Result<Shelves> open_shelves(Context& context) {
  auto knowledge = load_check_knowledge(context);
  if (!knowledge) {
    return tl::unexpected<Error>(knowledge.error());
  }
  auto library = context.open_library(index::Access::Read);
  if (!library) {
    return tl::unexpected<Error>(library.error());
  }
  return Shelves{std::move(*knowledge), std::move(*library)};
}

Result<Fault> check_claims(Context& context, const CheckFlags& flags) {
  auto shelves = open_shelves(context);
  if (!shelves) {
    return tl::unexpected<Error>(shelves.error());
  }
  tracker::Checker checker(shelves->library, shelves->knowledge);
  std::string out;
  auto text = read_all(flags.claims);
  if (!text) {
    return tl::unexpected<Error>(text.error());
  }
  auto done = check_in_bulk(checker, {flags.claims, *text, flags.only, flags.fail_on, flags.explain}, out);
  if (!done) {
    return done;
  }
  if (auto written = write_out(flags, out); !written) {
    return tl::unexpected<Error>(written.error());
  }
  return done;
}

/// What the library lacks of what the draft cites; told to the person.
Result<tracker::CitedRecords> ask_pubmed(Context& context, const draft::Draft& draft,
                                         const std::vector<draft::Mention>& beside, const Shelves& shelves) {
  fetcher::PubMed pubmed(context.pubmed, *context.observer);
  auto records =
      tracker::fetch_cited(draft::find_mentions(draft, beside), shelves.library, *shelves.knowledge.studies, pubmed);
  if (records) {
    context.observer->note(fmt::format("{} cited records fetched from PubMed", records->size()));
  }
  return records;
}

Result<void> keep_watch(Context& context, const index::PublishedText& text, const tracker::CheckReport& report) {
  auto ledger = context.open_ledger(index::Access::Write);
  if (!ledger) {
    return tl::unexpected<Error>(ledger.error());
  }
  auto texts = ledger->texts();
  if (!texts) {
    return tl::unexpected<Error>(texts.error());
  }
  const bool replaces =
      std::any_of(texts->begin(), texts->end(), [&](const auto& other) { return other.name == text.name; });
  if (auto kept = tracker::watch_text(text, report, *ledger); !kept) {
    return kept;
  }
  context.observer->note(
      fmt::format("{} is kept (claims: {}, citations: {}){}; each update checks it again, "
                  "`meridian digest {}` tells what turned",
                  text.name, report.claims.size(), report.citations.size(),
                  replaces ? ", in place of the text of this name that was kept before" : "", text.name));
  return {};
}

Result<Fault> check_file(Context& context, const CheckFlags& flags) {
  // a draft that cannot be read is told before the library is opened
  auto bytes = read_all(flags.file);
  if (!bytes) {
    return tl::unexpected<Error>(bytes.error());
  }
  const std::string name = flags.file == "-" ? "standard input" : fs::path(flags.file).filename().string();
  auto draft = draft::read_draft(*bytes, flags.file == "-" ? name : flags.file);
  if (!draft) {
    return tl::unexpected<Error>(draft.error());
  }
  draft->name = name;
  auto files = files_beside(flags);
  if (!files) {
    return tl::unexpected<Error>(files.error());
  }
  auto references = references_of(*files);
  if (!references) {
    return tl::unexpected<Error>(references.error());
  }
  auto shelves = open_shelves(context);
  if (!shelves) {
    return tl::unexpected<Error>(shelves.error());
  }
  std::optional<tracker::CitedRecords> online;
  if (flags.online) {
    auto records = ask_pubmed(context, *draft, *references, *shelves);
    if (!records) {
      return tl::unexpected<Error>(std::move(records.error()).while_doing("asking PubMed for what the draft cites"));
    }
    online = std::move(*records);
  }
  tracker::Checker checker(shelves->library, shelves->knowledge);
  auto report = checker.check_draft(std::move(*draft), *references, *context.observer, online ? &*online : nullptr);
  if (!report) {
    return tl::unexpected<Error>(report.error());
  }
  context.finish();
  const ReportChoice choice{flags.only, flags.explain};
  const std::string format = context.flags.json ? "json" : flags.format;
  auto written = write_out(flags, format == "json" || format == "jsonl" ? report_as_json(*report, choice)
                                  : format == "markdown"                ? report_as_markdown(*report, choice)
                                  : format == "html"                    ? report_as_html(*report, choice)
                                                                        : report_as_terminal(*report, choice));
  if (written && flags.watch) {
    written = keep_watch(context, {name, std::move(*bytes), std::move(*files), to_iso(SystemClock().now())}, *report);
  }
  if (!written) {
    return tl::unexpected<Error>(written.error());
  }
  return gate_shut(*report, flags.fail_on) ? Fault::Disagreement : Fault::None;
}

Result<Fault> check_watched(Context& context) {
  auto library = context.open_library(index::Access::Read);
  if (!library) {
    return tl::unexpected<Error>(library.error());
  }
  auto ledger = context.open_ledger(index::Access::Write);
  if (!ledger) {
    return tl::unexpected<Error>(ledger.error());
  }
  auto turns = look_at_texts(context, *library, *ledger);
  if (!turns) {
    return tl::unexpected<Error>(turns.error());
  }
  print_turns(*turns, context.flags.json);
  return Fault::None;
}

Result<Fault> run_check(Context& context, const CheckFlags& flags) {
  if (flags.watched) {
    return check_watched(context);
  }
  if (flags.file.empty() == flags.claims.empty()) {
    return fail(Fault::Usage, "name one draft, or --claims FILE.jsonl", "`meridian help check` shows both");
  }
  if (flags.watch && (flags.file.empty() || flags.file == "-")) {
    return fail(Fault::Usage, "--watch keeps a text under its file's name", "name a file");
  }
  if (!flags.claims.empty()) {
    if (auto suits = suits_claims(flags); !suits) {
      return tl::unexpected<Error>(suits.error());
    }
  }
  if (auto known = words_are_known(flags); !known) {
    return tl::unexpected<Error>(known.error());
  }
  return flags.file.empty() ? check_claims(context, flags) : check_file(context, flags);
}

}  // namespace

Action declare_check(CLI::App& app) {
  auto flags = std::make_shared<CheckFlags>();
  app.add_option("file", flags->file, "The draft: Markdown, HTML, DOCX or plain text; - for standard input");
  app.add_option("--claims", flags->claims, "Check single claims instead: lines of {\"id\",\"claim\"}");
  app.add_option("--format", flags->format,
                 "terminal (as by default), markdown, html or json; with --claims always jsonl")
      ->check(CLI::IsMember({"terminal", "markdown", "html", "json", "jsonl"}));
  app.add_option("-o,--output", flags->out, "Write to this file");
  app.add_option("--references", flags->references, "A .bib or .ris file; else one of the draft's name beside it");
  app.add_option("--fail-on", flags->fail_on,
                 "End with status 11 where any of these is found, such as contradicted,retracted")
      ->delimiter(',');
  app.add_option("--only", flags->only, "Show only these verdicts, flags or problems")->delimiter(',');
  app.add_flag("--online", flags->online,
               "Ask PubMed for cited PMIDs and DOIs that the library lacks; nothing is stored");
  app.add_flag("--watch", flags->watch, "Keep the text: each update checks it again, and the digest tells what turned");
  app.add_flag("--watched", flags->watched, "Check all kept texts again, and print what turned")
      ->excludes("--watch")
      ->excludes("file");
  app.add_flag("--explain", flags->explain, "Show how each claim was read, and all evidence");
  return [flags](Context& context) { return run_check(context, *flags); };
}

}  // namespace meridian::cli
