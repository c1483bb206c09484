// Parts a sentence into tokens and finds the runs of words that may name an outcome.
#include "evidence/outcome_phrases.hpp"

#include <algorithm>
#include <array>

namespace meridian::evidence {
namespace {

constexpr std::uint32_t kFnvOffset = 2166136261U, kFnvPrime = 16777619U;
constexpr std::size_t kMostTokens = 400;
constexpr std::size_t kLongestPhrase = 10;

constexpr auto kCommon = std::to_array<std::string_view>({"a",
                                                          "an",
                                                          "the",
                                                          "this",
                                                          "that",
                                                          "these",
                                                          "those",
                                                          "which",
                                                          "who",
                                                          "whom",
                                                          "it",
                                                          "its",
                                                          "their",
                                                          "his",
                                                          "her",
                                                          "they",
                                                          "we",
                                                          "our",
                                                          "there",
                                                          "was",
                                                          "were",
                                                          "is",
                                                          "are",
                                                          "be",
                                                          "been",
                                                          "being",
                                                          "am",
                                                          "had",
                                                          "has",
                                                          "have",
                                                          "having",
                                                          "did",
                                                          "do",
                                                          "does",
                                                          "done",
                                                          "not",
                                                          "no",
                                                          "nor",
                                                          "neither",
                                                          "either",
                                                          "with",
                                                          "without",
                                                          "in",
                                                          "on",
                                                          "at",
                                                          "by",
                                                          "from",
                                                          "to",
                                                          "than",
                                                          "then",
                                                          "compared",
                                                          "versus",
                                                          "vs",
                                                          "between",
                                                          "among",
                                                          "after",
                                                          "before",
                                                          "during",
                                                          "over",
                                                          "for",
                                                          "as",
                                                          "but",
                                                          "whereas",
                                                          "while",
                                                          "although",
                                                          "however",
                                                          "both",
                                                          "all",
                                                          "each",
                                                          "any",
                                                          "other",
                                                          "more",
                                                          "most",
                                                          "less",
                                                          "least",
                                                          "fewer",
                                                          "greater",
                                                          "higher",
                                                          "lower",
                                                          "larger",
                                                          "smaller",
                                                          "better",
                                                          "worse",
                                                          "similar",
                                                          "significantly",
                                                          "significant",
                                                          "statistically",
                                                          "statistical",
                                                          "difference",
                                                          "differences",
                                                          "differ",
                                                          "differed",
                                                          "different",
                                                          "increase",
                                                          "increased",
                                                          "increases",
                                                          "increasing",
                                                          "decrease",
                                                          "decreased",
                                                          "decreases",
                                                          "decreasing",
                                                          "reduce",
                                                          "reduced",
                                                          "reduces",
                                                          "reducing",
                                                          "reduction",
                                                          "reductions",
                                                          "improve",
                                                          "improved",
                                                          "improves",
                                                          "improving",
                                                          "improvement",
                                                          "improvements",
                                                          "showed",
                                                          "show",
                                                          "shown",
                                                          "shows",
                                                          "found",
                                                          "observed",
                                                          "reported",
                                                          "associated",
                                                          "resulted",
                                                          "result",
                                                          "results",
                                                          "respectively",
                                                          "group",
                                                          "groups",
                                                          "arm",
                                                          "arms",
                                                          "patients",
                                                          "patient",
                                                          "subjects",
                                                          "participants",
                                                          "children",
                                                          "women",
                                                          "men",
                                                          "placebo",
                                                          "control",
                                                          "controls",
                                                          "treatment",
                                                          "treated",
                                                          "receiving",
                                                          "received",
                                                          "receive",
                                                          "only",
                                                          "also",
                                                          "further",
                                                          "can",
                                                          "could",
                                                          "may",
                                                          "might",
                                                          "will",
                                                          "would",
                                                          "should",
                                                          "p",
                                                          "ci",
                                                          "n",
                                                          "mean",
                                                          "median",
                                                          "sd",
                                                          "or",
                                                          "if",
                                                          "when",
                                                          "where",
                                                          "compare",
                                                          "comparison",
                                                          "up",
                                                          "down",
                                                          "same",
                                                          "within",
                                                          "per",
                                                          "effect",
                                                          "effects",
                                                          "changes",
                                                          "change",
                                                          "changed",
                                                          "demonstrated",
                                                          "revealed",
                                                          "occurred",
                                                          "experienced",
                                                          "led",
                                                          "lead",
                                                          "and",
                                                          "thus",
                                                          "therefore",
                                                          "well",
                                                          "because",
                                                          "since",
                                                          "about",
                                                          "under",
                                                          "into",
                                                          "through",
                                                          "against",
                                                          "remained",
                                                          "baseline",
                                                          "significance",
                                                          "trend",
                                                          "tended",
                                                          "tend"});
constexpr auto kTurns = std::to_array<std::string_view>({"but", "whereas", "while", "although", "however", ";"});

constexpr std::uint32_t hash_of(std::string_view word) {
  std::uint32_t h = kFnvOffset;
  for (const char c : word) h = (h ^ static_cast<unsigned char>(c)) * kFnvPrime;
  return h;
}

template <std::size_t N>
constexpr std::array<std::uint32_t, N> sorted_hashes(const std::array<std::string_view, N>& words) {
  std::array<std::uint32_t, N> out{};
  for (std::size_t i = 0; i < N; ++i) out[i] = hash_of(words[i]);
  std::sort(out.begin(), out.end());
  return out;
}

constexpr auto kCommonHashes = sorted_hashes(kCommon);
constexpr auto kTurnHashes = sorted_hashes(kTurns);
constexpr std::uint32_t kOf = hash_of("of"), kNumber = hash_of("#");

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

std::uint32_t word_hash(std::string_view lower) { return hash_of(lower); }

std::vector<ResultToken> result_tokens(std::string_view s) {
  std::vector<ResultToken> out;
  out.reserve(s.size() / 5);
  std::size_t i = 0;
  while (i < s.size() && out.size() < kMostTokens) {
    if (s[i] == ' ' || s[i] == '\t' || s[i] == '\n') {
      ++i;
      continue;
    }
    ResultToken t;
    t.start = i;
    std::uint32_t h = kFnvOffset;
    if (is_letter(s[i])) {
      t.word = true;
      for (; i < s.size() && (is_letter(s[i]) || is_digit(s[i]) || s[i] == '-' || s[i] == '/' || s[i] == '\''); ++i) {
        const char c = s[i] >= 'A' && s[i] <= 'Z' ? static_cast<char>(s[i] + 32) : s[i];
        h = (h ^ static_cast<unsigned char>(c)) * kFnvPrime;
      }
    } else if (is_digit(s[i])) {
      t.number = true;
      while (i < s.size() && (is_digit(s[i]) || s[i] == '.' || s[i] == ',')) ++i;
      if (i < s.size() && s[i] == '%') ++i;
      h = kNumber;
    } else {
      h = (h ^ static_cast<unsigned char>(s[i])) * kFnvPrime;
      ++i;
    }
    t.end = i;
    t.hash = h;
    t.common = std::binary_search(kCommonHashes.begin(), kCommonHashes.end(), h);
    t.turn = std::binary_search(kTurnHashes.begin(), kTurnHashes.end(), h);
    t.of = h == kOf;
    out.push_back(t);
  }
  return out;
}

std::vector<OutcomePhrase> outcome_phrases(const std::vector<ResultToken>& tokens) {
  std::vector<OutcomePhrase> out;
  std::size_t first = 0;
  for (std::size_t i = 0; i <= tokens.size(); ++i) {
    if (i < tokens.size() && tokens[i].word && !tokens[i].common) continue;
    std::size_t last = i;
    while (last > first && tokens[last - 1].of) --last;
    while (last > first && tokens[first].of) ++first;
    const bool named = std::any_of(tokens.begin() + static_cast<std::ptrdiff_t>(first),
                                   tokens.begin() + static_cast<std::ptrdiff_t>(last),
                                   [](const ResultToken& t) { return t.end - t.start > 2; });
    if (named && last - first <= kLongestPhrase) out.push_back({first, last});
    first = i + 1;
  }
  return out;
}

}  // namespace meridian::evidence
