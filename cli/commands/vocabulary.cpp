// meridian vocabulary: browse what the program knows, or test what fires in a text.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "cli/command.hpp"
#include "cli/layout.hpp"
#include "core/text.hpp"

namespace meridian::cli {
namespace {

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const auto& word : words) {
    out += (out.empty() ? "" : ", ") + word;
  }
  return out;
}

void print_hits(const evidence::Vocabulary& vocabulary, const std::string& text) {
  const auto hits = vocabulary.hits(text);
  for (const auto& hit : hits) {
    fmt::print("{:<14} {:<26} \"{}\" at byte {}\n", hit.facet,
               hit.parent.empty() ? std::string(hit.id) : fmt::format("{}/{}", hit.parent, hit.id),
               printable(std::string_view(text).substr(hit.start, hit.length)), hit.start);
  }
  if (hits.empty()) {
    fmt::print("nothing fires in this text\n");
  }
}

}  // namespace

Action declare_vocabulary(CLI::App& app) {
  auto facet = std::make_shared<std::string>();
  auto text = std::make_shared<std::string>();
  app.add_option("facet", *facet,
                 "Only this facet or id: mechanism, intervention, condition, design, population, or an id");
  app.add_option("--test", *text, "Say which phrases fire in this text");
  return [facet, text](Context& context) -> Result<Fault> {
    auto vocabulary = context.load_vocabulary();
    if (!vocabulary) {
      return tl::unexpected<Error>(vocabulary.error());
    }
    if (!text->empty()) {
      print_hits(**vocabulary, *text);
      return Fault::None;
    }
    bool found = false;
    for (const auto& term : (*vocabulary)->terms()) {
      if (!facet->empty() && term.facet != *facet && term.id != *facet) {
        continue;
      }
      found = true;
      if (context.flags.json) {
        const nlohmann::ordered_json row = {{"facet", term.facet},  {"id", term.id},           {"parent", term.parent},
                                            {"label", term.label},  {"phrases", term.phrases}, {"mesh", term.mesh},
                                            {"source", term.source}};
        fmt::print("{}\n", row.dump());
        continue;
      }
      fmt::print("{:<14} {}\n", term.facet,
                 toned(term.parent.empty() ? term.id : term.parent + "/" + term.id, Tone::Strong));
      if (!facet->empty()) {
        fmt::print("{}\n", wrapped("phrases: " + joined(term.phrases), 4));
        fmt::print("{}\n", wrapped(fmt::format("MeSH: {} · source: {}", joined(term.mesh), term.source), 4));
      }
    }
    if (!found) {
      return fail(Fault::NotFound, fmt::format("the vocabulary has no facet or id \"{}\"", *facet),
                  "`meridian vocabulary` lists all");
    }
    return Fault::None;
  };
}

}  // namespace meridian::cli
