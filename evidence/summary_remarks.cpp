// Says where studies contradict each other, and what is missing.
#include <fmt/format.h>

#include <algorithm>

#include "evidence/summary_levels.hpp"
#include "evidence/summary_parts.hpp"

namespace meridian::evidence {
namespace {

/// From this share on, the smaller side is a conflict and not a single stray result.
constexpr double kConflictShare = 0.2;

/// Fewer than 50 people an arm: results of such trials overestimate.
/// @source Moore et al., Pain 2010;150:386-389
constexpr std::uint32_t kSmall = 100;

constexpr int kOldYears = 10;

std::vector<Pmid> both(std::vector<Pmid> a, const std::vector<Pmid>& b) {
  a.insert(a.end(), b.begin(), b.end());
  std::sort(a.begin(), a.end());
  return a;
}

std::vector<Pmid> all(const Tally& tally) {
  std::vector<Pmid> out;
  for (const auto& pmids : tally.by_finding) {
    out = both(std::move(out), pmids);
  }
  return out;
}

struct Sides {
  std::vector<Pmid> favour, not_favour;
  std::size_t mixed = 0;
};

Sides sides_of(const Tally& tally) {
  return {tally.of(Finding::Favours), both(tally.of(Finding::NoDifference), tally.of(Finding::Against)),
          tally.of(Finding::Mixed).size()};
}

void conflict_within(PopulationPart& part, const LevelRow& row) {
  const Sides sides = sides_of(row.tally);
  const auto told = static_cast<double>(sides.favour.size() + sides.not_favour.size() + sides.mixed);
  const auto smaller = static_cast<double>(std::min(sides.favour.size(), sides.not_favour.size()));
  if (row.level != 0 && smaller > 0 && smaller >= kConflictShare * told) {
    part.conflicts.push_back({fmt::format("{} disagree: {} favour, {} find no difference or worse{}",
                                          level_label(row.level), sides.favour.size(), sides.not_favour.size(),
                                          sides.mixed == 0 ? "" : fmt::format(", {} are mixed", sides.mixed)),
                              both(sides.favour, sides.not_favour)});
  }
}

const Tally* tally_of(const PopulationPart& part, Against against) {
  for (const auto& row : part.comparators) {
    if (row.against == against) {
      return &row.tally;
    }
  }
  return nullptr;
}

/// Better than nothing, and not than sham: the commonest conflict of this field.
void conflict_of_comparators(PopulationPart& part) {
  const Tally* sham = tally_of(part, Against::Sham);
  const Tally* untreated = tally_of(part, Against::NoTreatment);
  if (sham == nullptr || untreated == nullptr) {
    return;
  }
  const auto share = [](const Tally& tally) {
    return static_cast<double>(tally.of(Finding::Favours).size()) / static_cast<double>(tally.studies());
  };
  if (share(*untreated) - share(*sham) >= 2 * kConflictShare) {
    part.conflicts.push_back(
        {fmt::format(
             "trials against usual care or waiting list favour ({} of {}) more often than those against sham or "
             "placebo ({} of {})",
             untreated->of(Finding::Favours).size(), untreated->studies(), sham->of(Finding::Favours).size(),
             sham->studies()),
         both(all(*sham), all(*untreated))});
  }
}

const LevelRow* row_of(const PopulationPart& part, int level) {
  for (const auto& row : part.levels) {
    if (row.level == level) {
      return &row;
    }
  }
  return nullptr;
}

void conflict_with_review(PopulationPart& part) {
  const LevelRow* trials = row_of(part, 2);
  if (trials == nullptr || !part.newest_review) {
    return;
  }
  const Sides sides = sides_of(trials->tally);
  const bool review_favours = part.newest_review->finding == Finding::Favours;
  const bool review_denies =
      part.newest_review->finding == Finding::NoDifference || part.newest_review->finding == Finding::Against;
  const bool most_favour = sides.favour.size() > sides.not_favour.size() + sides.mixed;
  const bool most_deny = sides.not_favour.size() > sides.favour.size() + sides.mixed;
  if ((review_favours && most_deny) || (review_denies && most_favour)) {
    part.conflicts.push_back(
        {fmt::format("the newest systematic review ({}) and most randomised trials here ({} favour, "
                     "{} do not) point apart",
                     to_word(part.newest_review->finding), sides.favour.size(), sides.not_favour.size() + sides.mixed),
         both(all(trials->tally), {part.newest_review->pmid})});
  }
}

void conflict_of_species(Group& group) {
  PopulationPart* human = nullptr;
  const PopulationPart* animal = nullptr;
  for (auto& part : group.parts) {
    human = part.population == "human" ? &part : human;
    animal = part.population == "animal" ? &part : animal;
  }
  if (human == nullptr || animal == nullptr) {
    return;
  }
  const Sides people = sides_of(human->primary);
  const Sides animals = sides_of(animal->primary);
  const bool people_do_not = people.not_favour.size() + people.mixed > people.favour.size();
  if (people_do_not && animals.favour.size() > animals.not_favour.size() + animals.mixed) {
    human->conflicts.push_back(
        {fmt::format("most animal experiments favour ({} of {}); most studies in people do not ({} of "
                     "{})",
                     animals.favour.size(), animal->primary.studies(), people.not_favour.size() + people.mixed,
                     human->primary.studies()),
         both(all(human->primary), all(animal->primary))});
  }
}

void missing_in_people(Group& group, const PopulationPart& human, int newest_year, const Summary& summary) {
  const LevelRow* trials = row_of(human, 2);
  if (trials == nullptr) {
    group.missing.push_back({"no randomised trial in people", {}});
  } else {
    const std::vector<Pmid> pmids = all(trials->tally);
    const auto size = [&](Pmid pmid) { return summary.studies.at(pmid).size; };
    if (trials->tally.size_untold.size() == pmids.size()) {
      group.missing.push_back({"no randomised trial tells how many people took part", pmids});
    } else if (std::none_of(pmids.begin(), pmids.end(), [&](Pmid p) { return size(p).value_or(0) >= kSmall; })) {
      group.missing.push_back(
          {fmt::format("no randomised trial is known to have {} people or more: small trials overestimate", kSmall),
           pmids});
    }
  }
  if (!human.comparators.empty() && tally_of(human, Against::Sham) == nullptr) {
    group.missing.push_back({"no trial against sham or placebo", {}});
  }
  if (human.reviews.studies() == 0) {
    group.missing.push_back({"no systematic review in people", {}});
  }
  int newest = 0;
  for (const Pmid pmid : both(all(human.primary), all(human.reviews))) {
    const std::string& day = summary.studies.at(pmid).day;
    newest = std::max(newest, day.size() >= 4 ? std::atoi(day.substr(0, 4).c_str()) : 0);
  }
  if (newest != 0 && newest_year - newest >= kOldYears) {
    group.missing.push_back({fmt::format("nothing newer in people than {}", newest), {}});
  }
}

}  // namespace

void remark(Group& group, int newest_year, const Summary& summary) {
  for (auto& part : group.parts) {
    for (const auto& row : part.levels) {
      conflict_within(part, row);
    }
    conflict_of_comparators(part);
    conflict_with_review(part);
  }
  conflict_of_species(group);
  const auto human = std::find_if(group.parts.begin(), group.parts.end(),
                                  [](const PopulationPart& part) { return part.population == "human"; });
  if (human == group.parts.end()) {
    group.missing.push_back({"no study in people", {}});
  } else {
    missing_in_people(group, *human, newest_year, summary);
  }
}

}  // namespace meridian::evidence
