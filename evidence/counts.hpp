// Which terms of the vocabulary fire in a study, how often and in which parts.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "evidence/sentences.hpp"

namespace meridian::evidence {

struct Seen {
  int title = 0, abstract = 0, methods = 0;
  std::string_view quote;
  bool in_title = false;
  [[nodiscard]] int all() const { return title + abstract; }
};

using Counts = std::map<std::string, Seen>;

/// "In this trial we ...": the study speaks of itself, wherever it stands.
[[nodiscard]] bool is_own(const Sentence& s);
/// By id, the hits of one facet; a design that is denied or only wished for does not count.
[[nodiscard]] Counts count(const std::vector<Sentence>& sentences, std::string_view facet);

}  // namespace meridian::evidence
