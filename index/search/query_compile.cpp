// Booleans, and which term is answered how.
#include "index/search/query_compile.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "core/text.hpp"
#include "index/search/documents.hpp"
#include "index/search/keys.hpp"

namespace meridian::index {
namespace {

constexpr std::size_t kKnownValuesShown = 40;
constexpr std::size_t kMostWarnings = 20;

std::string_view word_of(NodeKind kind) { return kind == NodeKind::And ? "AND" : kind == NodeKind::Or ? "OR" : "NOT"; }

}  // namespace

ReadNode leaf(std::string label, Xapian::Query query) { return {std::move(label), {}, std::move(query), false}; }

std::string label_of(const Node& node) {
  std::string value = printable(node.text);
  if (!node.high.empty()) {
    value += ":" + printable(node.high);
  }
  if (node.tagged.by_name && node.tagged.own != nullptr) {
    const bool quotes = node.quoted || value.find(' ') != std::string::npos;
    return fmt::format("{}:{}", node.tagged.own->name, quotes ? "\"" + value + "\"" : value);
  }
  if (node.quoted) {
    value = "\"" + value + "\"";
  }
  if (node.tagged.tag == nullptr && node.tagged.own == nullptr) {
    return value;
  }
  return fmt::format("{}[{}{}{}]", value, node.tagged.tag != nullptr ? node.tagged.tag->name : node.tagged.own->name,
                     node.tagged.explode ? "" : ":noexp",
                     node.tagged.near < 0 ? "" : fmt::format(":~{}", node.tagged.near));
}

ReadNode Compiler::compile(const Node& node) {
  if (node.kind == NodeKind::Nothing) {
    return {};
  }
  if (node.kind == NodeKind::Term) {
    return term(node);
  }
  ReadNode out;
  out.label = word_of(node.kind);
  for (const Node& child : node.children) {
    ReadNode read = compile(child);
    if (read.empty && node.kind == NodeKind::Not && &child == &node.children.front()) {
      // Taking away from a word that was left out must not find all the rest.
      read = child.kind == NodeKind::Nothing ? leaf("everything", Xapian::Query::MatchAll)
                                             : leaf("nothing", Xapian::Query::MatchNothing);
    }
    if (!read.empty) {
      out.children.push_back(std::move(read));
    }
  }
  if (out.children.empty()) {
    return {};
  }
  if (out.children.size() == 1) {
    return std::move(out.children.front());
  }
  std::vector<Xapian::Query> parts;
  for (const ReadNode& child : out.children) {
    parts.push_back(child.query);
  }
  if (node.kind == NodeKind::Not) {
    const Xapian::Query gone(Xapian::Query::OP_OR, parts.begin() + 1, parts.end());
    out.query = Xapian::Query(Xapian::Query::OP_AND_NOT, parts.front(), gone);
  } else {
    out.query = Xapian::Query(node.kind == NodeKind::And ? Xapian::Query::OP_AND : Xapian::Query::OP_OR, parts.begin(),
                              parts.end());
  }
  out.empty = false;
  return out;
}

ReadNode Compiler::term(const Node& node) {
  if (node.tagged.own != nullptr) {
    return own(node);
  }
  if (node.tagged.tag == nullptr) {
    return node.quoted ? stemmed(nullptr, node) : untagged(node);
  }
  if (trim(node.text).empty()) {
    throw Mistake{node.at, "a value is missing"};
  }
  const Tag& tag = *node.tagged.tag;
  if (!node.high.empty() && tag.how != How::Date && tag.how != How::Uid) {
    throw Mistake{node.at, fmt::format("[{}] takes no range; dates and [uid] do", tag.name)};
  }
  switch (tag.how) {
    case How::Words:
      return tagged_words(node);
    case How::Author:
      return author(node);
    case How::Mesh:
    case How::MajorMesh:
    case How::Subheading:
      return heading(node);
    case How::Substance:
      return substance(node);
    case How::PublicationType:
      return publication_type(node);
    case How::Exact:
    case How::Journal:
      return folded_value(node, tag.prefixes);
    case How::Doi: {
      ReadNode out = leaf(label_of(node),
                          Xapian::Query(Xapian::Query::OP_OR, Xapian::Query(exact_term(field("doi"), trim(node.text))),
                                        Xapian::Query("XQAI" + term_key(node.text))));
      if (tag.name == "doi") {
        out.query = Xapian::Query(exact_term(field("doi"), trim(node.text)));
      } else if (tag.name == "pmc") {
        out.query = Xapian::Query("XQAI" + term_key(node.text));
      }
      if (!finds(out.query)) {
        warn_nowhere(out.label);
      }
      return out;
    }
    case How::Language: {
      const std::string_view code = language_code(standard_language(node.text));
      if (code.empty()) {
        return exact(field("language"), node);
      }
      ReadNode out =
          leaf(fmt::format("{}[la]", code), Xapian::Query(0.0, Xapian::Query(exact_term(field("language"), code))));
      if (!finds(out.query)) {
        warn_nowhere(out.label);
      }
      return out;
    }
    case How::Date:
      return dates(node);
    case How::Uid:
      return uids(node);
    case How::Subset:
      return subset(node);
    case How::NotKept:
      break;
  }
  throw Mistake{node.at, fmt::format("[{}] cannot be answered", tag.name)};
}

ReadNode Compiler::own(const Node& node) {
  const Field& named = *node.tagged.own;
  switch (named.kind) {
    case FieldKind::Number:
      return number(named, node);
    case FieldKind::Exact:
      return exact(named, node);
    case FieldKind::TitleOrAbstract: {
      ReadNode title = stemmed(&field("title"), node);
      ReadNode abstract = stemmed(&field("abstract"), node);
      if (title.empty) {
        return title;
      }
      ReadNode out{"OR", {}, Xapian::Query(Xapian::Query::OP_OR, title.query, abstract.query), false};
      out.children = {std::move(title), std::move(abstract)};
      return out;
    }
    case FieldKind::Text:
      break;
  }
  return stemmed(&named, node);
}

ReadNode Compiler::exact(const Field& named, const Node& node) {
  const std::string label = label_of(node);
  std::string value(trim(node.text));
  bool truncated = false;
  if (value.size() > 1 && value.back() == '*' && !node.quoted) {
    truncated = true;
    value.pop_back();
  }
  if (value.empty()) {
    throw Mistake{node.at, "a value is missing"};
  }
  const std::string wanted = exact_term(named, value);
  if (truncated) {
    return leaf(label, Xapian::Query(0.0, expansions(wanted, node.at)));
  }
  if (!database_.term_exists(wanted)) {
    const std::string known = named.closed ? known_values(named) : "";
    warn(fmt::format("nothing in the library has {}{}", label, known.empty() ? "" : "; known values: " + known));
  }
  return leaf(label, Xapian::Query(0.0, Xapian::Query(wanted)));
}

std::string Compiler::known_values(const Field& named) {
  std::string out;
  std::size_t shown = 0;
  const std::string prefix(named.prefix);
  for (auto term = database_.allterms_begin(prefix); term != database_.allterms_end(prefix); ++term) {
    const std::string name = *term;
    if (name.size() <= prefix.size() || (name[prefix.size()] >= 'A' && name[prefix.size()] <= 'Z')) {
      continue;
    }
    if (shown++ == kKnownValuesShown) {
      return out + ", ...";
    }
    out += (out.empty() ? "" : ", ") + printable(name.substr(prefix.size()));
  }
  return out;
}

ReadNode Compiler::number(const Field& named, const Node& node) {
  const auto wrong = [&]() -> Mistake {
    return {node.at, fmt::format("{} takes a number or a range such as {}", named.name, named.example)};
  };
  const auto read = [&](std::string_view digits) {
    std::uint32_t out = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), out);
    if (error != std::errc() || end != digits.data() + digits.size()) {
      throw wrong();
    }
    return Xapian::sortable_serialise(out);
  };
  const std::string_view view = node.text;
  const std::size_t dots = view.find("..");
  const std::string_view low = view.substr(0, dots);
  const std::string_view high = dots == std::string_view::npos ? low : view.substr(dots + 2);
  if (low.empty() && high.empty()) {
    throw wrong();
  }
  const std::string from = low.empty() ? Xapian::sortable_serialise(0) : read(low);
  if (!high.empty() && from > read(high)) {
    throw Mistake{node.at, "the range ends before it begins"};
  }
  return leaf(label_of(node), high.empty()
                                  ? Xapian::Query(Xapian::Query::OP_VALUE_GE, named.slot, from)
                                  : Xapian::Query(Xapian::Query::OP_VALUE_RANGE, named.slot, from, read(high)));
}

bool Compiler::finds(const Xapian::Query& query) {
  Xapian::Enquire enquire(database_);
  enquire.set_query(query);
  enquire.set_weighting_scheme(Xapian::BoolWeight());
  return !enquire.get_mset(0, 1).empty();
}

std::vector<std::string> Compiler::mesh_headings(std::string_view term) {
  if (context_.mesh == nullptr) {
    return {};
  }
  auto found = context_.mesh->headings(term);
  if (!found) {
    throw MeshTrouble{std::move(found.error())};
  }
  return std::move(*found);
}

std::string Compiler::nearer(const std::string& word) { return corrections.nearest(database_, word); }

void Compiler::warn_nowhere(const std::string& label, const std::string& advice) { warn(nowhere(label, advice)); }

void Compiler::warn(std::string text) { add_warning(warnings, std::move(text)); }

std::string nowhere(const std::string& label, const std::string& advice) {
  return fmt::format("{} is nowhere in the library{}", label, advice.empty() ? "" : "; " + advice);
}

void add_warning(std::vector<std::string>& warnings, std::string text) {
  if (warnings.size() < kMostWarnings && std::find(warnings.begin(), warnings.end(), text) == warnings.end()) {
    warnings.push_back(std::move(text));
  }
}

}  // namespace meridian::index
