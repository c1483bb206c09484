// Recursive descent over the tokens; no operator binds stronger than another.
#include "index/search/query_parser.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "core/text.hpp"
#include "index/search/query.hpp"
#include "index/search/query_lexer.hpp"

namespace meridian::index {
namespace {

/// "#1", by which PubMed's history is combined.
bool is_line_number(const Token& token) {
  return token.kind == TokenKind::Word && token.text.size() > 1 && token.text[0] == '#' &&
         std::all_of(token.text.begin() + 1, token.text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

class Parser {
 public:
  explicit Parser(std::string_view text) : tokens_(tokens_of(text)) {}

  Node parse() {
    Node all = expression(0);
    if (now().kind != TokenKind::End) {
      throw Mistake{now().at, "a bracket is closed that was not opened"};
    }
    return all;
  }

 private:
  [[nodiscard]] const Token& now() const { return tokens_[next_]; }
  [[nodiscard]] const Token& after() const { return tokens_[std::min(next_ + 1, tokens_.size() - 1)]; }
  const Token& take() { return tokens_[next_++]; }

  Node expression(int depth) {
    if (depth > kDeepestBrackets) {
      throw Mistake{now().at, fmt::format("brackets are more than {} deep", kDeepestBrackets)};
    }
    Node left;
    bool first = true;
    for (;;) {
      if (now().kind == TokenKind::End || now().kind == TokenKind::Close) {
        return left;
      }
      const std::size_t start = now().at;
      NodeKind join = NodeKind::And;
      bool named = true;
      if (now().kind == TokenKind::And) {
        take();
        if (now().kind == TokenKind::Not) {
          take();
          join = NodeKind::Not;
        }
      } else if (now().kind == TokenKind::Or) {
        take();
        join = NodeKind::Or;
      } else if (now().kind == TokenKind::Not) {
        take();
        join = NodeKind::Not;
      } else {
        named = false;
      }
      if (named && first && join != NodeKind::Not) {
        throw Mistake{start, "AND and OR stand between two words"};
      }
      if (now().kind == TokenKind::End || now().kind == TokenKind::Close) {
        throw Mistake{start, "nothing stands after this"};
      }
      combine(left, join, primary(depth), first);
      first = false;
    }
  }

  static void combine(Node& left, NodeKind join, Node right, bool first) {
    if (first && join != NodeKind::Not) {
      left = std::move(right);
      return;
    }
    if (left.kind == join && !left.bracketed) {
      left.children.push_back(std::move(right));
      return;
    }
    Node both;
    both.kind = join;
    both.at = left.at;
    both.children.push_back(std::move(left));
    both.children.push_back(std::move(right));
    left = std::move(both);
  }

  Node primary(int depth) {
    const Token& token = now();
    switch (token.kind) {
      case TokenKind::Open: {
        const std::size_t open = take().at;
        if (now().kind == TokenKind::Close) {
          throw Mistake{open, "nothing stands between these brackets"};
        }
        Node inner = expression(depth + 1);
        if (now().kind != TokenKind::Close) {
          throw Mistake{open, "this bracket is not closed"};
        }
        take();
        inner.bracketed = true;
        return inner;
      }
      case TokenKind::Name:
        return named_value();
      case TokenKind::Quoted:
      case TokenKind::Word:
        if (is_line_number(token)) {
          throw Mistake{token.at, "no history of searches is kept: write out what " + token.text + " stands for"};
        }
        return range_or(term());
      case TokenKind::Tag:
        throw Mistake{token.at, "a word is missing before the tag"};
      case TokenKind::Colon: {
        throw Mistake{token.at, "a colon stands between two dates or numbers, as in 2019:2024[dp]"};
      }
      default:
        throw Mistake{token.at, "two operators stand together"};
    }
  }

  void count_word(std::size_t at) {
    if (++terms_ > kMostTerms) {
      throw Mistake{at, fmt::format("more than {} words", kMostTerms)};
    }
  }

  /// field:value
  Node named_value() {
    const Token name = take();
    const std::string lower = ascii_lower(name.text);
    const Field* own = find_field(lower);
    const bool joined = (now().kind == TokenKind::Word || now().kind == TokenKind::Quoted) && !now().after_blank;
    if (own == nullptr) {
      if (!joined) {  // a colon as in running text
        Node word;
        word.kind = NodeKind::Term;
        word.at = name.at;
        word.text = name.text;
        count_word(name.at);
        return word;
      }
      const std::string near = nearest_field(lower);
      throw Mistake{name.at, fmt::format("there is no field \"{}\"{}", printable(lower.substr(0, 40)),
                                         near.empty() ? "" : fmt::format("; did you mean {}?", near))};
    }
    if (!joined) {
      throw Mistake{name.at, "a value must follow the colon at once"};
    }
    const Token value = take();
    count_word(value.at);
    Node node;
    node.kind = NodeKind::Term;
    node.at = name.at;
    node.text = value.text;
    node.quoted = value.kind == TokenKind::Quoted;
    node.tagged.own = own;
    node.tagged.by_name = true;
    return node;
  }

  /// "a phrase", words, either with a tag behind
  Node term() {
    Node node;
    node.kind = NodeKind::Term;
    node.at = now().at;
    if (now().kind == TokenKind::Quoted) {
      node.text = take().text;
      node.quoted = true;
      count_word(node.at);
    } else {
      while (now().kind == TokenKind::Word) {
        count_word(now().at);
        node.text += (node.text.empty() ? "" : " ") + take().text;
      }
      // PubMed reads `smith j[au] : x` and `2019 : 2024[dp]` alike: a range is one term.
      if (now().kind == TokenKind::Colon && after().kind == TokenKind::Word) {
        take();
        node.text += ":";
        bool first = true;
        while (now().kind == TokenKind::Word) {
          node.text += (first ? "" : " ") + take().text;
          first = false;
        }
      }
    }
    if (now().kind == TokenKind::Tag) {
      node.tagged = tag(take());
    }
    return node;
  }

  /// "2019/01/01"[dp] : "2020"[dp], the form in which PubMed itself shows a range
  Node range_or(Node low) {
    if (now().kind != TokenKind::Colon) {
      return low;
    }
    const std::size_t colon = take().at;
    if (now().kind != TokenKind::Word && now().kind != TokenKind::Quoted) {
      throw Mistake{colon, "nothing stands after this"};
    }
    Node high = term();
    const bool same = high.tagged.tag == low.tagged.tag && high.tagged.own == low.tagged.own;
    if ((low.tagged.tag == nullptr && low.tagged.own == nullptr && !low.quoted) ||
        (!same && (low.tagged.tag != nullptr || low.tagged.own != nullptr))) {
      throw Mistake{colon, "both ends of a range carry the same tag"};
    }
    low.high = high.text;
    low.tagged = high.tagged;
    return low;
  }

  static Tagged tag(const Token& token) {
    std::string name = ascii_lower(squeeze(token.text));
    Tagged out;
    if (const std::size_t colon = name.rfind(':'); colon != std::string::npos) {
      const std::string modifier(trim(std::string_view(name).substr(colon + 1)));
      name = std::string(trim(std::string_view(name).substr(0, colon)));
      if (modifier == "noexp") {
        out.explode = false;
      } else if (modifier.size() > 1 && modifier[0] == '~') {
        constexpr int kFarthest = 1000;
        const auto [end, error] = std::from_chars(modifier.data() + 1, modifier.data() + modifier.size(), out.near);
        if (error != std::errc() || end != modifier.data() + modifier.size() || out.near < 0 || out.near > kFarthest) {
          throw Mistake{token.at, fmt::format("~ takes a number of words, 0 to {}", kFarthest)};
        }
      } else {
        throw Mistake{token.at, fmt::format("there is no tag [{}]; :noexp and :~N may follow a tag's name",
                                            printable(token.text.substr(0, 60)))};
      }
    }
    out.tag = find_tag(name);
    out.own = out.tag == nullptr ? find_field(name) : nullptr;
    if (out.tag == nullptr && out.own == nullptr) {
      const std::string near = nearest_tag(name);
      throw Mistake{token.at, fmt::format("there is no tag [{}]{}", printable(token.text.substr(0, 40)),
                                          near.empty() ? "; `meridian fields` lists them"
                                                       : fmt::format("; did you mean [{}]?", near))};
    }
    if (out.tag != nullptr && out.tag->how == How::NotKept) {
      throw Mistake{token.at, fmt::format("[{}] cannot be answered: {}", out.tag->name, out.tag->meaning)};
    }
    const bool near_fits = out.tag != nullptr && (out.tag->how == How::Words);
    if (out.near >= 0 && !near_fits) {
      throw Mistake{token.at, "proximity is for words: [ti:~N], [tiab:~N], [ad:~N]"};
    }
    if (!out.explode &&
        (out.tag == nullptr || (out.tag->how != How::Mesh && out.tag->how != How::MajorMesh &&
                                out.tag->how != How::PublicationType && out.tag->how != How::Subheading))) {
      throw Mistake{token.at, "noexp is for [mh], [majr], [sh] and [pt]"};
    }
    return out;
  }

  std::vector<Token> tokens_;
  std::size_t next_ = 0;
  int terms_ = 0;
};

}  // namespace

Node parse_tree(std::string_view text) { return Parser(text).parse(); }

}  // namespace meridian::index
