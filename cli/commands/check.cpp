// meridian check: a draft's claims against the studies, its citations against the records.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "cli/check_report.hpp"
#include "cli/command.hpp"
#include "core/text.hpp"
#include "draft/draft.hpp"

namespace meridian::cli {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

struct CheckFlags {
  std::string file, claims, format = "terminal", out, references;
  std::vector<std::string> fail_on, only;
  bool explain = false;
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

Result<tracker::CheckKnowledge> knowledge_of(const Context& context) {
  tracker::CheckKnowledge knowledge;
  auto studies = context.load_vocabulary();
  if (!studies) {
    return tl::unexpected<Error>(studies.error());
  }
  knowledge.studies = std::move(*studies);
  std::vector<evidence::VocabularyFile> files;
  for (const std::string name : {"interventions", "conditions", "outcomes", "words"}) {
    const auto path = context.data_folder / "check" / (name + ".toml");
    auto text = read_all(path.string());
    if (!text) {
      return fail(Fault::Misconfigured, fmt::format("{} is missing", path.string()),
                  "MERIDIAN_DATA names the folder that holds vocabulary/, check/ and models/");
    }
    files.push_back({path.string(), std::move(*text)});
  }
  auto writers = evidence::Vocabulary::load(files);
  if (!writers) {
    return tl::unexpected<Error>(writers.error());
  }
  knowledge.writers = std::move(*writers);
  const auto model = [&](const std::string& name) -> Result<evidence::LogisticModel> {
    const auto path = context.data_folder / "models" / name;
    auto text = read_all(path.string());
    if (!text) {
      return fail(Fault::Misconfigured, fmt::format("{} is missing", path.string()),
                  "MERIDIAN_DATA names the folder that holds vocabulary/, check/ and models/");
    }
    return evidence::LogisticModel::parse(*text, path.string());
  };
  auto relevance = model("claim-relevance.txt");
  auto stance = model("claim-stance.txt");
  if (!relevance || !stance) {
    return tl::unexpected<Error>(!relevance ? relevance.error() : stance.error());
  }
  knowledge.models = {std::move(*relevance), std::move(*stance)};
  return knowledge;
}

Result<Fault> in_bulk(tracker::Checker& checker, const CheckFlags& flags, std::string& out) {
  auto text = read_all(flags.claims);
  if (!text) {
    return tl::unexpected<Error>(text.error());
  }
  std::size_t number = 0;
  for (const auto line : split(*text, '\n')) {
    ++number;
    if (trim(line).empty()) {
      continue;
    }
    const Json row = Json::parse(line, nullptr, false);
    if (!row.is_object() || !row.contains("claim") || !row["claim"].is_string() || !row.contains("id")) {
      return fail(Fault::BadInput, fmt::format("{}:{}: not an object with \"id\" and \"claim\"", flags.claims, number));
    }
    const auto claim = checker.read(row["claim"].get<std::string>());
    auto judged = checker.check_claim(claim);
    if (!judged) {
      return tl::unexpected<Error>(judged.error());
    }
    Json evidence = Json::array();
    for (const auto& one : judged->evidence) {
      evidence.push_back({{"pmid", one.pmid},
                          {"stance", to_word(one.finding.stance)},
                          {"quote", one.finding.quote},
                          {"score", std::round(one.finding.score * 1000) / 1000}});
    }
    Json overreach = Json::array();
    for (const auto& flag : judged->overreach) {
      overreach.push_back(flag.id);
    }
    Json answer = {
        {"id", row["id"]}, {"verdict", to_word(judged->verdict)}, {"overreach", overreach}, {"evidence", evidence}};
    if (flags.explain) {
      answer["read"] = {{"interventions", claim.interventions},
                        {"conditions", claim.conditions},
                        {"outcomes", claim.outcomes},
                        {"claimed", static_cast<int>(claim.claimed)}};
      auto candidates = checker.candidates(claim);
      if (!candidates) {
        return tl::unexpected<Error>(candidates.error());
      }
      Json rows = Json::array();
      for (const auto& one : *candidates) {
        rows.push_back({{"pmid", one.pmid}, {"features", one.features}});
      }
      answer["candidates"] = rows;
    }
    out += answer.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
  }
  return Fault::None;
}

/// References in a .bib or .ris of the same name beside the draft, or where --references points.
Result<std::vector<draft::Mention>> beside(const CheckFlags& flags) {
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
  std::vector<draft::Mention> out;
  for (const auto& file : files) {
    auto text = read_all(file);
    if (!text) {
      return tl::unexpected<Error>(text.error());
    }
    auto entries = draft::read_references(*text, file);
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

Result<Fault> run_check(Context& context, const CheckFlags& flags) {
  if (flags.file.empty() == flags.claims.empty()) {
    return fail(Fault::Usage, "name one draft, or --claims FILE.jsonl", "`meridian help check` shows both");
  }
  static const std::vector<std::string> kWords{
      "supported",   "contradicted", "mixed",      "insufficient",   "overreach",      "animal-to-human",
      "weak-design", "too-certain",  "too-broad",  "causal",         "sham",           "retracted",
      "concern",     "corrected",    "superseded", "does-not-match", "no-such-record", "citations"};
  for (const auto* list : {&flags.only, &flags.fail_on}) {
    for (const auto& word : *list) {
      if (std::find(kWords.begin(), kWords.end(), word) == kWords.end()) {
        const auto near = nearest_name(word, {kWords.begin(), kWords.end()});
        return fail(
            Fault::Usage, fmt::format("\"{}\" is not a verdict, flag or problem", printable(word)),
            near.empty() ? "such as contradicted, retracted or too-certain" : fmt::format("did you mean {}?", near));
      }
    }
  }
  // a draft that cannot be read is told before the library is opened
  std::optional<draft::Draft> draft;
  if (!flags.file.empty()) {
    auto bytes = read_all(flags.file);
    if (!bytes) {
      return tl::unexpected<Error>(bytes.error());
    }
    auto read = draft::read_draft(std::move(*bytes), flags.file == "-" ? "standard input" : flags.file);
    if (!read) {
      return tl::unexpected<Error>(read.error());
    }
    draft = std::move(*read);
    draft->name = flags.file == "-" ? "standard input" : fs::path(flags.file).filename().string();
  }
  auto references = beside(flags);
  if (!references) {
    return tl::unexpected<Error>(references.error());
  }
  auto knowledge = knowledge_of(context);
  if (!knowledge) {
    return tl::unexpected<Error>(knowledge.error());
  }
  auto library = context.open_library(index::Access::Read);
  if (!library) {
    return tl::unexpected<Error>(library.error());
  }
  tracker::Checker checker(*library, *knowledge);
  std::string out;
  Fault ended = Fault::None;
  if (!draft) {
    auto done = in_bulk(checker, flags, out);
    if (!done) {
      return done;
    }
  } else {
    auto report = checker.check_draft(std::move(*draft), *references, *context.observer);
    if (!report) {
      return tl::unexpected<Error>(report.error());
    }
    const ReportChoice choice{flags.only, flags.explain};
    const std::string format = context.flags.json ? "json" : flags.format;
    out = format == "json" || format == "jsonl" ? report_as_json(*report, choice)
          : format == "markdown"                ? report_as_markdown(*report, choice)
          : format == "html"                    ? report_as_html(*report, choice)
                                                : report_as_terminal(*report, choice);
    ended = gate_shut(*report, flags.fail_on) ? Fault::Disagreement : Fault::None;
  }
  if (flags.out.empty()) {
    fmt::print("{}", out);
    return ended;
  }
  std::ofstream file(flags.out, std::ios::binary | std::ios::trunc);
  file << out;
  file.close();
  if (!file) {
    return fail(Fault::Storage, fmt::format("{} cannot be written", flags.out),
                "is the disk full, or the folder missing?");
  }
  return ended;
}

}  // namespace

Action declare_check(CLI::App& app) {
  auto flags = std::make_shared<CheckFlags>();
  app.add_option("file", flags->file, "The draft: Markdown, HTML, DOCX or plain text; - for standard input");
  app.add_option("--claims", flags->claims, "Check single claims instead: lines of {\"id\",\"claim\"}");
  app.add_option("--format", flags->format, "terminal, markdown, html or json; jsonl with --claims")
      ->check(CLI::IsMember({"terminal", "markdown", "html", "json", "jsonl"}));
  app.add_option("-o,--output", flags->out, "Write to this file");
  app.add_option("--references", flags->references, "A .bib or .ris file; else one of the draft's name beside it");
  app.add_option("--fail-on", flags->fail_on,
                 "End with status 11 where any of these is found, such as contradicted,retracted")
      ->delimiter(',');
  app.add_option("--only", flags->only, "Show only these verdicts, flags or problems")->delimiter(',');
  app.add_flag("--explain", flags->explain, "Show how each claim was read, and all evidence");
  return [flags](Context& context) { return run_check(context, *flags); };
}

}  // namespace meridian::cli
