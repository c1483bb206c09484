// meridian version: this program, the libraries it runs on, and what decides how studies are read and kept.
#include "core/version.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "cli/command.hpp"
#include "core/text.hpp"
#include "evidence/reader_version.hpp"
#include "fetcher/versions.hpp"
#include "index/versions.hpp"

namespace meridian::cli {

Action declare_version(CLI::App&) {
  return [](Context& context) -> Result<Fault> {
    std::vector<std::pair<std::string, std::string>> rows{{"meridian", std::string(kVersion)}};
    for (auto* const versions : {fetcher::versions, index::versions}) {
      for (auto& row : versions()) {
        rows.push_back(std::move(row));
      }
    }
    rows.emplace_back("reader", evidence::reader_version());
    const auto vocabulary = context.load_vocabulary();
    rows.emplace_back("vocabulary", vocabulary ? (*vocabulary)->version() : "");
    if (context.flags.json) {
      nlohmann::ordered_json out;
      for (const auto& [name, version] : rows) {
        out[name] = version.empty() ? nlohmann::ordered_json() : nlohmann::ordered_json(version);
      }
      fmt::print("{}\n", out.dump());
      return Fault::None;
    }
    for (const auto& [name, version] : rows) {
      fmt::print("{} {}\n", name, version.empty() ? "cannot be loaded" : version);
    }
    return Fault::None;
  };
}

}  // namespace meridian::cli
