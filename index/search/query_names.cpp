// Terms that name something: authors, headings, publication types, journals, subsets, numbers.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "core/text.hpp"
#include "index/search/documents.hpp"
#include "index/search/keys.hpp"
#include "index/search/query_compile.hpp"
#include "index/search/query_parser.hpp"

namespace meridian::index {
namespace {

constexpr int kDeepestSubset = 4;

Xapian::Query any_of(const std::vector<std::string>& terms) {
  return {Xapian::Query::OP_OR, terms.begin(), terms.end()};
}

Xapian::Query unweighted(const Xapian::Query& query) { return {0.0, query}; }

/// The text without its mark of truncation; true where there was one.
bool take_star(std::string& text) {
  bool truncated = false;
  while (!text.empty() && text.back() == '*') {
    truncated = true;
    text.pop_back();
  }
  return truncated;
}

}  // namespace

ReadNode Compiler::author(const Node& node) {
  std::string text(trim(node.text));
  const bool truncated = take_star(text);
  const bool comma = text.find(',') != std::string::npos;
  const std::string key = term_key(text);
  if (key.empty()) {
    throw Mistake{node.at, "a name is missing before the tag"};
  }
  const auto parts = split(key, ' ');
  // "smith j" finds "smith ja" too; "smith" finds every Smith but no Smithson; in quotation marks initials are exact.
  std::vector<Xapian::Query> either;
  for (const std::string_view prefix : split(node.tagged.tag->prefixes, '|')) {
    std::vector<std::string> forms{key};
    if (parts.size() > 1 && !comma) {  // "jane smith" as well as "smith jane"
      forms.push_back(std::string(parts.back()) + key.substr(0, key.size() - parts.back().size() - 1).insert(0, " "));
    }
    const bool full = prefix == "XQFA" || prefix == "XQIF";
    if (full && parts.size() == 1) {
      continue;
    }
    for (const std::string& form : full ? forms : std::vector<std::string>{key}) {
      const std::string term = std::string(prefix) + form;
      either.emplace_back(term);
      if (truncated) {
        either.push_back(expansions(term, node.at));
      } else if (!node.quoted && full) {
        either.push_back(expansions(term + " ", node.at));
      } else if (!node.quoted) {
        either.push_back(with_initials(parts.size() == 1 ? term + " " : term));
      }
    }
  }
  ReadNode out = leaf(label_of(node), unweighted({Xapian::Query::OP_OR, either.begin(), either.end()}));
  if (!finds(out.query)) {
    warn_nowhere(out.label, "names are written as smith j or smith jane");
  }
  return out;
}

Xapian::Query Compiler::with_initials(const std::string& stem) {
  constexpr std::size_t kMostInitials = 5;  // longer, or with a blank, it is the second half of a double name
  std::vector<std::string> terms;
  for (auto term = database_.allterms_begin(stem); term != database_.allterms_end(stem); ++term) {
    const std::string whole = *term;
    if (whole.size() <= stem.size() + kMostInitials && whole.find(' ', stem.size()) == std::string::npos) {
      terms.push_back(whole);
    }
  }
  return any_of(terms);
}

Xapian::Query Compiler::any_heading(const std::vector<std::string>& headings, const std::string& prefix,
                                    const std::vector<std::string>& qualifiers) {
  std::vector<std::string> terms;
  for (const std::string& heading : headings) {
    const std::string term = prefix + term_key(heading);
    if (qualifiers.empty()) {
      if (database_.term_exists(term)) {
        terms.push_back(term);
      }
      continue;
    }
    for (const std::string& qualifier : qualifiers) {
      const std::string pair = term + "/" + term_key(qualifier);
      if (database_.term_exists(pair)) {
        terms.push_back(pair);
      }
    }
  }
  return unweighted(any_of(terms));
}

ReadNode Compiler::mapped(const std::vector<std::string>& headings) {
  ReadNode out{"OR", {}, Xapian::Query(), false};
  std::vector<Xapian::Query> parts;
  for (const std::string& heading : headings) {
    const bool type = context_.mesh->is_publication_type(heading);
    const std::vector<std::string> all = context_.mesh->exploded(heading);
    Xapian::Query query;
    if (type) {
      std::vector<std::string> terms;
      for (const std::string& one : all) {
        terms.push_back(exact_term(field("pt"), one));
      }
      query = unweighted(any_of(terms));
    } else {
      query = any_heading(all, "XQMD", {});
    }
    const std::string more = all.size() > 1 ? fmt::format(" and {} below it", all.size() - 1) : std::string();
    parts.push_back(query);
    out.children.push_back(leaf(fmt::format("\"{}\"[{}]{}", heading, type ? "pt" : "mh", more), query));
  }
  if (parts.size() == 1) {
    return std::move(out.children.front());
  }
  out.query = Xapian::Query(Xapian::Query::OP_OR, parts.begin(), parts.end());
  return out;
}

ReadNode Compiler::heading(const Node& node) {
  const Tag& tag = *node.tagged.tag;
  std::string text(trim(node.text));
  const bool truncated = take_star(text) && !node.quoted;
  const auto qualifiers_of = [&](std::string_view name) {
    const std::string lower = ascii_lower(trim(name));
    return context_.mesh == nullptr ? std::vector<std::string>{lower}
           : node.tagged.explode    ? context_.mesh->exploded_qualifier(lower)
                                    : std::vector<std::string>{context_.mesh->exploded_qualifier(lower).front()};
  };
  if (truncated) {
    const std::string term = std::string(split(tag.prefixes, '|').front()) + term_key(text);
    ReadNode out = leaf(label_of(node), unweighted(expansions(term, node.at)));
    if (!finds(out.query)) {
      warn_nowhere(out.label);
    }
    return out;
  }
  if (tag.how == How::Subheading) {
    const auto all = qualifiers_of(text);
    const std::string more = all.size() > 1 ? fmt::format(" and {} below it", all.size() - 1) : std::string();
    ReadNode out = leaf(label_of(node) + more, any_heading(all, "XQSH", {}));
    if (!finds(out.query)) {
      warn_nowhere(out.label);
    }
    return out;
  }
  std::vector<std::string> found = mesh_headings(text);
  std::vector<std::string> qualifiers;
  if (const std::size_t slash = text.rfind('/'); found.empty() && slash != std::string::npos) {
    qualifiers = qualifiers_of(std::string_view(text).substr(slash + 1));
    text = std::string(trim(std::string_view(text).substr(0, slash)));
    found = mesh_headings(text);
  }
  const auto types = std::remove_if(found.begin(), found.end(),
                                    [&](const std::string& one) { return context_.mesh->is_publication_type(one); });
  found.erase(types, found.end());
  std::vector<std::string> all;
  std::string names;
  for (const std::string& one : found) {
    names += (names.empty() ? "\"" : " OR \"") + one + "\"";
    for (std::string& below : node.tagged.explode ? context_.mesh->exploded(one) : std::vector<std::string>{one}) {
      all.push_back(std::move(below));
    }
  }
  const std::size_t named = found.size();
  const auto prefixes = split(tag.prefixes, '|');
  const std::string prefix(qualifiers.empty() ? prefixes[0] : prefixes[1]);
  const bool known = !found.empty();
  if (!known) {
    all = {text};
    names = "\"" + printable(text) + "\"";
  }
  const std::string qualifier = qualifiers.empty() ? std::string()
                                : qualifiers.size() == 1
                                    ? "/" + qualifiers.front()
                                    : fmt::format("/{} and {} below it", qualifiers.front(), qualifiers.size() - 1);
  ReadNode out = leaf(
      fmt::format("{}{}[{}{}]{}", names, qualifier, tag.name, node.tagged.explode ? "" : ":noexp",
                  all.size() > named && known ? fmt::format(" and {} below it", all.size() - named) : std::string()),
      any_heading(all, prefix, qualifiers));
  if (!finds(out.query)) {
    const std::string near = context_.mesh == nullptr || known ? std::string() : context_.mesh->nearest(text);
    const char* unknown = known || !node.tagged.explode
                              ? ""
                              : "no MeSH tree is known for it, and headings below it were not "
                                "searched; `meridian mesh import` loads the whole MeSH";
    warn_nowhere(out.label, near.empty() ? std::string(unknown) : fmt::format("did you mean {}?", near));
  } else if (!known && node.tagged.explode) {
    warn(
        fmt::format("no MeSH tree is known for {}: headings below it were not searched; `meridian mesh import` loads "
                    "the whole MeSH",
                    names));
  }
  return out;
}

ReadNode Compiler::substance(const Node& node) { return folded_value(node, node.tagged.tag->prefixes); }

ReadNode Compiler::folded_value(const Node& node, std::string_view prefixes) {
  std::string text(trim(node.text));
  const bool truncated = take_star(text) && !node.quoted;
  const std::string key = term_key(text);
  if (key.empty()) {
    throw Mistake{node.at, "a value is missing before the tag"};
  }
  std::vector<Xapian::Query> parts;
  for (const std::string_view prefix : split(prefixes, '|')) {
    const std::string term = std::string(prefix) + key;
    parts.push_back(truncated ? expansions(term, node.at) : Xapian::Query(term));
  }
  ReadNode out = leaf(label_of(node), unweighted({Xapian::Query::OP_OR, parts.begin(), parts.end()}));
  if (!finds(out.query)) {
    // The whole value is asked for; what begins like it may be what was meant.
    const std::string prefix(split(prefixes, '|').front());
    std::string near;
    auto term = database_.allterms_begin(prefix + key);
    if (term != database_.allterms_end(prefix + key)) {
      near = (*term).substr(prefix.size());
    }
    warn_nowhere(out.label, near.empty() ? std::string() : fmt::format("did you mean \"{}\"?", printable(near)));
  }
  return out;
}

ReadNode Compiler::publication_type(const Node& node) {
  std::string text(trim(node.text));
  const bool truncated = take_star(text) && !node.quoted;
  const Field& pt = field("pt");
  if (truncated) {
    return leaf(label_of(node), unweighted(expansions(exact_term(pt, text), node.at)));
  }
  std::vector<std::string> all;
  std::string names;
  for (const std::string& one : mesh_headings(text)) {
    if (!context_.mesh->is_publication_type(one)) {
      continue;
    }
    names += (names.empty() ? "\"" : " OR \"") + one + "\"";
    for (std::string& below : node.tagged.explode ? context_.mesh->exploded(one) : std::vector<std::string>{one}) {
      all.push_back(std::move(below));
    }
  }
  if (all.empty()) {
    names = "\"" + printable(text) + "\"";
    all = {text};
  }
  std::vector<std::string> terms;
  for (const std::string& one : all) {
    terms.push_back(exact_term(pt, one));
  }
  ReadNode out = leaf(fmt::format("{}[pt{}]{}", names, node.tagged.explode ? "" : ":noexp",
                                  all.size() > 1 ? fmt::format(" and {} below it", all.size() - 1) : std::string()),
                      unweighted(any_of(terms)));
  if (!finds(out.query)) {
    const std::string known = known_values(pt);
    warn_nowhere(out.label, known.empty() ? std::string() : "known values: " + known);
  }
  return out;
}

ReadNode Compiler::subset(const Node& node) {
  const std::string name = ascii_lower(squeeze(node.text));
  const Subset* known = find_subset(name);
  if (known == nullptr) {
    std::vector<std::string_view> names;
    for (const Subset& row : subsets()) {
      names.push_back(row.name);
    }
    const std::string_view near = nearest_name(std::string_view(name).substr(0, 40), names);
    throw Mistake{node.at, fmt::format("there is no subset \"{}\" that a record tells of{}",
                                       printable(std::string_view(name).substr(0, 40)),
                                       near.empty() ? "; `meridian fields --subsets` lists them"
                                                    : fmt::format("; did you mean {}[sb]?", near))};
  }
  if (known->means.empty()) {
    return leaf(fmt::format("{}[sb]", known->name), unweighted(Xapian::Query("XQST" + term_key(known->name))));
  }
  if (depth_ >= kDeepestSubset) {
    throw Mistake{node.at, "subsets name each other"};
  }
  Compiler inside(database_, context_, depth_ + 1);
  ReadNode means = inside.compile(parse_tree(known->means));
  return leaf(fmt::format("{}[sb]: {}", known->name, known->meaning), unweighted(means.query));
}

ReadNode Compiler::uids(const Node& node) {
  const auto number = [&](std::string_view digits) {
    std::uint32_t out = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), out);
    if (digits.empty() || error != std::errc() || end != digits.data() + digits.size()) {
      throw Mistake{node.at, "[uid] takes PubMed numbers, or a range such as 31000000:32000000[uid]"};
    }
    return out;
  };
  const std::string_view text = trim(node.text);
  std::string low(text);
  std::string high = node.high;
  if (const std::size_t colon = text.find(':'); colon != std::string_view::npos) {
    low = std::string(trim(text.substr(0, colon)));
    high = std::string(trim(text.substr(colon + 1)));
  }
  std::string label = label_of(node);
  if (node.tagged.tag == nullptr) {
    label += "[uid]";
  }
  if (!high.empty() || text.find(':') != std::string_view::npos) {
    return leaf(label, Xapian::Query(Xapian::Query::OP_VALUE_RANGE, kPmidSlot, Xapian::sortable_serialise(number(low)),
                                     Xapian::sortable_serialise(number(high))));
  }
  std::vector<std::string> terms;
  std::string missing;
  const std::string blanks = squeeze(text);
  for (std::string_view digits : split(blanks, ' ')) {
    while (!digits.empty() && digits.back() == ',') {
      digits.remove_suffix(1);
    }
    terms.push_back(exact_term(field("pmid"), std::to_string(number(digits))));
    if (!database_.term_exists(terms.back())) {
      missing += fmt::format("{}{}", missing.empty() ? "" : ", ", digits);
    }
  }
  if (!missing.empty()) {
    warn(fmt::format("PMID {} is not in the library", missing));
  }
  return leaf(label, unweighted(any_of(terms)));
}

}  // namespace meridian::index
