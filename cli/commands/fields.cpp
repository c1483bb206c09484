// meridian fields: what a search can name.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "cli/command.hpp"

namespace meridian::cli {

Action declare_fields(CLI::App& app) {
  auto subsets = std::make_shared<bool>(false);
  app.add_flag("--subsets", *subsets, "List the values of [sb] and [filter]");
  return [subsets](Context& context) -> Result<Fault> {
    auto rows = nlohmann::ordered_json::array();
    const auto print = [&](const std::vector<index::FieldHelp>& fields) {
      for (const auto& field : fields) {
        if (context.flags.json) {
          rows.push_back(
              {{"name", field.name}, {"tag", field.tag}, {"meaning", field.meaning}, {"example", field.example}});
        } else {
          fmt::print("{:<28} {:<9} {} {}\n", field.name, field.tag, field.meaning,
                     field.example.empty() ? std::string() : fmt::format("· {}", field.example));
        }
      }
    };
    const auto head = [&](std::string_view text) {
      if (!context.flags.json) {
        fmt::print("{}\n", text);
      }
    };
    if (*subsets) {
      print(index::search_subsets());
    } else {
      head("Written as name:value; words are found in all their forms:");
      print(index::search_fields());
      head(
          "\nPubMed's field tags, written as value[tag] with the short or the long name; words are found as they "
          "stand:");
      print(index::search_tags());
    }
    if (context.flags.json) {
      fmt::print("{}\n", rows.dump());
    }
    return Fault::None;
  };
}

}  // namespace meridian::cli
