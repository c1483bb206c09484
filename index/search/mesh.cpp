// Asking the files of MeSH.
#include "index/search/mesh.hpp"

#include <algorithm>
#include <set>

#include "core/text.hpp"
#include "index/search/keys.hpp"
#include "index/search/mesh_rows.hpp"

namespace meridian::index {
namespace {

constexpr std::size_t kMostWords = 12;  // no term of MeSH that people type is longer

/// The cell of a row by its place, 0 the first.
std::string_view cell(std::string_view row, std::size_t place) {
  for (; place > 0; --place) {
    row.remove_prefix(std::min(row.find('\t'), row.size() - 1) + 1);
  }
  return row.substr(0, row.find('\t'));
}

}  // namespace

Result<std::shared_ptr<const Mesh::Files>> Mesh::files() const {
  if (read_ == nullptr) {
    auto all = std::make_shared<Files>();
    for (const auto& file : files_) {
      auto rows = MeshRows::read(file);
      if (!rows) {
        return tl::unexpected<Error>(std::move(rows.error()));
      }
      all->push_back(std::move(*rows));
    }
    read_ = std::move(all);
  }
  return read_;
}

std::vector<std::string_view> Mesh::rows(const std::string& beginning) const {
  std::vector<std::string_view> out;
  if (const auto known = files()) {
    for (const MeshRows& file : **known) {
      const auto some = file.beginning_with(beginning);
      out.insert(out.end(), some.begin(), some.end());
    }
  }
  return out;
}

std::vector<std::string_view> Mesh::trees_of(std::string_view heading) const {
  std::vector<std::string_view> trees;
  for (const std::string_view row : rows("H\t" + std::string(heading) + "\t")) {
    for (const std::string_view tree : split(cell(row, 2), ' ')) {
      if (!tree.empty()) {
        trees.push_back(tree);
      }
    }
  }
  return trees;
}

Result<std::vector<std::string>> Mesh::headings(std::string_view term) const {
  if (const auto known = files(); !known) {
    return tl::unexpected(known.error());
  }
  std::vector<std::string> out;
  const std::string key = key_of(term);
  if (key.empty()) {
    return out;
  }
  for (const std::string_view row : rows("N\t" + key + "\t")) {
    const std::string_view heading = cell(row, 2);
    if (std::find(out.begin(), out.end(), heading) == out.end()) {
      out.emplace_back(heading);
    }
  }
  return out;
}

std::vector<std::string> Mesh::exploded(const std::string& heading) const {
  std::vector<std::string> out{heading};
  std::set<std::string_view> seen{heading};
  for (const std::string_view tree : trees_of(heading)) {
    for (const std::string_view row : rows("T\t" + std::string(tree) + ".")) {
      if (seen.insert(cell(row, 2)).second) {
        out.emplace_back(cell(row, 2));
      }
    }
  }
  return out;
}

bool Mesh::is_publication_type(const std::string& heading) const {
  const auto trees = trees_of(heading);
  return !trees.empty() &&
         std::all_of(trees.begin(), trees.end(), [](std::string_view tree) { return tree[0] == 'V'; });
}

std::vector<std::string> Mesh::exploded_qualifier(const std::string& qualifier) const {
  std::vector<std::string> out{qualifier};
  for (const std::string_view row : rows("Q\t")) {
    if (!qualifier.empty() && cell(row, 3) == qualifier) {
      out.front() = cell(row, 1);
    }
  }
  for (std::size_t i = 0; i < out.size(); ++i) {  // each is taken once, so that a loop in a file ends
    for (const std::string_view row : rows("Q\t" + out[i] + "\t")) {
      for (const std::string_view one : split(cell(row, 2), '|')) {
        if (!one.empty() && std::find(out.begin(), out.end(), one) == out.end()) {
          out.emplace_back(one);
        }
      }
    }
  }
  return out;
}

std::string Mesh::nearest(std::string_view term) const {
  const std::string key = key_of(term);
  if (key.empty()) {
    return {};
  }
  std::set<std::string_view> near;
  // Edit distance is dear, so only terms of like length and beginning are weighed.
  for (const std::string_view row : rows("N\t" + key.substr(0, 1))) {
    const std::string_view one = cell(row, 1);
    if (one.size() <= key.size() + 3 && key.size() <= one.size() + 3) {
      near.insert(one);
    }
  }
  return valid_utf8(nearest_name(key, {near.begin(), near.end()}));
}

std::size_t Mesh::longest_term() const {
  const auto known = files();
  const bool any =
      known && std::any_of((*known)->begin(), (*known)->end(), [](const MeshRows& one) { return !one.empty(); });
  return any ? kMostWords : 0;
}

}  // namespace meridian::index
