// meridian mesh: look a heading up, or load NLM's whole descriptor file.
#include "index/search/mesh.hpp"

#include <fmt/format.h>

#include <fstream>

#include "cli/command.hpp"
#include "cli/layout.hpp"
#include "core/text.hpp"
#include "fetcher/mesh_xml.hpp"
#include "index/search/mesh_rows.hpp"

namespace meridian::cli {
namespace {

namespace fs = std::filesystem;

Result<void> replace(const fs::path& file, std::string_view text) {
  const fs::path fresh = file.string() + ".new";
  std::error_code failed;
  fs::create_directories(file.parent_path(), failed);
  std::ofstream out(fresh, std::ios::binary);
  out << text;
  out.close();
  if (out) {
    fs::rename(fresh, file, failed);
  }
  if (!out || failed) {
    std::error_code ignored;
    fs::remove(fresh, ignored);
    return fail(Fault::Storage, fmt::format("{} cannot be written", file.string()));
  }
  return {};
}

Result<Fault> load(Context& context, const std::string& path) {
  index::MeshRowsWriter rows;
  std::uint64_t entries = 0;
  const auto count = fetcher::read_mesh_descriptors(path, [&](fetcher::MeshDescriptor&& one) {
    entries += one.entries.size();
    rows.heading(one.heading, std::vector<std::string_view>(one.trees.begin(), one.trees.end()),
                 std::vector<std::string_view>(one.entries.begin(), one.entries.end()));
    return !context.observer->cancelled();
  });
  if (!count) {
    return tl::unexpected<Error>(count.error());
  }
  if (context.observer->cancelled()) {
    return fail(Fault::Interrupted, "stopped", "nothing was changed");
  }
  const std::string remark = fmt::format("# MeSH descriptors. Source: U.S. National Library of Medicine, {}\n",
                                         printable(fs::path(path).filename().string()));
  if (auto written = replace(context.config_folder / "mesh" / "imported.tsv", rows.text(remark)); !written) {
    return tl::unexpected<Error>(written.error());
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
