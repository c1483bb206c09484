// The door of the query reader: bounds, mistakes with their place, and the reading in one line.
#include "index/search/query.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
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

bool is_word_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         static_cast<unsigned char>(c) >= 0x80;
}

/// `text` with every word that has a nearer one replaced; "" where there is none to replace.
std::string corrected(const std::string& text, const std::map<std::string, std::string>& nearer) {
  std::string out;
  bool changed = false;
  const auto letter = [](char c) { return is_word_byte(c); };
  for (std::size_t at = 0; at < text.size();) {
    const auto start = text.begin() + static_cast<std::ptrdiff_t>(at);
    const auto end = std::find_if_not(start, text.end(), letter);
    const std::string word(start, end);
    const auto found = nearer.find(ascii_lower(word));
    changed = changed || found != nearer.end();
    out += found != nearer.end() ? found->second : word;
    at += word.size();
    if (at < text.size()) {
      out += text[at++];
    }
  }
  return changed ? out : std::string();
}

}  // namespace

Result<ParsedQuery> parse_query(std::string_view text, const Xapian::Database& database, const QueryContext& context,
                                Wording wording) {
  if (text.size() > kLongestQuery) {
    return fail(Fault::Usage, fmt::format("the query is longer than {} bytes", kLongestQuery),
                "shorten it, or ask for parts of it");
  }
  const std::string valid = valid_utf8(text);
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
    out.suggestion = corrected(valid, compiler.corrections);
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

}  // namespace meridian::index
