// Tells the sentences that studies can bear out from greetings, advice, anecdotes and definitions.
#include <re2/re2.h>

#include "core/text.hpp"
#include "evidence/claim.hpp"

namespace meridian::evidence {
namespace {

bool finds(std::string_view text, const RE2& pattern) {
  return RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), pattern);
}

/// Behind "because", "as" and a colon a piece of advice may carry its claim.
std::string_view reason_of(std::string_view lower) {
  std::size_t best = std::string_view::npos;
  for (const std::string_view word :
       {" because ", ", since ", ", for ", ": ", ", as it ", ", which ", " and neuropathy ", ", so that ",
        " and you will ", " and it will ", " and your "}) {
    const auto at = lower.find(word);
    if (at != std::string_view::npos && at < best) {
      best = at;
    }
  }
  return best == std::string_view::npos ? std::string_view() : lower.substr(best);
}

}  // namespace

bool is_claim(std::string_view sentence, const ClaimContext& context, const ClaimWords& words) {
  static const RE2 kQuestion(R"(\?["'”’)]*\s*$)");
  static const RE2 kGreeting(
      R"(^(hello|hi|dear|welcome|thank|thanks|until next|happy|be well|see you|good morning|cheers|enjoy|that is all|call us|ring me|sign up|subscribe|click|read on|stay tuned|our practice|the practice|we have gathered|we went through|this next one|now (for|the)|first, |let us|let's|last of all|prepare to))");
  static const RE2 kImperative(
      R"(^(so |then |but |and |please,? ?|do |instead,? |first,? |also,? |just |simply |always |never |whatever you choose, |if [^,]+, |for a [^,]+, |after [^,]+, |back to [^,]+, |every (morning|evening|day),? |once a (day|week),? |twice a (day|week),? )*(ask|add|take|try|check|wrap|tell|write|start|see|call|talk|keep|go|hold|leave|skip|order|book|swallow|eat|drink|avoid|stop|use|wear|choose|pick|consider|remember|note|make sure|don't|do not|be |bring|get your|give|let|look|listen|move|open|put|read|rest|ring|see|sip|sit|soak|speak|stay|stick|walk|wash|watch|buy|dust|grab|breathe|apply|mix|repeat|stir|fill|dry|place|press (and|the|your)|join|visit|speak|discuss|combine|expect|find|follow|learn|limit|share|spend|think|wait|work with|work up|return|store|treat yourself|enjoy|build|aim|begin|never)\b)");
  static const RE2 kAdvice(
      R"(\b(should|ought to|need to|needs to|have to|must|you will need|we recommend|i recommend|speak to your|talk to your|see a doctor|make an appointment)\b)");
  static const RE2 kFirst(R"((^|[^a-z'])(i|i'm|i've|i'd|i'll|my|me|mine|myself)($|[^a-z]))");
  static const RE2 kReported(R"(what we tell|we tell our|we know that|as i tell|i tell my|in my experience)");
  static const RE2 kWe(R"((^|[^a-z])(we|we've|we'd|our|us|we'll|we're)($|[^a-z]))");
  static const RE2 kAnecdote(
      R"(\b(dad|mum|mom|grandma|grandpa|granny|nan|my friend|our neighbour|our neighbor|my father|my mother|my husband|my wife|uncle|aunt|swears by|a client of|one of (my|our) (clients|patients)|one reader|hero)\b|^[A-Z][a-z]+, \d\d,|^(mr|mrs|ms|dr)\. [A-Z])");
  static const RE2 kDefinition(
      R"(\b(stands for|short for|is called|are called|call it|calls it|known as|is the name|is the word for|is another word|'s word for|in case you wondered|refers to|is defined as|the (latin|greek|chinese|medical) word)\b)");
  static const RE2 kIsA(R"(^[^,:;]{2,60} (is|are|was|were) (a|an|the|one of the|another|some) )");
  static const RE2 kNotThis(
      R"(\b(none of this|replaces your|replace your|is not a person|not medical advice|consult|you are in good hands|knew a thing|pure folklore|put to the test|blow your|opening hours|appointments? left|euros?|dollars?|\$\d|€|per session costs|free first talk|swap|newsletter|comments? below|sounds?)\b)");
  static const RE2 kNumber(
      R"(\b(half|a third|a quarter|two thirds|most|many|few) (of|people|patients|adults|women|men)\b|\b(\d+|one|two|three|four|five|nine) (out of|in) (\d+|two|three|four|five|six|ten|every)\b|\bevery (second|third|fourth|fifth|tenth) (person|patient|adult|woman|man)\b|\d ?(%|per ?cent)|\bone in (\w+)\b|more often|most often|\b(rare|common|commonest|rarely|commonly|frequent|widespread|leading cause)\b)");
  static const RE2 kStudied(
      R"(\b(looked at|wrote (on|about)|listened in|reviewed|surveyed|published|asked|interviewed|set out to|studied|investigated|examined how|recruited|describe[sd]? how)\b)");
  const std::string lower = ascii_lower(trim(sentence));
  if (lower.size() < 12 || lower.size() > 2000) {
    return false;
  }
  const auto claims = [&](std::string_view part) {
    const Concepts found = concepts_of(part, words);
    const bool topical = found.cues.contains("health") || !found.interventions.empty() || !found.conditions.empty() ||
                         !found.outcomes.empty();
    const bool tells = found.cues.contains("effect") || found.cues.contains("safety") ||
                       found.cues.contains("evidence") || finds(part, kNumber);
    return topical && tells;
  };
  if (finds(lower, kQuestion) || finds(lower, kGreeting)) {
    return false;
  }
  // a list item that is only a noun phrase is read behind its lead-in
  if (!context.lead_in.empty() && lower.size() < 200 && !finds(lower, kImperative)) {
    const std::string lead = ascii_lower(context.lead_in);
    const Concepts of_lead = concepts_of(lead, words);
    if (of_lead.cues.contains("effect") && (!of_lead.interventions.empty() || !of_lead.conditions.empty())) {
      const Concepts own = concepts_of(lower, words);
      if (!own.outcomes.empty() || own.cues.contains("health") || own.cues.contains("effect")) {
        return !finds(lower, kDefinition);
      }
    }
  }
  if (finds(lower, kNotThis) || finds(lower, kDefinition)) {
    return false;
  }
  if (lower.back() == ':' && lower.size() < 200) {
    return false;  // opens a list; its items are the claims
  }
  const bool reported = finds(lower, kReported);
  if (!reported && finds(lower, kFirst)) {
    const auto reason = reason_of(lower);
    return !reason.empty() && claims(reason) && !finds(reason, kFirst);
  }
  if (finds(sentence, kAnecdote) || finds(lower, kAnecdote)) {
    const auto reason = reason_of(lower);
    return !reason.empty() && claims(reason) && !finds(reason, kAnecdote);
  }
  if (finds(lower, kImperative) || finds(lower, kAdvice)) {
    auto reason = reason_of(lower);
    if (finds(lower, kImperative) && reason.empty()) {  // "Swallow it and you will notice relief"
      const auto and_will = lower.find(" will ");
      const auto conjunction = lower.rfind(" and ", and_will);
      if (and_will != std::string::npos && conjunction != std::string::npos && and_will - conjunction < 60) {
        reason = std::string_view(lower).substr(conjunction);
      }
    }
    if (!reason.empty() && finds(reason.substr(std::min<std::size_t>(reason.size(), 2)), kImperative)) {
      return false;
    }
    return !reason.empty() && claims(reason) && !finds(reason, kAdvice);
  }
  if (!reported && finds(lower, kWe)) {
    return false;
  }
  const Concepts found = concepts_of(lower, words);
  const bool strong_effect =
      found.cues.contains("effect") || found.cues.contains("evidence") || found.cues.contains("safety");
  if (finds(lower, kStudied) && !found.cues.contains("evidence")) {
    return false;
  }
  if (finds(lower, kIsA) && !found.cues.contains("safety") && !found.cues.contains("evidence")) {
    // "X is a mineral that ..." defines; behind a colon or a comma it may go on to claim
    const auto tail = reason_of(lower);
    if (tail.empty() && !finds(lower, kNumber)) {
      return false;
    }
    if (!tail.empty()) {
      return claims(tail);
    }
  }
  if (!strong_effect && !finds(lower, kNumber)) {
    return false;
  }
  return claims(lower);
}

}  // namespace meridian::evidence
