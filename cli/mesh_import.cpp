// From NLM's descriptor file to rows beside the user's settings.
#include "cli/mesh_import.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <vector>

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

}  // namespace

Result<Fault> load_mesh(Context& context, const std::string& path) {
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

}  // namespace meridian::cli
