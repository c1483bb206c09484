// meridian fields: what a search can name.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "cli/command.hpp"

namespace meridian::cli {

Action declare_fields(CLI::App&) {
  return [](Context& context) -> Result<Fault> {
    auto rows = nlohmann::ordered_json::array();
    for (const auto& field : index::search_fields()) {
      if (context.flags.json) {
        rows.push_back(
            {{"name", field.name}, {"tag", field.tag}, {"meaning", field.meaning}, {"example", field.example}});
      } else {
        fmt::print("{:<14} {:<6} {:<44} {}\n", field.name, field.tag, field.meaning, field.example);
      }
    }
    if (context.flags.json) {
      fmt::print("{}\n", rows.dump());
    }
    return Fault::None;
  };
}

}  // namespace meridian::cli
