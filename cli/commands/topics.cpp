// meridian topics: what can be followed.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "cli/command.hpp"
#include "cli/layout.hpp"
#include "core/text.hpp"

namespace meridian::cli {

Action declare_topics(CLI::App& app) {
  auto id = std::make_shared<std::string>();
  app.add_option("topic", *id, "Show this one whole");
  return [id](Context& context) -> Result<Fault> {
    auto topics = context.load_topics();
    if (!topics) {
      return tl::unexpected<Error>(topics.error());
    }
    bool found = id->empty();
    auto rows = nlohmann::ordered_json::array();
    for (const auto& topic : *topics) {
      if (!id->empty() && topic.id != *id) {
        continue;
      }
      found = true;
      if (context.flags.json) {
        rows.push_back({{"id", topic.id},
                        {"name", topic.name},
                        {"what_for", topic.what_for},
                        {"query", topic.query},
                        {"file", topic.file}});
        continue;
      }
      fmt::print("{}\n{}\n{}\n", toned(printable(topic.id), Tone::Strong), wrapped(topic.name, 2),
                 wrapped(topic.what_for, 2));
      if (!id->empty()) {
        fmt::print("\n{}\n\n  {}\n", wrapped(topic.query, 2), printable(topic.file));
      }
    }
    if (!found) {
      return fail(Fault::NotFound, fmt::format("there is no topic \"{}\"", *id), "`meridian topics` lists them");
    }
    if (context.flags.json) {
      fmt::print("{}\n", rows.dump());
    }
    return Fault::None;
  };
}

}  // namespace meridian::cli
