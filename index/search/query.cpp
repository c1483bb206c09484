// Reads a search by recursive descent: operators from left to right, words joined by AND.
#include "index/search/query.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "core/text.hpp"
#include "index/search/documents.hpp"
#include "index/search/expansion.hpp"
#include "index/search/fields.hpp"

namespace meridian::index {
namespace {

constexpr Xapian::termcount kMostExpansions = 200;
constexpr std::size_t kShortestStem = 2;
constexpr std::size_t kKnownValuesShown = 40;
constexpr auto kCommonWords =
    std::to_array<std::string_view>({"a", "an", "and", "are", "as", "at", "by", "for", "from", "in", "is", "of", "on",
                                     "or", "the", "to", "was", "were", "with"});

const Field* find_field(std::string_view name) {
  for (const Field& row : kFields) {
    if (row.name == name) {
      return &row;
    }
  }
  return nullptr;
}

const Field* find_tag(std::string_view tag) {
  for (const Field& row : kFields) {
    if (!row.tag.empty() && (row.tag == tag || row.name == tag)) {
      return &row;
    }
  }
  return nullptr;
}

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

struct Piece {
  Xapian::Query query;
  std::string reading;
  bool empty = true;
};

struct Mistake {
  std::size_t at;
  std::string what;
};

class Parser {
 public:
  Parser(std::string_view text, const Xapian::Database& database) : text_(text), database_(database) {}

  ParsedQuery parse() {
    Piece all = expression(0);
    if (at_ < text_.size()) {
      throw Mistake{at_, "a bracket is closed that was not opened"};
    }
    ParsedQuery out;
    out.everything = all.empty;
    out.query = all.empty ? Xapian::Query::MatchAll : all.query;
    out.reading = all.empty ? "everything" : all.reading;
    out.warnings = std::move(warnings_);
    return out;
  }

 private:
  enum class Join { And, Or, Not };

  void skip_blanks() {
    while (at_ < text_.size() && is_blank(text_[at_])) {
      ++at_;
    }
  }

  bool take_word(std::string_view word) {
    const std::size_t end = at_ + word.size();
    if (text_.substr(at_, word.size()) != word ||
        (end < text_.size() && !is_blank(text_[end]) && text_[end] != '(' && text_[end] != ')')) {
      return false;
    }
    at_ = end;
    return true;
  }

  Piece expression(int depth) {
    if (depth > kDeepestBrackets) {
      throw Mistake{at_, fmt::format("brackets are more than {} deep", kDeepestBrackets)};
    }
    Piece left;
    bool first = true;
    for (;;) {
      skip_blanks();
      if (at_ >= text_.size() || text_[at_] == ')') {
        return left;
      }
      const std::size_t start = at_;
      Join join = Join::And;
      bool named = false;
      if (take_word("AND")) {
        named = true;
        skip_blanks();
        if (take_word("NOT")) {
          join = Join::Not;
        }
      } else if (take_word("OR")) {
        named = true;
        join = Join::Or;
      } else if (take_word("NOT")) {
        named = true;
        join = Join::Not;
      } else if (text_[at_] == '-' && at_ + 1 < text_.size() && !is_blank(text_[at_ + 1])) {
        ++at_;
        named = true;
        join = Join::Not;
      }
      skip_blanks();
      if (named && first && join != Join::Not) {
        throw Mistake{start, "AND and OR stand between two words"};
      }
      if (at_ >= text_.size() || text_[at_] == ')') {
        throw Mistake{start, "nothing stands after this"};
      }
      combine(left, join, primary(depth));
      first = false;
    }
  }

  static void combine(Piece& left, Join join, Piece right) {
    if (right.empty) {
      return;
    }
    if (left.empty) {
      left = std::move(right);
      if (join == Join::Not) {
        left.query = Xapian::Query(Xapian::Query::OP_AND_NOT, Xapian::Query::MatchAll, left.query);
        left.reading = "NOT " + left.reading;
      }
      return;
    }
    const auto op = join == Join::And  ? Xapian::Query::OP_AND
                    : join == Join::Or ? Xapian::Query::OP_OR
                                       : Xapian::Query::OP_AND_NOT;
    left.query = Xapian::Query(op, left.query, right.query);
    left.reading += (join == Join::And ? " AND " : join == Join::Or ? " OR " : " NOT ") + right.reading;
  }

  Piece primary(int depth) {
    if (text_[at_] == '(') {
      const std::size_t open = at_++;
      Piece inner = expression(depth + 1);
      if (at_ >= text_.size()) {
        throw Mistake{open, "this bracket is not closed"};
      }
      ++at_;
      if (!inner.empty) {
        inner.reading = "(" + inner.reading + ")";
      }
      return inner;
    }
    if (++terms_ > kMostTerms) {
      throw Mistake{at_, fmt::format("more than {} words", kMostTerms)};
    }
    const std::size_t start = at_;
    const Field* named = nullptr;
    if (text_[at_] != '"') {
      std::size_t end = at_;
      while (end < text_.size() &&
             ((text_[end] >= 'a' && text_[end] <= 'z') || (text_[end] >= 'A' && text_[end] <= 'Z'))) {
        ++end;
      }
      if (end > at_ && end < text_.size() && text_[end] == ':') {
        const std::string name = ascii_lower(text_.substr(at_, end - at_));
        named = find_field(name);
        if (named == nullptr) {
          throw Mistake{at_, unknown_field(name)};
        }
        at_ = end + 1;
      }
    }
    if (at_ >= text_.size() || is_blank(text_[at_]) || text_[at_] == '(' || text_[at_] == ')') {
      throw Mistake{start, "a value must follow the colon at once"};
    }
    bool quoted = false;
    bool truncated = false;
    std::string value = this->value(quoted, truncated);
    if (named == nullptr && at_ < text_.size() && text_[at_] == '[') {
      named = tag();
    }
    return term(named, value, quoted, truncated, start);
  }

  std::string value(bool& quoted, bool& truncated) {
    std::string out;
    if (text_[at_] == '"') {
      const std::size_t close = text_.find('"', at_ + 1);
      if (close == std::string_view::npos) {
        throw Mistake{at_, "this quotation mark is not closed"};
      }
      quoted = true;
      out = text_.substr(at_ + 1, close - at_ - 1);
      at_ = close + 1;
      return out;
    }
    const std::size_t start = at_;
    while (at_ < text_.size() && !is_blank(text_[at_]) && text_[at_] != '(' && text_[at_] != ')' && text_[at_] != '"' &&
           text_[at_] != '[') {
      ++at_;
    }
    if (at_ == start) {
      throw Mistake{start, "a word is missing before the tag"};
    }
    out = text_.substr(start, at_ - start);
    if (out.size() > 1 && out.back() == '*') {
      truncated = true;
      out.pop_back();
    }
    return out;
  }

  const Field* tag() {
    const std::size_t close = text_.find(']', at_);
    if (close == std::string_view::npos) {
      throw Mistake{at_, "this tag is not closed"};
    }
    const std::string name = ascii_lower(trim(text_.substr(at_ + 1, close - at_ - 1)));
    const Field* found = find_tag(name);
    if (found == nullptr) {
      throw Mistake{at_, fmt::format("there is no tag [{}]", printable(name.substr(0, 40)))};
    }
    at_ = close + 1;
    return found;
  }

  static std::string unknown_field(const std::string& name) {
    std::vector<std::string_view> names;
    for (const Field& row : kFields) {
      names.push_back(row.name);
    }
    const std::string_view near = nearest_name(name.substr(0, 40), names);
    return fmt::format("there is no field \"{}\"{}", name.substr(0, 40),
                       near.empty() ? "" : fmt::format("; did you mean {}?", near));
  }

  Piece term(const Field* named, const std::string& value, bool quoted, bool truncated, std::size_t start) {
    if (named != nullptr && named->kind == FieldKind::Number) {
      return number(*named, value, start);
    }
    if (named != nullptr && named->kind == FieldKind::Exact) {
      return exact(*named, value, truncated, start);
    }
    if (named != nullptr && named->kind == FieldKind::TitleOrAbstract) {
      Piece title = words(&field("title"), value, quoted, truncated, start);
      const Piece abstract = words(&field("abstract"), value, quoted, truncated, start);
      if (!title.empty) {
        title.query = Xapian::Query(Xapian::Query::OP_OR, title.query, abstract.query);
        title.reading = fmt::format("({} OR {})", title.reading, abstract.reading);
      }
      return title;
    }
    return words(named, value, quoted, truncated, start);
  }

  Piece words(const Field* named, const std::string& value, bool quoted, bool truncated, std::size_t start) {
    const std::string prefix(named == nullptr ? "" : named->prefix);
    std::vector<std::string> terms = tokens(value);
    const std::string label = (named == nullptr ? "" : std::string(named->name) + ":") +
                              (quoted ? "\"" + printable(value) + "\"" : printable(value)) + (truncated ? "*" : "");
    if (terms.empty()) {
      warn(fmt::format("\"{}\" holds no word to look for and was left out", printable(value)));
      return {};
    }
    if (truncated && terms.size() == 1) {
      if (terms[0].size() < kShortestStem) {
        throw Mistake{start, fmt::format("at least {} letters must stand before *", kShortestStem)};
      }
      if (named == nullptr) {
        return {beginning_in_any_field(terms[0], kMostExpansions), label, false};
      }
      return {Xapian::Query(Xapian::Query::OP_WILDCARD, prefix + terms[0], kMostExpansions,
                            Xapian::Query::WILDCARD_LIMIT_MOST_FREQUENT),
              label, false};
    }
    if (terms.size() == 1 && !quoted) {
      const bool common = std::find(kCommonWords.begin(), kCommonWords.end(), terms[0]) != kCommonWords.end();
      if (common && named == nullptr) {
        return {};
      }
      const std::string plain = has_stem(terms[0]) ? "Z" + stem_of(terms[0]) : terms[0];
      Xapian::Query query = named == nullptr ? Xapian::Query(plain) : same_stem(database_, prefix, terms[0]);
      if (named == nullptr ? !database_.term_exists(plain) : query.empty()) {
        nowhere(label);
      }
      return {query, label, false};
    }
    for (std::string& one : terms) {
      if (named == nullptr ? in_no_field(database_, one) : !database_.term_exists(prefix + one)) {
        nowhere(label);
      }
      one.insert(0, prefix);
    }
    if (named == nullptr) {
      return {in_any_field(terms), label, false};
    }
    return {Xapian::Query(Xapian::Query::OP_PHRASE, terms.begin(), terms.end(),
                          static_cast<Xapian::termcount>(terms.size())),
            label, false};
  }

  /// The words of `text` in order, cut as the indexer cuts them.
  static std::vector<std::string> tokens(const std::string& text) {
    Xapian::TermGenerator generator;
    Xapian::Document document;
    generator.set_document(document);
    generator.index_text(text);
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

  Piece exact(const Field& named, const std::string& value, bool truncated, std::size_t start) {
    const std::string label = fmt::format(
        "{}:{}{}", named.name, value.find(' ') == std::string::npos ? printable(value) : "\"" + printable(value) + "\"",
        truncated ? "*" : "");
    const std::string wanted = exact_term(named, value);
    if (value.empty()) {
      throw Mistake{start, "a value is missing"};
    }
    if (truncated) {
      return {Xapian::Query(0.0, Xapian::Query(Xapian::Query::OP_WILDCARD, wanted, kMostExpansions,
                                               Xapian::Query::WILDCARD_LIMIT_MOST_FREQUENT)),
              label, false};
    }
    if (!database_.term_exists(wanted)) {
      const std::string known = named.closed ? known_values(named) : "";
      warn(fmt::format("nothing in the library has {}{}", label, known.empty() ? "" : "; known values: " + known));
    }
    return {Xapian::Query(0.0, Xapian::Query(wanted)), label, false};
  }

  std::string known_values(const Field& named) {
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

  static Piece number(const Field& named, const std::string& value, std::size_t start) {
    const auto read = [&](std::string_view digits) {
      std::uint32_t out = 0;
      const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), out);
      if (error != std::errc() || end != digits.data() + digits.size()) {
        throw Mistake{start, fmt::format("{} takes a number or a range such as {}", named.name, named.example)};
      }
      return Xapian::sortable_serialise(out);
    };
    const std::string label = fmt::format("{}:{}", named.name, printable(value));
    const std::size_t dots = value.find("..");
    const std::string_view view = value;
    const std::string_view low = view.substr(0, dots);
    const std::string_view high = dots == std::string::npos ? low : view.substr(dots + 2);
    if (low.empty() && high.empty()) {
      throw Mistake{start, fmt::format("{} takes a number or a range such as {}", named.name, named.example)};
    }
    const std::string from = low.empty() ? Xapian::sortable_serialise(0) : read(low);
    const Xapian::Query query = high.empty()
                                    ? Xapian::Query(Xapian::Query::OP_VALUE_GE, named.slot, from)
                                    : Xapian::Query(Xapian::Query::OP_VALUE_RANGE, named.slot, from, read(high));
    return {query, label, false};
  }

  void nowhere(const std::string& label) { warn(fmt::format("{} is nowhere in the library", label)); }

  void warn(std::string text) {
    constexpr std::size_t kMostWarnings = 20;
    if (warnings_.size() < kMostWarnings && std::find(warnings_.begin(), warnings_.end(), text) == warnings_.end()) {
      warnings_.push_back(std::move(text));
    }
  }

  std::string_view text_;
  const Xapian::Database& database_;
  std::size_t at_ = 0;
  int terms_ = 0;
  std::vector<std::string> warnings_;
};

}  // namespace

Result<ParsedQuery> parse_query(std::string_view text, const Xapian::Database& database) {
  if (text.size() > kLongestQuery) {
    return fail(Fault::Usage, fmt::format("the query is longer than {} bytes", kLongestQuery),
                "shorten it, or ask for parts of it");
  }
  const std::string valid = valid_utf8(text);
  try {
    return Parser(valid, database).parse();
  } catch (const Mistake& mistake) {
    constexpr std::size_t kBefore = 30;
    constexpr std::size_t kAfter = 30;
    const std::size_t from = mistake.at > kBefore ? mistake.at - kBefore : 0;
    return fail(Fault::Usage, "the query cannot be read: " + mistake.what,
                fmt::format("at character {}: {}>>>{}", mistake.at + 1,
                            printable(std::string_view(valid).substr(from, mistake.at - from)),
                            printable(std::string_view(valid).substr(mistake.at, kAfter))));
  }
}

}  // namespace meridian::index
