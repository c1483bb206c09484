// From the tree of a search to Xapian's query, part by part with its label.
#pragma once

#include <xapian.h>

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "index/search/query.hpp"
#include "index/search/query_tree.hpp"

namespace meridian::index {

/// The words of a text as the indexer cuts them; `truncated` where a * stood behind.
struct Word {
  std::string text;
  bool truncated = false;
};
/// @throws Mistake where a * stands within a word or after too few letters; `at` is the text's place
[[nodiscard]] std::vector<Word> words_of(std::string_view text, std::size_t at);

/// Bounds of a date or a range of dates, YYYYMMDD; nullopt where it is none.
struct DateRange {
  std::string low, high;
};
[[nodiscard]] std::optional<DateRange> date_range(std::string_view text, std::string_view high, std::string_view today);

/// A MeSH file that cannot be used.
struct MeshTrouble {
  Error error;
};

inline constexpr std::string_view kAnyWord = "ANY";  ///< the label above words of which one is enough

class Compiler {
 public:
  Compiler(const Xapian::Database& database, const QueryContext& context, int depth = 0)
      : database_(database), context_(context), depth_(depth) {}

  /// @throws Mistake, Xapian::Error
  ReadNode compile(const Node& node);
  /// Plain words of which a study needs to hold but one.
  ReadNode any_word(const Node& node);
  std::vector<std::string> warnings;
  std::vector<std::string> ignored;
  std::vector<PlainWord> plain_words;
  Corrections corrections;

 private:
  enum class Spread { Phrase, Near, All };

  ReadNode term(const Node& node);
  ReadNode own(const Node& node);
  // query_words.cpp
  ReadNode untagged(const Node& node);
  ReadNode loose_words(std::span<const Word> words);
  ReadNode stemmed(const Field* field, const Node& node);
  ReadNode tagged_words(const Node& node);
  Xapian::Query spread(const std::string& prefix, std::span<const Word> words, Spread how, int near, std::size_t at);
  Xapian::Query over(std::string_view prefixes, std::span<const Word> words, Spread how, int near, std::size_t at);
  Xapian::Query expansions(const std::string& stem, std::size_t at);
  // query_names.cpp
  ReadNode author(const Node& node);
  Xapian::Query with_initials(const std::string& stem);
  ReadNode heading(const Node& node);
  ReadNode substance(const Node& node);
  ReadNode publication_type(const Node& node);
  ReadNode subset(const Node& node);
  ReadNode folded_value(const Node& node, std::string_view prefixes);
  ReadNode exact(const Field& field, const Node& node);
  ReadNode number(const Field& field, const Node& node);
  ReadNode uids(const Node& node);
  ReadNode dates(const Node& node);
  ReadNode mapped(const std::vector<std::string>& headings);
  Xapian::Query any_heading(const std::vector<std::string>& headings, const std::string& prefix,
                            const std::vector<std::string>& qualifiers);

  std::string known_values(const Field& field);
  bool finds(const Xapian::Query& query);
  std::string nearer(const std::string& word);
  void warn_nowhere(const std::string& label, const std::string& advice = {});
  void warn(std::string text);
  std::vector<std::string> mesh_headings(std::string_view term);

  const Xapian::Database& database_;
  const QueryContext& context_;
  int depth_;
};

/// The words of a text without tags, phrases and operators that, where `wording` leaves it open, reads like a sentence.
[[nodiscard]] std::optional<Node> sentence_of(std::string_view text, Wording wording);

/// "value"[tag], as it was typed.
[[nodiscard]] std::string label_of(const Node& node);
[[nodiscard]] ReadNode leaf(std::string label, Xapian::Query query);

/// That `label` is nowhere in the library, and what to do about it.
[[nodiscard]] std::string nowhere(const std::string& label, const std::string& advice);
/// Once each, and a bounded number of them.
void add_warning(std::vector<std::string>& warnings, std::string text);

}  // namespace meridian::index
