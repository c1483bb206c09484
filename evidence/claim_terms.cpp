// Stems, stop words and concepts of a text.
#include "evidence/claim_terms.hpp"

#include <algorithm>
#include <array>
#include <unordered_set>

#include "core/text.hpp"

namespace meridian::evidence {
namespace {

const std::unordered_set<std::string_view>& stop_words() {
  static const std::unordered_set<std::string_view> kWords{
      "a",       "an",      "the",    "and",    "or",      "but",     "of",    "in",    "on",     "at",      "to",
      "for",     "from",    "by",     "with",   "as",      "is",      "are",   "was",   "were",   "be",      "been",
      "being",   "it",      "its",    "this",   "that",    "these",   "those", "there", "their",  "they",    "them",
      "he",      "she",     "his",    "her",    "you",     "your",    "we",    "our",   "us",     "i",       "my",
      "me",      "who",     "whom",   "which",  "what",    "when",    "where", "how",   "why",    "if",      "than",
      "then",    "so",      "do",     "does",   "did",     "done",    "has",   "have",  "had",    "can",     "could",
      "may",     "might",   "will",   "would",  "shall",   "should",  "must",  "not",   "no",     "nor",     "any",
      "some",    "all",     "each",   "both",   "more",    "most",    "other", "such",  "only",   "own",     "same",
      "too",     "very",    "just",   "also",   "into",    "over",    "under", "out",   "up",     "down",    "off",
      "about",   "after",   "before", "during", "between", "through", "again", "once",  "here",   "because", "while",
      "until",   "against", "s",      "t",      "don",     "really",  "even",  "well",  "far",    "much",    "many",
      "one",     "two",     "get",    "gets",   "make",    "makes",   "way",   "thing", "things", "let",     "lets",
      "take",    "takes",   "set",    "kind",   "via",     "e",       "g",     "et",    "al",     "people",  "person",
      "persons", "per",     "cent",   "upon",   "within",  "without", "whose", "yet",   "still",  "every",   "everyone",
      "use",     "used",    "using",  "help",   "helps"};
  return kWords;
}

bool is_word_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         static_cast<unsigned char>(c) >= 0x80U;
}

template <class Each>
void for_words(std::string_view text, Each each) {
  std::size_t i = 0;
  while (i < text.size()) {
    while (i < text.size() && !is_word_byte(text[i])) {
      ++i;
    }
    const std::size_t start = i;
    while (i < text.size() && is_word_byte(text[i])) {
      ++i;
    }
    if (i > start) {
      each(ascii_lower(text.substr(start, i - start)));
    }
  }
}

bool cut_end(std::string& word, std::string_view end, std::size_t least) {
  if (word.size() >= end.size() + least && word.compare(word.size() - end.size(), end.size(), end) == 0) {
    word.resize(word.size() - end.size());
    return true;
  }
  return false;
}

bool is_part_of(const VocabularyHit& hit, std::string_view wider, const ClaimWords& words) {
  for (const auto* vocabulary : {words.writers, words.studies}) {
    for (const auto& term : vocabulary->terms()) {
      if (term.facet == hit.facet && term.id == hit.id &&
          std::find(term.part_of.begin(), term.part_of.end(), wider) != term.part_of.end()) {
        return true;
      }
    }
  }
  return false;
}

void add_once(std::vector<std::string>& list, std::string_view id) {
  if (std::find(list.begin(), list.end(), id) == list.end()) {
    list.emplace_back(id);
  }
}

}  // namespace

Subject subject_of(const std::string& id, std::string_view facet, const ClaimWords& words) {
  Subject subject;
  subject.kinds.insert(id);
  for (std::size_t before = 0; before < subject.kinds.size();) {
    before = subject.kinds.size();
    for (const auto* vocabulary : {words.studies, words.writers}) {
      for (const auto& term : vocabulary->terms()) {
        if (term.facet != facet) {
          continue;
        }
        subject.of_studies = subject.of_studies || (vocabulary == words.studies && term.id == id);
        if (std::any_of(term.part_of.begin(), term.part_of.end(),
                        [&](const std::string& wider) { return subject.kinds.contains(wider); })) {
          subject.kinds.insert(term.id);
        }
      }
    }
  }
  return subject;
}

std::string_view role_of(std::string_view id, std::string_view facet, const ClaimWords& words) {
  for (const auto* vocabulary : {words.writers, words.studies}) {
    for (const auto& term : vocabulary->terms()) {
      if (term.facet == facet && term.id == id && !term.role.empty()) {
        return term.role;
      }
    }
  }
  return "";
}

std::string straight_apostrophes(std::string_view text) {
  std::string out(text);
  for (std::size_t at = 0; (at = out.find("\xE2\x80\x99", at)) != std::string::npos;) {
    out.replace(at, 3, 1, '\'');
  }
  return out;
}

std::string stem_of(std::string_view text) {
  std::string word = ascii_lower(text);
  if (word.size() < 4 || (word[0] >= '0' && word[0] <= '9')) {
    return word;
  }
  if (cut_end(word, "sses", 2)) {
    word += "ss";
  } else if (cut_end(word, "ies", 2)) {
    word += "y";
  } else if (word.back() == 's' && word[word.size() - 2] != 's' && word[word.size() - 2] != 'u' &&
             word[word.size() - 2] != 'i') {
    word.pop_back();
  }
  static constexpr auto kEnds = std::to_array<std::string_view>(
      {"ization", "isation", "ational", "fulness", "iveness", "ations", "ation", "ments", "ment",
       "ings",    "ing",     "edly",    "ness",    "ically",  "ical",   "ions",  "ion",   "ive",
       "ed",      "ally",    "ly",      "ic",      "al",      "er",     "or",    "e",     "y"});
  for (const auto end : kEnds) {
    if (cut_end(word, end, 4)) {
      break;
    }
  }
  if (word.size() > 4 && word.back() == word[word.size() - 2] && word.back() != 's' && word.back() != 'l') {
    word.pop_back();
  }
  return word;
}

std::vector<std::string> content_stems(std::string_view text) {
  std::vector<std::string> out;
  for_words(text, [&](const std::string& word) {
    if (!stop_words().contains(word) && out.size() < 2000) {
      out.push_back(stem_of(word));
    }
  });
  return out;
}

std::vector<std::string> content_words(std::string_view text) {
  std::vector<std::string> out;
  for_words(text, [&](const std::string& word) {
    if (!stop_words().contains(word) && out.size() < 60) {
      add_once(out, word);
    }
  });
  return out;
}

Concepts concepts_of(std::string_view text, const ClaimWords& words) {
  Concepts out;
  std::vector<VocabularyHit> all;
  for (const auto& hit : words.writers->hits(text)) {
    all.push_back(hit);
  }
  for (const auto& hit : words.studies->hits(text)) {
    if (hit.facet == "intervention" || hit.facet == "condition") {
      if (hit.facet == "intervention") {
        out.studied.emplace(hit.id);
      }
      if (hit.id != "drug" && hit.id != "other" && hit.id != "other-pain") {
        all.push_back(hit);
      }
    }
  }
  std::stable_sort(all.begin(), all.end(), [](const VocabularyHit& a, const VocabularyHit& b) {
    return a.start != b.start ? a.start < b.start : a.length > b.length;
  });
  for (const auto& hit : all) {
    if (hit.facet == "cue") {
      out.cues.emplace(hit.id);
      if (hit.id == "turned") {
        out.hits.push_back(hit);
      }
      continue;
    }
    // within a facet the longest phrase speaks: "diabetic neuropathy" is not also "neuropathy"
    // and a treatment within a longer phrase of any kind is none: the needles of "pins and needles"
    const bool covered = std::any_of(all.begin(), all.end(), [&](const VocabularyHit& other) {
      if (other.facet == hit.facet && other.id != hit.id && other.start == hit.start && other.length == hit.length) {
        return is_part_of(other, hit.id, words);  // of a narrow and a wide name for the same words the narrow one
      }
      return (other.facet == hit.facet || (hit.facet == "intervention" && other.facet != "cue")) &&
             other.length > hit.length && other.start <= hit.start &&
             other.start + other.length >= hit.start + hit.length;
    });
    if (covered || hit.phrase == "acupoint") {  // a point can be pressed, heated or injected; it names no treatment
      continue;
    }
    if (hit.facet == "intervention") {
      add_once(out.interventions, hit.id);
    } else if (hit.facet == "condition") {
      add_once(out.conditions, hit.id);
    } else if (hit.facet == "mechanism") {
      add_once(out.outcomes, hit.id);
    }
    out.hits.push_back(hit);
  }
  return out;
}

}  // namespace meridian::evidence
