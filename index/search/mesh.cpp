// Loading and asking the MeSH tables.
#include "index/search/mesh.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <unordered_map>

#include "core/text.hpp"
#include "index/search/keys.hpp"

namespace meridian::index {
namespace {

constexpr std::uintmax_t kLargestFile = 256U << 20U;
constexpr std::size_t kMostWords = 12;  // no term of MeSH that people type is longer

struct Descriptor {
  std::string heading;
  std::vector<std::string> trees;
};

}  // namespace

struct Mesh::Tables {
  std::vector<Descriptor> descriptors;
  std::unordered_map<std::string, std::vector<std::size_t>> by_key;
  std::unordered_map<std::string, std::size_t> by_heading;
  std::map<std::string, std::size_t, std::less<>> by_tree;
  std::map<std::string, std::vector<std::string>, std::less<>> qualifiers;
  std::map<std::string, std::string, std::less<>> abbreviations;  ///< of qualifiers
  std::size_t longest = 0;

  void name(std::string_view term, std::size_t descriptor) {
    const std::string key = key_of(term);
    if (key.empty()) {
      return;
    }
    longest = std::max(longest, static_cast<std::size_t>(std::count(key.begin(), key.end(), ' ')) + 1);
    auto& known = by_key[key];
    if (std::find(known.begin(), known.end(), descriptor) == known.end()) {
      known.push_back(descriptor);
    }
  }

  /// A heading that stands in several files has the trees and the entry terms of all.
  void add(std::string_view heading, std::string_view trees, std::string_view entries) {
    const auto [place, fresh] = by_heading.try_emplace(std::string(heading), descriptors.size());
    const std::size_t at = place->second;
    if (fresh) {
      descriptors.push_back({std::string(heading), {}});
      name(heading, at);
    }
    for (const std::string_view tree : split(trees, ' ')) {
      if (!tree.empty()) {
        descriptors[at].trees.emplace_back(tree);
        by_tree.insert_or_assign(std::string(tree), at);
      }
    }
    for (const std::string_view entry : split(entries, '|')) {
      name(entry, at);
    }
  }
};

Result<std::shared_ptr<const Mesh::Tables>> Mesh::tables() const {
  if (tables_ != nullptr) {
    return tables_;
  }
  auto read = std::make_shared<Tables>();
  for (const auto& file : files_) {
    std::error_code ignored;
    std::ifstream in(file, std::ios::binary);
    if (!in || std::filesystem::file_size(file, ignored) > kLargestFile) {
      return fail(Fault::Misconfigured, fmt::format("{} cannot be read", file.string()));
    }
    std::string line;
    for (std::size_t number = 1; std::getline(in, line); ++number) {
      if (line.empty() || line[0] == '#') {
        continue;
      }
      const auto cells = split(line, '\t');
      if (cells.size() < 3 || cells.size() > 4 || (cells[0] != "D" && cells[0] != "Q") || cells[1].empty()) {
        return fail(Fault::Misconfigured, fmt::format("{}:{}: not a row of MeSH", file.string(), number),
                    "a row is D or Q, a name, and two more cells, parted by tabs");
      }
      if (cells[0] == "D") {
        read->add(cells[1], cells[2], cells.size() > 3 ? cells[3] : std::string_view());
      } else {
        auto& below = read->qualifiers[ascii_lower(cells[1])];
        for (const std::string_view one : split(cells[2], '|')) {
          if (!one.empty()) {
            below.push_back(ascii_lower(one));
          }
        }
        if (cells.size() > 3 && !cells[3].empty()) {
          read->abbreviations[ascii_lower(cells[3])] = ascii_lower(cells[1]);
        }
      }
    }
  }
  tables_ = std::move(read);
  return tables_;
}

Result<std::vector<std::string>> Mesh::headings(std::string_view term) const {
  const auto known = tables();
  if (!known) {
    return tl::unexpected(known.error());
  }
  std::vector<std::string> out;
  if (const auto found = (*known)->by_key.find(key_of(term)); found != (*known)->by_key.end()) {
    for (const std::size_t at : found->second) {
      out.push_back((*known)->descriptors[at].heading);
    }
  }
  return out;
}

std::vector<std::string> Mesh::exploded(const std::string& heading) const {
  std::vector<std::string> out{heading};
  const auto known = tables();
  if (!known) {
    return out;
  }
  const auto found = (*known)->by_heading.find(heading);
  if (found == (*known)->by_heading.end()) {
    return out;
  }
  std::set<std::size_t> seen{found->second};
  for (const std::string& tree : (*known)->descriptors[found->second].trees) {
    const std::string below = tree + ".";
    for (auto at = (*known)->by_tree.lower_bound(below);
         at != (*known)->by_tree.end() && std::string_view(at->first).substr(0, below.size()) == below; ++at) {
      if (seen.insert(at->second).second) {
        out.push_back((*known)->descriptors[at->second].heading);
      }
    }
  }
  return out;
}

bool Mesh::is_publication_type(const std::string& heading) const {
  const auto known = tables();
  if (!known) {
    return false;
  }
  const auto found = (*known)->by_heading.find(heading);
  if (found == (*known)->by_heading.end()) {
    return false;
  }
  const auto& trees = (*known)->descriptors[found->second].trees;
  return !trees.empty() &&
         std::all_of(trees.begin(), trees.end(), [](const std::string& tree) { return tree[0] == 'V'; });
}

std::vector<std::string> Mesh::exploded_qualifier(const std::string& qualifier) const {
  std::vector<std::string> out{qualifier};
  const auto known = tables();
  if (!known) {
    return out;
  }
  if (const auto full = (*known)->abbreviations.find(qualifier); full != (*known)->abbreviations.end()) {
    out.front() = full->second;
  }
  for (std::size_t i = 0; i < out.size(); ++i) {  // each is taken once, so that a loop in a file ends
    const auto below = (*known)->qualifiers.find(out[i]);
    if (below == (*known)->qualifiers.end()) {
      continue;
    }
    for (const std::string& one : below->second) {
      if (std::find(out.begin(), out.end(), one) == out.end()) {
        out.push_back(one);
      }
    }
  }
  return out;
}

std::string Mesh::nearest(std::string_view term) const {
  const auto known = tables();
  if (!known) {
    return {};
  }
  const std::string key = key_of(term);
  std::vector<std::string_view> near;
  for (const auto& [one, at] : (*known)->by_key) {
    // Edit distance is dear, so only terms of like length and beginning are weighed.
    if (!key.empty() && one[0] == key[0] && one.size() <= key.size() + 3 && key.size() <= one.size() + 3) {
      near.push_back(one);
    }
  }
  std::sort(near.begin(), near.end());
  return std::string(nearest_name(key, near));
}

std::size_t Mesh::longest_term() const {
  const auto known = tables();
  return known ? std::min((*known)->longest, kMostWords) : 0;
}

}  // namespace meridian::index
