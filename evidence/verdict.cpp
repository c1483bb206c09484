// Weighs the bearings of many studies on one claim.
#include "evidence/verdict.hpp"

#include <algorithm>

#include "evidence/overreach.hpp"

namespace meridian::evidence {
namespace {

constexpr std::size_t kRelatedShown = 3;

}  // namespace

std::string_view to_word(Verdict verdict) {
  switch (verdict) {
    case Verdict::Supported:
      return "supported";
    case Verdict::Contradicted:
      return "contradicted";
    case Verdict::Mixed:
      return "mixed";
    case Verdict::Insufficient:
      return "insufficient";
  }
  return "insufficient";
}

namespace {

/// What a part of a claim is about that the others are not.
std::string own_of(const Claim& claim, const Claim& part) {
  return claim.interventions.size() > 1 ? part.interventions.front()
         : claim.conditions_listed      ? part.conditions.front()
                                        : part.outcomes.front();
}

bool any_of_people(const Bearing& bearing) {
  return std::any_of(bearing.findings.begin(), bearing.findings.end(),
                     [](const Finding& finding) { return finding.of_people; });
}

void add_rows(std::vector<Evidence>& all, std::vector<Evidence> more) {
  for (auto& row : more) {
    const bool had = std::any_of(all.begin(), all.end(), [&](const Evidence& one) {
      return one.pmid == row.pmid &&
             (one.finding.stance == row.finding.stance || row.finding.stance == Stance::Related);
    });
    if (!had) {
      all.push_back(std::move(row));
    }
  }
}

}  // namespace

Judgement join(const Claim& claim, std::vector<std::pair<Claim, Judgement>> parts, const Vocabulary& vocabulary) {
  if (parts.size() == 1) {
    return std::move(parts.front().second);
  }
  Judgement out;
  const auto any = [&](Verdict verdict) {
    return std::any_of(parts.begin(), parts.end(), [&](const auto& part) { return part.second.verdict == verdict; });
  };
  const bool parted = any(Verdict::Supported) && any(Verdict::Contradicted);
  out.verdict = any(Verdict::Mixed) || parted ? Verdict::Mixed
                : any(Verdict::Contradicted)  ? Verdict::Contradicted
                : any(Verdict::Insufficient)  ? Verdict::Insufficient
                                              : Verdict::Supported;
  for (auto& [part, judged] : parts) {
    if (any(Verdict::Supported) && judged.verdict != Verdict::Supported) {
      if (auto own = own_of(claim, part);
          std::find(out.not_shown.begin(), out.not_shown.end(), own) == out.not_shown.end()) {
        out.not_shown.push_back(std::move(own));
      }
    }
    add_rows(out.evidence, std::move(judged.evidence));
    for (auto& overreach : judged.overreach) {
      if (std::none_of(out.overreach.begin(), out.overreach.end(),
                       [&](const Overreach& had) { return had.id == overreach.id; })) {
        out.overreach.push_back(std::move(overreach));
      }
    }
  }
  // a study that bears on one part is not merely related to the whole
  std::erase_if(out.evidence, [&](const Evidence& row) {
    return row.finding.stance == Stance::Related &&
           std::any_of(out.evidence.begin(), out.evidence.end(), [&](const Evidence& other) {
             return other.pmid == row.pmid && other.finding.stance != Stance::Related;
           });
  });
  std::stable_partition(out.evidence.begin(), out.evidence.end(),
                        [](const Evidence& row) { return row.finding.stance != Stance::Related; });
  out.advice = advice_on(claim, out, vocabulary);
  return out;
}

Judgement weigh(const Claim& claim, const std::vector<Weighed>& found, const Vocabulary& vocabulary) {
  Judgement out;
  const bool people = !claim.about_animals && !claim.about_cells;
  bool human_on_point = false;
  for (const auto& one : found) {
    human_on_point = human_on_point || (one.bearing.on_point && !one.bearing.retracted &&
                                        (one.bearing.human || any_of_people(one.bearing)));
  }
  bool sham_against = false;
  bool sham_in_one = false;  // a study finds it better than nothing and no better than sham
  std::size_t supports = 0;
  std::size_t contradicts = 0;
  std::size_t weak_supports = 0;
  std::size_t weak_contradicts = 0;
  std::size_t animal_supports = 0;
  std::size_t observed_supports = 0;
  std::vector<Evidence> decided;
  std::vector<Evidence> related;
  for (const auto& one : found) {
    const Study& study = one.study->study;
    const bool tells_both = one.bearing.findings.size() > 1;
    for (const auto& finding : one.bearing.findings) {
      const bool human = one.bearing.human || finding.of_people;
      const bool other_kind = people ? !human : one.bearing.human;
      Evidence row{one.bearing.pmid,
                   finding,
                   human,
                   one.bearing.weak,
                   one.bearing.retracted,
                   one.bearing.by_words,
                   study.design ? study.design->id : "",
                   study.population ? study.population->id : "",
                   study.title,
                   study.year};
      const bool counts = one.bearing.on_point && finding.stance != Stance::Related;
      if (!counts || row.retracted || (people && other_kind && human_on_point) || (!people && other_kind)) {
        row.finding.stance = Stance::Related;
        related.push_back(std::move(row));
        continue;
      }
      // one case shows that a harm happens, as any study without controls does, and none that it never does
      const bool shows_harm = (claim.claimed == Claimed::Harm) == (finding.stance == Stance::Supports);
      const bool harm_shown = (claim.claimed == Claimed::Harm || claim.safety) && shows_harm && row.weak;
      const bool counted = claim.frequency && row.design == "cross-sectional";
      const bool weak = row.weak && !harm_shown && !counted;
      if (row.by_words) {
        decided.push_back(std::move(row));
        continue;
      }
      if (people && !row.human) {
        animal_supports += finding.stance == Stance::Supports ? 1 : 0;
      } else if (finding.stance == Stance::Supports) {
        const bool says_effect = !claim.frequency && !claim.together && !claim.safety;
        if (says_effect && one.bearing.observational) {
          ++observed_supports;
        } else {
          ++(weak ? weak_supports : supports);
        }
      } else {
        ++(weak ? weak_contradicts : contradicts);
        const bool sham_arm =
            std::any_of(study.interventions.begin(), study.interventions.end(), [](const Intervention& i) {
              return i.role == Role::Comparator && (i.id == "sham-acupuncture" || i.id == "placebo");
            });
        sham_against = sham_against || sham_arm || finding.of_sham;
        sham_in_one = sham_in_one || (tells_both && (sham_arm || finding.of_sham));
      }
      decided.push_back(std::move(row));
    }
  }
  if (supports > 0 && contradicts + weak_contradicts > 0) {
    out.verdict = Verdict::Mixed;
  } else if (contradicts > 0) {
    out.verdict = weak_supports > 0 ? Verdict::Mixed : Verdict::Contradicted;
  } else if (supports > 0) {
    out.verdict = Verdict::Supported;
  } else if (weak_contradicts > 0 && weak_supports == 0) {
    out.verdict = Verdict::Contradicted;
  }
  const auto surer = [](const Evidence& a, const Evidence& b) {
    return a.finding.score != b.finding.score ? a.finding.score > b.finding.score : a.pmid < b.pmid;
  };
  std::sort(decided.begin(), decided.end(), surer);
  std::sort(related.begin(), related.end(), surer);
  if (related.size() > kRelatedShown) {
    related.resize(kRelatedShown);
  }
  out.evidence = std::move(decided);
  out.evidence.insert(out.evidence.end(), related.begin(), related.end());
  const Support support{supports,          contradicts + weak_contradicts,
                        weak_supports,     animal_supports,
                        observed_supports, out.verdict == Verdict::Mixed ? sham_in_one : sham_against};
  out.overreach = overreach_of(claim, out.verdict, support);
  out.advice = advice_on(claim, out, vocabulary);
  return out;
}

}  // namespace meridian::evidence
