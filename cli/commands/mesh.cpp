// meridian mesh: look a heading up, or load NLM's whole descriptor file.
#include "index/search/mesh.hpp"

#include <fmt/format.h>

#include "cli/command.hpp"
#include "cli/layout.hpp"
#include "cli/mesh_import.hpp"
#include "core/text.hpp"

namespace meridian::cli {
namespace {

Result<Fault> show(Context& context, const std::string& term) {
  const index::Mesh mesh(context.mesh_files());
  const auto found = mesh.headings(term);
  if (!found) {
    return tl::unexpected<Error>(found.error());
  }
  if (found->empty()) {
    const std::string near = mesh.nearest(term);
    return fail(Fault::NotFound, fmt::format("no heading or entry term is \"{}\"", printable(term)),
                near.empty() ? "`meridian mesh import desc2026.xml` loads the whole MeSH"
                             : fmt::format("did you mean \"{}\"?", near));
  }
  for (const std::string& heading : *found) {
    const auto below = mesh.exploded(heading);
    fmt::print("{}{}\n", toned(heading, Tone::Strong), mesh.is_publication_type(heading) ? " (publication type)" : "");
    for (std::size_t i = 1; i < below.size(); ++i) {
      fmt::print("  {}\n", printable(below[i]));
    }
  }
  return Fault::None;
}

}  // namespace

Action declare_mesh(CLI::App& app) {
  auto words = std::make_shared<std::vector<std::string>>();
  app.add_option("term", *words, "A term to look up; or import and NLM's descriptor file")->required();
  return [words](Context& context) -> Result<Fault> {
    if (words->size() == 2 && words->front() == "import") {
      return load_mesh(context, words->back());
    }
    return show(context, fmt::format("{}", fmt::join(*words, " ")));
  };
}

}  // namespace meridian::cli
