// meridian export: studies for reference managers, spreadsheets and scripts.
#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <map>
#include <memory>
#include <set>

#include "cli/command.hpp"
#include "cli/output.hpp"
#include "core/clock.hpp"
#include "core/text.hpp"
#include "tracker/as_of.hpp"
#include "tracker/formats.hpp"

namespace meridian::cli {
namespace {

struct ExportFlags {
  std::vector<std::string> words;
  std::string format = "jsonl";
  std::string out;
  bool prisma = false;
  std::string as_of;
};

/// What a PRISMA-S report asks of a search: how it was asked, when, and what became of the results.
struct Flow {
  std::uint64_t identified = 0, duplicates = 0, included = 0, excluded = 0, waiting = 0;
  std::map<std::string, std::uint64_t> reasons;
  std::set<std::string> dois;

  void count(const index::Held& held) {
    ++identified;
    const std::string doi = ascii_lower(held.citation.doi);
    duplicates += !doi.empty() && !dois.insert(doi).second ? 1 : 0;
    if (!held.screening) {
      ++waiting;
    } else if (held.screening->include) {
      ++included;
    } else {
      ++excluded;
      ++reasons[held.screening->reason];
    }
  }
};

std::string prisma_block(const Flow& flow, const std::string& query, const std::string& reading,
                         const index::Totals& totals) {
  std::string out = fmt::format(
      "PRISMA-S\n"
      "Source: PubMed records held in a meridian library ({} records, the newest of {})\n"
      "Date searched: {}\n"
      "Query as typed: {}\n"
      "Query as read: {}\n"
      "Limits: none beyond the query\n"
      "Identified: {}\n"
      "Duplicates (one DOI under several PMIDs): {}\n"
      "Screened: {}\n"
      "Excluded: {}\n",
      totals.citations, totals.newest_created.empty() ? "unknown date" : totals.newest_created,
      to_iso_day(SystemClock().now()), query.empty() ? "(everything)" : printable(query), printable(reading),
      flow.identified, flow.duplicates, flow.included + flow.excluded, flow.excluded);
  for (const auto& [reason, count] : flow.reasons) {
    out += fmt::format("  {}: {}\n", printable(reason), count);
  }
  return out + fmt::format("Included: {}\nNot yet screened: {}\n", flow.included, flow.waiting);
}

Result<void> export_as_of(Context& context, const index::Library& library, const ExportFlags& flags,
                          const std::function<bool(const index::Held&)>& put) {
  auto ledger = context.open_ledger(index::Access::Read);
  auto vocabulary = context.load_vocabulary();
  if (!ledger || !vocabulary) {
    return tl::unexpected<Error>(!ledger ? ledger.error() : vocabulary.error());
  }
  auto then = tracker::AsOfLibrary::make(flags.as_of, library, *ledger, **vocabulary);
  if (!then) {
    return tl::unexpected<Error>(then.error());
  }
  std::string query;
  for (const auto& word : flags.words) {
    query += (query.empty() ? "" : " ") + word;
  }
  auto pmids = then->matching(query);
  if (!pmids) {
    return tl::unexpected<Error>(pmids.error());
  }
  for (const Pmid pmid : *pmids) {
    auto held = then->get(pmid);
    if (!held) {
      return tl::unexpected<Error>(held.error());
    }
    if (*held && !put(**held)) {
      break;
    }
  }
  return {};
}

Result<Fault> run_export(Context& context, const ExportFlags& flags) {
  const tracker::Format& format = *tracker::find_format(flags.format);
  auto library = context.open_library(index::Access::Read);
  if (!library) {
    return tl::unexpected<Error>(library.error());
  }
  const std::string query = fmt::format("{}", fmt::join(flags.words, " "));
  index::SearchRequest request;
  request.query = query;
  request.limit = 0;
  request.facets = false;
  request.wording = index::Wording::All;  // as what is exported
  std::optional<index::SearchAnswer> read;
  if (!query.empty() || flags.prisma) {
    auto answer = library->search(request);
    if (!answer) {
      return tl::unexpected<Error>(answer.error());
    }
    for (const auto& warning : answer->warnings) {
      context.observer->warn(warning);
    }
    read = std::move(*answer);
  }
  const auto close = [](std::FILE* file) { return file == stdout ? 0 : std::fclose(file); };
  std::unique_ptr<std::FILE, decltype(close)> out(flags.out.empty() ? stdout : std::fopen(flags.out.c_str(), "wb"),
                                                  close);
  if (!out) {
    return fail(Fault::Storage, fmt::format("{} cannot be written: {}", flags.out, std::strerror(errno)));
  }
  int failed = 0;  // errno of the first write that failed
  bool first = true;
  Flow flow;
  const auto put = [&](const std::string& text) {
    if (std::fwrite(text.data(), 1, text.size(), out.get()) != text.size() && failed == 0) {
      failed = errno;
    }
  };
  const auto put_held = [&](const index::Held& held) {
    put(format.record(held, first));
    first = false;
    if (flags.prisma) {
      flow.count(held);
    }
    return failed == 0 && !context.observer->cancelled();
  };
  put(format.head());
  if (!flags.as_of.empty()) {
    auto done = export_as_of(context, *library, flags, put_held);
    if (!done) {
      return tl::unexpected<Error>(done.error());
    }
  } else if (query.empty()) {
    auto walked = library->for_each([&](index::Held&& held) { return put_held(held); });
    if (!walked) {
      return tl::unexpected<Error>(walked.error());
    }
  } else {
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
  put(format.tail());
  if (context.observer->cancelled()) {
    return fail(Fault::Interrupted, "stopped", "the output is not complete");
  }
  if (failed != 0 || std::fflush(out.get()) != 0) {
    return tl::unexpected<Error>(not_written(failed != 0 ? failed : errno));
  }
  if (flags.prisma) {
    auto totals = library->totals("");
    if (!totals) {
      return tl::unexpected<Error>(totals.error());
    }
    // Beside the references and never among them: a reference manager would stumble over it.
    fmt::print(flags.out.empty() ? stderr : stdout, "{}", prisma_block(flow, query, read->reading, *totals));
  }
  return Fault::None;
}

}  // namespace

Action declare_export(CLI::App& app) {
  auto flags = std::make_shared<ExportFlags>();
  std::vector<std::string> names;
  std::string meanings;
  for (const auto& format : tracker::formats()) {
    names.emplace_back(format.name);
    meanings += fmt::format("{}{} ({})", meanings.empty() ? "" : ", ", format.name, format.meaning);
  }
  app.add_option("query", flags->words, "Only what this search finds; everything where empty");
  app.add_option("--format", flags->format, meanings)->check(CLI::IsMember(names));
  app.add_option("-o,--output", flags->out, "Write to this file");
  CLI::Option* prisma = app.add_flag("--prisma", flags->prisma,
                                     "Also report the search as PRISMA-S asks: on stdout with -o, else on stderr");
  app.add_option("--as-of", flags->as_of, "Write what was known at the end of this day (2026-11-24)")->excludes(prisma);
  return [flags](Context& context) { return run_export(context, *flags); };
}

}  // namespace meridian::cli
