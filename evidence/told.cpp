// Finds by words, numbers and denials what a sentence tells.
#include "evidence/told.hpp"

#include <re2/re2.h>

#include <cstdlib>

#include "core/text.hpp"
#include "evidence/pattern.hpp"

namespace meridian::evidence {
namespace {

/// A p value above 0.05 or an interval around zero.
bool number_says_none(std::string_view lower) {
  static const RE2 kP(R"(\bp\s*(=|>)\s*(0?\.\d+|1(?:\.0+)?)\b)");
  static const RE2 kAcross(R"((?:\(|ci:?,?|%\)?|;|,|to)\s*(?:\x{2212}|-|\x{2013})\s*\d+(?:\.\d+)? (?:to|and) \+?\d)");
  static const RE2 kEnd(R"((?:\x{2212}|-)\d+(?:\.\d+)? (?:to) (?:\x{2212}|-))");
  re2::StringPiece input(lower.data(), lower.size());
  re2::StringPiece sign;
  re2::StringPiece number;
  bool none = false;
  bool some = false;
  while (RE2::FindAndConsume(&input, kP, &sign, &number)) {
    const double p = std::strtod(std::string(number.data(), number.size()).c_str(), nullptr);
    (p > 0.05 || (sign == ">" && p >= 0.05) ? none : some) = true;
  }
  static const RE2 kSmall(R"(\bp\s*(<|≤)\s*0?\.0)");
  some = some || finds(lower, kSmall);
  if (none && !some) {
    return true;
  }
  return !none && !some && finds(lower, kAcross) && !finds(lower, kEnd);
}

/// "Went from 10.2 to 8.1 (p = 0.002)": -1 down, 1 up; 0 where no such pair stands there, or no small p beside it.
int way_of_numbers(std::string_view lower) {
  static const RE2 kPair(
      R"(\b(?:went|changed|moved|shifted|was|were)\b [^.;]{0,30}?\bfrom (\d+(?:\.\d+)?)[^.;0-9]{0,12}(?:\([^)]*\))? ?to (\d+(?:\.\d+)?))");
  static const RE2 kSmall(R"(\bp\s*(?:<|=|≤)\s*0?\.0[0-4])");
  double before = 0;
  double after = 0;
  if (!finds(lower, kSmall) ||
      !RE2::PartialMatch(re2::StringPiece(lower.data(), lower.size()), kPair, &before, &after)) {
    return 0;
  }
  return after < before ? -1 : after > before ? 1 : 0;
}

const RE2& harmful() {
  static const RE2 kHarmful(
      R"(\b(worse\w*|worsen\w*|aggravat\w*|exacerbat\w*|deteriorat\w*|detriment\w*|delayed|burns?\b|scald\w*|blister\w*|lost \w+ toes|harmful|discouraged|poorly tolerated|side effects than|more (pain|side effects|adverse|synkinesis)|hazard\w*|limb-threatening|amputat\w*|impair\w*|increased risk|higher risk|toxic\w*)\b)");
  return kHarmful;
}

}  // namespace

int told_of_safety(std::string_view sentence) {
  static const RE2 kSpared(
      R"(\b(no|without|neither|not cause|nor) (\w+ ){0,3}(burns?|scalds?|adverse|side[- ]effects?|harms?|complications?|toxicit\w+)\b|\b(serious|severe) (adverse events|side[- ]effects|harms?) (did not occur|were (not|rare|absent))|\b(is|was|were|are|proved|appears?) (\w+ )?(safe|harmless)\b|\bsafe (and|,)|\b(and|,) safe\b|(?:^|[^y]) well[- ]tolerated\b)");
  static const RE2 kPoorly(R"(\b(poorly|badly|not (well )?)( )?tolerated\b|\bnot (be )?(safe|harmless)\b|\bunsafe\b)");
  static const RE2 kDoubt(
      R"(\b(whether|may be|might be|could be|should (be )?(test|establish|determin|examin)\w*|not (been )?established|remains? to be|remains? (unclear|uncertain)|other than|except|not as|if)\b)");
  const std::string lower = ascii_lower(sentence);
  if (finds(lower, kDoubt)) {
    return kTellsNothing;
  }
  if (finds(lower, kPoorly)) {
    return -1;
  }
  if (finds(lower, kSpared)) {
    return 1;
  }
  return finds(lower, harmful()) ? -1 : kTellsNothing;
}

int told_of_way(std::string_view sentence) {
  static const RE2 kControl(R"((,? ?but not|, not|whereas|while) [^,;.]{0,60})");
  static const RE2 kGone(
      R"(\b(deplet\w*|blockade|block(ing|ers?)|antagonis\w*|knock-?(out|down)|deficien\w*|lesion\w*|inhibit(ion|ors?)|naloxone|absence|pretreatment|removal)\b[^.;]{0,120}\b(abolish\w*|block\w*|prevent\w*|revers\w*|attenuat\w*|eliminat\w*|suppress\w*|lost|reduc\w*|diminish\w*|antagoni[sz]ed|weaken\w*)\b[^.;]{0,60}\b(effects?|(ea|acupuncture|stimulation)[- ]induced|analges\w*|antinocicept\w*|anti-?(allodynic|hyperalgesic|nociceptive)\w*|inhibition|relief|benefit)\b)");
  static const RE2 kStays(
      R"(\b(did not|do not|does not|neither|without (any )?effect|no effect|failed to|unaffected|even after|despite)\b)");
  static const RE2 kPersists(
      R"(\b(even (after|with)|despite|in the presence of)\b[^.;]{0,40}\b(naloxone|antagonis\w*|blockade|blockers?|deplet\w*)\b)");
  std::string lower = ascii_lower(sentence);
  if (finds(lower, kPersists)) {
    return 0;
  }
  RE2::GlobalReplace(&lower, kControl, "");
  if (!finds(lower, kGone)) {
    return kTellsNothing;
  }
  return finds(lower, kStays) ? 0 : 1;
}

int told_of_harm(std::string_view sentence) {
  static const RE2 kStayedAway(
      R"(\b(no|not|none|without|neither|nor|never|free of|rare(ly)?|seldom|fewer|less|lower|reduc\w*|decreas\w*|prevent\w*|similar|alike|did not differ|no more)\b)");
  static const RE2 kHappened(
      R"(\d ?%|\b(\d+|one|two|three|four|five|six|seven|eight|nine|ten|some|most|many|few|several) (\w+ ){0,3}(patients?|participants?|subjects?|cases?|people|persons?|women|men|infections?|burns?|bruises?|falls?|events?)\b|\b(occur\w*|happen\w*|report\w*|develop\w*|experienc\w*|common\w*|frequent\w*|more|higher|caus\w*|led to|induc\w*|because of|presented with|complain\w*|required|withdr\w+|dropped out|stopped|(side|adverse) (effects?|events?)|harms?|associated with|includ\w*|chiefly|mostly)\b)");
  // Of two arms only a comparison tells whose harm it is.
  static const RE2 kTwoArms(R"(\b(controls?|control group|placebo|sham|usual care|comparator)\b)");
  static const RE2 kMoreThan(R"(\b(more|higher|increased)\b[^.;]{0,80}\b(than|compared with|versus|vs)\b)");
  static const RE2 kNotRare(R"(\bnot (uncommon|infrequent|rare|unusual)\b)");
  std::string lower = ascii_lower(sentence);
  RE2::GlobalReplace(&lower, kNotRare, "common");
  const bool stayed = finds(lower, kStayedAway);
  if (finds(lower, kTwoArms)) {
    return stayed ? kTellsNothing : finds(lower, kMoreThan) ? -1 : kTellsNothing;
  }
  const bool happened = finds(lower, kHappened);
  return stayed && happened ? kTellsNothing : stayed ? 1 : happened ? -1 : kTellsNothing;
}

Told told_ways(std::string_view sentence) {
  static const RE2 kNone(
      R"(\b(no (statistically |clinically |marked |overall |further |additional |consistent |detectable |measurable |between-group )*(significant |meaningful |beneficial )*(difference|effect|improvement|benefit|change|reduction|advantage|gain|increase|decrease|evidence that|evidence of|association|impact|influence|better|more effective|superior|efficacy)\w*|(did|does|do|was|were|is|are|had|has|have|could|can|could be) (not|neither|no)\b|cannot|did nothing|not (superior|different|differ|better|significant|improve|reduc|affect|prevent|effective|associated|alter|chang|respond|more|replicated|confirmed|any)\w*|neither\b.*\bnor|neither (of (them|these) )?(detected|found|showed|improved|changed|differed|responded)|nor\b|ineffective|failed to|fails to|without (\w+ ){0,2}(effect|improvement|benefit|change|difference|affecting)|unchanged|unaffected|similar (in|between|to|across|improvement|reduction)\w*|(was|were|are|is) (similar|comparable|unchanged|unlikely|equal|alike)|alike|unlikely to|to much the same extent|hardly (moves?|chang\w+)|barely|lack of (effect|efficacy|benefit)|could not be (shown|demonstrated)|no more \w+ than|in both (groups|arms)|equivalent|insufficient evidence|inconclusive|little (effect|benefit)|scarcely|cannot (at present )?be advised|missed its|independently (of|from)|does not support|are inconsistent|no longer|unaltered|unmodified|not (every|all) [^,;.]{0,50}(surpass\w*|better|superior|exceed\w*)|(seldom|rarely|hardly) (greater|better|more|larger|superior)|in both (the )?(\w+ )?(\w+ )?and (the )?(\w+ )?(sham|placebo|control)\w*)\b)");
  static const RE2 kBetter(
      R"(\b(improv\w*|reliev\w*|relief|alleviat\w*|ameliorat\w*|mitigat\w*|eased?\b|eases|effective\w*|efficac\w*|benefi\w*|superior\w*|better|promising|useful|favou?r(s|ed|able)\b|recover\w*|restor\w*|protect\w*|prevent\w*|success\w*|respond(s|ed)? well|good evidence|helps?\b|helped|halts?|works?\b|satisf\w*|excellent|healed|resol(ved|ution)|safe\b|well tolerated|reversed|normali[sz]\w*|near-complete|comparable to|as (well|effective|good) as|inhibits? (inflammatory )?(hyperalgesia|allodynia|pain|mechanical)|dramatic\w*|modest relief|antinociceptive|analgesic effect)\b)");
  static const RE2 kDown(
      R"(\b(reduc\w*|decreas\w*|lower\w*|fell\b|falls?\b|fewer|less\b|smaller|attenuat\w*|inhibit\w*|diminish\w*|suppress\w*|abolish\w*|declin\w*|dropped|drop\b|shorten\w*|lessen\w*|block\w*|restrain\w*|down-?regulat\w*|dampen\w*|eliminat\w*|curb\w*|disappear\w*|slow(ed|er)\b|stopped|weaker|(negatively|inversely) (associated|related|correlated))\b)");
  static const RE2 kUp(
      R"(\b(increas\w*|rose\b|raise[sd]?\b|raising|higher|greater|enhanc\w*|elevat\w*|lengthen\w*|longer|up-?regulat\w*|promot\w*|accelerat\w*|faster|more\b|gain\w*|strengthen\w*|stronger|releas\w*|activat\w*|stimulat\w*|boost\w*|grew)\b)");
  static const RE2 kDenied(
      R"(\b(not|no|nor|neither|without|fail(s|ed)? to|cannot|unlikely|lack of|loss of|little|hardly|never|insufficient evidence)\b[^,;:]{0,50}$)");
  static const RE2 kUnknown(
      R"(\b(whether|should (be )?(tested|test|establish|examine|determine|investigate)|if (\w+ ){1,3}(reduces?|improves?|relieves?|eases?|works?|helps?)|(has|have|had) (not|never) (yet |previously |so far )?been (previously )?(examined|studied|tested|established|reported|shown|investigated|assessed|evaluated)|not known|unknown|is unclear|remains? (unclear|uncertain|unknown)|are scarce|might (therefore )?be expected|(was|were) not (recorded|assessed|measured|examined)|to be completed|no results|assessing the|to (assess|evaluate|determine|compare|investigate|examine)\b|is hypothesi[sz]ed|we hypothesi[sz]ed|are in use|is promoted|are promoted|we (aimed|sought)|may (partly |also |in part )?(involve|reflect|be (\w+ )?(due|related|explained|mediated))|hypothes[ei]s (for|that|to be)|the potential (of|for|role|benefits?)|cannot be attributed|although spontaneous)\b)");
  static const RE2 kRate(R"(\beffective rates?\b)");  // a measure, whatever it was
  std::string lower = ascii_lower(sentence);
  RE2::GlobalReplace(&lower, kRate, "rate");
  const auto undenied = [&](const RE2& pattern) {
    // some occurrence that no denial stands before
    re2::StringPiece input(lower);
    const RE2 all("(" + pattern.pattern() + ")");
    re2::StringPiece match;
    while (RE2::FindAndConsume(&input, all, &match)) {
      const auto before = std::string_view(lower).substr(0, static_cast<std::size_t>(match.data() - lower.data()));
      if (!finds(before.substr(before.size() > 70 ? before.size() - 70 : 0), kDenied)) {
        return true;
      }
    }
    return false;
  };
  static const RE2 kOfABad(R"(\b(poor|disturbed|impaired|impact of|burden of)\b)");
  static const RE2 kLoss(R"(\b(loss|lost|lack|absence)\b)");
  Told out;
  out.open = finds(lower, kUnknown);
  out.none = finds(lower, kNone) || number_says_none(lower);
  static const RE2 kSlower(R"(\brecovery (was|is|were|is being)? ?(delayed|slower|slowed|hindered|impaired))");
  out.better = undenied(kBetter) && !finds(lower, kSlower);
  out.down = undenied(kDown);
  out.up = undenied(kUp);
  if (const int way = way_of_numbers(lower); way != 0 && !out.better && !out.up && !out.down) {
    (way < 0 ? out.down : out.up) = true;
  }
  out.lost = undenied(kLoss);
  out.harm = finds(lower, harmful());
  out.denied_gain = !out.better && finds(lower, kBetter);
  out.of_a_bad = finds(lower, kOfABad);
  return out;
}

int told(std::string_view sentence, const std::vector<std::string>& outcomes) {
  const Told says = told_ways(sentence);
  if (says.open) {
    return kTellsNothing;
  }
  bool wants_less = outcomes.empty();
  bool wants_more = false;
  for (const auto& outcome : outcomes) {
    wants_less = wants_less || outcome.rfind("less-", 0) == 0;
    wants_more = wants_more || outcome.rfind("more-", 0) == 0;
  }
  if (wants_less && wants_more) {
    // of two outcomes of which one should fall and one rise, only words of gain or harm can be told apart
    return says.none || (!says.better && says.denied_gain) ? 0
           : says.better != says.harm                      ? (says.better ? 1 : -1)
                                                           : kTellsNothing;
  }
  const bool better = says.better || (wants_more && says.of_a_bad && says.down) ||  // to lessen poor sleep is a gain
                      (wants_less && says.down) || (wants_more && says.up);
  const bool worse = says.harm || (!wants_less && wants_more && (says.down || says.lost) && !better && !says.of_a_bad);
  if (says.none || (!better && !worse && says.denied_gain)) {
    return 0;
  }
  if (worse && !better) {
    return -1;
  }
  return better ? 1 : worse ? -1 : kTellsNothing;
}

}  // namespace meridian::evidence
