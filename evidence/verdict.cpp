// Weighs the bearings of many studies on one claim.
#include "evidence/verdict.hpp"

#include <algorithm>
#include <iterator>
#include <set>

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

Judgement both(const Claim& claim, Judgement first, Judgement second, const Vocabulary& vocabulary) {
  const auto any = [&](Verdict verdict) { return first.verdict == verdict || second.verdict == verdict; };
  const bool parted = any(Verdict::Supported) && any(Verdict::Contradicted);
  Judgement out = std::move(first);
  if (out.verdict != second.verdict) {
    out.verdict = any(Verdict::Mixed) || parted ? Verdict::Mixed
                  : any(Verdict::Contradicted)  ? Verdict::Contradicted
                                                : Verdict::Insufficient;
  }
  std::set<std::pair<Pmid, Stance>> seen;
  for (const auto& row : out.evidence) {
    seen.emplace(row.pmid, row.finding.stance);
  }
  const auto related = std::find_if(out.evidence.begin(), out.evidence.end(),
                                    [](const Evidence& row) { return row.finding.stance == Stance::Related; });
  std::vector<Evidence> more;
  for (auto& row : second.evidence) {
    if (row.finding.stance != Stance::Related && seen.emplace(row.pmid, row.finding.stance).second) {
      more.push_back(std::move(row));
    }
  }
  out.evidence.insert(related, std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  for (auto& overreach : second.overreach) {
    if (std::none_of(out.overreach.begin(), out.overreach.end(),
                     [&](const Overreach& had) { return had.id == overreach.id; })) {
      out.overreach.push_back(std::move(overreach));
    }
  }
  out.advice = advice_on(claim, out, vocabulary);
  return out;
}

Judgement weigh(const Claim& claim, std::vector<Weighed> found, const Vocabulary& vocabulary) {
  Judgement out;
  const bool people = !claim.about_animals && !claim.about_cells;
  bool human_on_point = false;
  for (const auto& one : found) {
    human_on_point = human_on_point || (one.bearing.on_point && one.bearing.human && !one.bearing.retracted);
  }
  bool sham_against = false;
  Covered covered;
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
    const bool other_kind = people ? !one.bearing.human : one.bearing.human;
    for (const auto& finding : one.bearing.findings) {
      Evidence row{one.bearing.pmid,
                   finding,
                   one.bearing.human,
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
      // one case shows that a harm happens, and none that it never does
      const bool shows_harm = (claim.claimed == Claimed::Harm) == (finding.stance == Stance::Supports);
      const bool harm_shown =
          (claim.claimed == Claimed::Harm || claim.safety) && shows_harm && row.design == "case-report";
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
          if (!weak) {
            covered.add(claim, *one.study);
          }
        }
      } else {
        ++(weak ? weak_contradicts : contradicts);
        const bool sham_arm =
            std::any_of(study.interventions.begin(), study.interventions.end(), [](const Intervention& i) {
              return i.role == Role::Comparator && (i.id == "sham-acupuncture" || i.id == "placebo");
            });
        sham_against = sham_against || sham_arm || finding.of_sham;
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
  if (out.verdict == Verdict::Supported && !claim.frequency) {
    out.not_shown = covered.missing(claim);
    out.verdict = out.not_shown.empty() ? out.verdict : Verdict::Insufficient;
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
  const Support support{supports,    contradicts + weak_contradicts, weak_supports, animal_supports, observed_supports,
                        sham_against};
  out.overreach = overreach_of(claim, out.verdict, support);
  out.advice = advice_on(claim, out, vocabulary);
  return out;
}

}  // namespace meridian::evidence
