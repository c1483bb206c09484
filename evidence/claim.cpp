// Reads a claim into treatment, illness, outcome, what is said to happen, and how strongly.
#include "evidence/claim.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <iterator>

#include "core/text.hpp"
#include "evidence/claim_limits.hpp"
#include "evidence/claim_says.hpp"
#include "evidence/claim_treatments.hpp"
#include "evidence/pattern.hpp"

namespace meridian::evidence {
namespace {

bool holds(const std::vector<std::string>& list, std::string_view id) {
  return std::find(list.begin(), list.end(), id) != list.end();
}

void drop(std::vector<std::string>& list, std::string_view id) {
  list.erase(std::remove(list.begin(), list.end(), id), list.end());
}

bool inside(const VocabularyHit& inner, const VocabularyHit& outer) {
  return outer.start <= inner.start && outer.start + outer.length >= inner.start + inner.length;
}

/// What the claim says changes: without the words that only name the illness ("nerve pain"), and where a mechanism is
/// named, that alone.
std::vector<std::string> outcomes_of(std::string_view lower, const Concepts& found, const ClaimWords& words,
                                     std::vector<std::string>& beside) {
  // what stands behind "when" is the occasion: "keeps nerves alive when your sugar runs high"
  static const RE2 kOccasion(R"([a-z]+ [a-z]+ [a-z]+.* (when|whenever|if|even if|while) [^,]*$)");
  re2::StringPiece behind;
  const std::size_t occasion = RE2::PartialMatch(re2::StringPiece(lower.data(), lower.size()), kOccasion, &behind)
                                   ? static_cast<std::size_t>(behind.data() - lower.data())
                                   : lower.size();
  const auto is_mechanism = [&](const std::string& id) { return role_of(id, "mechanism", words) == "mechanism"; };
  std::vector<std::string> out;
  std::vector<std::string> of_illness;
  for (const auto& outcome : found.hits) {
    if (outcome.facet != "mechanism" || outcome.start >= occasion) {
      continue;
    }
    if (std::any_of(found.hits.begin(), found.hits.end(), [&](const VocabularyHit& hit) {
          return hit.facet == "intervention" && inside(outcome, hit) && hit.length > outcome.length;
        })) {
      continue;  // the pain of "painkillers", the pressure of "blood pressure pills"
    }
    const bool names_illness = std::any_of(found.hits.begin(), found.hits.end(), [&](const VocabularyHit& hit) {
      const bool same = hit.start == outcome.start && hit.length == outcome.length;
      return hit.facet == "condition" && inside(outcome, hit) && (!same || found.conditions.size() == 1);
    });
    auto& list = names_illness ? of_illness : out;
    if (!holds(list, outcome.id)) {
      list.emplace_back(outcome.id);
    }
  }
  const bool harms_only = !of_illness.empty() && std::all_of(out.begin(), out.end(), [&](const std::string& id) {
    return role_of(id, "mechanism", words) == "harm";
  });  // "quells shingles pain, and fewer people get dizzy": the pain is what it is about
  if (harms_only && !found.conditions.empty()) {
    drop(of_illness, "less-damage");
    out = of_illness;
  }
  if (holds(out, "less-microglia")) {
    drop(out, "less-inflammation");  // the nearer word
  }
  if (std::any_of(out.begin(), out.end(), is_mechanism)) {
    std::copy_if(out.begin(), out.end(), std::back_inserter(beside),
                 [&](const std::string& id) { return !is_mechanism(id); });
    std::erase_if(out, [&](const std::string& id) { return !is_mechanism(id); });
  }
  return out;
}

/// "Two out of three", "half of", "66 %" as percent.
std::optional<double> percent_of(std::string_view lower) {
  static const RE2 kNumber(R"((\d+(?:\.\d+)?) ?(?:%|per ?cent))");
  static const RE2 kOf(
      R"(\b(one|two|three|four|five|six|seven|eight|nine|\d+) (?:out of|in|of) (?:every )?(two|three|four|five|six|seven|eight|nine|ten|\d+)\b)");
  static constexpr auto kWords = std::to_array<std::string_view>(
      {"zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"});
  const auto value = [](std::string_view word) {
    for (std::size_t i = 0; i < kWords.size(); ++i) {
      if (kWords[i] == word) {
        return static_cast<double>(i);
      }
    }
    return std::strtod(std::string(word).c_str(), nullptr);
  };
  re2::StringPiece first;
  re2::StringPiece second;
  const re2::StringPiece input(lower.data(), lower.size());
  if (RE2::PartialMatch(input, kNumber, &first)) {
    return value({first.data(), first.size()});
  }
  if (RE2::PartialMatch(input, kOf, &first, &second)) {
    const double below = value({second.data(), second.size()});
    const double above = value({first.data(), first.size()});
    return below > 0 && above <= below ? std::optional<double>(100 * above / below) : std::nullopt;
  }
  for (const auto& [words, percent] : {std::pair<std::string_view, double>{"every second", 50},
                                       {"half of", 50},
                                       {"a third of", 33},
                                       {"two thirds", 67},
                                       {"a quarter of", 25},
                                       {"three quarters", 75}}) {
    if (lower.find(words) != std::string_view::npos) {
      return percent;
    }
  }
  return std::nullopt;
}

/// A named neuropathy makes the general words for it redundant: "diabetic neuropathy ... nerve pain".
void keep_the_named(std::vector<std::string>& conditions, const ClaimWords& words) {
  static constexpr auto kGeneral = std::to_array<std::string_view>({"peripheral-neuropathy", "neuropathic-pain"});
  const bool general = holds(conditions, kGeneral[0]) || holds(conditions, kGeneral[1]);
  if (holds(conditions, "diabetes") && (general || holds(conditions, "diabetic-neuropathy"))) {
    drop(conditions, "diabetes");
    if (!holds(conditions, "diabetic-neuropathy")) {
      conditions.insert(conditions.begin(), "diabetic-neuropathy");
    }
  }
  const auto of_nerves = subject_of(std::string(kGeneral[0]), "condition", words).kinds;
  const bool named = std::any_of(conditions.begin(), conditions.end(), [&](const std::string& id) {
    return id == "b12-deficiency" || (id != kGeneral[0] && id != kGeneral[1] && of_nerves.contains(id));
  });
  if (named) {
    for (const auto id : kGeneral) {
      drop(conditions, id);
    }
  }
  if (holds(conditions, "peripheral-neuropathy") && holds(conditions, "neuropathic-pain")) {
    drop(conditions, "neuropathic-pain");
  }
  if (holds(conditions, "cipn")) {
    drop(conditions, "cancer");
  }
}

/// "Lifts the depression of people with nerve pain": of several illnesses, one whose name is that of an outcome is one.
void drop_the_outcomes(std::vector<std::string>& conditions, const Concepts& found) {
  for (const auto& hit : found.hits) {
    if (hit.facet == "condition" && conditions.size() > 1 &&
        std::any_of(found.hits.begin(), found.hits.end(), [&](const VocabularyHit& other) {
          return other.facet == "mechanism" && other.start == hit.start && other.length == hit.length;
        })) {
      drop(conditions, hit.id);
    }
  }
}

/// An illness of nerves or one that hurts: to ease it is to ease what is felt.
bool is_felt(const std::string& condition) {
  static constexpr auto kIds = std::to_array<std::string_view>(
      {"cipn", "carpal-tunnel", "radiculopathy", "nerve-injury", "spinal-cord-injury", "headache", "fibromyalgia",
       "osteoarthritis", "b12-deficiency", "facial-palsy", "spinal-stenosis", "shoulder-hand", "aromatase-arthralgia",
       "rheumatoid-arthritis"});
  return condition.ends_with("neuropathy") || condition.ends_with("pain") || condition.ends_with("neuralgia") ||
         std::find(kIds.begin(), kIds.end(), condition) != kIds.end();
}

/// True where the phrase is of the vocabulary of studies: what writers say besides, "electrified needles", is no name.
bool is_name(const VocabularyHit& hit, const Vocabulary& studies) {
  return std::any_of(studies.terms().begin(), studies.terms().end(), [&](const VocabularyTerm& term) {
    return term.facet == hit.facet && term.id == hit.id &&
           std::find(term.phrases.begin(), term.phrases.end(), hit.phrase) != term.phrases.end();
  });
}

/// Words in lower case with the capitals that they have in `text`, if they stand there.
std::string as_it_stands(const std::string& words, const std::string& text) {
  const auto at = ascii_lower(text).find(words);
  return at == std::string::npos ? words : text.substr(at, words.size());
}

/// "Diabetes and shingles", "diabetes, shingles or stroke": between two of them stands nothing else.
bool are_listed(std::string_view lower, const Concepts& found, const std::vector<std::string>& conditions) {
  static const RE2 kBetween(R"(^\s*(,|and|or|, and|, or|as well as)\s*(in |with |of |for |from |after )?(the |a )?$)");
  return any_joined_by(lower, found, "condition", conditions, kBetween);
}

}  // namespace

std::vector<Claim> parts_of(const Claim& claim) {
  std::vector<Claim> parts{claim};
  const auto part_by = [&](std::vector<std::string> Claim::*list) {
    std::vector<Claim> finer;
    for (const auto& part : parts) {
      for (const auto& id : part.*list) {
        finer.push_back(part);
        finer.back().*list = {id};
      }
    }
    parts = std::move(finer);
  };
  if (claim.interventions.size() > 1 && !claim.frequency && !claim.combined) {
    part_by(&Claim::interventions);
  }
  if (claim.conditions.size() > 1 && claim.conditions_listed && !claim.frequency) {
    part_by(&Claim::conditions);
  }
  if (!claim.beside.empty()) {
    std::vector<Claim> second = parts;
    for (auto& part : second) {
      part.outcomes = claim.beside;
    }
    parts.insert(parts.end(), std::make_move_iterator(second.begin()), std::make_move_iterator(second.end()));
  }
  return parts;
}

std::string_view to_word(Strength strength) {
  return strength == Strength::Hedged ? "hedged" : strength == Strength::Strong ? "strong" : "plain";
}

Claim read_claim(std::string_view sentence, const ClaimContext& context, const ClaimWords& words) {
  static const RE2 kNot(
      R"(\b(not|nothing|never|cannot|no better|no effect|no benefit|useless|barely|hardly|won't|doesn't|don't|didn't|isn't|aren't|can't|ineffective|makes no difference|leaves? [^,.;]{3,90} (where (it|they) (was|were)|unchanged|untouched|as (it|they) (was|were))|fails? to|failed to|no more|without)\b)");
  static const RE2 kHarm(
      R"(\b(burns?|scald\w*|caus(e|es|ed|ing)|damag(e|es|ed|ing)\b|harm(s|ed|ful)?\b|harms|worsen\w*|aggravat\w*|destroy\w*|disturb\w*|narrows?|spread|wear(s)? out|overwork|dangerous|unsafe|gives? you|asking for (a |an )?\w+|leaves? (you|people|users|[a-z]+ people|patients) with|wrecks?|ruins?|depletes?|weakens?|(leads? to|results? in) (an? |the |more )?(\w+[- ])?(deficien\w*|neuropath\w*|damage|disease|cancer|stroke|weakness|death|loss|falls)|triggers|triggered|(can|may|might|could|will) trigger|robs?|drains?|strips? the|raises? the risk|increases? the risk|delays?|starves?)\b)");
  static const RE2 kNotHarm(
      R"(\b(prevent\w*|ward(s)? off|shield\w*|protect\w*|against|heal\w*|repair\w*|cures?|clears?|calms?|eases?|reliev\w*|soothes?|halts?|stops?|reduc\w*|lower\w*|restor\w*|marker of oxidative damage|damaged|nerve damage from|topping)\b)");
  static const RE2 kStrong(
      R"(\b(proven|proves?|proved|cures?|cured|eliminat\w*|guarantee\w*|wip(e|es|ed) out|definitely|undoubtedly|without (a )?doubt|beyond doubt|always works|completely|conclusively|never fails|permanently|once and for all|puts? an end to|frees? (people|you|them|patients) (from|of)|rids? (people|you|them|patients) of|banish\w*|eradicat\w*|erases?|miracle|100 ?(%|percent)|no doubt|no longer any doubt|beyond (any )?(question|dispute)|science (is|has) settled|science has settled it|undeniabl\w*|indisputabl\w*|irrefutabl\w*|without question|unquestionabl\w*|for sure|certain to|scientifically proven|(has|have|with) no side[- ]effects|(totally|perfectly) safe|risk-free)\b)");
  static const RE2 kHedge(
      R"(\b(may|might|could|can|seems?|appears?|possibly|perhaps|sometimes|suggests?|is thought to|are thought to|believed to|potentially|probably)\b)");
  static const RE2 kUniversal(
      R"(\b(everyone|everybody|anyone|anybody|always|all (people|patients|diabetics|types|kinds|forms|sorts|ages|cases)|every (single|kind|type|form|sort|patient|diabetic|person|case|one)|in all|any (kind|type|form|sort) of|each and every|no matter (who|what|which)|whatever (the|your) (cause|age|type|stage)|whatever (form|kind|type|sort)|whoever)\b)");
  static const RE2 kAnimal(R"(\b(rats?|mice|mouse|rodents?|animals?|rabbits?|guinea pigs?)\b)");
  static const RE2 kPeople(R"(\b(people|patients|men|women|human|humans|you|your|adults|volunteers)\b)");
  static const RE2 kCells(R"(\b(in vitro|in a dish|cell culture|cultured|petri|cell line)\b)");
  static const RE2 kSham(R"(\b(sham|fake|placebo|dummy|pretend|simulated)\b)");
  static const RE2 kPrevention(
      R"(\b(prevent\w*|ward(s|ing)? off|shields?|protect(s|ed)?|keeps? .{0,40}(from|away)|set in|setting in|becoming chronic|stav(e|es) off|before and during)\b)");
  static const RE2 kSafety(
      R"(\b(safe|safely|safety|harmless|side[- ]effects?|risk-free|dangerous|unsafe|burns?|scald\w*|well tolerated)\b)");
  static const RE2 kFrequency(
      R"(\b((one|two|three|four|nine|\d+) (out of|in|of) (every )?(two|three|four|five|ten|\d+)|half of|most people|every second|turn(s|ed)? to (the )?most|(most|more) (often|used|popular|widely)|favou?rite|commonest|per ?cent|most often|a third of|a quarter of)\b|\d ?%)");
  static const RE2 kFrequencyVerb(
      R"(\b(try|tries|tried|turn(s|ed)? to|use|uses|used|strikes|suffer|suffers|have|has|get|gets|affects|develop|develops|run low)\b)");
  static const RE2 kCausal(
      R"(\b(caus(e|es|ed)|damag(es|ed)|leads? to|makes|lets|harms?|results? in|triggers?|brings? on|due to|responsible for|drives?|gives? you|disturbs|narrows|helps? .{0,30}spread)\b)");
  static const RE2 kMechanism(
      R"(\b(works? .{0,30}by|by (releas|flood|send|flush|setting|switch|stimulat|block|boost|lower|rais|increas|calm|restor)\w*|through (the )?|because it|because they|thanks to|secret of|mechanism)\b)");
  Claim claim;
  claim.text = std::string(trim(sentence));
  std::string read = claim.text;
  if (!context.lead_in.empty()) {
    read = context.lead_in + " " + read;
  }
  read = straight_apostrophes(read);
  const std::string lower = ascii_lower(read);
  const Concepts found = concepts_of(read, words);
  claim.interventions = found.interventions;
  claim.conditions = found.conditions;
  claim.outcomes = outcomes_of(lower, found, words, claim.beside);
  claim.stems = content_stems(lower);
  claim.against_sham = finds(lower, kSham);
  drop(claim.interventions, "placebo");
  drop(claim.interventions, "sham-acupuncture");
  drop(claim.interventions, "usual-care");
  drop(claim.interventions, "waiting-list");
  if (claim.interventions.size() > 1 && holds(claim.interventions, "drug")) {
    drop(claim.interventions, "drug");
  }
  keep_the_narrower(claim.interventions, words);
  drop_the_spared(claim, lower, found, words);
  // what it is compared with is not what is claimed of: "as well as gabapentin does"
  static const RE2 kCompared(
      R"((\b(as (well|good|effective|much) as|better than|than|beats?|outperforms?|just as)\b))");
  re2::StringPiece compared;
  if (RE2::PartialMatch(lower, kCompared, &compared) && claim.interventions.size() > 1) {
    const auto at = static_cast<std::size_t>(compared.data() - lower.data());
    std::vector<std::string> before;
    for (const auto& hit : found.hits) {
      if (hit.facet == "intervention" && hit.start < at && holds(claim.interventions, hit.id) &&
          !holds(before, hit.id)) {
        before.emplace_back(hit.id);
      }
    }
    if (!before.empty()) {
      claim.interventions = before;
    }
  }
  for (const auto& hit : found.hits) {
    const bool sham = hit.id == "placebo" || hit.id == "sham-acupuncture" || hit.id == "usual-care";
    if (!compared.empty() && hit.facet == "intervention" && !sham &&
        hit.start >= static_cast<std::size_t>(compared.data() - lower.data())) {
      if (std::string name = lower.substr(hit.start, hit.length); !is_general(name)) {
        claim.compared.push_back({std::string(hit.id), std::move(name)});
      }
    }
  }
  claim.equivalence =
      finds(lower, RE2(R"(\b(as (well|good|effective|much) as|equals?|just as (good|well|effective)|every bit as)\b)"));
  if (claim.interventions.size() > 1) {
    drop(claim.interventions, "surgery");
  }
  claim.combined = are_combined(lower, found, claim.interventions);
  const bool by_points = finds(lower, RE2(R"(\b(acupuncture points?|acupoints?)\b)"));
  if (by_points && claim.interventions.size() > 1) {
    drop(claim.interventions, "manual-acupuncture");
  }
  claim.subject = claim.interventions.empty() ? own_subject(lower, found) : std::vector<std::string>();
  const bool inherits = claim.interventions.empty() && claim.subject.empty();
  if (inherits) {
    claim.interventions = context.interventions;
  }
  if (claim.conditions.empty() && (inherits || !context.lead_in.empty() || claim.outcomes.empty())) {
    claim.conditions = context.conditions;  // "It lowers inflammation" speaks of the illness spoken of before
  }
  keep_the_named(claim.conditions, words);
  drop_the_outcomes(claim.conditions, found);
  claim.conditions_listed = are_listed(lower, found, claim.conditions);
  if (claim.conditions == std::vector<std::string>{"headache"}) {
    const bool counted = finds(lower, RE2(R"(\b(attacks?|frequen\w*|how often|number of|days)\b)"));
    claim.outcomes =
        counted ? std::vector<std::string>{"less-attacks"} : std::vector<std::string>{"less-attacks", "less-pain"};
  }
  if (claim.outcomes.size() > 1) {
    drop(claim.outcomes, "less-use");
  }
  if (holds(claim.outcomes, "more-balance")) {
    claim.outcomes.emplace_back("less-sway");  // balance is measured by sway
  }
  if (holds(claim.outcomes, "more-survival")) {
    claim.outcomes.emplace_back("less-mortality");  // how long people live is told by how many died
  }
  claim.limits = limits_of(without_treatments(lower, found));
  claim.named = other_names(lower, found);
  for (auto& name : proper_names(read, found)) {
    claim.named.push_back(std::move(name));
  }
  claim.about_animals = finds(lower, kAnimal) &&
                        !(finds(lower, kPeople) && !finds(lower, RE2(R"(\bin (rats|mice|rodents|animals|rabbits))")));
  claim.about_cells = finds(lower, kCells);
  const std::string own = without_other_denials(lower);
  claim.universal = finds(own, kUniversal);
  claim.prevention = finds(lower, kPrevention);
  claim.safety = finds(lower, kSafety) || claim.outcomes == std::vector<std::string>{"less-harm"};
  claim.percent = percent_of(lower);
  claim.frequency = finds(lower, kFrequency) && finds(lower, kFrequencyVerb);
  claim.names_mechanism = finds(lower, kMechanism);
  if (claim.names_mechanism || !finds(lower, RE2(R"(\b(and|also|as well as)\b)"))) {
    claim.beside.clear();  // "relieves pain by releasing endorphins" stands or falls with the endorphins
  }
  const bool felt_only = std::all_of(claim.outcomes.begin(), claim.outcomes.end(), [](const std::string& id) {
    return id == "less-pain" || id == "less-numbness" || id == "less-damage" || id == "more-conduction";
  });
  if (claim.prevention && felt_only && !claim.interventions.empty() &&
      claim.conditions != std::vector<std::string>{"headache"} && !holds(claim.outcomes, "less-arrhythmia") &&
      std::none_of(claim.outcomes.begin(), claim.outcomes.end(),
                   [&](const std::string& id) { return role_of(id, "mechanism", words) == "mechanism"; })) {
    claim.outcomes = {"less-damage"};
  }
  if (claim.safety && (claim.outcomes.empty() || holds(claim.outcomes, "less-harm"))) {
    for (const auto& term : words.writers->terms()) {  // safety as such is met by any harm
      if (term.role == "harm" && !holds(claim.outcomes, term.id)) {
        claim.outcomes.push_back(term.id);
      }
    }
  }
  claim.of_harms = !claim.outcomes.empty() &&
                   std::all_of(claim.outcomes.begin(), claim.outcomes.end(),
                               [&](const std::string& id) { return role_of(id, "mechanism", words) == "harm"; });
  if (claim.outcomes == std::vector<std::string>{"more-recovery"} && !claim.conditions.empty() &&
      (claim.conditions.front().ends_with("neuropathy") || finds(lower, RE2(R"(\bnerves?\b)")))) {
    claim.outcomes.emplace_back("less-numbness");  // "mends the nerves"
  }
  if (!claim.interventions.empty() && !holds(claim.interventions, "vitamin-b12") &&
      !finds(lower, RE2(R"(\b(b ?12|b-12|cobalamin)\b)"))) {
    drop(claim.conditions, "b12-deficiency");  // a deficiency, but of something else
  }
  if (claim.interventions.empty() && holds(claim.conditions, "b12-deficiency")) {
    claim.interventions = {"vitamin-b12"};  // what is lacking is what is given
  }
  claim.unknown_outcome = claim.outcomes.empty() && names_unknown_outcome(lower, found);
  const bool illness_itself = claim.outcomes.empty();
  if (claim.outcomes.empty() && !claim.unknown_outcome &&
      std::any_of(claim.conditions.begin(), claim.conditions.end(), is_felt)) {
    claim.outcomes = {"less-pain", "less-numbness"};  // "eases neuropathy" speaks of what is felt
  }
  if (finds(lower, kHedge)) {
    claim.strength = Strength::Hedged;
  }
  re2::StringPiece strong;
  static const RE2 kDeniedHere(
      R"(\b(not|no|never|isn't|aren't|hasn't|haven't|cannot|can't|doesn't|don't)\b[^,.;]{0,25}$)");
  static const RE2 kStrongWord("(" + kStrong.pattern() + ")");
  if (RE2::PartialMatch(lower, kStrongWord, &strong) &&
      !finds(std::string_view(lower).substr(0, static_cast<std::size_t>(strong.data() - lower.data())), kDeniedHere)) {
    claim.strength = Strength::Strong;
    claim.strong_word = std::string(strong.data(), strong.size());
  }
  // "the numbness that chemotherapy causes" says no harm of the treatment
  std::string said = lower;
  RE2::GlobalReplace(&said, R"(\b(that|which) [^,.;]{0,40}\b(causes?|caused|leaves?|left|brings?|brought)\b)", "");
  for (const auto& hit : found.hits) {
    if (hit.facet == "condition" && said.size() == lower.size() &&
        std::string_view(lower).substr(hit.start, hit.length).ends_with("damage")) {
      said.replace(hit.start, hit.length, hit.length, ' ');  // "nerve damage" is what they have
    }
  }
  const bool harm = finds(said, kHarm) && !finds(said, kNotHarm) && !claim.prevention;
  const bool denied = finds(own, kNot) || says_unproven(lower);
  const bool safe_said =
      finds(lower, RE2(R"(\b(safe|safely|harmless|no side[- ]effects?|risk-free|well tolerated)\b)"));
  if (claim.prevention && denied &&
      finds(lower, RE2(R"(\b(will|does|do|need) not (set in|occur|happen|develop)|not set in\b)"))) {
    claim.claimed = Claimed::Benefit;
  } else if (harm) {
    claim.claimed = denied ? Claimed::NoHarm : Claimed::Harm;
  } else if (safe_said) {
    claim.claimed = denied ? Claimed::Harm : Claimed::NoHarm;
  } else {
    claim.claimed = denied ? Claimed::NoEffect : Claimed::Benefit;
    claim.reversed = !claim.safety && says_worse(lower, found, claim.outcomes, illness_itself);
  }
  if (claim.of_harms && claim.claimed == Claimed::Benefit && !says_less(lower, found)) {
    claim.claimed = Claimed::Harm;  // "can turn your stomach"
    claim.reversed = false;
  }
  claim.of_harms = claim.of_harms && (claim.safety || claim.claimed != Claimed::Benefit);
  claim.causal = finds(lower, kCausal) && claim.claimed == Claimed::Harm;
  claim.together = finds(
      lower,
      RE2(R"(\b(associat\w*|linked|correlat\w*|related|go(es)? (together|along|hand in hand)|^(people|patients|those|women|men|adults) (who|that|with) (have|had|take|took|use|used|get|got) [a-z -]{3,60} (are|were|have|had|get|got)\b)\b)"));
  for (const auto& id : claim.interventions) {
    Subject subject = subject_of(id, "intervention", words);
    for (const auto& hit : found.hits) {
      if (subject.words.empty() && hit.facet == "intervention" && hit.id == id && is_name(hit, *words.studies)) {
        subject.words = as_it_stands(lower.substr(hit.start, hit.length), claim.text);
      }
      if (hit.facet == "intervention" && hit.id == id && gathers_many(id, words)) {
        subject.names.push_back(lower.substr(hit.start, hit.length));
      }
    }
    const auto names_the_class = [&](std::string name) {
      std::replace(name.begin(), name.end(), ' ', '-');
      return name == id || name == id + "s";
    };
    if (std::any_of(subject.names.begin(), subject.names.end(), names_the_class)) {
      subject.names.clear();
    } else if (std::any_of(subject.names.begin(), subject.names.end(), is_general)) {
      std::erase_if(subject.names, is_general);
    }
    claim.subjects.emplace(id, std::move(subject));
  }
  for (const auto& id : claim.conditions) {
    claim.subjects.emplace(id, subject_of(id, "condition", words));
  }
  return claim;
}

}  // namespace meridian::evidence
