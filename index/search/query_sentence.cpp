// Questions and claims in plain words: whether a query is one, and which of its words count.
#include <algorithm>
#include <array>
#include <map>

#include "core/text.hpp"
#include "index/search/expansion.hpp"
#include "index/search/query_compile.hpp"
#include "index/search/query_lexer.hpp"
#include "index/search/query_tags.hpp"

namespace meridian::index {
namespace {

constexpr std::size_t kSentence = 6;       // words that count
constexpr std::size_t kShortSentence = 3;  // where a full stop or question mark ends it

// Words that join and ask but name nothing; in the order of their letters.
constexpr auto kFunctionWords = std::to_array<std::string_view>(
    {"a",      "about", "after",   "also",    "an",    "and",  "any",    "are",   "as",      "at",   "be",    "been",
     "before", "being", "between", "both",    "but",   "by",   "can",    "could", "did",     "do",   "does",  "during",
     "for",    "from",  "had",     "has",     "have",  "he",   "her",    "his",   "how",     "i",    "if",    "in",
     "into",   "is",    "it",      "its",     "may",   "me",   "might",  "more",  "most",    "no",   "not",   "of",
     "on",     "or",    "other",   "our",     "over",  "she",  "should", "some",  "such",    "than", "that",  "the",
     "their",  "them",  "then",    "there",   "these", "they", "this",   "those", "through", "to",   "under", "us",
     "via",    "was",   "we",      "were",    "what",  "when", "where",  "which", "who",     "whom", "whose", "why",
     "will",   "with",  "within",  "without", "would", "you",  "your"});
static_assert(std::is_sorted(kFunctionWords.begin(), kFunctionWords.end()));

bool counts(const std::string& word) {
  return !std::binary_search(kFunctionWords.begin(), kFunctionWords.end(), std::string_view(word));
}

bool is_number(const std::string& word) {
  return std::all_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

std::optional<Node> sentence_of(std::string_view text, Wording wording) {
  if (wording == Wording::All || text.find('*') != std::string_view::npos) {
    return std::nullopt;
  }
  // A full stop, also one within a closing quotation mark, makes running text of what stands before it.
  std::string_view body = trim(text);
  while (body.ends_with('"')) {
    body.remove_suffix(1);
  }
  const bool ends = body.ends_with('.') || body.ends_with('?');
  Node out;
  out.kind = NodeKind::Term;
  std::string quoted;  // in running text a name or a manner of speaking, and no phrase to be found
  for (const Token& token : tokens_of(text)) {
    const bool words = token.kind == TokenKind::Word ||
                       (token.kind == TokenKind::Name && find_field(ascii_lower(token.text)) == nullptr);
    // Brackets, a colon and a dash are signs of running text as well.
    const bool sign = token.kind == TokenKind::Open || token.kind == TokenKind::Close || token.kind == TokenKind::End ||
                      token.kind == TokenKind::Colon ||
                      (token.kind == TokenKind::Not && token.text == "-" && wording == Wording::Any);
    if (words) {
      out.text += (out.text.empty() ? "" : " ") + token.text;
    } else if (token.kind == TokenKind::Quoted && (ends || wording == Wording::Any)) {
      quoted += " " + token.text;
    } else if (!sign) {
      return std::nullopt;
    }
  }
  const std::vector<Word> words = words_of(out.text, 0);
  if (std::all_of(words.begin(), words.end(), [](const Word& word) { return is_number(word.text); })) {
    return std::nullopt;  // nothing, or a list of PMIDs
  }
  const std::string whole = out.text + quoted;
  if (wording == Wording::Any) {
    out.text = whole;
    return out;
  }
  const auto count = static_cast<std::size_t>(
      std::count_if(words.begin(), words.end(), [](const Word& word) { return counts(word.text); }));
  if (count < kShortSentence || (!ends && count < kSentence)) {
    return std::nullopt;
  }
  out.text = whole;
  return out;
}

ReadNode Compiler::any_word(const Node& node) {
  ReadNode any{std::string(kAnyWord), {}, Xapian::Query(), true};
  const std::vector<Word> words = words_of(node.text, node.at);
  const bool empty = std::none_of(words.begin(), words.end(), [](const Word& word) { return counts(word.text); });
  std::map<std::string, Xapian::termcount> times;  // what stands twice counts more, but BM25's way and not double
  for (const Word& word : words) {
    if (!empty && !counts(word.text)) {
      ignored.push_back(word.text);
      continue;
    }
    const std::string wanted = has_stem(word.text) ? "Z" + stem_of(word.text) : word.text;
    plain_words.push_back({word.text, wanted, false});
    ++times[wanted];
    any.children.push_back(leaf(word.text, Xapian::Query(wanted)));
  }
  if (times.empty()) {
    return {};
  }
  std::vector<Xapian::Query> parts;
  for (const auto& [wanted, count] : times) {
    parts.emplace_back(wanted, count);
  }
  any.query = Xapian::Query(Xapian::Query::OP_OR, parts.begin(), parts.end());
  any.empty = false;
  return any;
}

}  // namespace meridian::index
