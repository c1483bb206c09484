// Follows the abbreviations that a text defines: those of vocabulary phrases are hits, the others never are.
#include "evidence/abbreviations.hpp"

#include <algorithm>
#include <map>
#include <string>

namespace meridian::evidence {
namespace {

constexpr std::size_t kLongest = 10;
constexpr std::size_t kMostDefined = 40;
constexpr std::size_t kReach = 60;  // bytes before the bracket in which the long form must stand

bool is_letter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }
bool is_word(char c) { return is_letter(c) || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80; }

/// At least two capitals, no blank: what a bracket must hold to define something.
bool is_abbreviation(std::string_view word) {
  if (word.size() < 2 || word.size() > kLongest) return false;
  std::size_t capitals = 0;
  for (const char c : word) {
    if (c == ' ' || c == ',' || c == '=' || c == '%' || c == '.') return false;
    capitals += c >= 'A' && c <= 'Z' ? 1 : 0;
  }
  return capitals >= 2;
}

bool is_tag(std::string_view facet) {
  return facet == "intervention" || facet == "condition" || facet == "mechanism" || facet == "outcome";
}

using Meanings = std::map<std::string, std::vector<VocabularyHit>, std::less<>>;

/// What stands before each "(ABC)": the hits that end there; none where the long form is no phrase of ours.
Meanings meanings_of(const std::vector<Sentence>& sentences) {
  Meanings out;
  for (const auto& s : sentences) {
    for (std::size_t open = s.text.find('('); open != std::string_view::npos; open = s.text.find('(', open + 1)) {
      const auto close = s.text.find_first_of(");,", open);
      if (close == std::string_view::npos) break;
      const auto word = s.text.substr(open + 1, close - open - 1);
      if (!is_abbreviation(word) || out.contains(word) || out.size() >= kMostDefined) continue;
      std::vector<VocabularyHit> meant;
      for (const auto& hit : s.hits) {
        const std::size_t end = hit.start + hit.length;
        if (is_tag(hit.facet) && end <= open && open - end <= 2) meant.push_back(hit);
      }
      out.emplace(word, std::move(meant));
    }
  }
  return out;
}

}  // namespace

void follow_abbreviations(std::vector<Sentence>& sentences) {
  const Meanings defined = meanings_of(sentences);
  if (defined.empty()) return;
  for (auto& s : sentences) {
    for (const auto& [word, meant] : defined) {
      for (std::size_t at = s.text.find(word); at != std::string_view::npos; at = s.text.find(word, at + 1)) {
        const std::size_t end = at + word.size();
        if ((at > 0 && is_word(s.text[at - 1])) || (end < s.text.size() && is_word(s.text[end]))) continue;
        const auto here = [&](const VocabularyHit& h) { return h.start == at && at + h.length == end; };
        const auto known =
            std::find_if(s.hits.begin(), s.hits.end(), [&](const auto& h) { return here(h) && is_tag(h.facet); });
        if (known != s.hits.end()) {
          // the acronym of a term stays where its long form, or any word of that term, stood before the bracket; an
          // acronym of a treatment or condition that the text gives another meaning is none
          const bool same =
              std::any_of(meant.begin(), meant.end(), [&](const auto& h) { return h.term == known->term; });
          bool told = same || (meant.empty() && known->facet != "intervention" && known->facet != "condition");
          if (!told) {
            for (const auto& other : sentences) {
              const auto bracket = other.text.find("(" + word);
              if (bracket == std::string_view::npos) continue;
              told = std::any_of(other.hits.begin(), other.hits.end(), [&](const auto& h) {
                return h.term == known->term && h.start < bracket && bracket - h.start <= kReach;
              });
              break;
            }
          }
          if (told) continue;
          s.hits.erase(
              std::remove_if(s.hits.begin(), s.hits.end(), [&](const auto& h) { return here(h) && is_tag(h.facet); }),
              s.hits.end());
        }
        for (VocabularyHit hit : meant) {
          hit.start = at;
          hit.length = word.size();
          s.hits.push_back(hit);
        }
      }
    }
    std::stable_sort(s.hits.begin(), s.hits.end(), [](const auto& a, const auto& b) { return a.start < b.start; });
  }
}

}  // namespace meridian::evidence
