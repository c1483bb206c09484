// The signs: brackets, AND OR NOT in capitals, "phrases", [tags], field: and a minus before a word.
#include "index/search/query_lexer.hpp"

#include "index/search/query_tree.hpp"

namespace meridian::index {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool ends_word(char c) { return is_blank(c) || c == '(' || c == ')' || c == '"' || c == '['; }

std::size_t closing(std::string_view text, std::size_t open, char sign, std::string_view what) {
  const std::size_t close = text.find(sign, open + 1);
  if (close == std::string_view::npos) {
    throw Mistake{open, "this " + std::string(what) + " is not closed"};
  }
  return close;
}

}  // namespace

std::vector<Token> tokens_of(std::string_view text) {
  std::vector<Token> out;
  bool after_blank = true;
  const auto put = [&](TokenKind kind, std::string_view inside, std::size_t at) {
    out.push_back({kind, std::string(inside), at, after_blank});
    after_blank = false;
  };
  std::size_t at = 0;
  while (at < text.size()) {
    const char c = text[at];
    const std::size_t start = at;
    if (is_blank(c)) {
      after_blank = true;
      ++at;
    } else if (c == '(' || c == ')') {
      put(c == '(' ? TokenKind::Open : TokenKind::Close, "", at++);
    } else if (c == '"' || c == '[') {
      const std::size_t close = closing(text, at, c == '"' ? '"' : ']', c == '"' ? "quotation mark" : "tag");
      put(c == '"' ? TokenKind::Quoted : TokenKind::Tag, text.substr(at + 1, close - at - 1), start);
      at = close + 1;
    } else {
      while (at < text.size() && !ends_word(text[at])) {
        ++at;
      }
      std::string_view word = text.substr(start, at - start);
      std::size_t letters = 0;
      while (letters < word.size() && is_letter(word[letters])) {
        ++letters;
      }
      if (word == "AND" || word == "OR" || word == "NOT") {
        put(word == "AND" ? TokenKind::And : word == "OR" ? TokenKind::Or : TokenKind::Not, word, start);
      } else if (word == ":") {
        put(TokenKind::Colon, word, start);
      } else if (word[0] == '-' && at > start + 1) {
        put(TokenKind::Not, "-", start);
        at = start + 1;
      } else if (letters > 0 && letters < word.size() && word[letters] == ':') {
        put(TokenKind::Name, word.substr(0, letters), start);
        at = start + letters + 1;
        after_blank = at < text.size() && is_blank(text[at]);
        if (at < text.size() && !ends_word(text[at])) {  // the value, whatever it looks like
          const std::size_t value = at;
          while (at < text.size() && !ends_word(text[at])) {
            ++at;
          }
          put(TokenKind::Word, text.substr(value, at - value), value);
        }
      } else {
        put(TokenKind::Word, word, start);
      }
    }
  }
  out.push_back({TokenKind::End, "", text.size(), after_blank});
  return out;
}

}  // namespace meridian::index
