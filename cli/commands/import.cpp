// meridian import: files into the library.
#include "cli/command.hpp"
#include "cli/input_files.hpp"
#include "cli/receipt_text.hpp"
#include "tracker/update.hpp"

namespace meridian::cli {
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
