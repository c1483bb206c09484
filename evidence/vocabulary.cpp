// Loads vocabulary files; a mistake is told with file and line.
#include "evidence/vocabulary.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "core/toml.hpp"
#include "evidence/reader_version.hpp"
#include "evidence/vocabulary_impl.hpp"

namespace meridian::evidence {
namespace {

constexpr std::string_view kReaderVersion = "11";  // raise with every change of a rule
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

constexpr std::string_view kModelEnding = ".model";

Result<void> add_model(const VocabularyFile& file, Vocabulary::Impl& impl) {
  auto model = LinearModel::parse(file.name, file.text);
  if (!model) {
    return tl::unexpected(model.error());
  }
  const auto slash = file.name.find_last_of('/');
  std::string name = slash == std::string::npos ? file.name : file.name.substr(slash + 1);
  name.resize(name.size() - kModelEnding.size());
  impl.models.insert_or_assign(std::move(name), std::move(*model));
  return {};
}

/// A relation that is checked once all files are read.
struct Pending {
  std::string where, facet, target;
};

constexpr std::array<std::string_view, 7> kFacets{"mechanism", "intervention", "condition", "outcome",
                                                  "design",    "population",   "cue"};

constexpr auto kRoles = std::to_array<std::string_view>({"tested", "comparator", "class", "mechanism", "harm"});

bool is_role(std::string_view name) { return std::find(kRoles.begin(), kRoles.end(), name) != kRoles.end(); }

bool is_facet(std::string_view name) { return std::find(kFacets.begin(), kFacets.end(), name) != kFacets.end(); }

struct Row {
  VocabularyTerm term;
  std::vector<std::string> exact;
  bool add = false;  ///< to the term of that id, instead of taking its place
};

Result<Row> read_row(const VocabularyFile& file, const toml::table& row, const std::string& facet) {
  Row out;
  VocabularyTerm& term = out.term;
  term.facet = facet;
  for (const auto& [key, value] : row) {
    const std::string_view name = key.str();
    if (name == "phrases" || name == "exact" || name == "mesh" || name == "part_of" || name == "measured_by") {
      auto list = strings(file, value, name);
      if (!list) {
        return tl::unexpected(list.error());
      }
      (name == "phrases"   ? term.phrases
       : name == "exact"   ? out.exact
       : name == "mesh"    ? term.mesh
       : name == "part_of" ? term.part_of
                           : term.measured_by) = std::move(*list);
    } else if (name == "id" || name == "parent" || name == "label" || name == "source" || name == "facet" ||
               name == "role" || name == "better") {
      const auto text = value.value<std::string>();
      if (!text || text->empty()) {
        return mistake(file, value.source(), fmt::format("'{}' must be a string that is not empty", name));
      }
      if (name == "facet" && !is_facet(*text)) {
        return mistake(file, value.source(), fmt::format("unknown facet '{}'", *text));
      }
      if (name == "role" && !is_role(*text)) {
        return mistake(file, value.source(), fmt::format("'role' is one of {}", fmt::join(kRoles, ", ")));
      }
      if (name == "better" && *text != "less" && *text != "more") {
        return mistake(file, value.source(), "'better' is \"less\" or \"more\"");
      }
      (name == "id"       ? term.id
       : name == "parent" ? term.parent
       : name == "label"  ? term.label
       : name == "source" ? term.source
       : name == "facet"  ? term.facet
       : name == "role"   ? term.role
                          : term.better) = *text;
    } else if (name == "add" && value.is_boolean()) {
      out.add = value.ref<bool>();
    } else {
      return mistake(file, key.source(), fmt::format("unknown key '{}'", name));
    }
  }
  if (term.id.empty()) {
    return mistake(file, row.source(), "a term without 'id'");
  }
  if (term.facet.empty()) {
    return mistake(file, row.source(), "unknown facet ''");
  }
  return out;
}

void extend(std::vector<std::string>& all, std::vector<std::string>&& more) {
  for (auto& one : more) {
    if (std::find(all.begin(), all.end(), one) == all.end()) {
      all.push_back(std::move(one));
    }
  }
}

void keep(Vocabulary::Impl& impl, Row&& row) {
  VocabularyTerm& term = row.term;
  const auto [where, fresh] = impl.by_id.try_emplace({term.facet, term.id}, impl.terms.size());
  if (!fresh && row.add) {
    VocabularyTerm& old = impl.terms[where->second];
    extend(old.phrases, std::move(term.phrases));
    extend(old.mesh, std::move(term.mesh));
    extend(old.part_of, std::move(term.part_of));
    extend(old.measured_by, std::move(term.measured_by));
    extend(impl.exact[where->second], std::move(row.exact));
    if (!term.label.empty()) old.label = term.label;
    if (!term.better.empty()) old.better = term.better;
    if (!term.source.empty()) old.source += (old.source.empty() ? "" : "; ") + term.source;
    return;
  }
  if (term.label.empty()) {
    term.label = term.id;
  }
  if (fresh) {
    impl.terms.push_back(std::move(term));
    impl.exact.push_back(std::move(row.exact));
  } else {
    impl.terms[where->second] = std::move(term);
    impl.exact[where->second] = std::move(row.exact);
  }
}

Result<void> add_file(const VocabularyFile& file, Vocabulary::Impl& impl, std::vector<Pending>& pending) {
  if (file.name.ends_with(kModelEnding)) {
    return add_model(file, impl);
  }
  auto parsed = toml::parse(file.text, file.name);
  if (!parsed) {
    return mistake(file, parsed.error().source(), std::string(parsed.error().description()));
  }
  const toml::table& root = parsed.table();
  for (const auto& [key, node] : root) {
    if (key.str() != "facet" && key.str() != "term") {
      return mistake(file, key.source(), fmt::format("unknown key '{}'", key.str()));
    }
  }
  const std::string facet = root["facet"].value_or(std::string());
  if (root.contains("facet") && !is_facet(facet)) {
    return mistake(file, root["facet"].node()->source(), fmt::format("unknown facet '{}'", facet));
  }
  const auto* rows = root["term"].as_array();
  if (rows == nullptr) {
    return mistake(file, root.source(), "no list 'term'");
  }
  std::set<std::pair<std::string, std::string>> seen;
  for (const auto& node : *rows) {
    const auto* table = node.as_table();
    if (table == nullptr) {
      return mistake(file, node.source(), "a term must be a table");
    }
    auto row = read_row(file, *table, facet);
    if (!row) {
      return tl::unexpected(row.error());
    }
    const VocabularyTerm& term = row->term;
    if (!seen.insert({term.facet, term.id}).second) {
      return mistake(file, table->source(), fmt::format("duplicate id '{}'", term.id));
    }
    if (!term.parent.empty() && !impl.by_id.contains({term.facet, term.parent})) {
      return mistake(file, table->source(), fmt::format("unknown parent '{}'", term.parent));
    }
    for (const auto& target : term.part_of) {
      pending.push_back({fmt::format("{}:{}", file.name, (*table)["part_of"].node()->source().begin.line),
                         term.facet == "outcome" ? "mechanism" : term.facet, target});
    }
    keep(impl, std::move(*row));
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
  std::vector<Pending> pending;
  for (const auto& file : files) {
    mix(file.text);
    if (auto added = add_file(file, *impl, pending); !added) {
      return tl::unexpected(added.error());
    }
  }
  for (const auto& relation : pending) {
    if (!impl->by_id.contains({relation.facet, relation.target})) {
      return fail(Fault::Misconfigured, fmt::format("{}: part_of names the unknown {} '{}'", relation.where,
                                                    relation.facet, relation.target));
    }
  }
  impl->version = fmt::format("{:012x}", hash & 0xFFFFFFFFFFFFULL);
  impl->index();
  return std::shared_ptr<const Vocabulary>(new Vocabulary(std::move(impl)));
}

const LinearModel* Vocabulary::model(std::string_view name) const {
  const auto found = impl_->models.find(name);
  return found == impl_->models.end() ? nullptr : &found->second;
}

const std::string& Vocabulary::version() const { return impl_->version; }
std::span<const VocabularyTerm> Vocabulary::terms() const { return impl_->terms; }

std::string_view Vocabulary::label(std::string_view facet, std::string_view id) const {
  const auto found = impl_->by_id.find({std::string(facet), std::string(id)});
  return found == impl_->by_id.end() ? id : std::string_view(impl_->terms[found->second].label);
}

const VocabularyTerm* Vocabulary::find(std::string_view facet, std::string_view id) const {
  const auto found = impl_->by_id.find({std::string(facet), std::string(id)});
  return found == impl_->by_id.end() ? nullptr : &impl_->terms[found->second];
}

const VocabularyTerm* Vocabulary::by_heading(std::string_view facet, std::string_view heading) const {
  const auto found = impl_->by_mesh.find(std::pair(std::string(facet), std::string(heading)));
  return found == impl_->by_mesh.end() ? nullptr : &impl_->terms[found->second];
}

std::vector<VocabularyHit> Vocabulary::hits(std::string_view text) const { return impl_->hits(text); }

std::string_view reader_version() { return kReaderVersion; }

}  // namespace meridian::evidence
