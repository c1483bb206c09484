// meridian reindex: build the search index anew from the records.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "cli/command.hpp"

namespace meridian::cli {

Action declare_reindex(CLI::App& /*app*/) {
  return [](Context& context) -> Result<Fault> {
    auto library = context.open_library(index::Access::Write);
    if (!library) {
      return tl::unexpected<Error>(library.error());
    }
    auto records = library->reindex(*context.observer);
    context.finish();
    if (!records) {
      return tl::unexpected<Error>(records.error());
    }
    if (context.flags.json) {
      const nlohmann::ordered_json row = {{"schema", "meridian.reindex/1"}, {"records", *records}};
      fmt::print("{}\n", row.dump());
    } else {
      fmt::print("{} records can be searched\n", *records);
    }
    return Fault::None;
  };
}

}  // namespace meridian::cli
