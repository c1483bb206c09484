// Words, phrases, truncation and proximity; untagged words mapped to MeSH as PubMed maps them.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/text.hpp"
#include "index/search/expansion.hpp"
#include "index/search/keys.hpp"
#include "index/search/query_compile.hpp"

namespace meridian::index {
namespace {

constexpr std::size_t kMostExpansions = 10'000;
constexpr std::size_t kFewestLetters = 2;
constexpr auto kCommonWords =
    std::to_array<std::string_view>({"a", "an", "and", "are", "as", "at", "by", "for", "from", "in", "is", "of", "on",
                                     "or", "the", "to", "was", "were", "with"});

bool is_common(std::string_view word) {
  return std::find(kCommonWords.begin(), kCommonWords.end(), word) != kCommonWords.end();
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// The words of `text` in order, cut as the indexer cuts them.
std::vector<std::string> cut(std::string_view text) {
  constexpr std::size_t kLongest = 64;  // bytes; the indexer leaves out what is longer
  const auto plain = [](char c) { return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  if (!text.empty() && text.size() <= kLongest && std::all_of(text.begin(), text.end(), plain)) {
    return {ascii_lower(text)};  // nearly every word, and there is nothing to cut
  }
  Xapian::TermGenerator generator;
  Xapian::Document document;
  generator.set_document(document);
  generator.index_text(unaccented(text));
  std::vector<std::pair<Xapian::termpos, std::string>> placed;
  for (auto term = document.termlist_begin(); term != document.termlist_end(); ++term) {
    for (auto position = term.positionlist_begin(); position != term.positionlist_end(); ++position) {
      placed.emplace_back(*position, *term);
    }
  }
  std::sort(placed.begin(), placed.end());
  std::vector<std::string> out;
  for (auto& [position, term] : placed) {
    out.push_back(std::move(term));
  }
  return out;
}

std::string shown(std::span<const Word> words) {
  std::string out;
  for (const Word& word : words) {
    out += (out.empty() ? "" : " ") + word.text + (word.truncated ? "*" : "");
  }
  return out;
}

/// PMIDs as people type them, one or a list ("31418820, 31418821"), parted by blanks; "" for anything else. Four digits
/// alone would be a year.
std::string listed_pmids(std::string_view text) {
  constexpr std::size_t kLongest = 9;  // digits
  constexpr std::size_t kLongerThanAYear = 5;
  if (text.empty() || !is_digit(text.front())) {
    return {};
  }
  std::string list(text);
  std::replace_if(
      list.begin(), list.end(), [](char c) { return c == ',' || c == ';'; }, ' ');
  list = squeeze(list);
  bool long_one = false;
  for (const std::string_view word : split(list, ' ')) {
    if (word.size() > kLongest || !std::all_of(word.begin(), word.end(), is_digit)) {
      return {};
    }
    long_one = long_one || word.size() >= kLongerThanAYear;
  }
  return long_one ? list : std::string();
}

/// The operator in small letters with which words before a tag begin, or an "or" among them; "" where there is none.
std::string_view operator_within(std::string_view words) {
  for (const std::string_view word : {std::string_view("and "), std::string_view("or "), std::string_view("not ")}) {
    if (words.starts_with(word)) {
      return word.substr(0, word.size() - 1);
    }
  }
  return words.find(" or ") != std::string_view::npos ? std::string_view("or") : std::string_view();
}

/// Operators in small letters are words; one who meant them must hear of it.
bool looks_like_operator(std::string_view word) { return word == "or" || word == "not"; }

}  // namespace

std::vector<Word> words_of(std::string_view text, std::size_t at) {
  std::vector<Word> out;
  const std::string blanks = squeeze(text);
  for (std::string_view piece : split(blanks, ' ')) {
    bool truncated = false;
    while (piece.size() > 1 && piece.back() == '*') {
      truncated = true;
      piece.remove_suffix(1);
    }
    if (piece.find('*') != std::string_view::npos && piece != "*") {
      throw Mistake{at, "* stands only at the end of a word"};
    }
    const std::size_t before = out.size();
    for (std::string& word : cut(piece)) {
      out.push_back({std::move(word), false});
    }
    if (truncated && out.size() > before) {
      if (out.back().text.size() < kFewestLetters) {
        throw Mistake{at, fmt::format("at least {} letters must stand before *", kFewestLetters)};
      }
      out.back().truncated = true;
    }
  }
  return out;
}

Xapian::Query Compiler::expansions(const std::string& stem, std::size_t at) {
  std::vector<std::string> terms;
  for (auto term = database_.allterms_begin(stem); term != database_.allterms_end(stem); ++term) {
    if (terms.size() == kMostExpansions) {
      throw Mistake{at, fmt::format("* stands for more than {} words here; give more letters", kMostExpansions)};
    }
    terms.push_back(*term);
  }
  return {Xapian::Query::OP_OR, terms.begin(), terms.end()};
}

Xapian::Query Compiler::spread(const std::string& prefix, std::span<const Word> words, Spread how, int near,
                               std::size_t at) {
  std::vector<Xapian::Query> parts;
  for (const Word& word : words) {
    const std::string term = prefix + word.text;
    parts.push_back(word.truncated ? expansions(term, at) : Xapian::Query(term));
  }
  if (parts.size() == 1) {
    return parts.front();
  }
  const auto count = static_cast<Xapian::termcount>(parts.size());
  if (how == Spread::Near) {
    return {Xapian::Query::OP_NEAR, parts.begin(), parts.end(), count + static_cast<Xapian::termcount>(near)};
  }
  return {Xapian::Query::OP_PHRASE, parts.begin(), parts.end(), count};
}

Xapian::Query Compiler::over(std::string_view prefixes, std::span<const Word> words, Spread how, int near,
                             std::size_t at) {
  std::vector<Xapian::Query> parts;
  if (how == Spread::All) {
    for (const Word& word : words) {
      parts.push_back(over(prefixes, {&word, 1}, Spread::Phrase, near, at));
    }
    return {Xapian::Query::OP_AND, parts.begin(), parts.end()};
  }
  for (const std::string_view prefix : split(prefixes, '|')) {
    if (!prefix.empty()) {
      parts.push_back(spread(std::string(prefix), words, how, near, at));
      continue;
    }
    for (const std::string& field : text_prefixes()) {
      parts.push_back(spread(field, words, how, near, at));
    }
  }
  return {Xapian::Query::OP_OR, parts.begin(), parts.end()};
}

ReadNode Compiler::tagged_words(const Node& node) {
  const Tag& tag = *node.tagged.tag;
  const std::string label = label_of(node);
  const std::vector<Word> words = words_of(node.text, node.at);
  if (words.empty()) {
    throw Mistake{node.at, "there is no word to look for before the tag"};
  }
  if (const std::string_view word = node.quoted ? std::string_view() : operator_within(node.text); !word.empty()) {
    warn(fmt::format("\"{}\" was read as a word of {}; operators are written in capitals", word, label));
  }
  if (node.tagged.near >= 0) {
    const bool truncated = std::any_of(words.begin(), words.end(), [](const Word& word) { return word.truncated; });
    if (words.size() < 2 || truncated) {
      throw Mistake{node.at, "proximity needs at least two words, and none with *"};
    }
    ReadNode out = leaf(label, over(tag.prefixes, words, Spread::Near, node.tagged.near, node.at));
    if (!finds(out.query)) {
      warn_nowhere(label, finds(over(tag.prefixes, words, Spread::All, 0, node.at))
                              ? "its words stand farther apart; a larger ~N finds more"
                              : std::string());
    }
    return out;
  }
  ReadNode out = leaf(label, over(tag.prefixes, words, Spread::Phrase, 0, node.at));
  if (finds(out.query)) {
    return out;
  }
  const bool apart = words.size() > 1 && finds(over(tag.prefixes, words, Spread::All, 0, node.at));
  if (node.quoted || !apart) {
    if (!apart) {
      std::string near;
      for (const Word& word : words) {
        const bool missing = !word.truncated && !finds(over(tag.prefixes, {&word, 1}, Spread::Phrase, 0, node.at));
        const std::string found = missing ? nearer(word.text) : std::string();
        near += found.empty() ? "" : fmt::format("{}{}?", near.empty() ? "did you mean " : " ", found);
      }
      warn_nowhere(label, near);
      return out;
    }
    warn_nowhere(label, apart ? fmt::format("its words apart are: {}",
                                            [&] {
                                              std::string advice;
                                              for (const Word& word : words) {
                                                advice += fmt::format("{}{}{}[{}]", advice.empty() ? "" : " AND ",
                                                                      word.text, word.truncated ? "*" : "", tag.name);
                                              }
                                              return advice;
                                            }())
                              : std::string());
    return out;
  }
  warn(fmt::format("the phrase {} is nowhere in the library; its words were searched apart", label));
  out = {"AND", {}, over(tag.prefixes, words, Spread::All, 0, node.at), false};
  for (const Word& word : words) {
    out.children.push_back(leaf(fmt::format("{}{}[{}]", word.text, word.truncated ? "*" : "", tag.name),
                                over(tag.prefixes, {&word, 1}, Spread::Phrase, 0, node.at)));
  }
  return out;
}

ReadNode Compiler::stemmed(const Field* named, const Node& node) {
  const std::string prefix(named == nullptr ? "" : named->prefix);
  const std::string label = label_of(node);
  const std::vector<Word> words = words_of(node.text, node.at);
  if (words.empty()) {
    warn(fmt::format("\"{}\" holds no word to look for and was left out", printable(node.text)));
    return {};
  }
  if (words.size() == 1 && !node.quoted && !words[0].truncated) {
    const std::string& word = words[0].text;
    Xapian::Query query = same_stem(database_, prefix, word);
    if (query.empty()) {
      const std::string near = nearer(word);
      warn_nowhere(label, near.empty() ? std::string() : fmt::format("did you mean {}?", near));
    }
    return leaf(label, std::move(query));
  }
  ReadNode out = leaf(label, over(prefix, words, Spread::Phrase, 0, node.at));
  if (!finds(out.query)) {
    Xapian::Query apart;
    for (const Word& word : words) {
      apart = Xapian::Query(Xapian::Query::OP_AND, apart.empty() ? Xapian::Query::MatchAll : apart,
                            over(prefix, {&word, 1}, Spread::Phrase, 0, node.at));
    }
    warn_nowhere(label, words.size() > 1 && finds(apart) ? "its words stand there apart: leave out the quotation marks"
                                                         : std::string());
  }
  return out;
}

ReadNode Compiler::loose_words(std::span<const Word> words) {
  ReadNode all{"AND", {}, Xapian::Query(), true};
  std::vector<Xapian::Query> parts;
  for (const Word& word : words) {
    if (is_common(word.text)) {
      ignored.push_back(word.text);
      continue;
    }
    const std::string wanted = has_stem(word.text) ? "Z" + stem_of(word.text) : word.text;
    ReadNode one = leaf(word.text, Xapian::Query(wanted));
    plain_words.push_back({word.text, wanted, words.size() == 1});
    parts.push_back(one.query);
    all.children.push_back(std::move(one));
  }
  if (parts.empty()) {
    return {};
  }
  if (parts.size() == 1) {
    return std::move(all.children.front());
  }
  all.query = Xapian::Query(Xapian::Query::OP_AND, parts.begin(), parts.end());
  all.empty = false;
  return all;
}

ReadNode Compiler::untagged(const Node& node) {
  const std::string blanks = squeeze(node.text);
  const auto pieces = split(blanks, ' ');
  if (std::string pmids = listed_pmids(blanks); !pmids.empty()) {
    Node numbers = node;
    numbers.text = std::move(pmids);
    return uids(numbers);
  }
  ReadNode all{"AND", {}, Xapian::Query(), true};
  std::vector<Word> run;  // words that may be mapped
  const auto add = [&](ReadNode part) {
    if (!part.empty) {
      all.children.push_back(std::move(part));
    }
  };
  const auto flush = [&] {
    const std::size_t longest = context_.mesh == nullptr || run.empty() ? 0 : context_.mesh->longest_term();
    for (std::size_t at = 0; at < run.size();) {
      std::size_t length = std::min(longest, run.size() - at);
      std::vector<std::string> found;
      for (; length > 0; --length) {
        const std::span<const Word> part(run.data() + at, length);
        if (length == 1 && is_common(part[0].text)) {
          continue;
        }
        found = mesh_headings(shown(part));
        if (!found.empty()) {
          break;
        }
      }
      if (found.empty() && at + 1 < run.size() && run[at + 1].text.size() <= 2 && !is_common(run[at + 1].text) &&
          finds(expansions("XQAU" + term_key(run[at].text + " " + run[at + 1].text), node.at))) {
        Node name = node;
        name.text = run[at].text + " " + run[at + 1].text;
        name.tagged.tag = find_tag("au");
        ReadNode either{"OR", {}, Xapian::Query(), false};
        either.children = {author(name), loose_words({run.data() + at, 2})};
        either.query = Xapian::Query(Xapian::Query::OP_OR, either.children[0].query, either.children[1].query);
        add(std::move(either));
        at += 2;
        continue;
      }
      const std::size_t taken = std::max<std::size_t>(1, length);
      ReadNode typed = loose_words({run.data() + at, taken});
      if (!found.empty() && !typed.empty) {
        ReadNode headings = mapped(found);
        ReadNode either{"OR", {}, Xapian::Query(Xapian::Query::OP_OR, headings.query, typed.query), false};
        if (headings.children.empty()) {
          either.children.push_back(std::move(headings));
        } else {
          either.children = std::move(headings.children);
        }
        either.children.push_back(std::move(typed));
        typed = std::move(either);
      }
      add(std::move(typed));
      at += taken;
    }
    run.clear();
  };
  for (const std::string_view piece : pieces) {
    if (ascii_lower(piece) == "hasabstract") {  // the one subset that PubMed takes without a tag
      flush();
      Node has = node;
      has.text = "hasabstract";
      add(subset(has));
      continue;
    }
    constexpr std::size_t kFewWords = 6;  // more are running text, in which "or" is none
    if (pieces.size() > 1 && pieces.size() <= kFewWords && looks_like_operator(piece)) {
      warn(fmt::format("\"{}\" was read as a word; operators are written in capitals: {}", piece,
                       piece == "or" ? "OR" : "NOT"));
    }
    std::vector<Word> words = words_of(piece, node.at);
    if (words.empty()) {
      if (!piece.empty()) {
        ignored.emplace_back(printable(piece));
        if (pieces.size() == 1) {
          warn(fmt::format("\"{}\" holds no word to look for and was left out", printable(piece)));
        }
      }
      continue;
    }
    if (words.size() == 1 && !words[0].truncated) {
      run.push_back(std::move(words[0]));
      continue;
    }
    flush();
    ReadNode part = leaf(shown(words), over("", words, Spread::Phrase, 0, node.at));
    part.label = printable(piece);
    if (!finds(part.query)) {
      warn_nowhere(part.label);
    }
    add(std::move(part));
  }
  flush();
  if (all.children.size() <= 1) {
    return all.children.empty() ? ReadNode{} : std::move(all.children.front());
  }
  std::vector<ReadNode> flat;
  std::vector<Xapian::Query> parts;
  for (ReadNode& child : all.children) {
    parts.push_back(child.query);
    flat.push_back(std::move(child));
  }
  all.children = std::move(flat);
  all.query = Xapian::Query(Xapian::Query::OP_AND, parts.begin(), parts.end());
  all.empty = false;
  return all;
}

}  // namespace meridian::index
