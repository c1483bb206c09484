// Finds turning words by their beginnings.
#include "evidence/turns.hpp"

#include <algorithm>
#include <array>

#include "core/text.hpp"
#include "evidence/claim_terms.hpp"

namespace meridian::evidence {
namespace {

constexpr auto kUp = std::to_array<std::string_view>(
    {"increas", "rais",      "rose",        "higher",   "greater",    "enhanc",     "elevat",    "upregulat",
     "promot",  "accelerat", "faster",      "gain",     "strengthen", "induc",      "activat",   "stimulat",
     "improv",  "benefi",    "larger",      "positiv",  "requir",     "necessary",  "essential", "facilitat",
     "support", "high",      "overexpress", "longer",   "effective",  "efficac",    "contribut", "caus",
     "trigger", "augment",   "drive",       "enabl",    "more",       "sufficient", "crucial",   "critical",
     "better",  "superior",  "important",   "accurate", "maintain",   "exacerbat",  "susceptib", "vulnerab",
     "favor",   "favour",    "express",     "excess",   "amplif",     "expand",     "success",   "produc",
     "exhibit", "dependent", "indicat",     "predict",  "reliab",     "directly"});
constexpr auto kDown = std::to_array<std::string_view>(
    {"reduc",    "decreas",     "lower",      "fell",        "fewer",      "less",        "small",     "attenuat",
     "inhibit",  "diminish",    "suppress",   "abolish",     "declin",     "downregulat", "block",     "impair",
     "prevent",  "protect",     "loss",       "lost",        "deplet",     "negativ",     "slow",      "low",
     "worse",    "weaken",      "repress",    "disrupt",     "deficien",   "absen",       "inactivat", "shorter",
     "resist",   "ineffective", "inaccurate", "independent", "impede",     "limit",       "delay",     "lack",
     "eliminat", "knockdown",   "knockout",   "ablat",       "deactivat",  "dampen",      "abrogat",   "blunt",
     "poor",     "inverse",     "insensitiv", "restrict",    "counteract", "antagoni",    "degrad",    "ameliorat",
     "alleviat", "mitigat",     "rescu",      "unrelated",   "unaffected", "unchanged",   "drop",      "hamper",
     "hinder",   "inferior",    "minor",      "rare",        "indirectly"});
constexpr auto kLink =
    std::to_array<std::string_view>({"associat", "correlat", "linked", "related", "relation", "link"});
constexpr auto kDenials =
    std::to_array<std::string_view>({"not", "no", "without", "neither", "nor", "cannot", "fail", "fails", "failed",
                                     "unlikely", "never", "none", "hardly", "little", "t", "lacks", "lack"});

constexpr std::size_t kDenialReach = 5;
constexpr std::size_t kNear = 7;

template <class List>
bool begins_with_any(const std::string& word, const List& list) {
  return std::any_of(list.begin(), list.end(), [&](std::string_view begin) { return word.starts_with(begin); });
}

}  // namespace

Turns turns_of(std::string_view text) {
  Turns out;
  std::string word;
  std::size_t denied_at = static_cast<std::size_t>(-1);
  const auto take = [&] {
    if (word.empty()) {
      return;
    }
    const std::size_t at = out.stems.size();
    const bool reached = denied_at != static_cast<std::size_t>(-1) && at - denied_at <= kDenialReach;
    const bool down = begins_with_any(word, kDown);
    const bool link = begins_with_any(word, kLink);
    const bool up = !down && begins_with_any(word, kUp);
    if (std::find(kDenials.begin(), kDenials.end(), word) != kDenials.end()) {
      denied_at = at;
    } else if (down || up || link) {
      const int side = (down ? -1 : 1) * (reached ? -1 : 1);
      out.turns.push_back({at, side, reached, link && !down, stem_of(word)});
    }
    out.stems.push_back(stem_of(word));
    word.clear();
  };
  for (const char c : ascii_lower(text)) {
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80U) {
      word += c;
    } else {
      take();
      if (c == '.' || c == ';' || c == ',') {
        denied_at = static_cast<std::size_t>(-1);
      }
    }
  }
  take();
  return out;
}

double sum_near(const Turns& turns, const std::set<std::string>& wanted) {
  double sum = 0;
  for (const auto& turn : turns.turns) {
    double near = 0;
    const std::size_t from = turn.word > kNear ? turn.word - kNear : 0;
    for (std::size_t k = from; k < std::min(turns.stems.size(), turn.word + kNear + 1); ++k) {
      near += k != turn.word && wanted.contains(turns.stems[k]) ? 1.0 : 0.0;
    }
    sum += turn.side * near * (turn.link ? 0.5 : 1.0);
  }
  return sum;
}

int product_near(const Turns& turns, const std::set<std::string>& wanted) {
  int product = 0;
  for (const auto& turn : turns.turns) {
    bool near = false;
    const std::size_t from = turn.word > kNear ? turn.word - kNear : 0;
    for (std::size_t k = from; k < std::min(turns.stems.size(), turn.word + kNear + 1) && !near; ++k) {
      near = k != turn.word && wanted.contains(turns.stems[k]);
    }
    if (near) {
      product = (product == 0 ? 1 : product) * turn.side;
    }
  }
  return product;
}

}  // namespace meridian::evidence
