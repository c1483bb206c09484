// Tells the hits that name a treatment or condition of the study from those that only use its word.
#include "evidence/mentions.hpp"

#include <algorithm>

#include "core/text.hpp"
#include "evidence/clauses.hpp"
#include "evidence/counts.hpp"

namespace meridian::evidence {
namespace {

constexpr std::size_t kBefore = 40, kAfter = 26;

/// The words right before, in small letters; what stands behind a comma or another clause is none of them.
std::string before(const Sentence& s, const VocabularyHit& hit, std::size_t reach) {
  const std::size_t from = hit.start > reach ? hit.start - reach : 0;
  std::string text = ascii_lower(s.text.substr(from, hit.start - from));
  if (const auto stop = text.find_last_of(",;:()"); stop != std::string::npos) text.erase(0, stop + 1);
  return " " + text;
}

std::string after(const Sentence& s, const VocabularyHit& hit) {
  return ascii_lower(s.text.substr(std::min(s.text.size(), hit.start + hit.length), kAfter));
}

/// Two words that stand apart: "postherpetic and trigeminal neuralgia" names both.
bool joins(const VocabularyHit& hit) { return hit.phrase.find(" + ") != std::string::npos; }

bool is_general(std::string_view id) {
  return id == "other" || id == "other-pain" || id == "neuropathic-pain" || id == "peripheral-neuropathy";
}

bool starts_with_any(std::string_view text, std::initializer_list<const char*> words) {
  const auto first = text.find_first_not_of(" -\xE2\x80\x90\x91\x93");
  if (first == std::string_view::npos) return false;
  text.remove_prefix(first);
  return std::any_of(words.begin(), words.end(), [&](const char* w) { return text.starts_with(w); });
}

}  // namespace

bool is_inside_another(const Sentence& s, const VocabularyHit& hit) {
  const std::size_t end = hit.start + hit.length;
  return std::any_of(s.hits.begin(), s.hits.end(), [&](const VocabularyHit& h) {
    // "pain relief with magnesium after surgery": what stands between two words is none of them
    const bool between = joins(h) && hit.facet == "intervention" && hit.start > h.start && end < h.start + h.length;
    return !between && h.length > hit.length && h.start <= hit.start && h.start + h.length >= end &&
           h.term != hit.term &&
           !(hit.facet == "condition" && h.facet == "condition" && joins(h) && !is_general(hit.id)) &&
           (h.facet == "intervention" || h.facet == "condition" ||
            ((h.facet == "mechanism" || h.facet == "outcome") && hit.facet == "intervention"));
  });
}

bool is_no_treatment(const Sentence& s, const VocabularyHit& hit) {
  const std::string behind = after(s, hit), front = before(s, hit, kBefore);
  if (starts_with_any(
          behind,
          {"induced",     "evoked",      "resistan",      "refractory", "dependen",        "abuse",    "addict",
           "receptor",    "level",       "concentration", "content",    "status",          "deficien", "intoxic",
           "toxicity",    "neurotox",    "poisoning",     "misuse",     "use disorder",    "related",  "associated",
           "overdose",    "exposure",    "users",         "induced",    "naive",           "naïve",    "consumption",
           "requirement", "sparing",     "rescue",        "intake was", "kinase",          "signal",   "pathway",
           "mediated",    "transporter", "practitioner",  "clinic",     "response element"})) {
    return true;
  }
  if (has_any(front, {"resistant to ",
                      "refractory to ",
                      "unresponsive to ",
                      "levels of ",
                      "level of ",
                      "content of ",
                      "concentration of ",
                      "concentrations of ",
                      "deficiency of ",
                      "absorption of ",
                      "serum ",
                      "plasma ",
                      "recreational ",
                      "endogenous ",
                      "abuse of ",
                      "dependence on ",
                      "intolerant to ",
                      "requirement for ",
                      "consumption of ",
                      "failed to respond to ",
                      "anesthetized with ",
                      "anaesthetised with ",
                      "anaesthetized with ",
                      "under "})) {
    return true;
  }
  // "TENS at acupuncture points": where, and not what
  if (hit.id == "manual-acupuncture" && starts_with_any(behind, {"point"}) &&
      std::any_of(s.hits.begin(), s.hits.end(),
                  [&](const auto& h) { return h.facet == "intervention" && h.id != hit.id; })) {
    return true;
  }
  // "the effect of yoga on mindfulness", "a mindfulness training program": what was measured, and no bodily exercise
  if (hit.phrase == "mindfulness" && has_any(front, {" on ", "through ", "trait ", "dispositional "})) return true;
  if (hit.id == "exercise" && hit.phrase.starts_with("training") &&
      has_any(front, {"mindfulness ", "meditation ", "cognitive ", "skills ", "awareness ", "memory ", "parent ",
                      "stress ", "management ", "relaxation ", "attention ", "communication "})) {
    return true;
  }
  if (hit.id == "surgery") {
    return has_any(front, {"undergo ", "analgesia for ", "anesthesia for ", "anaesthesia for ", "block for ",
                           "after ",   "following ",     "during ",         "undergoing ",      " in ",
                           "before ",  "post",           "since ",          "requiring ",       "underwent ",
                           "intra",    "elective ",      "scheduled for ",  "prior to ",        "peri"});
  }
  return false;
}

bool is_left_out(const Sentence& s, const VocabularyHit& hit) {
  return has_any(before(s, hit, kBefore),
                 {"exclud", "without ", "no history of ", "free of ", "absence of ", "other than ", "not due to ",
                  "except ", "lacked a ", "lacks a ", "lack of a "});
}

Names names_of(const std::vector<Sentence>& sentences, std::string_view facet) {
  Names out;
  for (const auto& s : sentences) {
    for (const auto& hit : s.hits) {
      if (hit.facet != facet || is_inside_another(s, hit) || is_left_out(s, hit) ||
          (facet == "intervention" && is_no_treatment(s, hit))) {
        continue;
      }
      Named& named = out[std::string(hit.id)];
      const bool title = s.section == Section::Title;
      const bool own = !title && (s.section != Section::Background || is_own(s));
      if (named.first == nullptr || (own && named.title == 0 && named.own == 0)) {
        named.first = &s;
        named.at = hit.start;
        named.term = hit.term;
      }
      (title ? named.title : named.abstract) += 1;
      named.own += own ? 1 : 0;
    }
  }
  return out;
}

}  // namespace meridian::evidence
