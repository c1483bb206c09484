// meridian convert: files into JSON lines, as a stream and without a library.
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <thread>
#include <unordered_set>

#include "cli/command.hpp"
#include "cli/input_files.hpp"
#include "cli/output.hpp"
#include "cli/revocable_output.hpp"
#include "core/citation_json.hpp"
#include "core/ordered_pipeline.hpp"
#include "core/study_json.hpp"
#include "core/text.hpp"
#include "evidence/study.hpp"
#include "fetcher/bulk.hpp"
#include "tracker/run.hpp"

namespace meridian::cli {
namespace {

using RawItem = std::variant<fetcher::RawRecord, fetcher::Deletions, fetcher::Damage>;

constexpr std::size_t kBytesPerBatch = 512U << 10U;  // one hand-over between threads; bounds memory
constexpr std::size_t kBatchesAlive = 10;

struct ConvertFlags {
  std::vector<std::string> files;
  std::string to = "citations";
  std::string out;
};

struct Converted {
  std::string text;
  std::vector<LineOf> lines;
  std::vector<Pmid> withdrawn;
  std::vector<fetcher::Damage> damage;
};

bool can_be_read_again(const std::string& file) {
  std::error_code ignored;
  return std::filesystem::is_regular_file(file, ignored);
}

/// PMIDs that any of the files withdraws, as far as these can be read again.
std::unordered_set<Pmid> withdrawn(const std::vector<std::string>& files) {
  std::unordered_set<Pmid> all;
  auto at = files.begin();
  ordered_pipeline<std::string, std::vector<Pmid>>(
      [&]() -> std::optional<std::string> {
        at = std::find_if(at, files.end(), can_be_read_again);
        return at == files.end() ? std::nullopt : std::optional(*at++);
      },
      [](std::string&& file) { return fetcher::withdrawn_in(file).value_or(std::vector<Pmid>{}); },
      [&](std::vector<Pmid>&& pmids) {
        all.insert(pmids.begin(), pmids.end());
        return true;
      },
      std::max(1U, std::thread::hardware_concurrency()), kBatchesAlive);
  return all;
}

Converted convert_batch(std::vector<RawItem>&& raw, const evidence::Vocabulary* vocabulary) {
  Converted out;
  out.text.reserve(kBytesPerBatch);
  for (auto& item : raw) {
    if (auto* damage = std::get_if<fetcher::Damage>(&item)) {
      out.damage.push_back(std::move(*damage));
    } else if (const auto* gone = std::get_if<fetcher::Deletions>(&item)) {
      out.withdrawn.insert(out.withdrawn.end(), gone->pmids.begin(), gone->pmids.end());
    } else {
      auto read = fetcher::read_citation(std::move(std::get<fetcher::RawRecord>(item)));
      if (auto* unread = std::get_if<fetcher::Damage>(&read)) {
        out.damage.push_back(std::move(*unread));
        continue;
      }
      const auto& citation = std::get<Citation>(read);
      const std::size_t before = out.text.size();
      if (vocabulary == nullptr) {
        append_json(out.text, citation);
      } else {
        out.text += to_json(evidence::read(citation, *vocabulary));
      }
      out.text += '\n';
      out.lines.push_back({citation.pmid, out.text.size() - before});
    }
  }
  return out;
}

/// The next batch over all files; nullopt at the end. Those that cannot be opened are kept in `failures`.
class Batches {
 public:
  Batches(const std::vector<std::string>& files, InputFiles& inputs) : files_(files), inputs_(inputs) {}

  std::optional<std::vector<RawItem>> next() {
    std::vector<RawItem> batch;
    std::size_t bytes = 0;
    while (bytes < kBytesPerBatch) {
      if (!stream_) {
        if (at_ == files_.size()) {
          break;
        }
        auto opened = inputs_.open(files_[at_++]);
        if (!opened) {
          failures.push_back(std::move(opened.error()));
          continue;
        }
        stream_.emplace(std::move(*opened));
      }
      auto item = stream_->next();
      if (!item) {
        stream_.reset();
        continue;
      }
      if (const auto* record = std::get_if<fetcher::RawRecord>(&*item)) {
        bytes += record->bytes.size();
      }
      batch.push_back(std::move(*item));
    }
    return batch.empty() ? std::nullopt : std::optional(std::move(batch));
  }

  std::vector<Error> failures;

 private:
  const std::vector<std::string>& files_;
  InputFiles& inputs_;
  std::size_t at_ = 0;
  std::optional<fetcher::RecordStream> stream_;
};

Result<Fault> run_convert(Context& context, const ConvertFlags& flags) {
  std::shared_ptr<const evidence::Vocabulary> vocabulary;
  if (flags.to == "jsonl") {
    auto loaded = context.load_vocabulary();
    if (!loaded) {
      return tl::unexpected<Error>(loaded.error());
    }
    vocabulary = *loaded;
  }
  InputFiles inputs;
  if (auto readable = inputs.look(flags.files); !readable) {
    return tl::unexpected<Error>(readable.error());
  }
  auto out = RevocableOutput::open(
      flags.out,
      {[&] { return withdrawn(flags.files); }, std::all_of(flags.files.begin(), flags.files.end(), can_be_read_again)},
      *context.observer);
  if (!out) {
    return tl::unexpected<Error>(out.error());
  }
  Batches batches(flags.files, inputs);
  std::size_t records = 0;
  std::size_t damaged = 0;
  std::optional<Error> failure;
  context.observer->stage("converting", 0, "records");
  ordered_pipeline<std::vector<RawItem>, Converted>(
      [&] { return batches.next(); },
      [&](std::vector<RawItem>&& raw) { return convert_batch(std::move(raw), vocabulary.get()); },
      [&](Converted&& done) {
        for (const auto& damage : done.damage) {
          context.finish();
          tell("damaged: {}\n", printable(tracker::describe(damage)));
        }
        damaged += done.damage.size();
        records += done.lines.size();
        context.observer->advance(records);
        auto written = out->write(std::move(done.text), done.lines);
        out->withdraw(done.withdrawn);
        if (!written) {
          failure = std::move(written.error());
        } else if (context.observer->cancelled()) {
          failure = Error{Fault::Interrupted, "stopped", {}, {}};
        }
        return !failure;
      },
      std::max(1U, std::thread::hardware_concurrency()), kBatchesAlive);
  if (!failure) {
    if (auto finished = out->finish(); !finished) {
      failure = std::move(finished.error());
    }
  }
  if (failure) {
    const bool taken_back = out->abandon();
    if (failure->hint.empty()) {
      failure->hint = taken_back ? "nothing of the output was kept" : "the output is not complete";
    }
  }
  context.finish();
  if (!batches.failures.empty()) {
    if (failure) {
      batches.failures.push_back(std::move(*failure));
    }
    failure = told_but_last(std::move(batches.failures));
  }
  if (failure) {
    return tl::unexpected<Error>(*failure);
  }
  const auto late = out->late();
  if (!late.empty()) {
    tell("warning: withdrawn after their line was written: PMID {}\n", fmt::join(late, ", "));
  }
  if (damaged > 0 && records == 0) {
    return fail(Fault::BadInput, "no record could be read", "each damage is named above with its byte offset");
  }
  return damaged > 0 || !late.empty() ? Fault::Warnings : Fault::None;
}

}  // namespace

Action declare_convert(CLI::App& app) {
  auto flags = std::make_shared<ConvertFlags>();
  app.add_option("files", flags->files, "PubMed XML or MEDLINE text, plain or gzip; - is standard input")->required();
  app.add_option("--to", flags->to, "citations (what the record says) or jsonl (what was read out of the study)")
      ->check(CLI::IsMember({"citations", "jsonl"}));
  app.add_option("-o,--output", flags->out, "Write to this file; it is removed where not all can be written");
  return [flags](Context& context) { return run_convert(context, *flags); };
}

}  // namespace meridian::cli
