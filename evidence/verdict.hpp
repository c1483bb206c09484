// What all studies together say of a claim, where its wording says more than they bear, and a wording that they would.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "evidence/stance.hpp"

namespace meridian::evidence {

enum class Verdict { Supported, Contradicted, Mixed, Insufficient };
[[nodiscard]] std::string_view to_word(Verdict);

struct Evidence {
  Pmid pmid = 0;
  Finding finding;
  bool human = true;
  bool weak = false;
  bool retracted = false;
  bool by_words = false;  ///< found by shared words alone: shown, never counted
  std::string design, population;
  std::string title;
  std::optional<int> year;
};

struct Overreach {
  std::string id;   ///< animal-to-human, weak-design, too-certain, too-broad, causal, sham
  std::string why;  ///< one sentence
};

struct Judgement {
  Verdict verdict = Verdict::Insufficient;
  std::vector<Evidence> evidence;      ///< supports and contradicts first, surest first; then related
  std::vector<std::string> not_shown;  ///< ids of the parts of a claim that stand less well than the others
  std::vector<Overreach> overreach;
  std::string advice;  ///< a wording that the evidence would bear, or what to do
};

struct Weighed {
  const ReadyStudy* study = nullptr;
  Bearing bearing;
};

/// @param found  bearings, in any order; those without findings are left out
[[nodiscard]] Judgement weigh(const Claim& claim, const std::vector<Weighed>& found, const Vocabulary& vocabulary);

/// Of a claim of several parts: it stands only where each does.
/// @param parts  at least one
[[nodiscard]] Judgement join(const Claim& claim, std::vector<std::pair<Claim, Judgement>> parts,
                             const Vocabulary& vocabulary);

}  // namespace meridian::evidence
