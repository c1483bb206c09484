// meridian export: studies as JSON lines, citations or CSV.
#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

#include "cli/command.hpp"
#include "core/citation_json.hpp"
#include "core/study_json.hpp"

namespace meridian::cli {
namespace {

struct ExportFlags {
  std::vector<std::string> words;
  std::string format = "jsonl";
  std::string out;
};

/// A CSV cell (RFC 4180). A cell that a spreadsheet would take for a formula gets an apostrophe before it (OWASP, CSV
/// Injection).
std::string cell(std::string value) {
  if (!value.empty() && std::string_view("=+-@\t\r").find(value[0]) != std::string_view::npos) {
    value.insert(value.begin(), '\'');
  }
  std::string out = "\"";
  for (const char c : value) {
    out += c == '"' ? "\"\"" : std::string(1, c);
  }
  return out + "\"";
}

std::string csv_row(const index::Held& held) {
  const Study& s = held.study;
  std::string tested;
  std::string conditions;
  std::string mechanisms;
  for (const auto& i : s.interventions) {
    if (i.role == Role::Tested) {
      tested += (tested.empty() ? "" : "; ") + i.id;
    }
  }
  for (const auto& c : s.conditions) {
    conditions += (conditions.empty() ? "" : "; ") + c.id;
  }
  for (const auto& m : s.mechanisms) {
    mechanisms += fmt::format("{}{} ({})", mechanisms.empty() ? "" : "; ", m.id, to_word(m.status));
  }
  const auto id = [](const std::optional<Reading>& r) { return cell(r ? r->id : ""); };
  return fmt::format("{},{},{},{},{},{},{},{},{},{},{},{},{}\r\n", s.pmid, s.year ? std::to_string(*s.year) : "",
                     cell(held.citation.title), cell(held.citation.journal.title), cell(held.citation.doi),
                     id(s.design), id(s.population), s.sample_size ? std::to_string(s.sample_size->value) : "",
                     cell(tested), cell(conditions), cell(mechanisms), id(s.direction),
                     cell(std::string(to_word(s.integrity.status))));
}

Result<Fault> run_export(Context& context, const ExportFlags& flags) {
  auto library = context.open_library(index::Access::Read);
  if (!library) {
    return tl::unexpected<Error>(library.error());
  }
  const auto close = [](std::FILE* file) { return file == stdout ? 0 : std::fclose(file); };
  std::unique_ptr<std::FILE, decltype(close)> out(flags.out.empty() ? stdout : std::fopen(flags.out.c_str(), "wb"),
                                                  close);
  if (!out) {
    return fail(Fault::Storage, fmt::format("{} cannot be written: {}", flags.out, std::strerror(errno)));
  }
  bool written = true;
  const auto put = [&](const std::string& text) {
    written = std::fwrite(text.data(), 1, text.size(), out.get()) == text.size() && written;
  };
  const auto put_held = [&](const index::Held& held) {
    put(flags.format == "csv"         ? csv_row(held)
        : flags.format == "citations" ? to_json(held.citation) + "\n"
                                      : to_json(held.study) + "\n");
    return written && !context.observer->cancelled();
  };
  if (flags.format == "csv") {
    put("pmid,year,title,journal,doi,design,population,sample_size,interventions,conditions,mechanisms,direction,"
        "integrity\r\n");
  }
  if (flags.words.empty()) {
    auto walked = library->for_each([&](index::Held&& held) { return put_held(held); });
    if (!walked) {
      return tl::unexpected<Error>(walked.error());
    }
  } else {
    std::string query;
    for (const auto& word : flags.words) {
      query += (query.empty() ? "" : " ") + word;
    }
    auto pmids = library->matching(query);
    if (!pmids) {
      return tl::unexpected<Error>(pmids.error());
    }
    for (const Pmid pmid : *pmids) {
      auto held = library->get(pmid);
      if (!held) {
        return tl::unexpected<Error>(held.error());
      }
      if (*held && !put_held(**held)) {
        break;
      }
    }
  }
  if (context.observer->cancelled()) {
    return fail(Fault::Interrupted, "stopped", "the output is not complete");
  }
  if (!written || std::fflush(out.get()) != 0) {
    return fail(Fault::Storage, fmt::format("the output could not be written: {}", std::strerror(errno)));
  }
  return Fault::None;
}

}  // namespace

Action declare_export(CLI::App& app) {
  auto flags = std::make_shared<ExportFlags>();
  app.add_option("query", flags->words, "Only what this search finds; everything where empty");
  app.add_option("--format", flags->format, "jsonl (what was read), citations (the records) or csv")
      ->check(CLI::IsMember({"jsonl", "citations", "csv"}));
  app.add_option("-o,--output", flags->out, "Write to this file");
  return [flags](Context& context) { return run_export(context, *flags); };
}

}  // namespace meridian::cli
