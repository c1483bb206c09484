// Loads vocabulary files; a mistake is told with file and line.
#include "evidence/vocabulary.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#define TOML_EXCEPTIONS 0
#include <toml++/toml.h>

#include "evidence/vocabulary_impl.hpp"

namespace meridian::evidence {
namespace {

constexpr std::string_view kReaderVersion = "3";  // raise with every change of a rule
constexpr std::uint64_t kFnvOffset = 14695981039346656037ULL, kFnvPrime = 1099511628211ULL;

tl::unexpected<Error> mistake(const VocabularyFile& file, const toml::source_region& at, std::string what) {
  return fail(Fault::Misconfigured, fmt::format("{}:{}: {}", file.name, at.begin.line, what));
}

Result<std::vector<std::string>> strings(const VocabularyFile& file, const toml::node& node, std::string_view key) {
  const auto* list = node.as_array();
  if (list == nullptr) {
    return mistake(file, node.source(), fmt::format("'{}' must be a list of strings", key));
  }
  std::vector<std::string> out;
  for (const auto& item : *list) {
    const auto text = item.value<std::string>();
    if (!text || words_of(*text).empty()) {
      return mistake(file, item.source(), fmt::format("empty phrase in '{}'", key));
    }
    out.push_back(*text);
  }
  return out;
}

Result<void> add_file(const VocabularyFile& file, Vocabulary::Impl& impl) {
  auto parsed = toml::parse(file.text, file.name);
  if (!parsed) {
    return mistake(file, parsed.error().source(), std::string(parsed.error().description()));
  }
  const toml::table& root = parsed.table();
  static constexpr std::array<std::string_view, 6> kFacets{"mechanism", "intervention", "condition",
                                                           "design",    "population",   "cue"};
  for (const auto& [key, node] : root) {
    if (key.str() != "facet" && key.str() != "term") {
      return mistake(file, key.source(), fmt::format("unknown key '{}'", key.str()));
    }
  }
  const std::string facet = root["facet"].value_or(std::string());
  if (std::find(kFacets.begin(), kFacets.end(), facet) == kFacets.end()) {
    return mistake(file, root.source(), fmt::format("unknown facet '{}'", facet));
  }
  const auto* rows = root["term"].as_array();
  if (rows == nullptr) {
    return mistake(file, root.source(), "no list 'term'");
  }
  std::set<std::string> seen;
  for (const auto& node : *rows) {
    const auto* row = node.as_table();
    if (row == nullptr) {
      return mistake(file, node.source(), "a term must be a table");
    }
    VocabularyTerm term;
    std::vector<std::string> exact;
    term.facet = facet;
    for (const auto& [key, value] : *row) {
      const std::string_view name = key.str();
      if (name == "phrases" || name == "exact" || name == "mesh") {
        auto list = strings(file, value, name);
        if (!list) {
          return tl::unexpected(list.error());
        }
        (name == "phrases" ? term.phrases : name == "exact" ? exact : term.mesh) = std::move(*list);
      } else if (name == "id" || name == "parent" || name == "label" || name == "source") {
        const auto text = value.value<std::string>();
        if (!text || text->empty()) {
          return mistake(file, value.source(), fmt::format("'{}' must be a string that is not empty", name));
        }
        (name == "id" ? term.id : name == "parent" ? term.parent : name == "label" ? term.label : term.source) = *text;
      } else {
        return mistake(file, key.source(), fmt::format("unknown key '{}'", name));
      }
    }
    if (term.id.empty()) {
      return mistake(file, row->source(), "a term without 'id'");
    }
    if (!seen.insert(term.id).second) {
      return mistake(file, row->source(), fmt::format("duplicate id '{}'", term.id));
    }
    if (!term.parent.empty() && !impl.by_id.contains({facet, term.parent})) {
      return mistake(file, row->source(), fmt::format("unknown parent '{}'", term.parent));
    }
    if (term.label.empty()) {
      term.label = term.id;
    }
    const auto [where, fresh] = impl.by_id.try_emplace({facet, term.id}, impl.terms.size());
    if (fresh) {
      impl.terms.push_back(std::move(term));
      impl.exact.push_back(std::move(exact));
    } else {
      impl.terms[where->second] = std::move(term);
      impl.exact[where->second] = std::move(exact);
    }
  }
  return {};
}

}  // namespace

Vocabulary::Vocabulary(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Vocabulary::~Vocabulary() = default;

Result<std::shared_ptr<const Vocabulary>> Vocabulary::load(std::span<const VocabularyFile> files) {
  auto impl = std::make_unique<Impl>();
  std::uint64_t hash = kFnvOffset;
  const auto mix = [&hash](std::string_view text) {
    for (const char c : text) {
      hash = (hash ^ static_cast<unsigned char>(c)) * kFnvPrime;
    }
    hash = (hash ^ 0xFF) * kFnvPrime;
  };
  mix(kReaderVersion);
  for (const auto& file : files) {
    mix(file.text);
    if (auto added = add_file(file, *impl); !added) {
      return tl::unexpected(added.error());
    }
  }
  impl->version = fmt::format("{:012x}", hash & 0xFFFFFFFFFFFFULL);
  impl->index();
  return std::shared_ptr<const Vocabulary>(new Vocabulary(std::move(impl)));
}

const std::string& Vocabulary::version() const { return impl_->version; }
std::span<const VocabularyTerm> Vocabulary::terms() const { return impl_->terms; }

std::string_view Vocabulary::label(std::string_view facet, std::string_view id) const {
  const auto found = impl_->by_id.find({std::string(facet), std::string(id)});
  return found == impl_->by_id.end() ? id : std::string_view(impl_->terms[found->second].label);
}

std::vector<VocabularyHit> Vocabulary::hits(std::string_view text) const { return impl_->hits(text); }

}  // namespace meridian::evidence
