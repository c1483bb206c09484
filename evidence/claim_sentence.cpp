// Tells the sentences that studies can bear out from greetings, advice, anecdotes and definitions.
#include <re2/re2.h>

#include "core/text.hpp"
#include "evidence/claim.hpp"
#include "evidence/pattern.hpp"
#include "evidence/sentence_form.hpp"

namespace meridian::evidence {
namespace {

/// Behind "because", "as" and a colon a piece of advice may carry its claim.
std::string_view reason_of(std::string_view sentence) {
  std::size_t best = std::string_view::npos;
  for (const std::string_view word :
       {" because ", ", since ", ", for ", ": ", ", as it ", ", which ", " and neuropathy ", ", so that ",
        " and you will ", " and it will ", " and your "}) {
    const auto at = sentence.find(word);
    if (at != std::string_view::npos && at < best) {
      best = at;
    }
  }
  return best == std::string_view::npos ? std::string_view() : sentence.substr(best);
}

}  // namespace

bool is_claim(std::string_view sentence, const ClaimContext& context, const ClaimWords& words) {
  static const RE2 kQuestion(R"((?i)\?["'”’)]*\s*$)");
  static const RE2 kAdvice(
      R"((?i)\b(should|ought to|need to|needs to|have to|must|it (also |often |really )?helps? (to|if you)|you will need|we recommend|i recommend|speak to your|talk to your|see a doctor|make an appointment)\b)");
  static const RE2 kReported(R"((?i)what we tell|we tell our|we know that|as i tell|i tell my|in my experience)");
  static const RE2 kNotThis(
      R"((?i)\b(none of this|(more|further|larger|better) (research|studies|trials) (is|are) needed on|replaces your|replace your|is not a person|not medical advice|consult|you are in good hands|knew a thing|pure folklore|put to the test|blow your|opening hours|appointments? left|euros?|dollars?|\$\d|€|£|discounts?|vouchers?|(pay|pays|paid|charge[sd]?) (between|about|around|up to|from|\d)|per session costs|free first talk|swap|newsletter|comments? below|sounds?)\b)");
  static const RE2 kNumber(
      R"((?i)\b(half|a third|a quarter|two thirds|most|many|few) (of|people|patients|adults|women|men)\b|\b(\d+|one|two|three|four|five|nine) (out of|in) (\d+|two|three|four|five|six|ten|every)\b|\bevery (second|third|fourth|fifth|tenth) (person|patient|adult|woman|man)\b|\d ?(%|per ?cent)|\bone in (\w+)\b|more often|most often|\b(rare|common|commonest|rarely|commonly|frequent|widespread|leading cause)\b)");
  static const RE2 kBefalls(
      R"((?i)\b(feels?|felt|suffer(s|ed)?|develops?|strikes?|affect(s|ed)?|respond(s|ed)?|improv(e|es|ed)|recover(s|ed)?|notice[sd]?|runs? low|sleeps?|slept|works?|worked|help(s|ed)?|reliev(e|es|ed)|eas(e|es|ed)|heal(s|ed)?|cure[sd]?|harm(s|ed)?|safe|safely|effective|ineffective)\b)");
  static const RE2 kDidYouKnow(R"((?i)^(?:and |but |so )?did you know (?:that )?(.+?)\?+\s*$)");
  std::string said = straight_apostrophes(trim(sentence));
  if (std::string told; RE2::FullMatch(said, kDidYouKnow, &told)) {
    said = told + ".";  // asks nothing
  }
  if (said.size() < 12 || said.size() > 2000) {
    return false;
  }
  const auto claims = [&](std::string_view part) {
    const Concepts found = concepts_of(part, words);
    // "people" and "treatment" belong to any trade; with what befalls them they are a matter of health
    const bool topical = found.cues.contains("health") || !found.interventions.empty() || !found.conditions.empty() ||
                         !found.outcomes.empty() || (found.cues.contains("people") && finds(part, kBefalls));
    const bool tells = found.cues.contains("effect") || found.cues.contains("safety") ||
                       found.cues.contains("evidence") || finds(part, kNumber) || is_judgement(part);
    return topical && tells;
  };
  if (finds(said, kQuestion) || is_greeting(said)) {
    return false;
  }
  const bool imperative = is_imperative(said, words);
  const bool definition = is_definition(said, words);
  // a list item that is only a noun phrase is read behind its lead-in
  if (!context.lead_in.empty() && said.size() < 200 && !imperative) {
    const Concepts of_lead = concepts_of(context.lead_in, words);
    if (of_lead.cues.contains("effect") && (!of_lead.interventions.empty() || !of_lead.conditions.empty())) {
      const Concepts own = concepts_of(said, words);
      if (!own.outcomes.empty() || own.cues.contains("health") || own.cues.contains("effect")) {
        return !definition;
      }
    }
  }
  if (finds(said, kNotThis) || definition) {
    return false;
  }
  if (said.back() == ':' && said.size() < 200) {
    return false;  // opens a list; its items are the claims
  }
  const bool reported = finds(said, kReported);
  if (!reported && speaks_of_writer(said)) {
    const auto reason = reason_of(said);
    return !reason.empty() && claims(reason) && !speaks_of_writer(reason);
  }
  if (is_anecdote(said)) {
    const auto reason = reason_of(said);
    return !reason.empty() && claims(reason) && !is_anecdote(reason);
  }
  if (imperative || finds(said, kAdvice)) {
    auto reason = reason_of(said);
    if (imperative && reason.empty()) {  // "Swallow it and you will notice relief"
      const auto and_will = said.find(" will ");
      const auto conjunction = said.rfind(" and ", and_will);
      if (and_will != std::string::npos && conjunction != std::string::npos && and_will - conjunction < 60) {
        reason = std::string_view(said).substr(conjunction);
      }
    }
    if (!reason.empty() && is_imperative(reason.substr(std::min<std::size_t>(reason.size(), 2)), words)) {
      return false;
    }
    return !reason.empty() && claims(reason) && !finds(reason, kAdvice);
  }
  if (!reported && speaks_of_us(said)) {
    return false;
  }
  if (const auto finding = finding_in(said); !finding.empty() && claims(finding)) {
    return true;
  }
  const Concepts found = concepts_of(said, words);
  if (tells_of_study(said) && !found.cues.contains("evidence")) {
    return false;
  }
  if (is_description(said) && !found.cues.contains("safety") && !found.cues.contains("evidence")) {
    // "X is a mineral that ..." defines; behind a colon or a comma it may go on to claim
    const auto tail = reason_of(said);
    if (tail.empty() && !finds(said, kNumber)) {
      return false;
    }
    if (!tail.empty()) {
      return claims(tail);
    }
  }
  return claims(said);
}

}  // namespace meridian::evidence
