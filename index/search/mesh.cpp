// Loading and asking the MeSH tables.
#include "index/search/mesh.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <deque>
#include <fstream>
#include <map>
#include <set>
#include <unordered_map>

#include "core/text.hpp"
#include "index/search/keys.hpp"

namespace meridian::index {
namespace {

constexpr std::uintmax_t kLargestFile = 256U << 20U;
constexpr std::size_t kMostWords = 12;  // no term of MeSH that people type is longer

/// A heading or entry term by the hash of its key. Most searches ask for a few of many thousand terms, so that keys are
/// hashed as the file is read and written out only to compare.
struct Name {
  std::uint64_t hash = 0;
  std::string_view term;
  std::uint32_t descriptor = 0;
};

struct Hashed {
  std::uint64_t hash;
  std::size_t words;
};

/// The hash of key_of(term), 0 words where that is empty.
Hashed hash_of(std::string_view term) {
  std::uint64_t hash = 0xcbf29ce484222325U;  // FNV-1a
  std::size_t words = 0;
  const auto take = [&hash](char c) { hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U; };
  const auto keyed = [&](std::string_view text) {
    bool blank = true;
    for (const char c : text) {
      const char lower = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
      const bool kept =
          (lower >= 'a' && lower <= 'z') || (lower >= '0' && lower <= '9') || static_cast<unsigned char>(lower) >= 0x80;
      if (kept && blank) {
        if (words++ > 0) {
          take(' ');
        }
      }
      blank = !kept;
      if (kept) {
        take(lower);
      }
    }
  };
  if (std::any_of(term.begin(), term.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; })) {
    keyed(key_of(term));
  } else {
    keyed(term);
  }
  return {hash, words};
}

struct Descriptor {
  std::string_view heading;
  std::vector<std::string_view> trees;  ///< cells of the files: numbers parted by blanks
};

}  // namespace

struct Mesh::Tables {
  std::deque<std::string> files;  ///< what all views look into
  std::vector<Descriptor> descriptors;
  std::vector<Name> names;  ///< by hash, then as they stand in the files
  std::unordered_map<std::string_view, std::uint32_t> by_heading;
  std::map<std::string, std::vector<std::string>, std::less<>> qualifiers;
  std::map<std::string, std::string, std::less<>> abbreviations;  ///< of qualifiers
  std::size_t longest = 0;
  mutable std::vector<std::pair<std::string_view, std::uint32_t>> trees;  ///< sorted; made by the first explosion

  void name(std::string_view term, std::uint32_t descriptor) {
    const Hashed hashed = hash_of(term);
    if (hashed.words > 0) {
      longest = std::max(longest, hashed.words);
      names.push_back({hashed.hash, term, descriptor});
    }
  }

  /// A heading that stands in several files has the trees and the entry terms of all.
  void add(std::string_view heading, std::string_view numbers, std::string_view entries) {
    const auto [place, fresh] = by_heading.try_emplace(heading, static_cast<std::uint32_t>(descriptors.size()));
    if (fresh) {
      descriptors.push_back({heading, {}});
      name(heading, place->second);
    }
    descriptors[place->second].trees.push_back(numbers);
    while (!entries.empty()) {
      const std::size_t end = std::min(entries.find('|'), entries.size());
      name(entries.substr(0, end), place->second);
      entries.remove_prefix(std::min(end + 1, entries.size()));
    }
  }

  void sort_names() {
    std::stable_sort(names.begin(), names.end(), [](const Name& a, const Name& b) { return a.hash < b.hash; });
  }

  const std::vector<std::pair<std::string_view, std::uint32_t>>& by_tree() const {
    if (trees.empty()) {
      for (std::uint32_t at = 0; at < descriptors.size(); ++at) {
        for (const std::string_view cell : descriptors[at].trees) {
          for (const std::string_view tree : split(cell, ' ')) {
            if (!tree.empty()) {
              trees.emplace_back(tree, at);
            }
          }
        }
      }
      std::sort(trees.begin(), trees.end());
    }
    return trees;
  }

  const Descriptor* find(const std::string& heading) const {
    const auto found = by_heading.find(heading);
    return found == by_heading.end() ? nullptr : &descriptors[found->second];
  }
};

Result<std::shared_ptr<const Mesh::Tables>> Mesh::tables() const {
  if (tables_ != nullptr) {
    return tables_;
  }
  auto read = std::make_shared<Tables>();
  for (const auto& file : files_) {
    std::error_code ignored;
    const std::uintmax_t size = std::filesystem::file_size(file, ignored);
    std::ifstream in(file, std::ios::binary);
    if (!in || ignored || size > kLargestFile) {
      return fail(Fault::Misconfigured, fmt::format("{} cannot be read", file.string()));
    }
    std::string& whole = read->files.emplace_back(static_cast<std::size_t>(size), '\0');
    in.read(whole.data(), static_cast<std::streamsize>(size));
    whole.resize(static_cast<std::size_t>(in.gcount()));
    std::string_view left = whole;
    for (std::size_t number = 1; !left.empty(); ++number) {
      const std::size_t end = std::min(left.find('\n'), left.size());
      const std::string_view line = left.substr(0, end);
      left.remove_prefix(std::min(end + 1, left.size()));
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
  read->sort_names();
  tables_ = std::move(read);
  return tables_;
}

Result<std::vector<std::string>> Mesh::headings(std::string_view term) const {
  const auto known = tables();
  if (!known) {
    return tl::unexpected(known.error());
  }
  std::vector<std::string> out;
  const auto& names = (*known)->names;
  const std::string key = key_of(term);
  const std::uint64_t hash = hash_of(key).hash;
  auto at = std::lower_bound(names.begin(), names.end(), hash,
                             [](const Name& name, std::uint64_t wanted) { return name.hash < wanted; });
  for (; !key.empty() && at != names.end() && at->hash == hash; ++at) {
    std::string heading((*known)->descriptors[at->descriptor].heading);
    if (key_of(at->term) == key && std::find(out.begin(), out.end(), heading) == out.end()) {
      out.push_back(std::move(heading));
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
  const Descriptor* found = (*known)->find(heading);
  if (found == nullptr) {
    return out;
  }
  const auto& trees = (*known)->by_tree();
  std::set<std::string_view> seen{found->heading};
  for (const std::string_view cell : found->trees) {
    for (const std::string_view tree : split(cell, ' ')) {
      if (tree.empty()) {
        continue;
      }
      const std::string below = std::string(tree) + ".";
      auto at = std::lower_bound(trees.begin(), trees.end(), std::pair(std::string_view(below), std::uint32_t{0}));
      for (; at != trees.end() && at->first.substr(0, below.size()) == below; ++at) {
        const std::string_view one = (*known)->descriptors[at->second].heading;
        if (seen.insert(one).second) {
          out.emplace_back(one);
        }
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
  const Descriptor* found = (*known)->find(heading);
  bool any = false;
  if (found != nullptr) {
    for (const std::string_view cell : found->trees) {
      for (const std::string_view tree : split(cell, ' ')) {
        if (!tree.empty() && tree[0] != 'V') {
          return false;
        }
        any = any || !tree.empty();
      }
    }
  }
  return any;
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
  std::set<std::string> near;
  for (const Name& name : (*known)->names) {
    // Edit distance is dear, so only terms of like length and beginning are weighed.
    if (name.term.size() <= 2 * (key.size() + 3)) {
      std::string one = key_of(name.term);
      if (!key.empty() && one[0] == key[0] && one.size() <= key.size() + 3 && key.size() <= one.size() + 3) {
        near.insert(std::move(one));
      }
    }
  }
  return std::string(nearest_name(key, {near.begin(), near.end()}));
}

std::size_t Mesh::longest_term() const {
  const auto known = tables();
  return known ? std::min((*known)->longest, kMostWords) : 0;
}

}  // namespace meridian::index
