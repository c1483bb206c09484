// Cuts a search into its signs and words.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace meridian::index {

enum class TokenKind { Open, Close, And, Or, Not, Word, Quoted, Tag, Colon, Name, End };

struct Token {
  TokenKind kind = TokenKind::End;
  std::string text;  ///< a word, the inside of quotation marks or of a tag, the name before a colon
  std::size_t at = 0;
  bool after_blank = true;
};

/// The last token is End. @throws Mistake
[[nodiscard]] std::vector<Token> tokens_of(std::string_view text);

}  // namespace meridian::index
