// Reads the verb that stands beside an outcome.
#include "evidence/claim_says.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <set>

namespace meridian::evidence {
namespace {

bool finds(std::string_view text, const RE2& pattern) {
  return RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), pattern);
}

enum class Way { None, Up, Down, Better, Worse };

struct Word {
  std::string_view text;
  std::size_t start = 0;
  bool ends_clause = false;  ///< a comma, stop or turn stands behind it
};

std::vector<Word> words_of(std::string_view lower) {
  std::vector<Word> out;
  const auto is_letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '\'' || static_cast<unsigned char>(c) >= 0x80U;
  };
  for (std::size_t i = 0; i < lower.size();) {
    const std::size_t start = i;
    while (i < lower.size() && is_letter(lower[i])) {
      ++i;
    }
    if (i > start) {
      out.push_back({lower.substr(start, i - start), start, false});
    } else {
      if (!out.empty() && std::string_view(",;:.()").find(lower[i]) != std::string_view::npos) {
        out.back().ends_clause = true;
      }
      ++i;
    }
  }
  return out;
}

Way way_of(std::string_view word) {
  static constexpr auto kBeginnings = std::to_array<std::pair<std::string_view, Way>>(
      {{"increas", Way::Up},     {"rais", Way::Up},        {"boost", Way::Up},         {"elevat", Way::Up},
       {"heighten", Way::Up},    {"amplif", Way::Up},      {"intensif", Way::Up},      {"promot", Way::Up},
       {"higher", Way::Up},      {"greater", Way::Up},     {"trigger", Way::Up},       {"provok", Way::Up},
       {"releas", Way::Up},      {"stimulat", Way::Up},    {"activat", Way::Up},       {"strengthen", Way::Up},
       {"enhanc", Way::Up},      {"rises", Way::Up},       {"rose", Way::Up},          {"reduc", Way::Down},
       {"decreas", Way::Down},   {"lower", Way::Down},     {"lessen", Way::Down},      {"diminish", Way::Down},
       {"block", Way::Down},     {"suppress", Way::Down},  {"inhibit", Way::Down},     {"weaken", Way::Down},
       {"fewer", Way::Down},     {"slow", Way::Down},      {"deplet", Way::Down},      {"shrink", Way::Down},
       {"declin", Way::Down},    {"hinder", Way::Down},    {"rob", Way::Down},         {"disrupt", Way::Worse},
       {"deepen", Way::Up},      {"doubl", Way::Up},       {"tripl", Way::Up},         {"drops", Way::Down},
       {"worse", Way::Worse},    {"aggravat", Way::Worse}, {"deteriorat", Way::Worse}, {"impair", Way::Worse},
       {"improv", Way::Better},  {"eas", Way::Better},     {"reliev", Way::Better},    {"help", Way::Better},
       {"restor", Way::Better},  {"sooth", Way::Better},   {"calm", Way::Better},      {"heal", Way::Better},
       {"support", Way::Better}, {"benefi", Way::Better},  {"protect", Way::Better},   {"prevent", Way::Better},
       {"stop", Way::Better},    {"treat", Way::Better},   {"cure", Way::Better},      {"better", Way::Better},
       {"relief", Way::Better},  {"control", Way::Better}});
  for (const auto& [beginning, way] : kBeginnings) {
    if (word.starts_with(beginning)) {
      return way;
    }
  }
  return word == "more" ? Way::Up : word == "less" || word == "cuts" || word == "cut" ? Way::Down : Way::None;
}

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

constexpr std::size_t kBefore = 6, kBehind = 6;  // words between verb and outcome

}  // namespace

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
  RE2::Replace(&lower, kAside, "");
  RE2::GlobalReplace(&lower, kNotOnly, "");
  RE2::GlobalReplace(&lower, kNotAll, "");
  RE2::GlobalReplace(&lower, kWithout, "");
  RE2::GlobalReplace(&lower, kNoCure, "");
  return lower;
}

bool says_worse(std::string_view lower, const Concepts& found, const std::vector<std::string>& outcomes,
                bool illness_itself) {
  const auto words = words_of(lower);
  for (const auto& hit : found.hits) {
    const bool asked =
        hit.facet == "mechanism" && std::find(outcomes.begin(), outcomes.end(), hit.id) != outcomes.end();
    const bool as_a_whole = hit.facet == "condition" && illness_itself;  // "makes neuropathy worse"
    if (!asked && !as_a_whole) {
      continue;
    }
    const std::size_t end = hit.start + hit.length;
    const auto first = static_cast<std::size_t>(
        std::find_if(words.begin(), words.end(), [&](const Word& w) { return w.start >= hit.start; }) - words.begin());
    const auto behind = static_cast<std::size_t>(
        std::find_if(words.begin(), words.end(), [&](const Word& w) { return w.start >= end; }) - words.begin());
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
    for (std::size_t back = 1; back <= kBefore && back <= first && way == Way::None; ++back) {
      const Word& word = words[first - back];
      if (word.ends_clause || word.text == "but" || word.text == "which" || word.text == "than") {
        break;
      }
      round = round != turns_round(word.text);
      way = word.text == "release" ? Way::None : way_of(word.text);  // "blocks the release of"
    }
    for (std::size_t at = std::max<std::size_t>(behind, 1);
         at < std::min(words.size(), behind + kBehind) && !words[at - 1].ends_clause; ++at) {
      const Way after = way_of(words[at].text);
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
      "remedies", "remedy",    "medicine",  "way",        "kind",        "more"};
  std::vector<std::string> out;
  const auto words = words_of(lower);
  for (std::size_t i = 0; i + 1 < words.size(); ++i) {
    if (!kBegin.contains(words[i].text) || words[i].ends_clause) {
      continue;
    }
    std::size_t last = i;
    bool known = false;
    for (std::size_t k = i + 1; k < words.size() && !kBegin.contains(words[k].text) && !kEnd.contains(words[k].text);
         ++k) {
      last = k;
      known = known || std::any_of(found.hits.begin(), found.hits.end(), [&](const VocabularyHit& hit) {
                return hit.facet != "cue" && hit.start < words[k].start + words[k].text.size() &&
                       hit.start + hit.length > words[k].start;
              });
      if (words[k].ends_clause) {
        break;
      }
    }
    const std::string_view head = words[last].text;
    const bool noun = !head.ends_with("ed") && !head.ends_with("ing");
    if (last > i && !known && noun && head.size() > 3 && (head[0] < '0' || head[0] > '9') && !kGeneral.contains(head)) {
      out.push_back(stem_of(head));
    }
  }
  return out;
}

std::vector<std::string> own_subject(std::string_view lower, const Concepts& found) {
  static const RE2 kSubject(
      R"(^(?:(?:an?|the|taking|using|adding|injected|oral|daily|regular|a daily|high-dose|low-dose) )*([a-z0-9][a-z0-9 -]{2,40}?) (?:may|might|can|could|does|do|did|will|seems?|appears?|helps?|works?|improv\w+|eas(?:e|es|ed)|reliev\w+|reduc\w+|lowers?|rais\w+|increas\w+|decreas\w+|prevents?|protects?|speeds?|slows?|restor\w+|boosts?|cut|cuts|lessens?|stops?|soothes?|calms?|heals?|strengthens?|shortens?|lengthens?|beats?|worsens?|blocks?|cures?|treats?|gets?|makes?|keeps?|takes?|lets?|lifts?)\b)");
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
  for (const auto& word : words_of({subject.data(), subject.size()})) {
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
