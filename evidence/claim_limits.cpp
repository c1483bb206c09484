// One row a limit: the words of writers, and those of studies.
#include "evidence/claim_limits.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <array>

#include "evidence/pattern.hpp"

namespace meridian::evidence {
namespace {

struct Limit {
  std::string_view id;
  RE2 claim, study;
};

const std::array<Limit, 12>& limits() {
  static const std::array<Limit, 12> kLimits{{
      {"children", RE2(R"(\b(child|children|kids?|infants?|bab(y|ies)|toddlers?|teenagers?|adolescents?)\b)"),
       RE2(R"(\b(child|paediatric|pediatric|infant|neonat|adolescen|teenage|boys|girls))")},
      {"pregnancy", RE2(R"(\b(pregnan\w*|expectant mothers?|mothers-to-be|unborn)\b)"),
       RE2(R"(\b(pregnan|gestation|antenatal|obstetric|parturient))")},
      {"implants", RE2(R"(\b(pacemakers?|defibrillators?)\b)"), RE2(R"(\b(pacemaker|defibrillator))")},
      {"topical", RE2(R"(\b(creams?|gels?|ointments?|lotions?|patch(es)?|sprays?|topical(ly)?|applied to)\b)"),
       RE2(R"(\b(cream|gel\b|gels\b|ointment|lotion|patch|spray|topical|transdermal))")},
      {"injected", RE2(R"((^|[^e] )(injections?)\b|\b(injected|infusions?|a drip|intravenous\w*|shots?)\b)"),
       RE2(R"(\b(inject|infus|intravenous|intramuscular|intrathecal|epidural|catheter|i\.v\.|i\.m\.))")},
      {"at once",
       RE2(R"(\b(overnight|instant(ly)?|immediate(ly)?|at once|(within|in) (a|a few|one|two|three|four|five|\d+) (minutes?|hours?|days?)|after (one|a single) (session|treatment|dose|needle)|(one|a single) session)\b)"),
       RE2(R"(\b(immediate|(within|after|in) (\w+ )?(hours?|days?|minutes)\b|single (session|treatment|dose)|one session))")},
      {"for years",
       RE2(R"(\b(for (many |several |\w+ )?years|lifelong|for life|permanent(ly)?|long[- ]term (use|treatment|effects?|benefit\w*|relief|results?))\b)"),
       RE2(R"(\b((for|after|during|at) (\w+ ){1,2}years\b|years of (follow|treatment)|year follow|long[- ]term))")},
      {"deficiency",
       RE2(R"(\b(lack of|shortage of|too little|deficien\w*|low levels? of|(run|running|runs) low on|low (in|on))\b)"),
       RE2(R"(\b(deficien|low\b|lower levels|hypomagn|deplet|insufficien))")},
      {"alone", RE2(R"(\b(than|over) [^.;]{0,60}\b(alone|by itself|on its own|either)\b)"),
       RE2(R"(\b(alone|only|monotherapy|add(ed|ing|ition)?-?(on)?|adjunct|combin|plus|against drugs|versus drugs))")},
      {"lasting",
       RE2(R"(\b((months?|weeks?|years?|long) after (the |its |your )?(last|final|end|treatment|course|stopping)|still (holding|holds|works?|working|helps?|there)|lasts? (for )?(months|years|weeks)|long-lasting|lasting)\b)"),
       RE2(R"(\b(follow-?up|(months?|weeks?) (after|later)|after the (end|last)|persist|maintained|sustained|no longer|still))")},
      {"untreated",
       RE2(R"(\b(than|over|beats?|outdo(es)?|against) (just |simply |merely )?(waiting|doing nothing|no treatment|nothing|usual care|the waiting list|a waiting list|leaving)\b)"),
       RE2(R"(\b(waiting|wait-?list|no[- ]treatment|untreated|usual care|standard care))")},
      {"nerves", RE2(R"(\bin (the|your|our|their|damaged|injured) (nerves?|spinal cord|spine)\b)"),
       RE2(R"((nerve|neur|spinal))")},
  }};
  return kLimits;
}

}  // namespace

std::vector<std::string> limits_of(std::string_view lower) {
  std::vector<std::string> out;
  for (const auto& limit : limits()) {
    if (finds(lower, limit.claim)) {
      out.emplace_back(limit.id);
    }
  }
  if (std::find(out.begin(), out.end(), "pregnancy") != out.end()) {
    std::erase(out, "children");  // "once the baby is born"
  }
  return out;
}

bool names_limit(std::string_view lower, std::string_view id) {
  static const RE2 kExcludes(
      R"(\b(exclud\w*|not (been )?(studied|included|examined|tested|given)|(not|never) be given|should not|(are|is) needed|contraindicat\w*|future (trials|studies)|earlier work)\b)");
  if (finds(lower, kExcludes)) {
    return false;
  }
  for (const auto& limit : limits()) {
    if (limit.id == id) {
      return finds(lower, limit.study);
    }
  }
  return false;
}

}  // namespace meridian::evidence
