// The inside of a vocabulary: terms, and the word matcher that finds all their phrases in one pass over a text.
#pragma once

#include <map>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "evidence/vocabulary.hpp"

namespace meridian::evidence {

/// One word of a text, folded so that case, hyphens and a simple plural do not matter.
struct Word {
  std::string folded;
  std::size_t start = 0, length = 0;
};

/// The words of `text`: runs of ASCII letters and digits and of bytes above 127.
[[nodiscard]] std::vector<Word> words_of(std::string_view text);

constexpr std::size_t kNoPair = static_cast<std::size_t>(-1);

struct Phrase {
  std::vector<std::string> words;  ///< folded; a last one ending in '*' matches any ending
  std::string exact;               ///< where not empty, the letters must stand exactly so
  std::string shown;
  std::size_t term = 0;
  std::size_t pair = kNoPair;  ///< of "a|b + c|d": which such phrase this is a word of, and on which side
  std::size_t side = 0;
};

/// A phrase of two sides, which fires where a word of each stands near the other.
struct PhrasePair {
  std::string shown;
  std::size_t term = 0;
};

struct StringHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};
using PhraseIndex = std::unordered_map<std::string, std::vector<std::size_t>, StringHash, std::equal_to<>>;

struct Vocabulary::Impl {
  std::string version;
  std::map<std::string, LinearModel, std::less<>> models;  ///< by name of the file without folder and ending
  std::vector<VocabularyTerm> terms;
  std::vector<std::vector<std::string>> exact;  ///< case-sensitive phrases, beside terms
  std::map<std::pair<std::string, std::string>, std::size_t> by_id;
  std::map<std::pair<std::string, std::string>, std::size_t, std::less<>> by_mesh;
  std::vector<Phrase> phrases;
  std::vector<PhrasePair> pairs;
  PhraseIndex by_first;  ///< the first word, whole
  PhraseIndex by_stem;   ///< the beginning of the only word
  PhraseIndex by_tail;   ///< the ending of the only word
  std::vector<bool> stem_lengths, tail_lengths;
  // most words of a text begin or end no phrase: three letters tell so before any look-up
  std::vector<bool> first_marks, stem_marks, tail_marks;

  void index();
  [[nodiscard]] std::vector<VocabularyHit> hits(std::string_view text) const;
};

}  // namespace meridian::evidence
