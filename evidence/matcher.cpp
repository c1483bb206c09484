// Finds every phrase of the vocabulary in one pass over the words of a text.
#include <algorithm>

#include "core/text.hpp"
#include "evidence/vocabulary_impl.hpp"

namespace meridian::evidence {
namespace {

constexpr std::size_t kLongestWord = 64;
constexpr std::size_t kShortestStem = 3;
constexpr std::size_t kNear = 80;  // bytes between the two sides of a pair

bool is_word_byte(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x80 || (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

std::string fold(std::string_view word) {
  std::string out;
  for (const char c : word.substr(0, kLongestWord)) {
    out += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  }
  const std::size_t size = out.size();
  if (size > 4 && out.ends_with("ies")) {
    out.replace(size - 3, 3, "y");
  } else if (size > 3 && out.back() == 's' && !out.ends_with("ss") && !out.ends_with("us") && !out.ends_with("is")) {
    out.pop_back();
  }
  return out;
}

constexpr std::size_t kMarks = 1U << 15U;

/// The first three letters of a word, or the last three, as a place in a table of marks.
std::size_t mark_of(std::string_view word, bool tail) {
  std::size_t mark = 0;
  const std::size_t from = tail && word.size() > 3 ? word.size() - 3 : 0;
  for (std::size_t i = from; i < word.size() && i < from + 3; ++i) {
    mark = (mark << 5U) ^ static_cast<unsigned char>(word[i]);
  }
  return mark % kMarks;
}

bool word_matches(const std::string& wanted, const std::string& word) {
  return wanted.back() == '*' ? word.starts_with(std::string_view(wanted).substr(0, wanted.size() - 1))
                              : wanted == word;
}

}  // namespace

std::vector<Word> words_of(std::string_view text) {
  std::vector<Word> out;
  // U+2010 to U+2014 (dashes) and U+2018 to U+201F (quotes) are E2 80 90..9F: they part words like their ASCII likes.
  const auto parts = [&](std::size_t i) {
    return i + 2 < text.size() && text[i] == '\xE2' && text[i + 1] == '\x80' &&
           static_cast<unsigned char>(text[i + 2]) >= 0x90 && static_cast<unsigned char>(text[i + 2]) <= 0x9F;
  };
  std::size_t i = 0;
  while (i < text.size()) {
    if (parts(i)) {
      i += 3;
      continue;
    }
    if (!is_word_byte(text[i])) {
      ++i;
      continue;
    }
    const std::size_t start = i;
    while (i < text.size() && is_word_byte(text[i]) && !parts(i)) {
      ++i;
    }
    out.push_back({fold(text.substr(start, i - start)), start, i - start});
  }
  return out;
}

void Vocabulary::Impl::index() {
  for (auto* marks : {&first_marks, &stem_marks, &tail_marks}) {
    marks->assign(kMarks, false);
  }
  const auto note_length = [](std::vector<bool>& lengths, std::size_t size) {
    if (lengths.size() <= size) lengths.resize(size + 1, false);
    lengths[size] = true;
  };
  const auto add = [&](const std::string& shown, std::size_t term, bool is_exact, std::size_t pair, std::size_t side) {
    Phrase phrase{{}, is_exact ? shown : std::string(), shown, term, pair, side};
    const bool open = shown.ends_with('*');
    const bool tail = shown.starts_with('*');
    for (auto& word : words_of(shown)) {
      phrase.words.push_back(std::move(word.folded));
    }
    if (phrase.words.empty()) {
      return;
    }
    const std::string key = phrase.words.front();
    const bool alone = phrase.words.size() == 1;
    if (open) {
      phrase.words.back() += '*';
    }
    if (tail && alone) {
      phrase.words.front() = "*" + key;
      note_length(tail_lengths, key.size());
      tail_marks[mark_of(key, true)] = true;
      by_tail[key].push_back(phrases.size());
    } else if (alone && open) {
      note_length(stem_lengths, key.size());
      stem_marks[mark_of(key, false)] = true;
      by_stem[key].push_back(phrases.size());
    } else {
      first_marks[mark_of(key, false)] = true;
      by_first[key].push_back(phrases.size());
    }
    phrases.push_back(std::move(phrase));
  };
  for (std::size_t i = 0; i < terms.size(); ++i) {
    for (const auto& phrase : terms[i].phrases) {
      const auto plus = phrase.find(" + ");
      if (plus == std::string::npos) {
        add(phrase, i, false, kNoPair, 0);
        continue;
      }
      for (const std::size_t side : {0U, 1U}) {
        const auto words = side == 0 ? phrase.substr(0, plus) : phrase.substr(plus + 3);
        for (const auto word : split(words, '|')) {
          add(std::string(trim(word)), i, false, pairs.size(), side);
        }
      }
      pairs.push_back({phrase, i});
    }
    for (const auto& phrase : exact[i]) {
      add(phrase, i, true, kNoPair, 0);
    }
    for (const auto& measure : terms[i].measured_by) {  // "VAS" to the letter, "pain scale" not
      add(measure, i, std::none_of(measure.begin(), measure.end(), [](char c) { return c >= 'a' && c <= 'z'; }),
          kNoPair, 0);
    }
    for (const auto& heading : terms[i].mesh) {
      by_mesh.try_emplace({terms[i].facet, heading}, i);
    }
  }
}

std::vector<VocabularyHit> Vocabulary::Impl::hits(std::string_view text) const {
  std::vector<VocabularyHit> out;
  const auto words = words_of(text);
  struct Side {
    std::size_t pair, side, start, end;
  };
  std::vector<Side> sides;  // the last word of each side of each pair that was begun
  const auto meet = [&](const Phrase& phrase, std::size_t start, std::size_t end) {
    Side* own = nullptr;
    const Side* other = nullptr;
    for (auto& seen : sides) {
      if (seen.pair == phrase.pair) {
        if (seen.side == phrase.side) {
          own = &seen;
        } else {
          other = &seen;
        }
      }
    }
    if (other != nullptr && other->end <= start && start - other->end <= kNear) {
      const VocabularyTerm& term = terms[phrase.term];
      out.push_back(
          {term.facet, term.id, term.parent, pairs[phrase.pair].shown, other->start, end - other->start, phrase.term});
    }
    if (own != nullptr) {
      *own = {phrase.pair, phrase.side, start, end};
    } else {
      sides.push_back({phrase.pair, phrase.side, start, end});
    }
  };
  for (std::size_t w = 0; w < words.size(); ++w) {
    const auto try_all = [&](const PhraseIndex& index, std::string_view key) {
      const auto found = index.find(key);
      if (found == index.end()) {
        return;
      }
      for (const std::size_t candidate : found->second) {
        const Phrase& phrase = phrases[candidate];
        if (w + phrase.words.size() > words.size()) {
          continue;
        }
        bool same = true;
        for (std::size_t k = 1; k < phrase.words.size() && same; ++k) {
          same = word_matches(phrase.words[k], words[w + k].folded);
        }
        const Word& last = words[w + phrase.words.size() - 1];
        const std::size_t start = words[w].start;
        const std::size_t length = last.start + last.length - start;
        if (!same || length > phrase.shown.size() + 40 ||
            (!phrase.exact.empty() && text.substr(start, length) != phrase.exact)) {
          continue;
        }
        if (phrase.pair != kNoPair) {
          meet(phrase, start, start + length);
          continue;
        }
        const VocabularyTerm& term = terms[phrase.term];
        out.push_back({term.facet, term.id, term.parent, phrase.shown, start, length, phrase.term});
      }
    };
    const std::string_view word = words[w].folded;
    const std::size_t head = mark_of(word, false);
    if (first_marks[head]) try_all(by_first, word);
    if (stem_marks[head]) {
      for (std::size_t n = kShortestStem; n <= word.size() && n < stem_lengths.size(); ++n) {
        if (stem_lengths[n]) try_all(by_stem, word.substr(0, n));
      }
    }
    if (tail_marks[mark_of(word, true)]) {
      for (std::size_t n = kShortestStem; n < word.size() && n < tail_lengths.size(); ++n) {
        if (tail_lengths[n]) try_all(by_tail, word.substr(word.size() - n));
      }
    }
  }
  return out;
}

}  // namespace meridian::evidence
