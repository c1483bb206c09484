// Parts a sentence into clauses and weighs each.
#include "evidence/clauses.hpp"

#include <algorithm>

#include "core/text.hpp"

namespace meridian::evidence {

bool has_any(std::string_view text, std::initializer_list<const char*> words) {
  return std::any_of(words.begin(), words.end(),
                     [&](const char* word) { return text.find(word) != std::string_view::npos; });
}

bool cue(const Sentence& sentence, std::string_view id) {
  return std::any_of(sentence.hits.begin(), sentence.hits.end(),
                     [&](const auto& h) { return h.facet == "cue" && h.id == id; });
}

std::vector<std::size_t> clause_starts(std::string_view text) {
  std::vector<std::size_t> out{0};
  const std::string lower = ascii_lower(text);
  for (const char* turn : {"; ", ", but ", " but ", ", whereas ", " whereas ", ", while ", ", although ",
                           ", and did not", " although ", " however"}) {
    for (std::size_t at = lower.find(turn); at != std::string::npos; at = lower.find(turn, at + 1)) {
      out.push_back(at);
    }
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end(), [](std::size_t a, std::size_t b) { return b - a < 3; }), out.end());
  return out;
}

std::size_t clause_of(const std::vector<std::size_t>& starts, std::size_t at) {
  return static_cast<std::size_t>(std::upper_bound(starts.begin(), starts.end(), at) - starts.begin()) - 1;
}

bool tells_failure(const Sentence& s, const VocabularyHit& hit) {
  if (hit.facet != "cue" || hit.id != "no-difference") return false;
  constexpr std::size_t kNear = 32;
  const std::string behind = ascii_lower(s.text.substr(hit.start, hit.length + kNear));
  return !has_any(behind, {"adverse", "side effect", "side-effect", "complication", "deleterious", "harmful",
                           "toxicity", "serious", "complain", "recur", "relaps", " require", " need ", " needed",
                           "worsen", "deteriorat", "mortality", "withdr"});
}

std::vector<Tone> tones_of(const Sentence& s, const std::vector<std::size_t>& starts) {
  std::vector<Tone> out(starts.size());
  for (const auto& h : s.hits) {
    if (h.facet != "cue") continue;
    Tone& tone = out[clause_of(starts, h.start)];
    tone.good = tone.good || h.id == "effect";
    tone.bad = tone.bad || tells_failure(s, h);
  }
  return out;
}

bool is_finding(const Sentence& s) {
  return s.section == Section::Results || s.section == Section::Conclusions || s.section == Section::Unknown;
}

}  // namespace meridian::evidence
