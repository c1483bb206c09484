// Loads what a check of drafts knows.
#include "cli/check_knowledge.hpp"

#include <fmt/format.h>

#include <fstream>
#include <sstream>

namespace meridian::cli {
namespace {

Result<std::string> read_data(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  if (!in) {
    return fail(Fault::Misconfigured, fmt::format("{} is missing", path.string()),
                "MERIDIAN_DATA names the folder that holds vocabulary/, check/ and models/");
  }
  return text.str();
}

}  // namespace

Result<tracker::CheckKnowledge> load_check_knowledge(const Context& context) {
  tracker::CheckKnowledge knowledge;
  auto studies = context.load_vocabulary();
  if (!studies) {
    return tl::unexpected<Error>(studies.error());
  }
  knowledge.studies = std::move(*studies);
  std::vector<evidence::VocabularyFile> files;
  for (const std::string name : {"interventions", "conditions", "outcomes", "words"}) {
    const auto path = context.data_folder / "check" / (name + ".toml");
    auto text = read_data(path);
    if (!text) {
      return tl::unexpected<Error>(text.error());
    }
    files.push_back({path.string(), std::move(*text)});
  }
  auto writers = evidence::Vocabulary::load(files);
  if (!writers) {
    return tl::unexpected<Error>(writers.error());
  }
  knowledge.writers = std::move(*writers);
  const auto model = [&](const std::string& name) -> Result<evidence::LogisticModel> {
    const auto path = context.data_folder / "models" / name;
    auto text = read_data(path);
    if (!text) {
      return tl::unexpected<Error>(text.error());
    }
    return evidence::LogisticModel::parse(*text, path.string());
  };
  auto relevance = model("claim-relevance.txt");
  auto stance = model("claim-stance.txt");
  if (!relevance || !stance) {
    return tl::unexpected<Error>(!relevance ? relevance.error() : stance.error());
  }
  knowledge.models = {std::move(*relevance), std::move(*stance)};
  return knowledge;
}

}  // namespace meridian::cli
