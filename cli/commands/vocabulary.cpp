// meridian vocabulary: browse what the program knows, or test what fires in a text.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "cli/command.hpp"
#include "cli/layout.hpp"
#include "cli/mesh_import.hpp"
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

/// Each phrase that fires: the words that it fired on, the phrase as the vocabulary has it, and that term's source.
void print_hits(const evidence::Vocabulary& vocabulary, const std::string& text, bool as_json) {
  const auto hits = vocabulary.hits(text);
  for (const auto& hit : hits) {
    const auto& term = vocabulary.terms()[hit.term];
    const std::string id = hit.parent.empty() ? std::string(hit.id) : fmt::format("{}/{}", hit.parent, hit.id);
    const std::string words(std::string_view(text).substr(hit.start, hit.length));
    if (as_json) {
      const nlohmann::ordered_json row = {{"facet", hit.facet},      {"id", hit.id},         {"parent", hit.parent},
                                          {"start", hit.start},      {"words", words},       {"phrase", hit.phrase},
                                          {"label", term.label},     {"role", term.role},    {"better", term.better},
                                          {"part_of", term.part_of}, {"source", term.source}};
      fmt::print("{}\n", row.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
      continue;
    }
    fmt::print("{:<14} {:<26} \"{}\" at byte {}\n", hit.facet, id, printable(words), hit.start);
    std::string why = fmt::format("by the phrase \"{}\"", hit.phrase);
    if (!term.better.empty()) why += fmt::format("; {} is better", term.better);
    if (!term.part_of.empty()) why += "; part of " + joined(term.part_of);
    if (!term.role.empty()) why += "; " + term.role;
    fmt::print("{}\n", wrapped(why + "; source: " + term.source, 4));
  }
  if (hits.empty() && !as_json) {
    fmt::print("nothing fires in this text\n");
  }
}

}  // namespace

Action declare_vocabulary(CLI::App& app) {
  auto facet = std::make_shared<std::string>();
  auto text = std::make_shared<std::string>();
  auto given = std::make_shared<std::string>();
  app.add_option("facet", *facet,
                 "Only this facet or id: mechanism, intervention, condition, design, population, or an id; or "
                 "\"test\", or \"import\"");
  app.add_option("text", *given,
                 "With \"test\": say which phrases fire in this text, and why; with \"import\": NLM's file of MeSH "
                 "descriptors, as `meridian mesh import` takes it");
  app.add_option("--test", *text, "The same as \"test TEXT\"");
  return [facet, text, given](Context& context) -> Result<Fault> {
    if (*facet == "import") {
      if (given->empty()) {
        return fail(Fault::Usage, "import needs NLM's descriptor file", "meridian vocabulary import desc2026.xml");
      }
      return load_mesh(context, *given);
    }
    if (*facet == "test" && text->empty()) {
      if (given->empty()) return fail(Fault::Usage, "test needs a text", "meridian vocabulary test 'EA reduced pain'");
      *text = *given;
    } else if (!given->empty()) {
      return fail(Fault::Usage,
                  fmt::format("\"{}\" stands behind something else than \"test\" or \"import\"", printable(*given)));
    }
    auto vocabulary = context.load_vocabulary();
    if (!vocabulary) {
      return tl::unexpected<Error>(vocabulary.error());
    }
    if (!text->empty()) {
      print_hits(**vocabulary, *text, context.flags.json);
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
