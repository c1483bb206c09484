// What a search says, as a tree, before any index is asked.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "index/search/fields.hpp"
#include "index/search/query_tags.hpp"

namespace meridian::index {

/// A query that cannot be read; `at` is a byte of it.
struct Mistake {
  std::size_t at;
  std::string what;
};

/// The tag behind a term: PubMed's, or one of our own fields; neither for untagged words.
struct Tagged {
  const Tag* tag = nullptr;
  const Field* own = nullptr;
  bool explode = true;   ///< [mh:noexp] has false
  int near = -1;         ///< N of [tiab:~N]; -1: none
  bool by_name = false;  ///< written as field:value, which stems words
};

enum class NodeKind { Nothing, Term, And, Or, Not };

struct Node {
  NodeKind kind = NodeKind::Nothing;
  std::size_t at = 0;
  bool bracketed = false;
  // Of a term: its words as typed, truncation marks included.
  std::string text;
  bool quoted = false;
  Tagged tagged;
  std::string high;  ///< the end of a range written as "a"[dp] : "b"[dp]
  // Of an operator; Not: all but the first are taken away from the first, which may be Nothing.
  std::vector<Node> children;
};

}  // namespace meridian::index
