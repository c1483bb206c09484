// meridian import: files of records into the library, and references by their PMID or DOI.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>

#include "cli/command.hpp"
#include "cli/input_files.hpp"
#include "cli/receipt_text.hpp"
#include "core/text.hpp"
#include "tracker/cited.hpp"
#include "tracker/formats.hpp"
#include "tracker/update.hpp"

namespace meridian::cli {
namespace {

constexpr std::size_t kLargestReferences = 512U << 20U;
constexpr std::size_t kPeek = 4096;
constexpr std::size_t kIdsASearch = 150;

std::string beginning_of(const std::string& path, std::size_t most) {
  std::ifstream in(path, std::ios::binary);
  std::string text(most, '\0');
  in.read(text.data(), static_cast<std::streamsize>(most));
  text.resize(static_cast<std::size_t>(std::max<std::streamsize>(0, in.gcount())));
  return text;
}

/// Only a file can be looked into and read again.
bool holds_references(const std::string& path) {
  std::error_code ignored;
  return std::filesystem::is_regular_file(path, ignored) && tracker::looks_like_references(beginning_of(path, kPeek));
}

struct ReferenceFile {
  std::string path;
  std::vector<tracker::ReferenceId> entries;
};

/// All files before anything is made, so that one that cannot be read leaves no empty library.
Result<std::vector<ReferenceFile>> read_all(const std::vector<std::string>& paths) {
  std::vector<ReferenceFile> files;
  for (const auto& path : paths) {
    auto entries = tracker::read_references(beginning_of(path, kLargestReferences));
    if (!entries) {
      return tl::unexpected<Error>(std::move(entries.error()).while_doing("reading " + path));
    }
    files.push_back({path, std::move(*entries)});
  }
  return files;
}

Result<Fault> import_references(Context& context, const ReferenceFile& file, index::Library& library,
                                const evidence::Vocabulary& vocabulary) {
  const auto& [path, entries] = file;
  std::vector<std::string> terms;
  std::set<std::string> seen;
  std::size_t held = 0;
  std::size_t nameless = 0;
  for (const auto& entry : entries) {
    const std::string term = entry.pmid != 0 ? fmt::format("{}[uid]", entry.pmid)
                             : !entry.doi.empty() && tracker::can_be_asked(entry.doi)
                                 ? fmt::format("\"{}\"[aid]", entry.doi)
                                 : std::string();
    if (term.empty()) {
      ++nameless;
      context.observer->warn(fmt::format("neither PMID nor DOI: {}", printable(entry.title.substr(0, 200))));
      continue;
    }
    if (!seen.insert(term).second) {
      continue;
    }
    auto known = entry.pmid != 0 ? library.missing({&entry.pmid, 1}).map([&](const std::vector<Pmid>& missing) {
      return missing.empty() ? std::vector<Pmid>{entry.pmid} : std::vector<Pmid>{};
    })
                                 : library.matching(fmt::format("\"{}\"[doi]", entry.doi));
    if (!known) {
      return tl::unexpected<Error>(known.error());
    }
    if (known->empty()) {
      terms.push_back(term);
    } else {
      ++held;
    }
  }
  context.observer->note(fmt::format("{}: {} references, {} held, {} to be fetched, {} without PMID and DOI", path,
                                     entries.size(), held, terms.size(), nameless));
  Fault worst = nameless == 0 ? Fault::None : Fault::Warnings;
  auto ledger = context.open_ledger(index::Access::Write);
  if (!ledger) {
    return tl::unexpected<Error>(ledger.error());
  }
  fetcher::PubMed pubmed(context.pubmed, *context.observer);
  for (std::size_t at = 0; at < terms.size(); at += kIdsASearch) {
    const std::size_t end = std::min(terms.size(), at + kIdsASearch);
    tracker::Topic wanted;
    for (std::size_t i = at; i < end; ++i) {
      wanted.query += (wanted.query.empty() ? "" : " OR ") + terms[i];
    }
    std::optional<Error> failure;
    const SystemClock clock;
    const auto receipt =
        tracker::update(wanted, {}, {pubmed, library, *ledger, vocabulary, clock, *context.observer}, failure);
    context.finish();
    print_receipt(receipt, context.flags.json);
    if (failure) {
      return tl::unexpected<Error>(*failure);
    }
    worst = receipt.status == Fault::None ? worst : receipt.status;
    if (receipt.listed < end - at && worst == Fault::None) {
      context.observer->warn(fmt::format("{} of {} references are not in PubMed", end - at - receipt.listed, end - at));
      worst = Fault::Warnings;
    }
  }
  if (terms.empty() && context.flags.json) {
    fmt::print("{{\"references\":{},\"held\":{},\"nameless\":{}}}\n", entries.size(), held, nameless);
  } else if (terms.empty()) {
    fmt::print("{} references, {} held already, {} without PMID and DOI\n", entries.size(), held, nameless);
  }
  return worst;
}

}  // namespace

Action declare_import(CLI::App& app) {
  auto files = std::make_shared<std::vector<std::string>>();
  app.add_option("files", *files,
                 "PubMed XML or MEDLINE text, plain or gzip; - is standard input. RIS or BibTeX: what is missing is "
                 "fetched by PMID or DOI")
      ->required();
  return [files](Context& context) -> Result<Fault> {
    auto vocabulary = context.load_vocabulary();
    if (!vocabulary) {
      return tl::unexpected<Error>(vocabulary.error());
    }
    std::vector<std::string> records;
    std::vector<std::string> references;
    for (const auto& file : *files) {
      (holds_references(file) ? references : records).push_back(file);
    }
    InputFiles inputs;
    if (references.empty()) {
      if (auto readable = inputs.look(records); !readable) {
        return tl::unexpected<Error>(readable.error());
      }
    }
    const auto reference_files = read_all(references);
    if (!reference_files) {
      return tl::unexpected<Error>(reference_files.error());
    }
    auto library = context.open_library(index::Access::Write);
    if (!library) {
      return tl::unexpected<Error>(library.error());
    }
    Fault worst = Fault::None;
    for (const auto& file : *reference_files) {
      auto ended = import_references(context, file, *library, **vocabulary);
      if (!ended) {
        return ended;
      }
      worst = *ended == Fault::None ? worst : *ended;
    }
    if (records.empty()) {
      return worst;
    }
    std::optional<Error> failure;
    const SystemClock clock;
    const auto receipt = tracker::import_files(
        records, [&](const std::string& file) { return inputs.open(file); }, *library, **vocabulary, clock,
        *context.observer, failure);
    context.finish();
    print_receipt(receipt, context.flags.json);
    if (failure) {
      return tl::unexpected<Error>(*failure);
    }
    return receipt.status == Fault::None ? worst : receipt.status;
  };
}

}  // namespace meridian::cli
