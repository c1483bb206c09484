// Parts a sentence into clauses and weighs each.
#include "evidence/clauses.hpp"

#include <algorithm>
#include <array>

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

bool names_outcome(const Sentence& s) {
  return std::any_of(s.hits.begin(), s.hits.end(),
                     [](const auto& h) { return h.facet == "mechanism" || h.facet == "outcome"; });
}

bool opens_with_concession(std::string_view text) {
  const std::string lower = ascii_lower(text.substr(0, 10));
  return lower.starts_with("although ") || lower.starts_with("though ") || lower.starts_with("despite ");
}

namespace {

bool opens_with_contrast(std::string_view lower) {
  return opens_with_concession(lower) || lower.starts_with("while ") || lower.starts_with("whereas ");
}

}  // namespace

std::vector<std::size_t> clause_starts(std::string_view text) {
  std::vector<std::size_t> out{0};
  const std::string lower = ascii_lower(text);
  for (const char* turn :
       {"; ", ", but ", " but ", ", whereas ", " whereas ", ", while ", ", although ", ", and did not", " and did not ",
        " that was not sustained", " that was not maintained", " that did not persist", " that did not last",
        " and does not ", " and do not ", " although ", " however"}) {
    for (std::size_t at = lower.find(turn); at != std::string::npos; at = lower.find(turn, at + 1)) {
      out.push_back(at);
    }
  }
  if (opens_with_contrast(lower)) {  // "Although the score rose, ..."
    constexpr std::size_t kLeast = 15;
    int depth = 0;
    for (std::size_t i = 0; i + 1 < lower.size(); ++i) {
      depth += lower[i] == '(' ? 1 : lower[i] == ')' ? -1 : 0;
      if (depth == 0 && i > kLeast && lower[i] == ',' && lower[i + 1] == ' ') {
        out.push_back(i);
        break;
      }
    }
  }
  // ", and that astrocytes are not concerned": what follows is denied by itself
  constexpr std::size_t kSoon = 70;
  for (std::size_t at = lower.find(", and "); at != std::string::npos; at = lower.find(", and ", at + 1)) {
    std::string_view rest = std::string_view(lower).substr(at + 6, kSoon);
    rest = rest.substr(0, rest.find_first_of(",;"));
    if (has_any(rest, {" not ", " no "})) out.push_back(at);
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end(), [](std::size_t a, std::size_t b) { return b - a < 3; }), out.end());
  return out;
}

std::size_t clause_of(const std::vector<std::size_t>& starts, std::size_t at) {
  return static_cast<std::size_t>(std::upper_bound(starts.begin(), starts.end(), at) - starts.begin()) - 1;
}

bool spares_harm(const Sentence& s, std::size_t at) {
  constexpr std::size_t kNear = 64;
  const std::string_view rest = s.text.substr(at, kNear);
  std::string near = ascii_lower(rest.substr(0, rest.find_first_of(",;(")));
  near.erase(std::min(near.size(), near.find(" but ")));  // what follows is another thing
  return !has_any(near, {"prevent", "protect", "reduc"}) &&
         has_any(near, {"adverse", "side effect", "side-effect", "complication", "deleterious", "harmful", "toxicity",
                        "serious", "complain", "recur", "relaps", " require", " need ", " needed", "worsen",
                        "deteriorat", "mortality", "withdr"});
}

namespace {

/// "Patients who did not respond", "therapies that have failed", "cannot be excluded": of whom, or a doubt; no result.
bool tells_no_result(const Sentence& s, const VocabularyHit& hit) {
  static constexpr std::array<std::string_view, 9> kVerbs{"did ", "do ",  "does ",  "was ", "were ",
                                                          "is ",  "are ", "cannot", "had "};
  constexpr std::size_t kFront = 16;
  static constexpr std::array<std::string_view, 9> kDoubts{" say",           " tell",      " be excluded",
                                                           " exclude",       " rule out",  " be ruled out",
                                                           " be attributed", " attribute", " infer"};
  const std::size_t from = hit.start > kFront ? hit.start - kFront : 0;
  std::string front = ascii_lower(s.text.substr(from, hit.start - from));
  const bool ended = hit.phrase == "not sustained" || hit.phrase == "not maintained";
  if (hit.phrase.starts_with("not ") && !ended) {  // "that did not alter": the verb stands before the hit
    for (const auto verb : kVerbs) {
      if (front.ends_with(verb)) {
        front.resize(front.size() - verb.size());
        if (front.ends_with(" that ") || front.ends_with(" who ")) return true;
        break;
      }
    }
  }
  if (front.ends_with(" that ") || front.ends_with(" who ")) {
    return std::any_of(kVerbs.begin(), kVerbs.end(), [&](const auto verb) { return hit.phrase.starts_with(verb); });
  }
  const auto rest = s.text.substr(hit.start + hit.length);
  static constexpr std::array<std::string_view, 16> kNotDone{
      " diagnosed", " recognised", " recognized",  // until it was
      " depend",                                   // how it works, not whether
      " taken",     " addressed",  " measured",   " recorded",  " assessed",
      " collected", " given",  // or it was never looked at
      " tested",    " examined",   " evaluated",  " available", " performed"};
  static constexpr std::array<std::string_view, 9> kUndone{
      " measure", " study", " examine", " assess", " record", " test ", " collect", " investigate", " evaluate"};
  if (hit.phrase == "did not" &&
      std::any_of(kUndone.begin(), kUndone.end(), [&](const auto word) { return rest.starts_with(word); })) {
    return true;
  }
  if (hit.phrase.ends_with(" not") &&
      std::any_of(kNotDone.begin(), kNotDone.end(), [&](const auto word) { return rest.starts_with(word); }))
    return true;
  if (hit.phrase == "cannot") {
    const auto behind = s.text.substr(hit.start + hit.length);
    return std::any_of(kDoubts.begin(), kDoubts.end(), [&](const auto doubt) { return behind.starts_with(doubt); });
  }
  return hit.phrase.starts_with("failed") && (front.ends_with(" have ") || front.ends_with(" had "));
}

/// "It improved function and did not increase synkinesis": behind an effect, what did not get more was no aim.
bool spares_worse(const Sentence& s, const VocabularyHit& hit) {
  if (hit.phrase != "did not" && hit.phrase != "does not" && hit.phrase != "do not" && hit.phrase != "not increased") {
    return false;
  }
  const auto rest = s.text.substr(hit.start + hit.length);
  static constexpr std::array<std::string_view, 8> kWorse{" increase",  " prolong",   " raise",      " worsen",
                                                          " aggravate", " interfere", " compromise", " impair"};
  return std::any_of(kWorse.begin(), kWorse.end(), [&](const auto word) { return rest.starts_with(word); }) &&
         std::any_of(s.hits.begin(), s.hits.end(),
                     [&](const auto& h) { return h.facet == "cue" && h.id == "effect" && h.start < hit.start; });
}

/// "The incidence of adverse events was similar": of harms, and of no effect.
bool speaks_of_harms(const Sentence& s, const VocabularyHit& hit) {
  constexpr std::size_t kClause = 110;
  const std::size_t from = hit.start > kClause ? hit.start - kClause : 0;
  std::string front = ascii_lower(s.text.substr(from, hit.start - from));
  for (const char* turn : {"; ", " but ", " whereas ", " while ", ", and ", ". "}) {
    if (const auto at = front.rfind(turn); at != std::string::npos) front.erase(0, at + 2);
  }
  return has_any(front, {"adverse event", "adverse effect", "adverse reaction", "side effect", "side-effect",
                         "complication rate", "incidence of complication", "tolerability", "dropout", "drop-out"}) &&
         std::none_of(s.hits.begin(), s.hits.end(), [&](const auto& h) {
           return h.facet == "mechanism" && h.start >= hit.start - front.size() && h.start < hit.start;
         });
}

}  // namespace

bool tells_failure(const Sentence& s, const VocabularyHit& hit) {
  if (spares_worse(s, hit)) return false;
  constexpr std::size_t kWhose = 24;
  if (hit.facet == "cue" && (hit.phrase == "regardless of" || hit.phrase == "irrespective of")) {
    // "it improved regardless of group": by no treatment; "it was effective regardless of the dose": it worked
    const auto rest = s.text.substr(hit.start + hit.length, kWhose);
    const std::string whose = ascii_lower(rest);
    return has_any(whose, {"intervention", "treatment", "group", "allocation", " arm", "whether", "therapy"}) ||
           std::none_of(s.hits.begin(), s.hits.end(),
                        [&](const auto& h) { return h.facet == "cue" && h.id == "effect" && h.start < hit.start; });
  }
  return hit.facet == "cue" && hit.id == "no-difference" && !spares_harm(s, hit.start) && !tells_no_result(s, hit) &&
         !speaks_of_harms(s, hit);
}

bool tells_worsening(const Sentence& s, const VocabularyHit& hit) {
  if (hit.facet != "cue" || hit.id != "worsen") return false;
  const std::string word = ascii_lower(s.text.substr(hit.start, hit.length));
  if (!word.starts_with("worsened") && !word.starts_with("deteriorated")) {
    return false;  // "worse" and "impairment" name what was there before as well
  }
  constexpr std::size_t kBefore = 60;
  std::string front =
      ascii_lower(s.text.substr(hit.start > kBefore ? hit.start - kBefore : 0, std::min(hit.start, kBefore)));
  front.erase(0, front.find_last_of(",;") + 1);
  const std::string_view rest = s.text.substr(hit.start + hit.length);
  const std::string behind = ascii_lower(rest.substr(0, rest.find_first_of(",;(")));
  const bool prevented = has_any(front, {" not ", " no ", "n't ", "prevent", "without", "protect", "fewer", " less "});
  const bool elsewhere =
      has_any(front, {"control group", "controls ", "placebo group", "sham group", "untreated", "in placebo"}) ||
      (has_any(behind, {" in the control", " in control", " in the placebo", " in placebo", " in the sham", " in sham",
                        " with placebo", " with sham", " after sham", " in untreated", " without treatment"}) &&
       !has_any(behind, {"compar", "relative to", " than ", "versus", " vs"}));
  return !prevented && !elsewhere;
}

bool follows_no(std::string_view words, std::size_t at) {
  constexpr std::size_t kNoReach = 60;  // bytes that a negation reaches
  const std::size_t from = at > kNoReach ? at - kNoReach : 0;
  const std::string_view front = words.substr(from, at - from);
  std::size_t no = front.rfind(" no ");
  if (no == std::string_view::npos) {
    if (from > 0 || !front.starts_with("no ")) return false;
    no = 0;
  } else {
    ++no;
  }
  const auto between = front.substr(no + 3);
  return std::count(between.begin(), between.end(), ' ') <= 2 && between.find_first_of(",;(") == std::string_view::npos;
}

std::vector<Tone> tones_of(const Sentence& s, const std::vector<std::size_t>& starts) {
  std::vector<Tone> out(starts.size());
  const std::string lower = ascii_lower(s.text);
  const bool foretells = has_any(lower, {"predict", "prognostic", "risk factor"});
  const bool unproven = has_any(lower, {"but not significan", "but not statistically", "but nonsignifican",
                                        "but non-significan", "although not significan", "though not significan"});
  std::vector<bool> mute(starts.size());  // of what was not measured
  for (const auto& h : s.hits) {
    if (h.facet == "cue" && h.id == "unmeasured" && h.phrase.find("not been") == std::string_view::npos) {
      mute[clause_of(starts, h.start)] = true;
    }
  }
  for (const auto& h : s.hits) {
    if (h.facet != "cue" || mute[clause_of(starts, h.start)]) continue;
    Tone& tone = out[clause_of(starts, h.start)];
    if (h.id == "effect" && h.phrase != "less" && follows_no(lower, h.start)) {
      if (h.phrase == "longer") continue;  // "no longer differed": it had
      tone.bad = tone.bad || !spares_harm(s, h.start);
      continue;
    }
    const std::string_view front = std::string_view(lower).substr(0, h.start);
    const bool denied =
        front.ends_with("not ") || front.ends_with(" would ") || front.ends_with("self-") || lower.starts_with("if ");
    tone.good = tone.good || (h.id == "effect" && !foretells && !unproven && !denied);
    // "relieves pain without affecting glucose": it was to do no more
    const bool beside = tone.good && (h.phrase == "without affecting" || h.phrase == "without altering" ||
                                      h.phrase == "without changing" || h.phrase == "without modifying");
    tone.bad = tone.bad || (!beside && tells_failure(s, h));
  }
  return out;
}

bool concedes_at(std::string_view clause) {
  return clause.starts_with(", although ") || clause.starts_with(" although ") || clause.starts_with(", though ");
}

bool is_finding(const Sentence& s) {
  if (s.section == Section::Results || s.section == Section::Conclusions || s.section == Section::Unknown) return true;
  return s.section != Section::Title &&
         has_any(ascii_lower(s.text), {"results showed", "results show ", "results indicate", "we found that",
                                       "we report a patient", "we report a case", "we describe a patient"});
}

}  // namespace meridian::evidence
