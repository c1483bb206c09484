// Which hits of a facet truly name a treatment or a condition of this study.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "evidence/sentences.hpp"

namespace meridian::evidence {

/// How often and where one id is named.
struct Named {
  int title = 0, abstract = 0, own = 0;  ///< own: in the abstract, outside the background or of the study itself
  const Sentence* first = nullptr;       ///< the title, else the first sentence of its own, else the first of all
  std::size_t at = 0;                    ///< of the first hit in `first`
  std::size_t term = 0;
  [[nodiscard]] int all() const { return title + abstract; }
};

using Names = std::map<std::string, Named>;

/// The hit lies in a longer one that means something else ("paclitaxel" in "paclitaxel-induced neuropathy").
[[nodiscard]] bool is_inside_another(const Sentence& s, const VocabularyHit& hit);
/// The words around say that it is no treatment here: "-induced", "levels of", "resistant to", "after surgery".
[[nodiscard]] bool is_no_treatment(const Sentence& s, const VocabularyHit& hit);
/// The words before say that it is left out: "excluding", "without", "no history of".
[[nodiscard]] bool is_left_out(const Sentence& s, const VocabularyHit& hit);

[[nodiscard]] Names names_of(const std::vector<Sentence>& sentences, std::string_view facet);

}  // namespace meridian::evidence
