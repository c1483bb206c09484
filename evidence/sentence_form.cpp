// Tells by grammar and set phrases how a sentence speaks.
#include "evidence/sentence_form.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <vector>

#include "core/text.hpp"
#include "evidence/pattern.hpp"

namespace meridian::evidence {
namespace {

template <std::size_t N>
bool is_one_of(std::string_view word, const std::array<std::string_view, N>& list) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_small(char c) { return c >= 'a' && c <= 'z'; }

struct Token {
  std::string_view word;  ///< letters and apostrophes
  char before = ' ';      ///< the byte in front of it
  std::string_view rest;  ///< of the text behind it
};

std::vector<Token> tokens_of(std::string_view text) {
  std::vector<Token> out;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t start = i;
    while (i < text.size() && (is_letter(text[i]) || (i > start && text[i] == '\''))) {
      ++i;
    }
    if (i == start) {
      ++i;
      continue;
    }
    out.push_back({text.substr(start, i - start), start == 0 ? ' ' : text[start - 1], text.substr(i)});
  }
  return out;
}

bool is_abbreviation(std::string_view word) {
  return word.size() > 1 && std::none_of(word.begin(), word.end(), is_small);
}

/// "Type I", "phase I or II", "CRPS I", "i.e.", "(i)": a number or part of a short form, no pronoun.
bool is_numeral(const std::vector<Token>& tokens, std::size_t at) {
  static constexpr auto kCounted = std::to_array<std::string_view>(
      {"type",   "types",   "stage",    "stages",  "phase",   "phases",  "class", "grade",
       "level",  "group",   "category", "part",    "chapter", "volume",  "table", "figure",
       "factor", "complex", "collagen", "vitamin", "lamina",  "division"});
  const Token& one = tokens[at];
  const char next = one.rest.empty() ? ' ' : one.rest[0];
  if ((next == '.' && one.rest.size() > 1 && is_letter(one.rest[1])) || next == ')' || next == '-' || next == '/' ||
      one.before == '-' || one.before == '/' || one.before == '.') {
    return true;
  }
  return at > 0 && (is_one_of(ascii_lower(tokens[at - 1].word), kCounted) || is_abbreviation(tokens[at - 1].word));
}

/// Words that open a request and may as well be a noun or an adjective: "Use heat", "Use of heat", "Open surgery".
constexpr auto kNamesToo = std::to_array<std::string_view>(
    {"use",  "rest", "dry",  "open", "walk",  "drink", "order", "start", "return", "press", "visit", "repeat",
     "mix",  "move", "wash", "dust", "place", "hold",  "soak",  "stay",  "stop",   "talk",  "look",  "share",
     "wait", "ring", "book", "call", "wrap",  "treat", "store", "limit", "check",  "read",  "work",  "aim"});

/// True where the words behind a request's first word show that it was the sentence's subject.
bool was_subject(std::string_view behind) {
  static constexpr auto kThird = std::to_array<std::string_view>(
      {"relieves", "eases",    "reduces",  "lowers",    "improves", "soothes",   "calms",       "prevents", "heals",
       "cures",    "boosts",   "helps",    "decreases", "raises",   "increases", "restores",    "harms",    "worsens",
       "causes",   "protects", "releases", "lessens",   "speeds",   "delays",    "strengthens", "shows",    "is",
       "are",      "was",      "were",     "has",       "had",      "may",       "might",       "can",      "could",
       "does",     "did",      "will",     "would",     "relieved", "eased",     "reduced",     "lowered",  "improved",
       "helped",   "caused",   "supports", "works",     "made"});
  static constexpr auto kPlural = std::to_array<std::string_view>(
      {"relieve", "ease",  "reduce",  "lower",   "improve",  "soothe", "calm",     "prevent",
       "heal",    "cure",  "boost",   "help",    "decrease", "raise",  "increase", "harm",
       "worsen",  "cause", "protect", "release", "show",     "work"});
  static constexpr auto kParts = std::to_array<std::string_view>(
      {"who", "that", "which", "what", "how", "whether", "if",    "when", "where", "while", "because",
       "so",  "and",  "or",    "but",  "as",  "than",    "until", "you",  "it",    "they",  "since"});
  behind = behind.substr(0, behind.find_first_of(",;:.!?("));
  const auto tokens = tokens_of(behind);
  if (!tokens.empty() && tokens[0].word == "of") {
    return true;
  }
  for (std::size_t i = 0; i < std::min<std::size_t>(tokens.size(), 4); ++i) {
    if (is_one_of(tokens[i].word, kParts)) {
      return false;
    }
    if (is_one_of(tokens[i].word, kThird) ||
        (i > 0 && tokens[i - 1].word.back() == 's' && is_one_of(tokens[i].word, kPlural))) {
      return true;
    }
  }
  return false;
}

/// Without brackets and without names given in passing.
std::string without_asides(std::string_view sentence) {
  static const RE2 kBrackets(R"( ?\([^()]*\))");
  static const RE2 kOtherName(
      R"((?i),? ?\b(or |and )?(also|often|better|otherwise|commonly|sometimes|once|formerly) (known as|called|termed|referred to as) [^,;:.]*,?|, (known as|called|short for|or) [^,;:.]*,)");
  std::string out(sentence);
  RE2::GlobalReplace(&out, kBrackets, "");
  std::string kept;
  re2::StringPiece rest(out);
  re2::StringPiece aside;
  static const RE2 kWhole("(" + kOtherName.pattern() + ")");
  static const RE2 kCopula(R"((?i)\b(is|are|was|were|be)$)");
  while (RE2::PartialMatch(rest, kWhole, &aside)) {
    const std::string_view before(rest.data(), static_cast<std::size_t>(aside.data() - rest.data()));
    kept += before;
    if (finds(trim(before), kCopula)) {  // "is also known as" is what the sentence says
      kept += std::string_view(aside.data(), aside.size());
    } else {
      kept += ' ';
    }
    rest.remove_prefix(static_cast<std::size_t>(aside.data() + aside.size() - rest.data()));
  }
  return kept + std::string(rest.data(), rest.size());
}

}  // namespace

bool is_greeting(std::string_view sentence) {
  static const RE2 kGreeting(
      R"((?i)^(hello|hi|dear|welcome|thank|thanks|until next|happy|be well|see you|good morning|cheers|enjoy|that is all|call us|ring me|sign up|subscribe|click|read on|stay tuned|our practice|the practice (is|was|will|has|opens|closes|offers|moves|stays)|we have gathered|we went through|this next one|now (for|the)|first,|let us|let's|last of all|prepare to)($|[^a-z-]))");
  return finds(sentence, kGreeting);
}

bool is_imperative(std::string_view sentence, const ClaimWords& words) {
  static const RE2 kImperative(
      R"((?i)^((?:so |then |but |and |please,? ?|do |instead,? |first,? |also,? |just |simply |always |never |whatever you choose, |if [^,]+, |for a [^,]+, |after [^,]+, |back to [^,]+, |every (?:morning|evening|day),? |once a (?:day|week),? |twice a (?:day|week),? )*)(ask|add|take|try|check|wrap|tell|write|start|see|call|talk|keep|go|hold|leave|skip|order|book|swallow|eat|drink|avoid|stop|use|wear|choose|pick|consider|remember|note|make sure|don't|do not|be |bring|get your|give|let|look|listen|move|open|put|read|rest|ring|sip|sit|soak|speak|stay|stick|walk|wash|watch|buy|dust|grab|breathe|apply|mix|repeat|stir|fill|dry|place|press (?:and|the|your)|join|visit|discuss|combine|expect|find|follow|learn|limit|share|spend|think|wait|work with|work up|return|store|treat yourself|enjoy|build|aim|begin|never|imagine|picture)\b)");
  re2::StringPiece opening;
  re2::StringPiece verb;
  if (!RE2::PartialMatch(re2::StringPiece(sentence.data(), sentence.size()), kImperative, &opening, &verb)) {
    return false;
  }
  const auto from = sentence.substr(opening.size());
  const auto behind = from.substr(verb.size());
  if (behind.starts_with('-')) {  // "open-label", "take-home"
    return false;
  }
  const Concepts named = concepts_of(from, words);
  if (std::any_of(named.hits.begin(), named.hits.end(), [&](const VocabularyHit& hit) {
        return hit.facet == "intervention" && hit.start == 0 && hit.length > verb.size();
      })) {
    return false;
  }
  return !is_one_of(ascii_lower(std::string_view(verb.data(), verb.size())), kNamesToo) ||
         !was_subject(ascii_lower(behind));
}

bool is_definition(std::string_view sentence, const ClaimWords& words) {
  static const RE2 kDefinition(
      R"((?i)\b(stands for|is short for|, or [^,]+ for short|is called|are called|call it|calls it|(is|are|was|were) ([a-z]+ ){0,2}known as|is the name|is the word for|is another word|'s word for|in case you wondered|refers to|is defined as|the (latin|greek|chinese|medical) word)\b)");
  static const RE2 kMeans(
      R"((?i)^([^,:;]{2,60}) (means?|(is|are) (nerve )?(damage|injury|disease|pain|a disorder)( (to|of|in|from|that)\b)) )");
  if (finds(without_asides(sentence), kDefinition)) {
    return true;
  }
  re2::StringPiece subject;
  if (!RE2::PartialMatch(re2::StringPiece(sentence.data(), sentence.size()), kMeans, &subject)) {
    return false;
  }
  // an illness means what its name says; a treatment may mean less pain
  const Concepts named = concepts_of(std::string_view(subject.data(), subject.size()), words);
  return named.interventions.empty() && !named.conditions.empty();
}

bool is_judgement(std::string_view sentence) {
  static const RE2 kJudges(
      R"((?i) (is|are|was|were) (a|an|the|one of the|another|some) (([a-z-]+ ){0,3}(effective|ineffective|powerful|potent|proven|promising|useful|useless|helpful|good|great|excellent|best|better|reliable|valuable|beneficial|safe|safer|safest|successful|strong|worthwhile|sure|quickest|fastest)( [a-z-]+){0,3} (for|against|to|of|in|than)|([a-z-]+ ){0,2}(cure|antidote|cause|causes|trigger|triggers|risk factors?) (for|of|against)|same|equal of)\b)");
  return finds(sentence, kJudges);
}

bool is_description(std::string_view sentence) {
  static const RE2 kIsA(R"((?i)^[^,:;]{2,60} (is|are|was|were) (a|an|the|one of the|another|some) )");
  return finds(sentence, kIsA) && !is_judgement(sentence);
}

bool tells_of_study(std::string_view sentence) {
  static const RE2 kStudied(
      R"((?i)\b(looked at|wrote (on|about)|listened in|reviewed|surveyed|published|asked|interviewed|set out to|studied|investigated|(examined|explored|assessed|evaluated|compared|measured|tested) (the|how|whether|if|what)|recruited|describe[sd]? how|asks? (whether|if|how|why|what))\b)");
  return finds(sentence, kStudied);
}

std::string_view finding_in(std::string_view sentence) {
  static const RE2 kFinding(
      R"((?i)\b(?:found|finds?|showed|shown|shows?|reported|reports?|concluded?|concludes|demonstrate[sd]?|revealed|reveals?|confirm(?:ed|s)?|suggest(?:s|ed)?|indicate[sd]?|discovered|established) (?:clearly )?(that |[a-z]))");
  re2::StringPiece begin;
  if (!RE2::PartialMatch(re2::StringPiece(sentence.data(), sentence.size()), kFinding, &begin)) {
    return {};
  }
  return sentence.substr(static_cast<std::size_t>(begin.data() - sentence.data()));
}

bool speaks_of_writer(std::string_view sentence) {
  static constexpr auto kOwn = std::to_array<std::string_view>({"my", "me", "mine", "myself"});
  const auto tokens = tokens_of(sentence);
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const auto word = tokens[i].word;
    const std::string lower = ascii_lower(word);
    const bool pronoun = lower == "i" ? !is_numeral(tokens, i) : lower.starts_with("i'");
    if (pronoun || (is_one_of(lower, kOwn) && word != "ME")) {  // ME is an illness
      return true;
    }
  }
  return false;
}

bool speaks_of_us(std::string_view sentence) {
  static constexpr auto kWe = std::to_array<std::string_view>({"we", "we've", "we'd", "our", "us", "we'll", "we're"});
  // what everyone has is not the practice's
  static constexpr auto kEveryones = std::to_array<std::string_view>(
      {"body", "bodies", "brain", "brains", "nerves", "nervous", "cells", "blood", "muscles", "skin", "heart", "hearts",
       "immune", "gut", "genes", "feet", "hands", "own"});
  const auto tokens = tokens_of(sentence);
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i].word == "US" || tokens[i].before == '.') {  // the country
      continue;
    }
    const std::string lower = ascii_lower(tokens[i].word);
    const bool everyones =
        lower == "our" && i + 1 < tokens.size() && is_one_of(ascii_lower(tokens[i + 1].word), kEveryones);
    if (is_one_of(lower, kWe) && !everyones) {
      return true;
    }
  }
  return false;
}

bool is_anecdote(std::string_view sentence) {
  static const RE2 kStory(
      R"((?i)\b(dad|mum|mom|grandma|grandpa|granny|nan|my friend|our neighbour|our neighbor|my father|my mother|my husband|my wife|uncle|aunt|swears by|a client of|one of (my|our) (clients|patients)|one reader|hero|s?he (says|said|tells|told))\b|(^|[^a-z])(an?|the|our|one|another|this) \d{1,3}[- ]year[- ]old\b)");
  static const RE2 kPerson(
      R"(^[A-Z][a-z]+, \d\d,|^(Mr|Mrs|Ms)\. [A-Z]|^(Dr|Prof)\.? [A-Z][A-Za-z. -]+ (trained|qualified|has|is|was|works|worked|runs|founded|lives|holds)\b|^[A-Z][a-z]+, (an?|the|my|our|who|now) [^,]{2,60}, (says|said|tells|told|writes|wrote|reports|remembers|feels|felt)\b)");
  return finds(sentence, kStory) || finds(sentence, kPerson);
}

}  // namespace meridian::evidence
