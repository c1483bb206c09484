// Judges a study by a learned model: how much of the claim's rare words one of its sentences holds, and whether claim
// and sentence point the same way.
#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "core/text.hpp"
#include "evidence/pattern.hpp"
#include "evidence/stance.hpp"
#include "evidence/turns.hpp"

namespace meridian::evidence {
namespace {

constexpr std::size_t kLeastWords = 2;  // fewer words say nothing that a sentence could bear out

/// Directions that a text names, near or far from any outcome.
struct Directions {
  bool up = false, down = false, none = false, link = false, negated = false;
};

Directions directions_of(const std::string& lower) {
  static const RE2 kUp(
      R"(\b(increas\w*|rais\w*|rose\b|higher|great\w*|enhanc\w*|elevat\w*|up-?regulat\w*|promot\w*|accelerat\w*|faster|more\b|gain\w*|strengthen\w*|induc\w*|activat\w*|stimulat\w*|improv\w*|benefi\w*|larger|positiv\w*|requir\w*|necessary|essential|facilitat\w*|support\w*|high\b|susceptib\w*|over-?express\w*|longer)\b)");
  static const RE2 kDown(
      R"(\b(reduc\w*|decreas\w*|lower\w*|fell\b|fewer|less\b|small\w*|attenuat\w*|inhibit\w*|diminish\w*|suppress\w*|abolish\w*|declin\w*|down-?regulat\w*|block\w*|impair\w*|prevent\w*|protect\w*|los[st]\b|loss\b|deplet\w*|negativ\w*|slow\w*|low\b|worsen\w*|weaken\w*|repress\w*|disrupt\w*|deficien\w*|absence|inactivat\w*|shorter|resist\w*)\b)");
  static const RE2 kNone(
      R"(\b(no (significant |statistically |evidence|effect|difference|association|relationship|benefit|increase|change|correlation|role)\w*|not? (associated|affect|related|differ|alter|change|improve|reduce|increase|significant|correlat|require|involve)\w*|did not|does not|do not|was not|were not|is not|are not|cannot|unrelated|independent\w*|unaffected|unchanged|unaltered|neither|nor|without|failed to|lack\w*|unlikely)\b)");
  static const RE2 kLink(
      R"(\b(associat\w*|linked|correlat\w*|relat(ed|ion)\w*|predict\w*|caus\w*|lead(s|ing)? to|result\w* in|due to)\b)");
  return {finds(lower, kUp), finds(lower, kDown), finds(lower, kNone), finds(lower, kLink), false};
}

const std::map<std::string, int, std::less<>>& opposites() {
  // stems of words that turn a sentence, with their side
  static const std::map<std::string, int, std::less<>> kSides{
      {"increas", 1},   {"rais", 1},      {"high", 1},      {"higher", 1},   {"enhanc", 1},    {"elevat", 1},
      {"upregulat", 1}, {"promot", 1},    {"induc", 1},     {"activat", 1},  {"stimulat", 1},  {"improv", 1},
      {"positiv", 1},   {"accelerat", 1}, {"decreas", -1},  {"reduc", -1},   {"low", -1},      {"lower", -1},
      {"attenuat", -1}, {"inhibit", -1},  {"diminish", -1}, {"suppres", -1}, {"suppress", -1}, {"downregulat", -1},
      {"block", -1},    {"impair", -1},   {"prevent", -1},  {"negativ", -1}, {"declin", -1},   {"repres", -1},
      {"repress", -1},  {"slow", -1},     {"worsen", -1},   {"los", -1},     {"loss", -1}};
  return kSides;
}

int side_of(const std::string& stem) {
  const auto found = opposites().find(stem);
  return found == opposites().end() ? 0 : found->second;
}

/// The side told nearest to where the claim's words stand: for each turning word of `stems` weighs it by how many of
/// the claim's words stand within six words.
double side_near(const std::vector<std::string>& stems, const std::set<std::string>& wanted) {
  double sum = 0;
  for (std::size_t i = 0; i < stems.size(); ++i) {
    const int side = side_of(stems[i]);
    if (side == 0) {
      continue;
    }
    double near = 0.1;
    const std::size_t from = i > 6 ? i - 6 : 0;
    for (std::size_t k = from; k < std::min(stems.size(), i + 7); ++k) {
      near += k != i && wanted.contains(stems[k]) ? 1.0 : 0.0;
    }
    sum += side * near;
  }
  return sum > 0.3 ? 1 : sum < -0.3 ? -1 : 0;
}

}  // namespace

Bearing judge_by_model(const Claim& claim, const ReadyStudy& ready, const Rarity& rarity, double rank_score,
                       const ClaimModels& models) {
  Bearing bearing = frame_of(ready);
  bearing.by_words = true;
  if (claim.stems.size() < kLeastWords || (ready.study.design && ready.study.design->id == "protocol")) {
    return bearing;
  }

  std::set<std::string> wanted;
  double total = 0;
  for (const auto& stem : claim.stems) {
    if (side_of(stem) == 0 && wanted.insert(stem).second) {
      total += rarity(stem);
    }
  }
  if (total <= 0) {
    return bearing;
  }
  const auto recall = [&](const std::vector<std::string>& stems) {
    std::set<std::string> seen;
    double sum = 0;
    for (const auto& stem : stems) {
      if (wanted.contains(stem) && seen.insert(stem).second) {
        sum += rarity(stem);
      }
    }
    return sum / total;
  };
  const ReadySentence* best = nullptr;
  double best_recall = -1;
  double best_pair = 0;
  double best_late = 0;
  for (std::size_t i = 0; i < ready.sentences.size(); ++i) {
    const auto& sentence = ready.sentences[i];
    const double here = recall(sentence.stems) - 0.002 * static_cast<double>(sentence.stems.size());
    const bool late = sentence.section == Section::Results || sentence.section == Section::Conclusions ||
                      sentence.section == Section::Title;
    const double bonus = late ? 0.08 : 0.0;
    if (here + bonus > best_recall) {
      best_recall = here + bonus;
      best = &sentence;
    }
    best_late = late ? std::max(best_late, here) : best_late;
    if (i + 1 < ready.sentences.size()) {
      auto both = sentence.stems;
      both.insert(both.end(), ready.sentences[i + 1].stems.begin(), ready.sentences[i + 1].stems.end());
      best_pair = std::max(best_pair, recall(both));
    }
  }
  if (best == nullptr) {
    return bearing;
  }
  double in_all = 0;
  double heaviest_missing = 0;
  double misses = 0;
  for (const auto& stem : wanted) {
    if (ready.stems.contains(stem)) {
      in_all += rarity(stem);
    } else {
      heaviest_missing = std::max(heaviest_missing, rarity(stem));
      misses += 1;
    }
  }
  std::size_t pairs = 0;
  std::size_t pairs_found = 0;
  for (std::size_t i = 0; i + 1 < claim.stems.size(); ++i) {
    ++pairs;
    for (const auto& sentence : ready.sentences) {
      bool hit = false;
      for (std::size_t k = 0; k + 1 < sentence.stems.size() && !hit; ++k) {
        hit = sentence.stems[k] == claim.stems[i] && sentence.stems[k + 1] == claim.stems[i + 1];
      }
      if (hit) {
        ++pairs_found;
        break;
      }
    }
  }
  auto& f = bearing.features;
  f["r:bias"] = 1;
  f["r:sentence"] = best_recall;
  f["r:pair"] = best_pair;
  f["r:late"] = best_late;
  f["r:abstract"] = in_all / total;
  f["r:abstract2"] = (in_all / total) * (in_all / total);
  f["r:title"] = recall(ready.sentences.front().stems);
  f["r:bigrams"] = pairs == 0 ? 0 : static_cast<double>(pairs_found) / static_cast<double>(pairs);
  f["r:rank"] = rank_score;
  f["r:missing"] = heaviest_missing / 10;
  f["r:misses"] = misses / 10;
  f["r:words"] = static_cast<double>(wanted.size()) / 10;
  f["r:total"] = total / 50;
  f["r:product"] = best_recall * rank_score;

  const std::string claim_lower = ascii_lower(claim.text);
  const std::string best_lower = ascii_lower(best->text);
  const Directions mine = directions_of(claim_lower);
  const Directions theirs = directions_of(best_lower);
  f["t:bias"] = 1;
  f["t:claim-none"] = mine.none;
  f["t:theirs-none"] = theirs.none;
  f["t:both-none"] = mine.none && theirs.none;
  f["t:one-none"] = mine.none != theirs.none;
  const double claim_side = side_near(claim.stems, wanted);
  const double near_side = side_near(best->stems, wanted);
  f["t:same-side"] = claim_side * near_side > 0;
  f["t:other-side"] = claim_side * near_side < 0;
  f["t:claim-up"] = claim_side > 0;
  f["t:claim-down"] = claim_side < 0;
  f["t:side-unknown"] = claim_side == 0 || near_side == 0;
  f["t:up-up"] = mine.up && theirs.up;
  f["t:up-down"] = mine.up && theirs.down && !theirs.up;
  f["t:down-up"] = mine.down && theirs.up && !theirs.down;
  f["t:down-down"] = mine.down && theirs.down;
  f["t:link-none"] = mine.link && theirs.none;
  f["t:sentence"] = best_recall;
  f["t:pair"] = best_pair;
  f["t:abstract"] = in_all / total;
  f["t:bigrams"] = f["r:bigrams"];
  // sides over all late sentences
  double sum = 0;
  for (const auto& sentence : ready.sentences) {
    if (sentence.section != Section::Background && sentence.section != Section::Methods) {
      sum += side_near(sentence.stems, wanted) * std::max(0.0, recall(sentence.stems) - 0.2);
    }
  }
  f["t:sides-agree"] = claim_side * std::clamp(sum, -1.0, 1.0);
  const Turns own = turns_of(claim.text);
  int first = 0;
  int product = 0;
  bool denied = false;
  std::set<std::string> own_turns;
  for (const auto& turn : own.turns) {
    first = first == 0 && !turn.link ? turn.side : first;
    product = (product == 0 ? 1 : product) * turn.side;
    denied = denied || turn.denied;
    own_turns.insert(turn.stem);
  }
  first = first == 0 ? product : first;
  std::vector<std::pair<double, const ReadySentence*>> ranked;
  for (const auto& sentence : ready.sentences) {
    ranked.emplace_back(recall(sentence.stems), &sentence);
  }
  std::stable_sort(ranked.begin(), ranked.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  ranked.insert(ranked.begin(), {best_recall, best});
  double agree = 0;
  double agree_product = 0;
  double same_word = 0;
  double other_denial = 0;
  std::set<const ReadySentence*> used;
  for (const auto& [weight, sentence] : ranked) {
    if (used.size() == 4 || !used.insert(sentence).second) {
      continue;
    }
    const Turns there = turns_of(sentence->text);
    const double near = std::clamp(sum_near(there, wanted) / 3, -1.0, 1.0);
    const int near_product = product_near(there, wanted);
    const std::string place = used.size() == 1 ? "1" : "n";
    f["t:first" + place] += first * near;
    f["t:product" + place] += product * near_product;
    agree += weight * first * near;
    agree_product += weight * product * near_product;
    for (const auto& turn : there.turns) {
      if (own_turns.contains(turn.stem)) {
        same_word += weight * (turn.denied == denied ? 1 : 0);
        other_denial += weight * (turn.denied == denied ? 0 : 1);
      }
    }
  }
  f["t:agree"] = agree;
  f["t:agree-product"] = agree_product;
  f["t:same-word"] = std::min(2.0, same_word);
  f["t:other-denial"] = std::min(2.0, other_denial);
  f["t:no-turn"] = own.turns.empty();
  f["t:claim-up"] = first > 0;
  f["t:claim-down"] = first < 0;
  f["t:denied"] = denied;
  std::set<std::string> claim_words;
  std::string word;
  for (const char c : claim_lower + " ") {
    if (c >= 'a' && c <= 'z') {
      word += c;
    } else {
      if (word.size() > 2 && claim_words.insert(word).second) {
        f["t:w:" + (word.size() > 5 ? stem_of(word) : word)] = 1;
      }
      word.clear();
    }
  }
  const double relevant = models.relevance.probability(f);
  const double supports = models.stance.probability(f);
  bearing.on_point = true;
  bearing.findings.push_back({supports >= 0.5 ? Stance::Supports : Stance::Contradicts, best->text, relevant, false});
  f["p:supports"] = supports;
  return bearing;
}

}  // namespace meridian::evidence
