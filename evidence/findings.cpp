// Parts a sentence into findings and weighs the words and numbers of each.
#include "evidence/findings.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "core/text.hpp"
#include "evidence/clauses.hpp"
#include "evidence/numbers.hpp"
#include "evidence/pattern.hpp"

namespace meridian::evidence {
namespace {

constexpr std::size_t kScope = 60;  // bytes that a negation reaches
constexpr std::size_t kMostParts = 200;

struct Part {
  std::size_t start, end;
  bool hard;  // it begins where the sentence turns
};

/// Commas outside brackets part softly, turns part hard.
std::vector<Part> parts_of(std::string_view text, const std::string& lower) {
  std::vector<std::pair<std::size_t, bool>> cuts{{0, true}};
  static constexpr std::array<std::string_view, 19> kTurns{"; ",
                                                           " but ",
                                                           " whereas ",
                                                           " while ",
                                                           " although ",
                                                           " however",
                                                           " though ",
                                                           " yet ",
                                                           " except ",
                                                           " despite ",
                                                           " without ",
                                                           " nor ",
                                                           " in contrast",
                                                           " and did not ",
                                                           " and was not ",
                                                           " and were not ",
                                                           " and no ",
                                                           " and was unchanged",
                                                           " and unchanged"};
  int depth = 0;
  for (std::size_t at = lower.find_first_of(" ;()"); at != std::string::npos;
       at = lower.find_first_of(" ;()", at + 1)) {
    if (lower[at] == '(') ++depth;
    if (lower[at] == ')' && depth > 0) --depth;
    if (depth > 0) continue;  // "(but not its duration)" is granted in passing
    const std::string_view rest = std::string_view(lower).substr(at);
    if (rest.size() < 2 || std::string_view("bwahtyedni ").find(rest[1]) == std::string_view::npos) continue;
    if (std::any_of(kTurns.begin(), kTurns.end(), [&](const auto turn) { return rest.starts_with(turn); })) {
      cuts.emplace_back(at, true);
    }
  }
  depth = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '(' || text[i] == '[') ++depth;
    if ((text[i] == ')' || text[i] == ']') && depth > 0) --depth;
    const bool comma = depth == 0 && text[i] == ',' && i + 1 < text.size() && text[i + 1] == ' ';
    const bool bracket = depth == 0 && text[i] == ')' && lower.compare(i + 1, 5, " and ") == 0;
    // "; however, there was ...": what follows the turn is where the sentence turns
    const bool turn = comma && i >= 8 && lower.compare(i - 8, 8, " however") == 0;
    if ((comma && !turn) || bracket) cuts.emplace_back(i + 1, false);
  }
  std::sort(cuts.begin(), cuts.end());
  std::vector<Part> out;
  for (const auto& [at, hard] : cuts) {
    if (!out.empty() && at < out.back().start + 3) {
      out.back().hard = out.back().hard || hard;
      continue;
    }
    if (!out.empty()) out.back().end = at;
    out.push_back({at, text.size(), hard});
    if (out.size() >= kMostParts) break;
  }
  return out;
}

bool within(const VocabularyHit& h, const Finding& f) { return h.start >= f.start && h.start < f.end; }

bool is_control(const VocabularyHit& h) {
  return h.id == "placebo" || h.id == "sham-acupuncture" || h.id == "usual-care" || h.id == "waiting-list";
}

/// From there on the finding names a treatment that is more than a control ("sham acupuncture" is none).
bool names_treatment(const Sentence& s, const Finding& f, std::size_t from) {
  return std::any_of(s.hits.begin(), s.hits.end(), [&](const auto& h) {
    return h.facet == "intervention" && within(h, f) && h.start >= from && !is_control(h) &&
           std::none_of(s.hits.begin(), s.hits.end(), [&](const auto& c) {
             return c.facet == "intervention" && is_control(c) && c.start <= h.start &&
                    c.start + c.length >= h.start + h.length;
           });
  });
}

/// "As effective as", "comparable relief": no difference, and yet an effect.
bool tells_equality(std::string_view phrase) {
  return phrase.starts_with("as ") || phrase.starts_with("comparable") || phrase.starts_with("equal") ||
         phrase.starts_with("equivalent") || phrase.starts_with("non-inferior") || phrase.starts_with("similar") ||
         phrase.starts_with("to the same ") || phrase.starts_with("to a similar ") ||
         phrase.starts_with("in a similar ") || phrase.starts_with("in the same ") || phrase == "alike";
}

/// "Comparable to gabapentin": the first word of equality has a treatment behind it.
bool equals_treatment(const Sentence& s, const Finding& f) {
  const auto cue = std::find_if(s.hits.begin(), s.hits.end(), [&](const auto& h) {
    return h.facet == "cue" && h.id == "no-difference" && within(h, f) && tells_equality(h.phrase);
  });
  if (cue == s.hits.end()) return false;
  const std::string behind = ascii_lower(s.text.substr(cue->start, f.end - std::min(f.end, cue->start)));
  return names_treatment(s, f, cue->start) &&
         !has_any(behind, {"vehicle", "saline", "sham", "placebo", "control", "untreated"});
}

/// "Lower limb", "lower back" name a part of the body.
bool is_lower_part(const Sentence& s, const VocabularyHit& hit) {
  if (ascii_lower(s.text.substr(hit.start, hit.length)) != "lower") return false;
  std::string behind = ascii_lower(s.text.substr(hit.start + hit.length, 14));
  const auto first = behind.find_first_not_of(" -\xE2\x80\x90\x91\x93");
  behind.erase(0, first);
  return behind.starts_with("limb") || behind.starts_with("extremit") || behind.starts_with("back") ||
         behind.starts_with("leg") || behind.starts_with("body") || behind.starts_with("urinary");
}

/// "Tended to decrease": no effect that was shown.
bool only_tends(std::string_view words, std::size_t at) {
  const std::string_view front = words.substr(at > 16 ? at - 16 : 0, std::min<std::size_t>(at, 16));
  return front.ends_with(" tended to ") || front.ends_with(" trend to ") || front.ends_with(" trend towards ") ||
         front.ends_with(" trend toward ");
}

/// "The reduction of pain did not differ", "weight gain was not altered": the effect word is what is denied.
bool is_denied_subject(const Sentence& s, const Finding& f, const VocabularyHit& effect, std::string_view words) {
  static constexpr std::array<std::string_view, 9> kNouns{"improvement", "reduction", "decrease", "increase", "gain",
                                                          "relief",      "benefit",   "decline",  "response"};
  const std::string word = ascii_lower(s.text.substr(effect.start, effect.length));
  if (std::none_of(kNouns.begin(), kNouns.end(), [&](const auto noun) { return word.starts_with(noun); }) ||
      word.ends_with("ed")) {
    return false;
  }
  const std::size_t end = effect.start + effect.length;
  return std::any_of(s.hits.begin(), s.hits.end(), [&](const auto& n) {
    if (n.facet != "cue" || n.id != "no-difference" || n.start < end || n.start - end > kScope || !within(n, f)) {
      return false;
    }
    if (!n.phrase.starts_with("did not") && !n.phrase.starts_with("was not") && !n.phrase.starts_with("were not") &&
        !n.phrase.starts_with("not differ") && !n.phrase.starts_with("was equal") &&
        !n.phrase.starts_with("were equal")) {
      return false;
    }
    return !has_any(words.substr(end - f.start, n.start - end),
                    {" was ", " were ", " had ", " showed ", " occurred", ",", ";", "("});
  });
}

/// "Comparable analgesic effects": what was equal worked.
bool names_effect_behind(std::string_view words, std::size_t at) {
  constexpr std::size_t kNear = 40;
  if (at >= words.size()) return false;
  const auto rest = words.substr(at, kNear);
  return has_any(rest.substr(0, rest.find_first_of(",;(")), {" effect on", " effects on", " effect to ", " effects to ",
                                                             "analgesi", " relief", "efficacy", "effective"});
}

/// Words: a failure takes the effect words that follow it ("did not improve", "without relief").
void weigh_words(const Sentence& s, Finding& f, std::string_view words) {
  const bool without = words.starts_with(" without ");
  for (const auto& h : s.hits) {
    if (h.facet != "cue" || !within(h, f)) continue;
    if (tells_failure(s, h)) f.bad = true;
    if (tells_worsening(s, h)) f.bad = true;
    if (h.id == "no-difference" && tells_equality(h.phrase) &&
        names_effect_behind(words, h.start + h.length - f.start)) {
      f.better = true;
    }
    if (h.id == "unmeasured" || h.id == "speculation") f.silent = true;
    if (h.id != "effect" || words.substr(0, h.start - f.start).ends_with("self-")) continue;  // "self-efficacy"
    if (without) {
      f.bad = f.bad || !spares_harm(s, h.start);
      continue;
    }
    if (is_lower_part(s, h) || only_tends(words, h.start - f.start) || is_denied_subject(s, f, h, words)) continue;
    if (h.phrase != "less" && follows_no(words, h.start - f.start)) {
      f.bad = f.bad || !spares_harm(s, h.start);
      continue;
    }
    bool denied = words.find(" in neither", h.start - f.start) != std::string_view::npos, equalled = !denied;
    for (const auto& n : s.hits) {
      if (n.facet != "cue" || n.id != "no-difference" || n.start > h.start || n.start < f.start ||
          h.start - n.start > kScope) {
        continue;
      }
      denied = true;
      equalled = equalled && tells_equality(n.phrase);
    }
    f.good = f.good || !denied;
    f.better = f.better || (equalled && words.find(" than ") ==
                                            std::string_view::npos);  // "lower than the other" is no improvement
  }
}

/// "Pain relief correlated with perfusion", "... and quality of life were evaluated": no effect of a treatment is told.
bool only_measures(const Sentence& s, const Finding& f, std::string_view words) {
  if (has_any(words, {"correlat", "predict", "prognostic", "moderated", "not moderate", "was related to",
                      "were related to", "outcome measures included", "outcomes included", "outcome measures were"})) {
    return true;
  }
  static constexpr std::array<std::string_view, 8> kVerbs{"evaluated", "assessed", "measured",  "recorded",
                                                          "compared",  "examined", "collected", "determined"};
  std::size_t verb = std::string_view::npos;
  for (const auto auxiliary : {" were ", " was "}) {
    for (std::size_t at = words.find(auxiliary); at != std::string_view::npos; at = words.find(auxiliary, at + 1)) {
      const auto rest = words.substr(at + std::string_view(auxiliary).size());
      if (std::any_of(kVerbs.begin(), kVerbs.end(), [&](const auto v) { return rest.starts_with(v); })) verb = at;
    }
  }
  return verb != std::string_view::npos && std::none_of(s.hits.begin(), s.hits.end(), [&](const auto& h) {
           return h.facet == "cue" && (h.id == "effect" || h.id == "no-difference") && within(h, f) &&
                  h.start > f.start + verb;
         });
}

/// "Control patients showed an increase", "relief from placebo": what befell those without the treatment.
bool is_of_controls(const Sentence& s, const Finding& f, std::string_view words) {
  const bool unmoved = has_any(words, {"unchanged", "did not change", "no change"}) &&
                       has_any(words, {" with sham", " with placebo", " in the sham", " in sham", " in the placebo"});
  if (unmoved && !names_treatment(s, f, f.start) && !has_any(words, {" both ", "compar", " than ", " or "}))
    return true;
  return has_any(words, {" in control group", " in the control", " in controls", "control patients", "control group ",
                         " from placebo", "untreated"}) &&
         !has_any(words,
                  {" than ", "compar", "versus", " vs", "between", "relative to", "respectively", " both ",
                   "treatment group", "experimental", "intervention group", "treated group", " all ", "only "}) &&
         !names_treatment(s, f, f.start);
}

/// "Compared with lean mice, all diabetic groups had ...": what the illness does, and no treatment.
bool is_of_illness(const Sentence& s, std::string_view lower) {
  static const RE2 kAgainstHealthy(
      R"((?:compared|comparison|relative) (?:with|to) (?:the |those of |that of |)"
      R"(their )?(?:\w+ )?(?:lean|healthy|normal|naive|non-?diabetic|sham-operated|uninjured|intact|)"
      R"(unaffected|asymptomatic)\b|than (?:in |did |those of )?(?:the )?(?:healthy|normal|lean|)"
      R"(non-?diabetic|sham-operated|naive) )");
  return has_any(lower, {"compar", "relative to", " than "}) && finds(lower, kAgainstHealthy) &&
         !names_treatment(s, Finding{0, s.text.size()}, 0) &&
         !has_any(lower, {"treated", "treatment", "intervention", "therapy", "training"});
}

/// What is done to a measure, in the past tense.
constexpr std::string_view kDone =
    R"((?:had )?(?:significantly |markedly )?(?:lowered|reduced|slowed|raised|increased|decreased|doubled|tripled|)"
    R"(elevated|impaired|caused|induced|evoked|produced|suppressed|enhanced|upregulated|downregulated|shortened|prolonged)\b)";

/// "Vincristine doubled TNF-alpha", "Constriction lowered thresholds": what makes the illness, and no treatment.
bool is_of_injury(std::string_view words) {
  static const RE2 kInjury(
      R"(^[\s,;]*(?:and |the |whereas |while )?(?:bortezomib|vincristine|paclitaxel|oxaliplatin|cisplatin|docetaxel|)"
      R"(chemotherapy|streptozotocin|stz|diabetes|hyperglyc\w+|high glucose|lps|lipopolysaccharide|)"
      R"(nerve (?:injury|ligation|crush|constriction|transection)|constriction|axotomy|cci|snl|sni|cfa|formalin|)"
      R"(ischa?emia)(?: (?:injection|treatment|exposure|injury|alone))? )" +
      std::string(kDone));
  return finds(words, kInjury);
}

/// ", lowered the threshold": what stood before is still the one who does it.
bool goes_on_with_verb(std::string_view words) {
  static const RE2 kVerb(R"(^[\s,]*(?:and )?)" + std::string(kDone));
  return finds(words, kVerb);
}

/// What is granted before the main clause ("Despite a higher dose, ...") tells nothing of what follows.
bool concedes(std::string_view words) {
  return words.starts_with("despite ") || words.starts_with("in spite of ") || words.starts_with("although ") ||
         words.starts_with("though ");
}

/// "Fell from 64 to 33 and from 63 to 35": whether each arm changed by a share that a reader would call a change;
/// nullopt where no such numbers stand there.
std::optional<bool> changed_in_both(std::string_view words) {
  static const RE2 kTwice(R"(from (\d+(?:\.\d+)?) to (\d+(?:\.\d+)?)\b.* and from (\d+(?:\.\d+)?) to (\d+(?:\.\d+)?))");
  constexpr double kLeast = 0.2;
  double a = 0, b = 0, c = 0, d = 0;
  if (!RE2::PartialMatch(words, kTwice, &a, &b, &c, &d)) return std::nullopt;
  return std::abs(a - b) >= kLeast * std::max(a, b) && std::abs(c - d) >= kLeast * std::max(c, d);
}

/// "5.4 at baseline and 5.0 at week 8": it goes on to what was found later.
bool leads_on_from_baseline(std::string_view words) {
  static const RE2 kLater(
      R"(at baseline (?:and|to|versus|vs\.?|compared with|,) .*\d.*(?:week|month|day|after|follow|end|post|final))");
  return finds(words, kLater);
}

struct Weight {
  bool sure = false, unsure = false;
};

/// Numbers: a p value, or an interval that holds "no effect".
Weight weigh_numbers(const Finding& f, const std::string& lower, const std::vector<PValue>& p_values,
                     const std::vector<Interval>& intervals) {
  Weight out;
  for (const auto& p : p_values) {
    if (p.start >= f.start && p.start < f.end) (p.significant ? out.sure : out.unsure) = true;
  }
  for (const auto& i : intervals) {
    if (i.start < f.start || i.start >= f.end) continue;
    const std::string front = lower.substr(i.start > 30 ? i.start - 30 : 0, std::min<std::size_t>(30, i.start));
    const bool ratio = i.low > 0 && has_any(front, {"ratio", "risk", "rr", "or ", "hr", "odds", "irr"});
    const double none = ratio ? 1.0 : 0.0;
    (i.low <= none && i.high >= none ? out.unsure : out.sure) = true;
  }
  return out;
}

struct Weighed {
  Finding finding;
  bool worded;  ///< words tell it, not numbers alone
};

Weighed weigh(const Sentence& s, const Part& part, const std::string& lower, const std::vector<PValue>& p_values,
              const std::vector<Interval>& intervals) {
  Finding f{part.start, part.end};
  const std::string_view words = std::string_view(lower).substr(f.start, f.end - f.start);
  weigh_words(s, f, words);
  const bool worded = f.good || f.bad;
  const Weight numbers = weigh_numbers(f, lower, p_values, intervals);
  f.shown = numbers.sure;
  if (numbers.unsure && !numbers.sure) {
    if (const auto changed = changed_in_both(words)) f.better = *changed && !f.bad;
    f.bad = true;
    f.good = false;
  } else if (numbers.sure && !f.bad) {
    f.good = true;
  }
  static const RE2 kBothTrials(
      R"(\bin (?:both|all|either) (?:trials|studies|sexes|genotypes|species|analyses|schedules|regions|)"
      R"(feet|hands|legs|eyes|sides|reviews|settings))");
  f.shared =
      has_any(words, {"both groups", "both arms", "either group", "all groups", "all arms", "all four arms",
                      "each group", "two groups", "all three groups", "both treatments", "both conditions",
                      "all four groups", "either arm", " whichever ", "in each.", "in each,", "all three arms"}) ||
      (has_any(words, {"in both"}) && !finds(words, kBothTrials));
  f.silent = f.silent ||
             has_any(words, {"baseline characteristics", "before randomi", "before treatment there",
                             "before the procedure", "before the intervention", "before surgery", "preoperatively and",
                             "at admission", "demographic"}) ||
             (has_any(words, {"at baseline"}) && !leads_on_from_baseline(words));
  f.rivals = f.bad && f.better && equals_treatment(s, f);
  f.measures = only_measures(s, f, words) || (worded && is_of_controls(s, f, words));
  if (f.measures) f.good = f.bad = f.better = false;
  return {f, worded};
}

bool is_told(const Finding& f) { return f.good || f.bad || f.silent || f.measures; }

/// `f` goes on with what `last` began.
void join(Finding& last, const Finding& f) {
  last.end = f.end;
  last.good = last.good || f.good;
  last.bad = last.bad || f.bad;
  last.silent = last.silent || f.silent;
  last.shared = last.shared || f.shared;
  last.better = last.better || f.better;
}

/// "No significant differences were found in A (p = 0.06), B ...": the list that follows tells no effect of any.
bool begins_with_none(const std::string& lower, const Finding& f) {
  static const RE2 kNone(R"(^\s*(?:there (?:was|were) )?no (?:\w+ ){0,3}differences? )");
  return RE2::PartialMatch(re2::StringPiece(lower.data() + f.start, f.end - f.start), kNone);
}

void join_as_failure(Finding& last, const Finding& f) {
  last.end = f.end;
  last.shared = last.shared || f.shared;
}

bool names_outcome(const Sentence& s, const Finding& f) {
  return std::any_of(s.hits.begin(), s.hits.end(),
                     [&](const auto& h) { return (h.facet == "mechanism" || h.facet == "outcome") && within(h, f); });
}

/// "No difference between the groups (change of VAS 3 points)": the outcome stands in brackets alone.
bool names_outcome_outside(const Sentence& s, const Finding& f) {
  const std::string_view words = std::string_view(s.text).substr(f.start, f.end - f.start);
  return std::any_of(s.hits.begin(), s.hits.end(), [&](const auto& h) {
    if ((h.facet != "mechanism" && h.facet != "outcome") || !within(h, f)) return false;
    const auto front = words.substr(0, h.start - f.start);
    return std::count(front.begin(), front.end(), '(') <= std::count(front.begin(), front.end(), ')');
  });
}

/// "(-0.19, -0.43 to 0.05)": an estimate with its interval, whose 95 % the text told once. Where all is above 0 it may
/// as well be a ratio or quartiles.
void add_bare_intervals(std::string_view text, std::vector<Interval>& out) {
  static const RE2 kTriple(
      R"((\d[\d.]*), ((?:-|\xE2\x88\x92|\xE2\x80\x93)?\d+\.\d+) to ((?:-|\xE2\x88\x92)?\d+\.\d+)\b)", RE2::Latin1);
  if (text.find(" to ") == std::string_view::npos) return;
  re2::StringPiece rest(text.data(), text.size());
  re2::StringPiece first, low_text, high_text;
  while (RE2::FindAndConsume(&rest, kTriple, &first, &low_text, &high_text)) {
    const auto start = static_cast<std::size_t>(low_text.data() - text.data());
    std::size_t at = start;
    const auto low = read_number(text, at);
    at = static_cast<std::size_t>(high_text.data() - text.data());
    const auto high = read_number(text, at);
    if (low && high && *low < *high && *low < 0) out.push_back({start, at, *low, *high});
  }
}

}  // namespace

std::vector<Finding> findings_of(const Sentence& s) {
  const std::string lower = ascii_lower(s.text);
  const auto p_values = p_values_of(s.text);
  auto intervals = intervals_of(s.text);
  add_bare_intervals(s.text, intervals);
  std::vector<Finding> out;
  bool granted = false;  // the sentence begins with a concession
  bool injured = false;  // it tells what makes the illness
  bool open = true;      // the part before has said nothing yet, so that it belongs to the next
  for (const Part& part : parts_of(s.text, lower)) {
    auto [f, worded] = weigh(s, part, lower, p_values, intervals);
    const std::string_view words = std::string_view(lower).substr(f.start, f.end - f.start);
    injured = is_of_injury(words) || (injured && !part.hard && goes_on_with_verb(words));
    if (injured) {
      f.good = f.bad = f.better = false;
      f.measures = true;
    }
    const bool told = is_told(f);
    if (out.empty()) {
      out.push_back(f);
      granted = concedes(words);
      open = !told && !granted;
      continue;
    }
    Finding& last = out.back();
    const bool named = names_outcome(s, f);
    // "but not on self-confidence": of something else; "but not with massage": of another treatment
    const bool other = words.starts_with(" but not ") && !names_treatment(s, f, f.start);
    if (words.starts_with(" which ") || words.starts_with(" an ") || words.starts_with(" who ") ||
        words.starts_with(" a ")) {  // "..., which was prolonged in diabetes, ..." tells nothing of the treatment
      last.end = f.end;
      last.silent = last.silent || f.silent;
      continue;
    }
    if (!worded && !f.silent && told && !named && !other && part.hard && last.shown) {
      last.beside = last.good && f.bad;  // "... yet not against sham (SMD -0.15, -0.41 to 0.11)"
      out.push_back(f);
      continue;
    }
    if (!worded && !f.silent && told && !named && !other) {  // "(p = 0.85)" after a comma judges what stands before it
      last.end = f.end;
      last.good = f.good && !last.bad;
      last.bad = last.bad || f.bad;
      continue;
    }
    const bool listed = words.starts_with(" and ") || words.starts_with(" or ") || !part.hard;
    if (listed && !worded && !f.silent && f.good && named && last.bad && !last.good && begins_with_none(lower, last)) {
      join_as_failure(last, f);  // "No differences were found in pain (p = 0.2) and swelling (p < 0.05)"
      continue;
    }
    const bool of_other =
        words.starts_with(" and no ") && last.good;  // "better in one trial and no different in another"
    if (part.hard && f.bad && !f.good && !open && !of_other &&
        !names_outcome_outside(s, f)) {  // "..., but the difference was not significant"
      if (!has_any(words, {"differen", "significan", "between", "superior", "placebo", "sham"})) {
        last.beside = last.good && !other;  // "...; 100 Hz was without effect"
        out.push_back(f);
        continue;
      }
      last.end = f.end;
      last.bad = true;
      last.good = last.good && last.shown;  // "..., P < 0.01, but there was no difference later": both are told
      continue;
    }
    if (words.starts_with(" with no ") && f.bad && !named &&
        last.good) {  // "fell by 3.4 and 3.3 points, with no difference"
      last.end = f.end;
      last.bad = true;
      last.better = true;
      last.good = last.shown;
      continue;
    }
    if (last.measures && !part.hard && !named && worded) {  // "Mood was measured, and the effect was not significant"
      last.measures = false;
      join(last, f);
      continue;
    }
    if ((!part.hard || !named) && (!told || open)) {
      join(last, f);
      open = open && !told;
      continue;
    }
    if (granted && out.size() == 1 && f.bad && !f.good && !named &&
        has_any(words, {"not significan", "not statistically", "nonsignifican", "not reach", "no significan"})) {
      last.end = f.end;  // "Although the score was lower, it was not significant": nothing was shown
      last.bad = true;
      last.good = last.good && last.shown;
      continue;
    }
    last.beside = f.bad && !f.good && !f.silent && !named && !other && !(granted && out.size() == 1);
    out.push_back(f);
    open = !told;
  }
  if (is_of_illness(s, lower)) {
    for (Finding& f : out) {
      f.good = f.bad = f.better = f.beside = false;
      f.measures = true;
    }
  }
  return out;
}

const Finding& finding_at(const std::vector<Finding>& findings, std::size_t at) {
  const auto after = std::upper_bound(findings.begin(), findings.end(), at,
                                      [](std::size_t a, const Finding& f) { return a < f.start; });
  return after == findings.begin() ? findings.front() : *(after - 1);
}

}  // namespace meridian::evidence
