// Splits sentences: each full stop, question mark and exclamation mark is judged by the words on its two sides.
#include "evidence/splitter.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "core/text.hpp"

namespace meridian::evidence {
namespace {

constexpr std::size_t kLongestSentence = 4000;
constexpr std::size_t kLongestWord = 24;  // a longer one is no abbreviation

// Never the end of a sentence.
constexpr auto kNeverLast =
    std::to_array<std::string_view>({"vs",  "e.g",  "i.e", "eg",  "cf", "ca",  "approx", "resp", "viz", "c.f",
                                     "fig", "figs", "eq",  "eqs", "dr", "drs", "prof",   "st",   "spp", "sp"});
// The end only before a word that often opens a sentence.
constexpr auto kRarelyLast =
    std::to_array<std::string_view>({"acc",  "str", "mm",  "ref", "refs",  "tab", "ie",  "al",  "mr",   "mrs", "ms",
                                     "vol",  "pp",  "ed",  "eds", "etc",   "i.m", "i.p", "i.v", "s.c",  "p.o", "gb",
                                     "dept", "d.c", "a.m", "p.m", "subsp", "j",   "jr",  "sr",  "incl", "u.s", "u.k"});
// The same where it is written with a capital: parts of a journal's or a firm's name.
constexpr auto kNames = std::to_array<std::string_view>(
    {"natl",  "acad",    "sci",  "biol", "chem", "mol", "cell", "am", "med",  "engl", "immunol",
     "virol", "physiol", "proc", "exp",  "univ", "inc", "ltd",  "co", "corp", "suppl"});
constexpr auto kOpeners = std::to_array<std::string_view>(
    {"the",      "in",       "we",        "these", "this",  "our",   "a",       "an",          "it",       "to",
     "however",  "thus",     "therefore", "for",   "when",  "after", "as",      "furthermore", "moreover", "here",
     "both",     "although", "on",        "by",    "at",    "all",   "no",      "results",     "using",    "based",
     "patients", "there",    "such",      "while", "one",   "two",   "from",    "but",         "finally",  "taken",
     "during",   "if",       "since",     "with",  "among", "they",  "because", "mice"});
constexpr auto kClasses = std::to_array<std::string_view>({"mice", "group", "type", "class", "sites", "vitamin"});

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return is_upper(c) || is_lower(c); }
bool is_far(char c) { return static_cast<unsigned char>(c) >= 0x80; }
bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

bool among(std::span<const std::string_view> words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

std::string_view word_from(std::string_view text, std::size_t at) {
  const auto end = text.find_first_of(" \n\t,.;:()", at);
  return text.substr(at, std::min(end, text.size()) - at);
}

/// "J.Y", "U.S", "i.m": letters with stops between them.
bool is_dotted(std::string_view word) {
  if (word.size() < 3 || word.size() % 2 == 0) return false;
  for (std::size_t i = 0; i < word.size(); ++i) {
    if (i % 2 == 0 ? !is_letter(word[i]) : word[i] != '.') return false;
  }
  return true;
}

/// "1 .", "II.", "3)" or "B-D." at the start of a sentence: the number or panel of what follows.
bool is_numbering(std::string_view head, bool opens_text) {
  if (!head.empty() && head.back() == ')') head.remove_suffix(1);
  if (head.empty() || head.size() > 4) return false;
  if (head.size() <= 2 && std::all_of(head.begin(), head.end(), is_digit)) return true;
  if (head.size() <= 3 && head.find_first_not_of("IVX") == std::string_view::npos) return true;
  return !opens_text && is_upper(head[0]) &&
         (head.size() == 1 || (is_upper(head.back()) && (head[1] == '-' || head[1] == ',')));
}

/// A name that keeps its small letter at the start of a sentence: p53, c-Jun, mRNA, cDNA, alpha 4, bcl-2.
bool is_small_name(std::string_view rest) {
  for (const std::string_view greek : {"alpha ", "beta ", "gamma ", "delta "}) {
    if (rest.starts_with(greek)) {
      return rest.size() > greek.size() && (is_upper(rest[greek.size()]) || is_digit(rest[greek.size()]));
    }
  }
  if (rest.size() > 3 && is_lower(rest[0]) && rest[1] == '-' && is_letter(rest[2])) return true;
  std::size_t i = 0;
  while (i < rest.size() && i < 4 && is_lower(rest[i])) ++i;
  if (i < rest.size() && rest[i] == '-') ++i;
  return i < rest.size() && (is_digit(rest[i]) || is_upper(rest[i]) || (rest[i] == '(' && i > 0));
}

class Splitter {
 public:
  explicit Splitter(std::string_view text) : text_(text) {}

  std::vector<Span> run() {
    std::size_t i = 0;
    while (i < text_.size()) {
      const char c = text_[i];
      if (c == '\n') {
        take(i);
      } else if (c == '(') {
        ++depth_;
      } else if (c == ')') {
        depth_ -= depth_ > 0;
      } else if (c == ';' && depth_ == 0 &&
                 (text_.substr(i).starts_with("; the ") || text_.substr(i).starts_with("; these "))) {
        take(i + 1);
      } else if (c == '.' || c == '?' || c == '!') {
        i = stop(i);
        continue;
      }
      // a text without ends, or without blanks; never within a letter of UTF-8
      const std::size_t length = i - start_;
      if ((length > kLongestSentence && (c == ' ' || c == ',')) ||
          (length > 2 * kLongestSentence && (static_cast<unsigned char>(c) & 0xC0) != 0x80)) {
        take(i);
      }
      ++i;
    }
    take(text_.size());
    return std::move(out_);
  }

 private:
  void take(std::size_t end) {
    std::size_t from = start_, to = end;
    while (from < to && (is_blank(text_[from]) || text_[from] == '\n')) ++from;
    while (to > from && (is_blank(text_[to - 1]) || text_[to - 1] == '\n')) --to;
    if (to > from) out_.push_back({from, to});
    start_ = end;
    depth_ = 0;
  }

  /// Judges the stop at `i`. @return where to read on
  std::size_t stop(std::size_t i) {
    std::size_t end = i + 1;
    while (end < text_.size()) {
      if (std::string_view(".?!\"')]").find(text_[end]) != std::string_view::npos) {
        depth_ -= text_[end] == ')' && depth_ > 0;
        ++end;
      } else if (text_.substr(end).starts_with("\u201D") || text_.substr(end).starts_with("\u2019")) {
        end += 3;
      } else {
        break;
      }
    }
    if (end < text_.size() && is_blank(text_[end])) {
      std::size_t next = end;
      while (next < text_.size() && is_blank(text_[next])) ++next;
      if (next < text_.size() && text_[next] != '\n' && ends(i, end, next)) take(end);
    } else if (end == i + 1 && end < text_.size() && text_[i] == '.' && is_glued(i)) {
      take(end);
    }
    return end;
  }

  [[nodiscard]] std::size_t word_start(std::size_t i) const {
    std::size_t from = i;
    while (from > start_ && i - from < kLongestWord &&
           std::string_view(" \n\t([,;/").find(text_[from - 1]) == std::string_view::npos) {
      --from;
    }
    return from;
  }

  /// "enzymes.These": the blank is missing.
  [[nodiscard]] bool is_glued(std::size_t i) const {
    const auto word = text_.substr(word_start(i), i - word_start(i));
    if (word.size() < 4 || !std::all_of(word.begin(), word.end(), is_lower)) return false;
    const auto next = text_.substr(i + 1, 40);
    const auto blank = next.find(' ');
    if (blank == std::string_view::npos || blank == 0 || blank + 1 >= next.size() || !is_upper(next[0])) return false;
    const auto opener = next.substr(0, blank);
    return among(kOpeners, ascii_lower(opener)) ||
           (opener.size() > 1 && is_lower(next[blank + 1]) && std::all_of(opener.begin() + 1, opener.end(), is_lower));
  }

  /// @param end   behind the closing quotes and brackets that follow the stop at `i`
  /// @param next  the first letter behind the blank
  [[nodiscard]] bool ends(std::size_t i, std::size_t end, std::size_t next) const {
    const char mark = text_[i];
    const char first = text_[next];
    const bool closed = end > i + 1;
    const std::size_t from = word_start(i);
    const std::string_view word = text_.substr(from, i - from);
    const std::string lower = ascii_lower(word);
    if (mark == '.' && i - start_ < 8 && is_numbering(trim(text_.substr(start_, i - start_)), start_ == 0))
      return false;
    const auto rest = text_.substr(next);
    if (is_lower(first)) {
      return mark == '.' && !among(kNeverLast, lower) && !among(kRarelyLast, lower) && word.size() > 1 &&
             lower != "no" && is_small_name(rest);
    }
    if (!is_upper(first) && !is_digit(first) && !is_far(first) &&
        std::string_view("([\"'*").find(first) == std::string_view::npos) {
      return false;
    }
    if (mark == '?' &&
        (word.size() < 3 || word.find('-') != std::string_view::npos || word.find("\u2013") != std::string_view::npos ||
         std::none_of(word.begin(), word.end(), is_lower))) {
      return false;  // a lost letter: 5? UTR
    }
    if (mark != '.') return true;
    if (first == '(' && depth_ > 0 && !closed) return false;
    if (closed) return true;
    const std::string opener = ascii_lower(word_from(text_, next).substr(0, kLongestWord));
    const bool opens = among(kOpeners, opener);
    if (among(kNeverLast, lower)) return false;
    if (lower == "no" || lower == "nos") return opens;
    if (is_dotted(word) && is_lower(word[0])) return opens;
    if ((word.size() == 1 && is_upper(word[0])) || is_dotted(word)) {
      return ends_in_letter(from, next, opener, opens);
    }
    if (among(kRarelyLast, lower) || (!word.empty() && is_upper(word[0]) && among(kNames, lower))) return opens;
    return !(depth_ > 0 && !opens && word.size() <= 6 && !word.empty() && is_upper(word[0]) &&
             std::all_of(word.begin() + 1, word.end(), is_lower));
  }

  /// A single capital before the stop: an initial, or a letter such as that of a vitamin.
  [[nodiscard]] bool ends_in_letter(std::size_t from, std::size_t next, const std::string& opener, bool opens) const {
    const auto before = trim(text_.substr(start_, from - start_));
    const char first = text_[next];
    if ((opens && opener.size() > 1) ||
        (first == '(' && depth_ == 0 && !before.empty() && before.back() != ',' && before.back() != '(')) {
      return true;
    }
    if (opener.size() <= 1 || first == '(' || first == '[' || !is_upper(first)) return false;
    const auto blank = before.find_last_of(" (");
    const auto last = blank == std::string_view::npos ? before : before.substr(blank + 1);
    if (among(kClasses, last)) return true;
    if (last.empty() || std::string_view("(,.;&[").find(last.back()) != std::string_view::npos) return false;
    for (const std::string_view word : {"and", "to", "by", "of", "from", "thank"}) {
      if (last == word) return false;
    }
    const bool surname = is_upper(last[0]) && last.size() > 1 && std::all_of(last.begin() + 1, last.end(), is_lower);
    return !surname;
  }

  std::string_view text_;
  std::vector<Span> out_;
  std::size_t start_ = 0;
  int depth_ = 0;
};

}  // namespace

std::vector<Span> split_sentences(std::string_view text) { return Splitter(text).run(); }

}  // namespace meridian::evidence
