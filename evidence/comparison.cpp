// Reads who is compared with whom from the places of treatments and of the words that compare.
#include "evidence/comparison.hpp"

#include <re2/re2.h>

#include <algorithm>

#include "core/text.hpp"

namespace meridian::evidence {
namespace {

bool is_compared(const Claim& claim, std::string_view id) {
  return std::any_of(claim.compared.begin(), claim.compared.end(), [&](const Compared& one) { return one.id == id; });
}

}  // namespace

bool speaks_of_sham(std::string_view text) {
  const std::string lower = ascii_lower(text);
  return lower.find("sham") != std::string::npos || lower.find("placebo") != std::string::npos ||
         lower.find("minimal needling") != std::string::npos;
}

bool is_only_compared_with(const Claim& claim, const ReadySentence& sentence, const IsAsked& is_asked) {
  static const RE2 kThan(R"((?i)(\b(than|superior to|over|versus|vs)\b))");
  static const RE2 kBegins(R"(^(Compared|In comparison|Relative|As compared) (with|to) [^,]{3,60},)");
  re2::StringPiece than;
  if (claim.interventions.empty() || !RE2::PartialMatch(sentence.text, kThan, &than)) {
    return false;
  }
  const auto at = static_cast<std::size_t>(than.data() - sentence.text.data());
  bool other_before = false, asked_before = false, asked_behind = false;
  for (const auto& hit : sentence.concepts.hits) {
    if (hit.facet == "intervention") {
      const bool asked = is_asked(hit.id);
      other_before = other_before || (hit.start < at && !asked);
      asked_before = asked_before || (hit.start < at && asked);
      asked_behind = asked_behind || (hit.start > at && asked);
    }
  }
  return asked_behind && !asked_before && other_before && !RE2::PartialMatch(sentence.text, kBegins);
}

bool names_the_compared(const Claim& claim, const ReadySentence& sentence) {
  return std::any_of(sentence.concepts.hits.begin(), sentence.concepts.hits.end(), [&](const VocabularyHit& hit) {
    return hit.facet == "intervention" && is_compared(claim, hit.id);
  });
}

bool compares_as_claimed(const Claim& claim, const ReadySentence& sentence) {
  static const RE2 kCompares(
      R"((?i)\b(more|less|fewer|better|superior|inferior|greater|larger|lower|higher|than|versus|vs|compared|against|differ\w*|comparable|similar|equal\w*|as (well|effective|good))\b)");
  return claim.compared.empty() || names_the_compared(claim, sentence) || RE2::PartialMatch(sentence.text, kCompares);
}

bool favours_the_other(const Claim& claim, const ReadySentence& sentence, const IsAsked& is_asked) {
  static const RE2 kMore(R"(\b((more effective|superior|better|greater|larger))\b)");
  static const RE2 kLess(
      R"((?i)\b((fell|dropped|declined|improved|decreased|reduced|helped) less|less (effective|efficacious|improvement|reduction|benefit)|inferior)\b)");
  if (!claim.compared.empty() &&
      std::any_of(sentence.concepts.interventions.begin(), sentence.concepts.interventions.end(), is_asked) &&
      RE2::PartialMatch(sentence.text, kLess)) {
    return true;
  }
  re2::StringPiece more;
  if (claim.compared.empty() || !RE2::PartialMatch(sentence.text, kMore, &more)) {
    return false;
  }
  const auto at = static_cast<std::size_t>(more.data() - sentence.text.data());
  const VocabularyHit* nearest = nullptr;
  for (const auto& hit : sentence.concepts.hits) {
    nearest = hit.facet == "intervention" && hit.start < at ? &hit : nearest;
  }
  return nearest != nullptr && is_compared(claim, nearest->id) && !is_asked(nearest->id);
}

bool compares_its_own_kinds(const Claim& claim, const ReadySentence& sentence, const IsAsked& is_asked) {
  static const RE2 kThan(R"((\b(superior to|inferior to|better than|more effective than|differ\w* (from|between))\b))");
  re2::StringPiece than;
  if (claim.interventions.empty() || !claim.compared.empty() || !RE2::PartialMatch(sentence.text, kThan, &than)) {
    return false;
  }
  const auto at = static_cast<std::size_t>(than.data() - sentence.text.data());
  bool before = false, behind = false;
  for (const auto& hit : sentence.concepts.hits) {
    if (hit.facet == "intervention" && is_asked(hit.id) &&
        !speaks_of_sham(sentence.text.substr(hit.start > 24 ? hit.start - 24 : 0, 24 + hit.length))) {
      (hit.start < at ? before : behind) = true;
    }
  }
  return before && behind;
}

}  // namespace meridian::evidence
