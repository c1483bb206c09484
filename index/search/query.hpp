// A search as a person writes it, read into a Xapian query: PubMed's language, and our own fields beside it.
#pragma once

#include <xapian.h>

#include <string>
#include <string_view>
#include <vector>

#include "core/error.hpp"
#include "index/library.hpp"
#include "index/search/mesh.hpp"
#include "index/search/spelling.hpp"

namespace meridian::index {

inline constexpr std::size_t kLongestQuery = 8192;  ///< bytes
inline constexpr int kDeepestBrackets = 50;
inline constexpr int kMostTerms = 500;

/// What a reading needs beside the words.
struct QueryContext {
  const Mesh* mesh = nullptr;  ///< null: words are not mapped and headings are not exploded
  std::string today;           ///< ISO day, for "last 5 years"[dp]; empty: such a date is a mistake
};

/// How a part of the query was read, for people, with what it finds.
struct ReadNode {
  std::string label;  ///< AND, OR, NOT, or the term
  std::vector<ReadNode> children;
  Xapian::Query query;
  bool empty = true;  ///< left out: nothing to look for
};

/// A word without a tag. Whether any study has it is told by the search itself, which looks it up in any case.
struct PlainWord {
  std::string typed;
  std::string term;
  bool alone = false;  ///< and no part of a longer query
};

struct ParsedQuery {
  Xapian::Query query;
  bool everything = false;  ///< an empty query
  bool any_word = false;    ///< a question or claim: ranked by any of its words
  std::string reading;
  ReadNode tree;
  std::vector<std::string> warnings;
  std::vector<std::string> ignored;  ///< words that were left out, such as "of"
  std::vector<PlainWord> plain_words;
  Corrections corrections;
};

/// `database` tells which phrases and values are nowhere in it.
/// @errors Usage: the hint shows the position; Misconfigured: a MeSH file is wrong. @throws Xapian::Error
[[nodiscard]] Result<ParsedQuery> parse_query(std::string_view text, const Xapian::Database& database,
                                              const QueryContext& context = {}, Wording wording = Wording::All);

/// Adds a warning for each of the query's `plain_words` that `found`, what a search for it found, knows of no study.
void warn_of_missing(ParsedQuery& parsed, const Xapian::MSet& found, const Xapian::Database& database,
                     const QueryContext& context);

}  // namespace meridian::index
