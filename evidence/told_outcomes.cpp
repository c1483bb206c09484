// Turns phrases and the words around them into features, and weighs them.
#include "evidence/told_outcomes.hpp"

#include <algorithm>
#include <array>

#include "evidence/numbers.hpp"

namespace meridian::evidence {
namespace {

constexpr std::size_t kMostTold = 24;
constexpr std::size_t kMostPhrases = 200;
constexpr std::size_t kNear = 5;

constexpr std::uint32_t mix(std::uint32_t a, std::uint32_t b) { return (a * 16777619U) ^ (b + 0x9e3779b9U); }

/// A feature: what kind of place a word has, and the word.
constexpr std::uint32_t placed(char place, std::uint32_t word) { return mix(static_cast<unsigned char>(place), word); }

char letter_of(Section section) {
  return section == Section::Results ? 'R' : section == Section::Conclusions ? 'C' : 'U';
}

/// What is the same for all phrases of a sentence.
struct Told {
  const Sentence* sentence = nullptr;
  std::vector<ResultToken> tokens;
  std::vector<PValue> p_values;
  bool weighed = false;
};

Features outcome_features(const Told& told, const OutcomePhrase& phrase) {
  Features out;
  const auto& t = told.tokens;
  const auto at = [&](std::size_t i, std::size_t back) -> std::uint32_t {
    return i >= back && i - back < t.size() ? t[i - back].hash : 1U;
  };
  for (std::size_t i = phrase.first; i < phrase.last; ++i) {
    out.add_hash(placed('O', t[i].hash));
    if (i + 1 < phrase.last) out.add_hash(placed('Q', mix(t[i].hash, t[i + 1].hash)));
  }
  out.add_hash(placed('h', t[phrase.last - 1].hash));
  out.add_hash(placed('p', at(phrase.first, 1)));
  out.add_hash(placed('q', mix(at(phrase.first, 2), at(phrase.first, 1))));
  out.add_hash(placed('n', at(phrase.last, 0)));
  out.add_hash(placed('m', mix(at(phrase.last, 0), phrase.last + 1 < t.size() ? t[phrase.last + 1].hash : 1U)));
  out.add_hash(placed('l', static_cast<std::uint32_t>(phrase.last - phrase.first)));
  out.add_hash(placed('S', static_cast<unsigned char>(letter_of(told.sentence->section))));
  out.add_hash(placed('a', static_cast<std::uint32_t>(std::min<std::size_t>(3, phrase.first / 4))));
  return out;
}

/// "12.5 vs 30": which of the first two numbers that are set against each other is the greater.
char first_pair(const Told& told, std::size_t from, std::size_t to) {
  static const std::array<std::uint32_t, 3> kAgainst{word_hash("vs"), word_hash("versus"), word_hash("and")};
  const auto& t = told.tokens;
  const auto value = [&](std::size_t i) {
    std::size_t at = t[i].start;
    return read_number(told.sentence->text, at).value_or(0);
  };
  for (std::size_t i = from; i < to; ++i) {
    if (!t[i].number) continue;
    bool against = false;
    for (std::size_t k = i + 1; k < std::min(to, i + 6); ++k) {
      if (t[k].number) {
        if (against) return value(i) > value(k) ? '>' : '<';
        break;
      }
      against = against || std::find(kAgainst.begin(), kAgainst.end(), t[k].hash) != kAgainst.end();
    }
  }
  return '=';
}

void add_p_values(Features& out, char place, const Told& told, std::size_t from, std::size_t to) {
  bool sure = false, unsure = false;
  for (const auto& p : told.p_values) {
    if (p.start >= from && p.start < to) (p.significant ? sure : unsure) = true;
  }
  out.add_hash(placed(place, 2U * sure + unsure));
}

void add_change_features(Features& out, const Told& told, const OutcomePhrase& phrase, const RuleEffect* rule) {
  const auto& t = told.tokens;
  std::size_t from = phrase.first, to = phrase.last;
  while (from > 0 && !t[from - 1].turn) --from;
  while (to < t.size() && !t[to].turn) ++to;
  std::uint32_t previous = 0;
  for (std::size_t i = 0; i < t.size(); ++i) {
    const std::uint32_t w = t[i].hash;
    if (i >= phrase.first && i < phrase.last) {
      out.add_hash(placed('O', w));
      previous = 0;
      continue;
    }
    const bool before = i < phrase.first;
    const char where = i < from ? 'x' : i >= to ? 'y' : before ? 'b' : 'a';
    out.add_hash(placed(where, w));
    out.add_hash(placed('s', w));
    if (previous != 0) {
      const std::uint32_t pair = mix(previous, w);
      out.add_hash(placed(where, pair));
      out.add_hash(placed('s', pair));
    }
    const std::size_t far = before ? phrase.first - i : i - phrase.last + 1;
    if (far <= kNear) out.add_hash(placed(before ? 'B' : 'A', w));
    if (far == 1) out.add_hash(placed(before ? '1' : '2', w));
    previous = w;
  }
  add_p_values(out, 'P', told, t[from].start, t[to - 1].end);
  add_p_values(out, 'p', told, 0, told.sentence->text.size());
  out.add_hash(placed('V', static_cast<unsigned char>(first_pair(told, from, to))));
  out.add_hash(placed('S', static_cast<unsigned char>(letter_of(told.sentence->section))));
  out.add_hash(placed('R', rule == nullptr ? 9U : static_cast<std::uint32_t>(rule->effect.change)));
}

bool tells_results(const std::vector<Sentence>& sentences, std::size_t i) {
  const Section section = sentences[i].section;
  return section == Section::Results || section == Section::Conclusions ||
         (section == Section::Unknown && (sentences.size() <= 4 || i * 5 >= sentences.size() * 2));
}

}  // namespace

std::vector<ToldOutcome> told_outcomes(const std::vector<Sentence>& sentences, const std::vector<RuleEffect>& rules,
                                       const LinearModel* outcome, const LinearModel* change) {
  std::vector<ToldOutcome> out;
  std::vector<Told> all;
  Features ending;  // what the authors conclude lies over each of the outcomes
  for (std::size_t i = 0; i < sentences.size(); ++i) {
    if (!tells_results(sentences, i)) continue;
    all.push_back({&sentences[i], result_tokens(sentences[i].text), {}, false});
    if (sentences[i].section == Section::Conclusions ||
        (sentences[i].section == Section::Unknown && i + 2 >= sentences.size())) {
      for (const auto& t : all.back().tokens) {
        if (t.word) ending.add_hash(placed('C', t.hash));
      }
    }
  }
  std::size_t phrases = 0;
  for (auto& told : all) {
    for (const auto& phrase : outcome_phrases(told.tokens)) {
      if (++phrases > kMostPhrases || out.size() >= (outcome != nullptr ? kMostTold : kMostPhrases)) return out;
      ToldOutcome one;
      one.sentence = told.sentence;
      one.start = told.tokens[phrase.first].start;
      one.end = told.tokens[phrase.last - 1].end;
      for (const auto& rule : rules) {
        if (rule.sentence == told.sentence && rule.start < one.end && rule.end > one.start) {
          one.rule = &rule;
          break;
        }
      }
      const Features named = outcome_features(told, phrase);
      if (outcome != nullptr && outcome->scores(named.values())[0] < kLeastOutcome) continue;
      if (!told.weighed) {
        told.p_values = p_values_of(told.sentence->text);
        told.weighed = true;
      }
      Features moved = ending;
      add_change_features(moved, told, phrase, one.rule);
      if (change != nullptr) {
        const auto scores = change->scores(moved.values());
        const auto best = std::max_element(scores.begin(), scores.end()) - scores.begin();
        one.change = change_from(change->classes()[static_cast<std::size_t>(best)]).value_or(Change::NoDifference);
      }
      if (outcome == nullptr) {
        one.outcome_features.assign(named.values().begin(), named.values().end());
        one.change_features.assign(moved.values().begin(), moved.values().end());
      }
      out.push_back(std::move(one));
    }
  }
  return out;
}

}  // namespace meridian::evidence
