// meridian mesh: look a heading up, or load NLM's whole descriptor file.
#include "index/search/mesh.hpp"

#include <fmt/format.h>

#include <fstream>

#include "cli/command.hpp"
#include "cli/layout.hpp"
#include "core/text.hpp"
#include "fetcher/mesh_xml.hpp"

namespace meridian::cli {
namespace {

namespace fs = std::filesystem;

/// A cell of the table: tabs and line ends were squeezed, a bar would part entry terms.
std::string cell(std::string text) {
  std::replace(text.begin(), text.end(), '|', ' ');
  return text;
}

Result<Fault> load(Context& context, const std::string& path) {
  const fs::path folder = context.config_folder / "mesh";
  const fs::path fresh = folder / "imported.tsv.new";
  std::error_code failed;
  fs::create_directories(folder, failed);
  std::ofstream out(fresh, std::ios::binary);
  out << "# MeSH descriptors. Source: U.S. National Library of Medicine, " << fs::path(path).filename().string()
      << "\n";
  std::uint64_t entries = 0;
  const auto count = fetcher::read_mesh_descriptors(path, [&](fetcher::MeshDescriptor&& one) {
    std::vector<std::string> terms;
    for (auto& entry : one.entries) {
      terms.push_back(cell(std::move(entry)));
    }
    entries += terms.size();
    out << fmt::format("D\t{}\t{}\t{}\n", cell(one.heading), fmt::join(one.trees, " "), fmt::join(terms, "|"));
    return out.good() && !context.observer->cancelled();
  });
  out.close();
  if (!count || !out || context.observer->cancelled()) {
    fs::remove(fresh, failed);
    if (!count) {
      return tl::unexpected<Error>(count.error());
    }
    return context.observer->cancelled() ? fail(Fault::Interrupted, "stopped", "nothing was changed")
                                         : fail(Fault::Storage, fmt::format("{} cannot be written", fresh.string()));
  }
  fs::rename(fresh, folder / "imported.tsv", failed);
  if (failed) {
    return fail(Fault::Storage, fmt::format("{} cannot be written", (folder / "imported.tsv").string()));
  }
  fmt::print("{} headings and {} entry terms loaded\n", *count, entries);
  return Fault::None;
}

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
      return load(context, words->back());
    }
    return show(context, fmt::format("{}", fmt::join(*words, " ")));
  };
}

}  // namespace meridian::cli
