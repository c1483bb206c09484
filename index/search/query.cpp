// The door of the query reader: bounds, mistakes with their place, and the reading in one line.
#include "index/search/query.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "core/text.hpp"
#include "index/search/query_compile.hpp"
#include "index/search/query_parser.hpp"

namespace meridian::index {
namespace {

std::string line_of(const ReadNode& node, bool inside) {
  if (node.children.empty()) {
    return node.label;
  }
  std::string out;
  if (node.label == kAnyWord) {
    for (const ReadNode& child : node.children) {
      out += (out.empty() ? "" : ", ") + child.label;
    }
    return "any of: " + out;
  }
  for (const ReadNode& child : node.children) {
    out += (out.empty() ? "" : " " + node.label + " ") + line_of(child, true);
  }
  return inside ? "(" + out + ")" : out;
}

}  // namespace

Result<ParsedQuery> parse_query(std::string_view text, const Xapian::Database& database, const QueryContext& context,
                                Wording wording) {
  if (text.size() > kLongestQuery) {
    return fail(Fault::Usage, fmt::format("the query is longer than {} bytes", kLongestQuery),
                "shorten it, or ask for parts of it");
  }
  if (!is_valid_utf8(text)) {
    return fail(Fault::Usage, "the query is not UTF-8 text", "look at what the terminal or the file sends");
  }
  const std::string valid(text);
  try {
    const Node tree = parse_tree(valid);
    Compiler compiler(database, context);
    ParsedQuery out;
    const std::optional<Node> sentence = sentence_of(valid, wording);
    out.any_word = sentence.has_value();
    out.tree = sentence ? compiler.any_word(*sentence) : compiler.compile(tree);
    out.everything = out.tree.empty;
    if (out.everything) {
      out.tree.label = "everything";
      out.tree.query = Xapian::Query::MatchAll;
    }
    out.query = out.tree.query;
    out.reading = line_of(out.tree, false);
    out.warnings = std::move(compiler.warnings);
    out.plain_words = std::move(compiler.plain_words);
    out.corrections = std::move(compiler.corrections);
    out.ignored = std::move(compiler.ignored);
    return out;
  } catch (const MeshTrouble& trouble) {
    return tl::unexpected(trouble.error);
  } catch (const Mistake& mistake) {
    constexpr std::size_t kBefore = 30;
    constexpr std::size_t kAfter = 30;
    const std::size_t at = std::min(mistake.at, valid.size());
    const std::size_t from = at > kBefore ? at - kBefore : 0;
    return fail(
        Fault::Usage, "the query cannot be read: " + mistake.what,
        fmt::format("at character {}: {}>>>{}", at + 1, printable(std::string_view(valid).substr(from, at - from)),
                    printable(std::string_view(valid).substr(at, kAfter))));
  }
}

void warn_of_missing(ParsedQuery& parsed, const Xapian::MSet& found, const Xapian::Database& database,
                     const QueryContext& context) {
  for (const PlainWord& word : parsed.plain_words) {
    if (found.get_termfreq(word.term) > 0) {
      continue;
    }
    if (std::all_of(word.typed.begin(), word.typed.end(), [](char c) { return c >= '0' && c <= '9'; })) {
      add_warning(parsed.warnings, nowhere(word.typed, fmt::format("a PMID is looked up with {}[uid]", word.typed)));
      continue;
    }
    std::string near = parsed.corrections.nearest(database, word.typed);
    if (near.empty() && word.alone && context.mesh != nullptr) {
      near = context.mesh->nearest(word.typed);
    }
    add_warning(parsed.warnings,
                nowhere(word.typed,
                        near.empty() || near == word.typed ? std::string() : fmt::format("did you mean {}?", near)));
  }
}

}  // namespace meridian::index
