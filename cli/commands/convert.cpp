// meridian convert: files into JSON lines, as a stream and without a library.
#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <thread>
#include <unordered_set>

#include "cli/command.hpp"
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

constexpr std::size_t kBytesPerBatch = 256U << 10U;  // one hand-over between threads; bounds memory
constexpr std::size_t kBatchesAlive = 10;

struct ConvertFlags {
  std::vector<std::string> files;
  std::string to = "citations";
  std::string out;
};

struct Converted {
  std::string lines;
  std::vector<fetcher::Damage> damage;
  std::size_t records = 0;
};

struct FileCloser {
  void operator()(std::FILE* file) const {
    if (file != nullptr && file != stdout) {
      std::fclose(file);
    }
  }
};

/// PMIDs that any of the files withdraws: a record before its withdrawal must not come out, and a stream cannot be
/// unsaid.
Result<std::unordered_set<Pmid>> withdrawn(const std::vector<std::string>& files) {
  std::unordered_set<Pmid> pmids;
  for (const auto& file : files) {
    if (file == "-") {
      continue;  // can be read once only
    }
    auto stream = fetcher::RecordStream::open(file);
    if (!stream) {
      return tl::unexpected<Error>(stream.error());
    }
    while (auto item = stream->next()) {
      if (const auto* deletions = std::get_if<fetcher::Deletions>(&*item)) {
        pmids.insert(deletions->pmids.begin(), deletions->pmids.end());
      }
    }
  }
  return pmids;
}

Converted convert_batch(std::vector<RawItem>&& raw, const evidence::Vocabulary* vocabulary,
                        const std::unordered_set<Pmid>& gone) {
  Converted out;
  for (auto& item : raw) {
    if (auto* damage = std::get_if<fetcher::Damage>(&item)) {
      out.damage.push_back(std::move(*damage));
      continue;
    }
    auto* record = std::get_if<fetcher::RawRecord>(&item);
    if (record == nullptr) {
      continue;
    }
    fetcher::Item read = fetcher::read_record(std::move(*record));
    if (auto* damage = std::get_if<fetcher::Damage>(&read)) {
      out.damage.push_back(std::move(*damage));
    } else if (const auto* whole = std::get_if<fetcher::Record>(&read);
               whole != nullptr && !gone.contains(whole->citation.pmid)) {
      out.lines +=
          vocabulary == nullptr ? to_json(whole->citation) : to_json(evidence::read(whole->citation, *vocabulary));
      out.lines += '\n';
      ++out.records;
    }
  }
  return out;
}

/// The next batch over all files; nullopt at the end. A file that cannot be opened is kept as `failure`.
class Batches {
 public:
  explicit Batches(const std::vector<std::string>& files) : files_(files) {}

  std::optional<std::vector<RawItem>> next() {
    std::vector<RawItem> batch;
    std::size_t bytes = 0;
    while (bytes < kBytesPerBatch) {
      if (!stream_) {
        if (at_ == files_.size()) {
          break;
        }
        auto opened = fetcher::RecordStream::open(files_[at_++]);
        if (!opened) {
          failure = opened.error();
          at_ = files_.size();
          break;
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

  std::optional<Error> failure;

 private:
  const std::vector<std::string>& files_;
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
  auto gone = withdrawn(flags.files);
  if (!gone) {
    return tl::unexpected<Error>(gone.error());
  }
  const std::unique_ptr<std::FILE, FileCloser> out(flags.out.empty() ? stdout : std::fopen(flags.out.c_str(), "wb"));
  if (!out) {
    return fail(Fault::Storage, fmt::format("{} cannot be written: {}", flags.out, std::strerror(errno)));
  }
  Batches batches(flags.files);
  std::size_t records = 0;
  std::size_t damaged = 0;
  std::optional<Error> failure;
  context.observer->stage("converting", 0, "records");
  ordered_pipeline<std::vector<RawItem>, Converted>(
      [&] { return batches.next(); },
      [&](std::vector<RawItem>&& raw) { return convert_batch(std::move(raw), vocabulary.get(), *gone); },
      [&](Converted&& done) {
        for (const auto& damage : done.damage) {
          context.finish();
          fmt::print(stderr, "damaged: {}\n", printable(tracker::describe(damage)));
        }
        damaged += done.damage.size();
        records += done.records;
        context.observer->advance(records);
        if (std::fwrite(done.lines.data(), 1, done.lines.size(), out.get()) != done.lines.size()) {
          failure =
              Error{Fault::Storage, fmt::format("the output could not be written: {}", std::strerror(errno)), {}, ""};
        } else if (context.observer->cancelled()) {
          failure = Error{Fault::Interrupted, "stopped", {}, "the output is not complete"};
        }
        return !failure;
      },
      std::max(1U, std::thread::hardware_concurrency()), kBatchesAlive);
  if (!failure) {
    failure = batches.failure;
  }
  if (!failure && std::fflush(out.get()) != 0) {
    failure = Error{Fault::Storage, fmt::format("the output could not be written: {}", std::strerror(errno)), {}, ""};
  }
  if (failure) {
    return tl::unexpected<Error>(*failure);
  }
  if (damaged > 0 && records == 0) {
    return fail(Fault::BadInput, "no record could be read", "each damage is named above with its byte offset");
  }
  return damaged > 0 ? Fault::Warnings : Fault::None;
}

}  // namespace

Action declare_convert(CLI::App& app) {
  auto flags = std::make_shared<ConvertFlags>();
  app.add_option("files", flags->files, "PubMed XML or MEDLINE text, plain or gzip; - is standard input")->required();
  app.add_option("--to", flags->to, "citations (what the record says) or jsonl (what was read out of the study)")
      ->check(CLI::IsMember({"citations", "jsonl"}));
  app.add_option("-o,--output", flags->out, "Write to this file");
  return [flags](Context& context) { return run_convert(context, *flags); };
}

}  // namespace meridian::cli
