// meridian reread: read every stored record again after the vocabulary changed.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "cli/command.hpp"
#include "tracker/update.hpp"

namespace meridian::cli {

Action declare_reread(CLI::App&) {
  return [](Context& context) -> Result<Fault> {
    auto vocabulary = context.load_vocabulary();
    if (!vocabulary) {
      return tl::unexpected<Error>(vocabulary.error());
    }
    auto library = context.open_library(index::Access::Write);
    if (!library) {
      return tl::unexpected<Error>(library.error());
    }
    auto report = tracker::reread(*library, **vocabulary, *context.observer);
    context.finish();
    if (!report) {
      return tl::unexpected<Error>(report.error());
    }
    if (context.flags.json) {
      nlohmann::ordered_json moves = nlohmann::ordered_json::object();
      for (const auto& [move, count] : report->moves) {
        moves[move] = count;
      }
      const nlohmann::ordered_json row = {
          {"schema", "meridian.reread/1"}, {"read", report->read}, {"changed", report->changed}, {"moves", moves}};
      fmt::print("{}\n", row.dump());
      return Fault::None;
    }
    fmt::print("{} studies read again, {} changed\n", report->read, report->changed);
    for (const auto& [move, count] : report->moves) {
      fmt::print("  {:>6}  {}\n", count, move);
    }
    return Fault::None;
  };
}

}  // namespace meridian::cli
