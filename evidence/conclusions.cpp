// Finds words of wishes, harm and comparison in the sentences of a conclusion.
#include "evidence/conclusions.hpp"

#include <re2/re2.h>

#include <algorithm>

#include "core/text.hpp"
#include "evidence/clauses.hpp"
#include "evidence/pattern.hpp"

namespace meridian::evidence {

bool is_wish(const Sentence& s) {
  const std::string lower = ascii_lower(s.text);
  static const RE2 kLimit(
      R"(limitation|(?:was|were|is|are) limited by|(?:lack|absence) of (?:an? )?(?:\w+ )?(?:control|)"
      R"(blinding|comparison|randomi)|single case|^(?:here,? |finally,? )?we (?:also )?(?:discuss|)"
      R"(outline|consider|summari[sz]e|describe) |(?:is|are) (?:presumed|thought) to|m(?:ay|)"
      R"(ight) reflect|(?:earlier|previous) reports|(?:trials?|studies|research|evidence) of (?:better|)"
      R"(higher) quality|better[ -](?:designed|conducted|quality) (?:trials|studies))");
  if (finds(lower, kLimit)) return true;
  static const RE2 kShould(
      R"(should (?:now |also |therefore )?(?:be (?:\w+ )?(?:investigat|stud|test|examin|confirm|explor|)"
      R"(address|conduct|perform|evaluat|replicat|interpret|verif|assess|design|directed|compared)|)"
      R"(incorporate|include|use |focus|link|examine|explore|investigate|compare|address|assess))");
  const bool asks =
      finds(lower, kShould) ||
      (has_any(lower, {"further", "future", "larger", "more research", "additional", "trials are", "studies are"}) &&
       has_any(lower, {"needed", "warranted", "required", "necessary", "justified"}));
  return asks && !has_any(lower, {" but ", "although", "however", "; ", "while "});
}

bool only_worsens(const Sentence& s) {
  return std::any_of(s.hits.begin(), s.hits.end(), [&](const auto& h) { return tells_worsening(s, h); }) &&
         std::all_of(s.hits.begin(), s.hits.end(), [](const auto& h) {
           return h.facet != "cue" || h.id != "effect" || h.phrase.starts_with("significant");
         });
}

bool tells_harm(const Sentence& s) {
  const std::string lower = ascii_lower(s.text);
  return !has_any(lower, {"complications or adverse", "adverse events were", "complications were",
                          "little or no effect", "complications included", "adverse events included"}) &&
         std::any_of(s.hits.begin(), s.hits.end(),
                     [&](const auto& h) { return h.facet == "cue" && h.id == "harm" && !follows_no(lower, h.start); });
}

bool beats_waiting(std::string_view lower) {
  static const RE2 kMore(
      R"((?:than|over|superior to|compared with|compared to) (?:a |the )?(?:waiting|wait-?list|usual|)"
      R"(no treatment|no intervention|standard))");
  return finds(lower, kMore);
}

bool beats_dummy(const Sentence& s) {
  static const RE2 kThanDummy(
      R"((?:than|compared (?:with|to)) (?:\w+ ){0,3}(?:receiving |given |in |with |the )*(?:saline|)"
      R"(placebo|sham|untreated|control)\b)");
  if (s.section != Section::Results || !cue(s, "effect")) return false;
  const auto tones = tones_of(s, clause_starts(s.text));
  return std::none_of(tones.begin(), tones.end(), [](const Tone& t) { return t.bad; }) &&
         finds(ascii_lower(s.text), kThanDummy);
}

bool excepts_comparator(std::string_view lower) {
  static const RE2 kNot(R"(\b(?:but|though|yet|although) (?:was |were |is |are )?(?:not|no (?:more|)"
                        R"(better)) (?:\w+ ){0,3}?(?:than|with|to|over|against|from|versus|vs\.?) (?:\w+ )?(?:sham|)"
                        R"(placebo|control|usual|waiting|wait-?list|standard|minimal|active))");
  return finds(lower, kNot);
}

bool tells_no_gain_over_control(std::string_view lower) {
  static const RE2 kNone(
      R"((?:\bno\b|\bnot\b|n't\b|\bneither\b)[^.;]{0,60}\b(?:benefit|differ\w*|superior\w*|better|)"
      R"(advantage|effective|efficac\w*|separat\w*|improve\w*)\b[^.;]{0,70}\b(?:placebo|sham|dummy|)"
      R"(saline)\b|\b(?:placebo|sham|dummy)\b[^.;]{0,60}\b(?:did not|does not|no|)"
      R"(not) (?:\w+ ){0,2}(?:differ\w*|superior|better)|(?:beyond|over|same (?:effect )?as|as (?:well|)"
      R"(effective) as|equal(?:led)? to|equivalent to) (?:\w+ )?(?:placebo|sham|saline|dummy))");
  return finds(lower, kNone) && !has_any(lower, {"adverse", "side effect", "side-effect", "safety", "at baseline",
                                                 "dropout", "toler", "complian", "complication"});
}

bool speaks_of_the_whole(std::string_view lower) {
  static const RE2 kWhole(
      R"(no (?:significant )?difference between [\w -]{3,30} and (?:placebo|sham)|no (?:benefit|advantage) of)");
  return finds(lower, kWhole);
}

bool praises_both(std::string_view lower) {
  static const RE2 kBoth(
      R"(\bboth (?:groups|arms|treatments|techniques|methods|drugs|interventions|regimens|modalities|)"
      R"(therapies|programs|programmes|forms|blocks|doses|agents|[\w -]{3,60}? and )|)"
      R"(\beither (?:treatment|technique|method|drug|regimen)|\btwo (?:groups|treatments|techniques|)"
      R"(methods|drugs|regimens)\b)");
  return finds(lower, kBoth) &&
         !has_any(lower, {" than ", "superior", "better", "faster", "whereas", "but ", "however"});
}

bool calls_equal(std::string_view lower) {
  static const RE2 kEqual(
      R"(\b(?:matched|equal(?:l)?ed|rival(?:l)?ed)\b|\bindependent(?:ly)? of (?:the )?(?:concentration|)"
      R"(dose|technique|route|method|type|frequency)|\bnon-?inferior\b|\bnot superior\b|\b(?:similar|)"
      R"(comparable|equivalent|equal) to (?:that of|those of) |\bas (?:effective|good|)"
      R"(well)(?: and \w+)? as\b|\bsimilar (?:\w+ )?(?:effects?|efficacy|effectiveness|degree)\b)");
  static const RE2 kBetter(R"((?:^|[^t] |[^o]t )superior to|better than|more effective than)");
  return finds(lower, kEqual) && !finds(lower, kBetter);
}

bool equals_dummy(std::string_view lower) {
  static const RE2 kDummy(
      R"(\b(?:as|to|of|matched|equall?ed) (?:\w+ ){0,3}?(?:placebo|sham|saline|dummy|untreated)\b)");
  return calls_equal(lower) && finds(lower, kDummy);
}

bool comparator_wins(std::string_view lower) {
  static const RE2 kWins(
      R"((?:^|[^t] )only (?:in )?(?:the )?(?:sham|placebo|control)\b|)"
      R"((?:in|with) (?:the )?(?:sham|placebo|control)(?: \w+)? only\b|)"
      R"(^(?:the )?(?:sham|placebo|usual care|standard care|control)\b[^,;]{0,60}\b(?:more|better|superior|)"
      R"(greater|faster)\b[^,;]{0,40}\b(?:than|to)\b)");
  return finds(lower, kWins);
}

bool worsens(std::string_view lower) {
  static const RE2 kMore(
      R"((?:^|[^t] )(?:increased|increases|increasing|aggravated|aggravates|exacerbated|exacerbates) (?:the )?(?:pain|(?:\w+ )?(?:hypersensitivity|allodynia|hyperalgesia)|)"
      R"(disability|depression|anxiety|fatigue|nausea|numbness|neuropathy|cipn|neurotoxicity)(?: (?:scores?|intensity|)"
      R"(severity))?(?: (?:in|after|compared|at|by)\b|[.,;]|$)|)"
      R"((?:increased|increases|increase in|higher|greater|more|raised)(?: the)?(?: risks?| rates?| incidence| number)?(?: of)? (?:\w+ ){0,2})"
      R"((?:vascular|cardiovascular|cardiac|serious adverse|adverse)? ?(?:events|fractures?|deaths?|mortality|infarctions?|strokes)\b|)"
      R"((?:decrease|decline|fall|loss) (?:in|of) (?:gfr|glomerular|kidney|renal))");
  static const RE2 kOfOthers(
      R"(\b(?:no|not|any|if|monitor\w*|sham|placebo|control|untreated|model|without|prevent\w*|reduc\w+|lower\w*|protect\w*|slow\w*|associated)\b)");
  const re2::StringPiece text(lower.data(), lower.size());
  re2::StringPiece found;
  if (!kMore.Match(text, 0, text.size(), RE2::UNANCHORED, &found, 1)) return false;
  std::string_view front = lower.substr(0, static_cast<std::size_t>(found.data() - text.data()) + 1);
  if (const auto turn = front.find_last_of(",;"); turn != std::string_view::npos) front.remove_prefix(turn);
  return !finds(front, kOfOthers);
}

bool compares_groups(std::string_view lower) {
  return has_any(lower, {"between", "differ", " than ", "compared", "groups", "sham", "placebo", "control"});
}

bool excepts_outcome(const Sentence& s) {
  constexpr std::size_t kNear = 24;
  static constexpr std::string_view kNot = "but not ";
  const std::size_t at = ascii_lower(s.text).find(kNot);
  return at != std::string::npos && std::any_of(s.hits.begin(), s.hits.end(), [&](const auto& h) {
           return (h.facet == "mechanism" || h.facet == "outcome") && h.start >= at + kNot.size() &&
                  h.start <= at + kNot.size() + kNear;
         });
}

bool takes_back(const Sentence& s) {
  const std::string lower = ascii_lower(s.text.substr(0, 40));
  return has_any(lower, {"however", "despite", "nevertheless", "nonetheless", "but ", "in contrast", "unfortunately",
                         "although", "though "});
}

}  // namespace meridian::evidence
