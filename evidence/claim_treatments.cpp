// Sorts out the treatments of a claim.
#include "evidence/claim_treatments.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <array>

#include "evidence/claim.hpp"
#include "evidence/pattern.hpp"

namespace meridian::evidence {
namespace {}  // namespace

bool gathers_many(std::string_view id, const ClaimWords& words) {
  return role_of(id, "intervention", words) == "class";
}

bool is_general(std::string_view name) {
  static constexpr auto kWords = std::to_array<std::string_view>(
      {"drug",        "drugs",    "medication",  "medications",    "medicine",       "medicines",       "painkiller",
       "painkillers", "pill",     "pills",       "tablet",         "tablets",        "supplement",      "supplements",
       "herbs",       "herbal",   "surgery",     "operation",      "antidepressant", "antidepressants", "opioid",
       "opioids",     "steroids", "antibiotics", "anticonvulsants"});
  return std::any_of(kWords.begin(), kWords.end(),
                     [&](std::string_view word) { return name.starts_with(word) || name.ends_with(word); });
}

void keep_the_narrower(std::vector<std::string>& interventions, const ClaimWords& words) {
  const auto all = interventions;
  std::erase_if(interventions, [&](const std::string& wide) {
    const auto kinds = subject_of(wide, "intervention", words).kinds;
    return std::any_of(all.begin(), all.end(),
                       [&](const std::string& other) { return other != wide && kinds.contains(other); });
  });
}

bool any_joined_by(std::string_view lower, const Concepts& found, std::string_view facet,
                   const std::vector<std::string>& ids, const RE2& between) {
  const VocabularyHit* last = nullptr;
  for (const auto& hit : found.hits) {
    if (hit.facet != facet || std::find(ids.begin(), ids.end(), hit.id) == ids.end()) {
      continue;
    }
    if (last != nullptr && last->id != hit.id && last->start + last->length <= hit.start) {
      const auto gap = lower.substr(last->start + last->length, hit.start - last->start - last->length);
      if (finds(gap, between)) {
        return true;
      }
    }
    last = &hit;
  }
  return false;
}

bool are_combined(std::string_view lower, const Concepts& found, const std::vector<std::string>& interventions) {
  static const RE2 kBetween(
      R"(^[a-z ]{0,14}\b(with|plus|combined with|together with|along with|added to|adding|on top of|alongside|give|gives)\b( [a-z-]+){0,2} ?$)");
  return any_joined_by(lower, found, "intervention", interventions, kBetween);
}

std::string without_treatments(std::string lower, const Concepts& found) {
  for (const auto& hit : found.hits) {
    if (hit.facet == "intervention") {
      lower.replace(hit.start, hit.length, hit.length, ' ');
    }
  }
  return lower;
}

void drop_the_spared(Claim& claim, std::string_view lower, const Concepts& found, const ClaimWords& words) {
  static const RE2 kBefore(
      R"(\b(fewer|less|lower|smaller|reduced?|reduces|cuts?|cutting|spares?|sparing|saves?( on)?|avoids?|avoiding|without|instead of|rather than|need(s|ed)? for|reliance on|doses? of|amounts? of|prescriptions? (for|of)|when|where|if|after|despite|off)( (the|their|your|any|some|you|people|patients|taking|more|need for|use of|doses? of|amounts? of)){0,2} $)");
  static const RE2 kBehind(
      R"(^('s?)? ?(pills? |tablets? |drugs? |painkillers? )?(fails?|failed|prescriptions?|consumption|requirements?|use|doses?|do(es)? not|don't|doesn't|cannot|can't|stops? working|no longer)\b)");
  static const RE2 kPrescribed(R"(prescribed [a-z ]{0,20}$)");
  static const RE2 kRelative(R"(\b(that|which) ([a-z-]+ )?$)");  // "the enzyme that ibuprofen blocks"
  static const RE2 kOccasion(R"((when|where|if|after|despite)( \w+){0,2} $)");
  const auto first = std::find_if(found.hits.begin(), found.hits.end(),
                                  [](const VocabularyHit& hit) { return hit.facet == "intervention"; });
  for (const auto& hit : found.hits) {
    if (hit.facet != "intervention" || hit.id == first->id || claim.interventions.size() < 2) {
      continue;
    }
    const std::string_view before = lower.substr(0, hit.start);
    if (finds(before, kRelative)) {
      std::erase(claim.interventions, hit.id);
      continue;
    }
    if (!gathers_many(hit.id, words)) {
      continue;
    }
    if (finds(before, kBefore) || finds(before, kPrescribed) || finds(lower.substr(hit.start + hit.length), kBehind)) {
      std::erase(claim.interventions, hit.id);
      const bool measured = !finds(before, kOccasion);
      if (measured && claim.outcomes.empty()) {
        claim.outcomes = {"less-drug-use"};
      }
    }
  }
}

}  // namespace meridian::evidence
