// meridian import: files into the library.
#include <filesystem>
#include <optional>

#include "cli/command.hpp"
#include "cli/receipt_text.hpp"
#include "fetcher/bulk.hpp"
#include "tracker/update.hpp"

namespace meridian::cli {
namespace {

/// A library is made by the first import into it, but not where there is nothing to import.
Result<void> any_readable(const std::vector<std::string>& files) {
  std::optional<Error> failure;
  for (const auto& file : files) {
    std::error_code ignored;
    if (file == "-" || std::filesystem::is_fifo(file, ignored)) {
      return {};  // can be read once only
    }
    auto stream = fetcher::RecordStream::open(file);
    if (stream) {
      return {};
    }
    failure = std::move(stream.error());
  }
  return failure ? Result<void>(tl::unexpected<Error>(std::move(*failure))) : Result<void>();
}

}  // namespace

Action declare_import(CLI::App& app) {
  auto files = std::make_shared<std::vector<std::string>>();
  app.add_option("files", *files, "PubMed XML or MEDLINE text, plain or gzip; - is standard input")->required();
  return [files](Context& context) -> Result<Fault> {
    auto vocabulary = context.load_vocabulary();
    if (!vocabulary) {
      return tl::unexpected<Error>(vocabulary.error());
    }
    if (auto readable = any_readable(*files); !readable) {
      return tl::unexpected<Error>(readable.error());
    }
    auto library = context.open_library(index::Access::Write);
    if (!library) {
      return tl::unexpected<Error>(library.error());
    }
    std::optional<Error> failure;
    const SystemClock clock;
    const auto receipt = tracker::import_files(*files, *library, **vocabulary, clock, *context.observer, failure);
    context.finish();
    print_receipt(receipt, context.flags.json);
    if (failure) {
      return tl::unexpected<Error>(*failure);
    }
    return receipt.status;
  };
}

}  // namespace meridian::cli
