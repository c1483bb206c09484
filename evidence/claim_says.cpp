// Reads the verb that stands beside an outcome.
#include "evidence/claim_says.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <set>

#include "core/text.hpp"
#include "evidence/pattern.hpp"
#include "evidence/ways.hpp"

namespace meridian::evidence {
namespace {

/// "Loss of balance", "lack of sleep": the fall of it is the gain.
bool turns_round(std::string_view word) {
  static constexpr auto kWords = std::to_array<std::string_view>(
      {"loss", "lack", "decline", "deficit", "deficits", "deterioration", "impairment", "damage", "disturbance"});
  return std::find(kWords.begin(), kWords.end(), word) != kWords.end();
}

/// "Pain relief", "pain threshold", "pain-free": no longer the outcome itself.
bool changes_its_name(std::string_view word) {
  static constexpr auto kWords = std::to_array<std::string_view>(
      {"relief", "threshold", "thresholds", "tolerance", "control", "free", "management", "reduction", "relieving",
       "killing", "killers", "inhibition", "medication", "drugs", "resistance", "defence", "defences", "fighting"});
  return std::find(kWords.begin(), kWords.end(), word) != kWords.end();
}

/// "Brings down", "turns down": what takes its way from the word behind it.
bool moves(std::string_view word) {
  static constexpr auto kBeginnings = std::to_array<std::string_view>(
      {"bring", "turn", "keep", "hold", "cut", "calm", "push", "get", "force", "drive"});
  return std::any_of(kBeginnings.begin(), kBeginnings.end(), [&](auto one) { return word.starts_with(one); });
}

bool is_do(std::string_view word) { return word == "do" || word == "does" || word == "did"; }

/// The word before it tells which.
bool names_a_syndrome(std::string_view word) {
  return word == "syndrome" || word == "disease" || word == "disorder" || word == "surgery" || word == "operation";
}

/// The word is part of a name that the vocabularies know.
bool is_named(const PlacedWord& word, const Concepts& found) {
  return std::any_of(found.hits.begin(), found.hits.end(), [&](const VocabularyHit& hit) {
    return hit.facet != "cue" && hit.start < word.start + word.text.size() && hit.start + hit.length > word.start;
  });
}

constexpr std::size_t kShortestName = 2;         // "type 1A" is written CMT1A as well
constexpr std::size_t kBefore = 6, kBehind = 6;  // words between verb and outcome

}  // namespace

bool says_less(std::string_view lower, const Concepts& found) {
  for (const auto& word : placed_words(lower)) {
    if (const Way way = is_named(word, found) ? Way::None : way_of(word.text); way != Way::None) {
      return way == Way::Down || way == Way::Better;
    }
  }
  return false;
}

bool says_unproven(std::string_view lower) {
  static const RE2 kUnproven(
      R"(\b(no (good |sound |clinical |scientific )*(trials?|study|studies|evidence|proof|research)( \w+)? (has |have )?(show|prove|find|found|shown|proven|proved|support|supports|that)\w*|(has|have) yet to|(is|it's|it is) a myth|never been (shown|proven|proved)|no proof)\b)");
  return finds(lower, kUnproven);
}

std::string without_other_denials(std::string lower) {
  static const RE2 kAside(R"(^(when|if|where|although|even if|even where|while|though|because|since) [^,]{3,120}, )");
  static const RE2 kNotOnly(R"(\bnot (only|just|merely|simply)\b)");
  static const RE2 kNotAll(
      R"(\b(does not|do not|doesn't|don't|did not|didn't|not) (always |help everyone|work for everyone|help every\w*|everyone|all\b))");
  static const RE2 kWithout(
      R"(\bwithout (any |the |taking |using |more )*(side[- ]effects?|drugs?|medication|medicine|pills?|tablets|needles|surgery|risks?|a prescription|adverse \w+)\b)");
  static const RE2 kNoCure(
      R"(\b(there is no|is not a|isn't a|are no|no) (known |real |proven )*(cures?|miracle\w*|panacea)\b)");
  static const RE2 kNothingElse(R"(\b(that|which|when|where) (nothing|no other \w+|no \w+)( else)? [^,.;]{0,40})");
  RE2::GlobalReplace(&lower, kNothingElse, "");
  RE2::Replace(&lower, kAside, "");
  RE2::GlobalReplace(&lower, kNotOnly, "");
  RE2::GlobalReplace(&lower, kNotAll, "");
  RE2::GlobalReplace(&lower, kWithout, "");
  RE2::GlobalReplace(&lower, kNoCure, "");
  return lower;
}

bool says_worse(std::string_view lower, const Concepts& found, const std::vector<std::string>& outcomes,
                bool illness_itself) {
  const auto words = placed_words(lower);
  for (const auto& hit : found.hits) {
    const bool asked =
        hit.facet == "mechanism" && std::find(outcomes.begin(), outcomes.end(), hit.id) != outcomes.end();
    const bool as_a_whole = hit.facet == "condition" && illness_itself;  // "makes neuropathy worse"
    if (!asked && !as_a_whole) {
      continue;
    }
    const std::size_t end = hit.start + hit.length;
    const auto first = static_cast<std::size_t>(
        std::find_if(words.begin(), words.end(), [&](const PlacedWord& w) { return w.start >= hit.start; }) -
        words.begin());
    const auto behind = static_cast<std::size_t>(
        std::find_if(words.begin(), words.end(), [&](const PlacedWord& w) { return w.start >= end; }) - words.begin());
    if (behind > 0 && behind < words.size() && !words[behind - 1].ends_clause && changes_its_name(words[behind].text)) {
      continue;
    }
    bool wants_more = hit.id.rfind("more-", 0) == 0;
    for (const auto& other : found.hits) {
      if (other.facet == "cue" && other.id == "turned" && other.start <= hit.start &&
          other.start + other.length >= end) {
        wants_more = !wants_more;
        break;
      }
    }
    Way way = Way::None;
    bool round = false;
    bool brought = false;  // "brings the sugar down"
    for (std::size_t back = 1; back <= kBefore && back <= first; ++back) {
      brought = brought || moves(words[first - back].text);
    }
    for (std::size_t back = 1; back <= kBefore && back <= first && way == Way::None; ++back) {
      const PlacedWord& word = words[first - back];
      if (word.ends_clause || word.text == "but" || word.text == "which" || word.text == "than" || word.text == "out") {
        break;
      }
      const bool of_treatment = std::any_of(found.hits.begin(), found.hits.end(), [&](const VocabularyHit& other) {
        return other.facet == "intervention" && other.start <= word.start && other.start + other.length > word.start;
      });
      if (of_treatment) {
        continue;  // "stimulating the ear"
      }
      if (word.text == "more" && first > back && is_do(words[first - back - 1].text)) {
        way = Way::Better;  // "does more against pain"
        break;
      }
      round = round != turns_round(word.text);
      if (word.text == "down" && first > back && moves(words[first - back - 1].text)) {
        way = Way::Down;
        break;
      }
      way = word.text == "release" ? Way::None : way_of(word.text);  // "blocks the release of"
    }
    for (std::size_t at = std::max<std::size_t>(behind, 1);
         at < std::min(words.size(), behind + kBehind) && !words[at - 1].ends_clause && words[at].text != "and"; ++at) {
      const Way after = words[at].text == "down" && brought ? Way::Down : way_of(words[at].text);
      if (after == Way::Worse || (way == Way::None && after != Way::None)) {
        way = after;
        break;
      }
    }
    const bool down = way == Way::Down, up = way == Way::Up;
    if (way == Way::Worse || (wants_more != round ? down : up)) {
      return true;
    }
  }
  return false;
}

std::vector<std::string> other_names(std::string_view lower, const Concepts& found) {
  static const std::set<std::string_view> kBegin{"in",      "with",   "for",    "from",      "of",    "after",
                                                 "against", "during", "before", "following", "among", "under"};
  static const std::set<std::string_view> kEnd{
      "and", "or",   "but", "that", "which", "who", "when", "than", "by", "as",  "to",   "at",  "on", "is",     "are",
      "was", "were", "can", "may",  "if",    "it",  "they", "does", "do", "has", "have", "had", "so", "without"};
  static const std::set<std::string_view> kGeneral{
      "people",   "patients",  "patient",   "person",     "persons",     "adults",     "women",     "woman",
      "men",      "humans",    "elderly",   "seniors",    "those",       "them",       "everyone",  "anyone",
      "anybody",  "sufferers", "feet",      "foot",       "legs",        "hands",      "hand",      "body",
      "toes",     "arms",      "skin",      "joints",     "nerves",      "nerve",      "brain",     "blood",
      "muscles",  "limbs",     "life",      "time",       "night",       "nights",     "days",      "week",
      "weeks",    "month",     "months",    "year",       "years",       "home",       "work",      "practice",
      "hospital", "clinic",    "treatment", "treatments", "therapy",     "session",    "sessions",  "course",
      "dose",     "doses",     "tablets",   "pills",      "capsules",    "needles",    "points",    "trial",
      "trials",   "study",     "studies",   "evidence",   "research",    "placebo",    "sham",      "control",
      "waiting",  "nothing",   "example",   "fact",       "general",     "particular", "help",      "relief",
      "ways",     "kinds",     "number",    "majority",   "half",        "third",      "quarter",   "most",
      "many",     "some",      "deal",      "effect",     "effects",     "results",    "benefit",   "benefits",
      "risk",     "side",      "symptoms",  "condition",  "conditions",  "disease",    "illness",   "problems",
      "cases",    "start",     "beginning", "groups",     "class",       "classes",    "programme", "program",
      "minutes",  "hours",     "middle",    "rats",       "room",        "house",      "garden",    "park",
      "pool",     "chair",     "kitchen",   "office",     "studio",      "water",      "feeling",   "touch",
      "mice",     "animals",   "rodents",   "short",      "long",        "once",       "often",     "morning",
      "evening",  "system",    "state",     "states",     "supplements", "cord",       "spine",     "tissue",
      "cells",    "behind",    "while",     "least",      "needle",      "again",      "wrist",     "neck",
      "back",     "knee",      "knees",     "ear",        "ears",        "heart",      "face",      "arm",
      "remedies", "remedy",    "medicine",  "way",        "kind",        "more",       "stem",      "root",
      "roots",    "crown",     "head",      "part",       "better",      "lives",      "cords",     "form",
      "trouble",  "place",     "places",    "area",       "spite",       "front",      "addition",  "view",
      "favour",   "turn",      "case",      "birth",      "delivery",    "fewer",      "less",      "slightly"};
  std::vector<std::string> out;
  const auto words = placed_words(lower);
  for (std::size_t i = 0; i + 1 < words.size(); ++i) {
    if (!kBegin.contains(words[i].text) || words[i].ends_clause) {
      continue;
    }
    std::size_t last = i;
    bool known = false;
    for (std::size_t k = i + 1; k < words.size() && !kBegin.contains(words[k].text) && !kEnd.contains(words[k].text);
         ++k) {
      const auto at = [&](const VocabularyHit& hit) {
        return hit.facet != "cue" && hit.start < words[k].start + words[k].text.size() &&
               hit.start + hit.length > words[k].start;
      };
      const auto hit = std::find_if(found.hits.begin(), found.hits.end(), at);
      if (hit != found.hits.end() && hit->facet == "intervention" && k > i + 2) {
        break;  // "during a colonoscopy electroacupuncture dulls"
      }
      last = k;
      known = known || hit != found.hits.end();
      if (words[k].ends_clause) {
        break;
      }
    }
    const std::string_view head = words[last].text;
    if (known || head.ends_with("ed") || head.ends_with("ing")) {
      continue;
    }
    for (std::size_t k = i + 1; k <= last; ++k) {
      const std::string_view word = words[k].text;
      const bool begins_a_name = k + 1 == last && names_a_syndrome(head);  // "Tolosa-Hunt syndrome"
      if ((k == last || begins_a_name) && word.size() > 3 && (word[0] < '0' || word[0] > '9') &&
          !kGeneral.contains(word) && !names_a_syndrome(word)) {
        out.push_back(stem_of(word));
      }
    }
  }
  return out;
}

std::vector<std::string> proper_names(std::string_view text, const Concepts& found) {
  std::vector<std::string> out;
  const std::string lower = ascii_lower(text);
  bool begins = true;
  for (const auto& word : placed_words(lower)) {
    const std::string_view as_it_stands = text.substr(word.start, word.text.size());
    const bool capital =
        std::any_of(as_it_stands.begin(), as_it_stands.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
    if (capital && !begins && !is_named(word, found) && word.text.size() > kShortestName) {
      for (auto& stem : content_stems(word.text)) {
        out.push_back(std::move(stem));
      }
    }
    begins = word.ends_clause;
  }
  return out;
}

std::vector<std::string> own_subject(std::string_view lower, const Concepts& found) {
  static const RE2 kSubject(
      R"(^(?:(?:two|three|four|five|six|ten|\d+|a few|several) (?:minutes|hours|days|weeks|months|sessions|doses|courses) of )?(?:(?:learning to|going for|having|doing|practising|practicing|trying|rolling out|an?|the|taking|using|adding|injected|oral|daily|regular|a daily|high-dose|low-dose) )*([a-z0-9][a-z0-9 -]{2,40}?) (?:may|might|can|could|does|do|did|will|seems?|appears?|helps?|works?|improv\w+|eas(?:e|es|ed)|reliev\w+|reduc\w+|lowers?|rais\w+|increas\w+|decreas\w+|prevents?|protects?|speeds?|slows?|restor\w+|boosts?|cut|cuts|lessens?|stops?|soothes?|calms?|heals?|strengthens?|shortens?|lengthens?|beats?|worsens?|blocks?|cures?|treats?|gets?|makes?|keeps?|takes?|lets?|lifts?)\b)");
  static const std::set<std::string_view> kNobody{
      "it",      "this",    "that",    "they",    "these",  "people",   "patients", "study", "trial",
      "doctor",  "doctors", "nothing", "studies", "trials", "research", "evidence", "there", "treatment",
      "therapy", "most",    "many",    "some",    "you",    "we",       "no"};
  re2::StringPiece subject;
  if (!RE2::PartialMatch(re2::StringPiece(lower.data(), lower.size()), kSubject, &subject) ||
      std::any_of(found.hits.begin(), found.hits.end(), [&](const VocabularyHit& hit) {
        return hit.facet != "cue" &&
               hit.start < static_cast<std::size_t>(subject.data() - lower.data()) + subject.size();
      })) {
    return {};
  }
  std::vector<std::string> out;
  for (const auto& word : placed_words({subject.data(), subject.size()})) {
    if (kNobody.contains(word.text)) {
      return {};
    }
    if (word.text.size() > 3) {
      out.push_back(stem_of(word.text));
    }
  }
  return out;
}

bool names_unknown_outcome(std::string_view lower, const Concepts& found) {
  static const RE2 kVerb(
      R"(\b(?:improv|restor|increas|boost|reduc|decreas|lower|rais|strengthen|enhanc|regenerat|repair|shrink|detoxif|stimulat|cleans|cur|heal|revers|sharpen|reliev|eas|slow|speed|clear)(?:e|es|ed|ing|s|ies)?(?: up| down)?\b([^.;,:]*))");
  static const RE2 kEnd(R"(^(.*?)\b(?:in|of|after|for|during|with|among|when|that|which|by|from|and|than|as|to)\b)");
  static const RE2 kNobody(
      R"(\b(the|a|an|your|their|his|her|my|our|its|this|that|these|those|all|some|many|most|people|patients|adults|men|women|them|you|it|body|often|even|really|much|very|every|kind|form|forms|case|cases|symptoms?|problems?|condition|disease|illness|everything|things?)\b)");
  const re2::StringPiece input(lower.data(), lower.size());
  re2::StringPiece object;
  if (!RE2::PartialMatch(input, kVerb, &object)) {
    return false;
  }
  re2::StringPiece head;
  if (RE2::PartialMatch(object, kEnd, &head)) {
    object = head;
  }
  const auto from = static_cast<std::size_t>(object.data() - lower.data());
  const bool known = std::any_of(found.hits.begin(), found.hits.end(), [&](const VocabularyHit& hit) {
    return hit.facet != "cue" && hit.start < from + object.size() && hit.start + hit.length > from;
  });
  std::string rest(object.data(), object.size());
  RE2::GlobalReplace(&rest, kNobody, "");
  return !known && finds(rest, RE2(R"([a-z]{3})"));
}

}  // namespace meridian::evidence
