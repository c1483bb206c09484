// meridian sentences: where the sentences of a text lie, and which are negated or speculate.
#include <fmt/format.h>

#include <iostream>
#include <nlohmann/json.hpp>
#include <string>

#include "cli/command.hpp"
#include "evidence/splitter.hpp"
#include "evidence/trained.hpp"

namespace meridian::cli {
namespace {

/// Characters (code points) before byte `end`.
std::size_t characters(std::string_view text, std::size_t end) {
  std::size_t count = 0;
  for (const char c : text.substr(0, end)) {
    count += (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }
  return count;
}

bool says_yes(const evidence::LinearModel* model, std::string_view sentence) {
  return model != nullptr && model->scores(evidence::sentence_features(sentence).values())[0] > 0;
}

}  // namespace

Action declare_sentences(CLI::App&) {
  return [](Context& context) -> Result<Fault> {
    auto vocabulary = context.load_vocabulary();
    if (!vocabulary) {
      return tl::unexpected<Error>(vocabulary.error());
    }
    const auto* negation = (*vocabulary)->model("negation");
    const auto* speculation = (*vocabulary)->model("speculation");
    for (std::string line; std::getline(std::cin, line);) {
      std::string text = line;
      if (const auto row = nlohmann::json::parse(line, nullptr, false);
          row.is_object() && row.contains("text") && row["text"].is_string()) {
        text = row["text"].get<std::string>();
      }
      auto rows = nlohmann::ordered_json::array();
      for (const auto& span : evidence::split_sentences(text)) {
        const auto sentence = std::string_view(text).substr(span.start, span.end - span.start);
        rows.push_back({{"start", characters(text, span.start)},
                        {"end", characters(text, span.end)},
                        {"negated", says_yes(negation, sentence)},
                        {"speculated", says_yes(speculation, sentence)}});
      }
      const nlohmann::ordered_json out = {{"schema", "meridian.sentences/1"}, {"sentences", rows}};
      fmt::print("{}\n", out.dump());
    }
    return Fault::None;
  };
}

}  // namespace meridian::cli
