// Sorts studies into groups, populations and levels, and sets aside what is no evidence.
#include "evidence/summary.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "core/level.hpp"
#include "evidence/summary_levels.hpp"
#include "evidence/summary_parts.hpp"
#include "evidence/summary_registration.hpp"

namespace meridian::evidence {
namespace {

constexpr std::array<std::string_view, kFindings> kFindingWords{"favours", "no-difference", "mixed", "against",
                                                                "unclear"};
constexpr std::array<std::string_view, kAgainst> kAgainstWords{"sham or placebo", "usual care or waiting list",
                                                               "another treatment", "comparator not told"};
constexpr std::array<std::string_view, 5> kReasonWords{"retracted", "protocol", "same-trial", "opinion",
                                                       "nothing-tested"};
constexpr std::array<std::string_view, 5> kPopulations{"human", "animal", "in-vitro", "mixed", "untold"};

using Places = std::map<std::string, std::vector<Placed>>;

Finding told_of(MechanismStatus status, const Study& study) {
  switch (status) {
    case MechanismStatus::Supported:
      return Finding::Favours;
    case MechanismStatus::NotSupported:
      return finding_of(study) == Finding::Against ? Finding::Against : Finding::NoDifference;
    case MechanismStatus::Mixed:
      return Finding::Mixed;
    case MechanismStatus::Investigated:
    case MechanismStatus::Background:
      break;
  }
  return Finding::Unclear;
}

/// What a study's effects say together: where they differ, mixed.
Finding together(Finding a, Finding b) {
  if (a == b || b == Finding::Unclear) {
    return a;
  }
  return a == Finding::Unclear ? b : Finding::Mixed;
}

std::map<std::string, Finding> outcomes_of(const Study& study, const Vocabulary& vocabulary) {
  std::map<std::string, Finding> out;
  const auto put = [&](const std::string& id, Finding finding) {
    const auto [place, fresh] = out.try_emplace(id, finding);
    place->second = fresh ? finding : together(place->second, finding);
  };
  for (const auto& effect : study.effects) {
    if (effect.rule == kEffectByModel) {
      continue;
    }
    const Finding finding = effect.change == Change::NoDifference ? Finding::NoDifference
                            : !effect.benefit                     ? Finding::Unclear
                            : *effect.benefit                     ? Finding::Favours
                                                                  : Finding::Against;
    put(outcome_family(effect.outcome, vocabulary), finding);
  }
  for (const auto& mechanism : study.mechanisms) {
    if (mechanism.status == MechanismStatus::Background) {
      continue;
    }
    for (const auto& sub : mechanism.sub) {
      if (!out.contains(sub)) {
        out.emplace(sub, told_of(mechanism.status, study));
      }
    }
    if (mechanism.sub.empty() && !out.contains(mechanism.id)) {
      out.emplace(mechanism.id, told_of(mechanism.status, study));
    }
  }
  return out;
}

void place(const WeighedStudy& weighed, GroupBy by, const Vocabulary& vocabulary, Places& places) {
  const Study& study = weighed.study;
  const auto put = [&](const std::string& id, Finding finding, std::vector<std::string> subs = {}) {
    auto& list = places[id];
    if (list.empty() || list.back().study != &weighed) {
      list.push_back({&weighed, finding, std::move(subs)});
    }
  };
  switch (by) {
    case GroupBy::Mechanism:
      for (const auto& m : study.mechanisms) {
        if (m.status != MechanismStatus::Background) {
          put(m.id, told_of(m.status, study), m.sub);
        }
      }
      break;
    case GroupBy::Intervention:
      for (const auto& id : tested(study)) {
        put(id, finding_of(study));
      }
      break;
    case GroupBy::Condition:
      for (const auto& condition : study.conditions) {
        put(condition.id, finding_of(study));
      }
      break;
    case GroupBy::Outcome:
      for (const auto& [id, finding] : outcomes_of(study, vocabulary)) {
        put(id, finding);
      }
      break;
    case GroupBy::Cell:
      for (const auto& id : tested(study)) {
        for (const auto& condition : study.conditions) {
          put(id + " × " + condition.id, finding_of(study));
        }
      }
      break;
  }
}

std::string label_of(GroupBy by, const std::string& id, const Vocabulary& vocabulary) {
  const auto label = [&](std::string_view facet, const std::string& of) {
    return std::string(vocabulary.label(facet, of));
  };
  switch (by) {
    case GroupBy::Mechanism:
    case GroupBy::Outcome:
      return label("mechanism", id);
    case GroupBy::Intervention:
      return label("intervention", id);
    case GroupBy::Condition:
      return label("condition", id);
    case GroupBy::Cell:
      break;
  }
  const auto cross = id.find(" × ");
  return label("intervention", id.substr(0, cross)) + " for " +
         label("condition", id.substr(cross + std::string_view(" × ").size()));
}

/// Why a study is no evidence, before it is known what it is grouped by.
std::optional<SetAside> set_aside(const Study& study) {
  const std::string design = design_of(study);
  if (study.integrity.status == IntegrityStatus::Retracted) {
    std::string notices;
    for (const Pmid by : study.integrity.by) {
      notices += fmt::format("{}PMID {}", notices.empty() ? "notice: " : ", ", by);
    }
    return SetAside{study.pmid, Reason::Retracted, notices};
  }
  if (design == "protocol") {
    return SetAside{study.pmid, Reason::Protocol, "a plan, without results"};
  }
  if (!is_evidence(design)) {
    return SetAside{study.pmid, Reason::Opinion, design == "review" ? "narrative review" : design};
  }
  const bool tells = study.direction && study.direction->id != "not-applicable";
  if (tested(study).empty() && !tells) {
    return SetAside{study.pmid, Reason::NothingTested, "no treatment was read that it tests"};
  }
  return std::nullopt;
}

StudyLine line_of(const WeighedStudy& w) {
  StudyLine line;
  const Study& s = w.study;
  line.title = s.title;
  line.journal = w.journal;
  line.day = w.day;
  line.design = design_of(s);
  line.population = population_of(s);
  line.direction = s.direction ? s.direction->id : "";
  line.quote = s.direction ? s.direction->quote : "";
  if (s.sample_size) {
    line.size = s.sample_size->value;
  }
  line.registrations = w.registrations;
  line.integrity = s.integrity.status;
  line.corrected = w.corrected;
  return line;
}

/// Leaves one report of each trial; the others go to `aside`.
std::vector<Placed> one_report_each(const std::vector<Placed>& placed, std::map<Pmid, SetAside>& aside) {
  std::vector<const WeighedStudy*> studies;
  for (const auto& p : placed) {
    studies.push_back(p.study);
  }
  const auto same = same_trials(studies);
  std::vector<Placed> out;
  for (const auto& p : placed) {
    const auto found = same.find(p.study->study.pmid);
    if (found == same.end()) {
      out.push_back(p);
      continue;
    }
    const auto& [number, counted] = found->second;
    aside.try_emplace(found->first, SetAside{found->first, Reason::SameTrial,
                                             fmt::format("reports {}, which is counted as PMID {}", number, counted)});
  }
  return out;
}

void fill(PopulationPart& part, const std::vector<Placed>& placed) {
  std::map<int, LevelRow> levels;
  std::map<Against, Tally> comparators;
  for (const auto& p : placed) {
    const Study& study = p.study->study;
    const std::string design = design_of(study);
    const int level = level_of(design, part.population);
    LevelRow& row = levels[level == 0 ? 9 : level];
    row.level = level;
    row.designs[design].push_back(study.pmid);
    add(row.tally, *p.study, p.finding);
    add(is_review(design) ? part.reviews : part.primary, *p.study, p.finding);
    if (is_trial(design)) {
      add(comparators[against_of(study)], *p.study, p.finding);
    }
    if (is_review(design) &&
        (!part.newest_review ||
         std::pair(p.study->day, study.pmid) > std::pair(part.newest_review->day, part.newest_review->pmid))) {
      part.newest_review = NewestReview{study.pmid, p.study->day, design, finding_of(study),
                                        study.direction ? study.direction->quote : ""};
    }
  }
  for (auto& [order, row] : levels) {
    part.levels.push_back(std::move(row));
  }
  for (auto& [against, tally] : comparators) {
    part.comparators.push_back({against, std::move(tally)});
  }
}

Group group_of(const std::string& id, const std::vector<Placed>& placed, GroupBy by, const Vocabulary& vocabulary) {
  Group group;
  group.id = id;
  group.label = label_of(by, id, vocabulary);
  for (const std::string_view population : kPopulations) {
    std::vector<Placed> here;
    std::copy_if(placed.begin(), placed.end(), std::back_inserter(here),
                 [&](const Placed& p) { return population_of(p.study->study) == population; });
    if (here.empty()) {
      continue;
    }
    PopulationPart part;
    part.population = population;
    fill(part, here);
    pool_effects(part, here, by, id, vocabulary);
    group.parts.push_back(std::move(part));
  }
  for (const auto& p : placed) {
    for (const auto& sub : p.subs) {
      add(group.subs[sub], *p.study, p.finding);
    }
  }
  return group;
}

std::vector<Cell> cells_of(const std::vector<const WeighedStudy*>& counted, const Vocabulary& vocabulary) {
  Places places;
  for (const auto* study : counted) {
    place(*study, GroupBy::Cell, vocabulary, places);
  }
  std::vector<Cell> cells;
  std::map<Pmid, SetAside> ignored;
  for (const auto& [id, placed] : places) {
    const auto cross = id.find(" × ");
    std::map<std::string, Cell> by_population;
    for (const auto& p : one_report_each(placed, ignored)) {
      Cell& cell = by_population[population_of(p.study->study)];
      if (is_review(design_of(p.study->study))) {
        ++cell.reviews;
      } else {
        add(cell.primary, *p.study, p.finding);
      }
    }
    for (auto& [population, cell] : by_population) {
      cell.intervention = id.substr(0, cross);
      cell.condition = id.substr(cross + std::string_view(" × ").size());
      cell.population = population;
      cells.push_back(std::move(cell));
    }
  }
  return cells;
}

std::size_t human_studies(const Group& group) {
  for (const auto& part : group.parts) {
    if (part.population == "human") {
      return part.primary.studies() + part.reviews.studies();
    }
  }
  return 0;
}

std::size_t all_studies(const Group& group) {
  std::size_t count = 0;
  for (const auto& part : group.parts) {
    count += part.primary.studies() + part.reviews.studies();
  }
  return count;
}

}  // namespace

std::string_view to_word(Finding finding) { return kFindingWords[static_cast<std::size_t>(finding)]; }
std::string_view to_word(Against against) { return kAgainstWords[static_cast<std::size_t>(against)]; }
std::string_view to_word(Reason reason) { return kReasonWords[static_cast<std::size_t>(reason)]; }

std::size_t Tally::studies() const {
  std::size_t count = 0;
  for (const auto& pmids : by_finding) {
    count += pmids.size();
  }
  return count;
}

void add(Tally& tally, const WeighedStudy& study, Finding finding) {
  tally.by_finding[static_cast<std::size_t>(finding)].push_back(study.study.pmid);
  if (study.study.sample_size) {
    tally.participants += study.study.sample_size->value;
  } else {
    tally.size_untold.push_back(study.study.pmid);
  }
}

std::string design_of(const Study& study) { return study.design ? study.design->id : ""; }

std::string population_of(const Study& study) {
  std::string id = study.population ? study.population->id : "";
  if (std::find(kPopulations.begin(), kPopulations.end(), id) != kPopulations.end()) {
    return id;
  }
  const std::string design = design_of(study);
  return design == "animal" || design == "in-vitro" ? design : "untold";
}

std::vector<std::string> tested(const Study& study) {
  std::set<std::string> ids;
  for (const auto& intervention : study.interventions) {
    if (intervention.role == Role::Tested) {
      ids.insert(intervention.id);
    }
  }
  return {ids.begin(), ids.end()};
}

Finding finding_of(const Study& study) {
  const std::string id = study.direction ? study.direction->id : "";
  const auto at = std::find(kFindingWords.begin(), kFindingWords.end(), id);
  return at == kFindingWords.end() ? Finding::Unclear : static_cast<Finding>(at - kFindingWords.begin());
}

Against against_of(const Study& study) {
  bool untreated = false;
  bool active = false;
  for (const auto& intervention : study.interventions) {
    if (intervention.role != Role::Comparator) {
      continue;
    }
    if (intervention.id == "placebo" || intervention.id.find("sham") != std::string::npos) {
      return Against::Sham;
    }
    (intervention.id == "usual-care" || intervention.id == "waiting-list" ? untreated : active) = true;
  }
  return untreated ? Against::NoTreatment : active ? Against::Active : Against::Untold;
}

WeighedStudy weighed(const Citation& citation, Study study, bool corrected) {
  WeighedStudy out;
  out.study = std::move(study);
  out.journal = citation.journal.title;
  out.corrected = corrected;
  if (citation.date.year) {
    out.day = fmt::format("{:04}", *citation.date.year);
    if (citation.date.month) {
      out.day += fmt::format("-{:02}", *citation.date.month);
      out.day += citation.date.day ? fmt::format("-{:02}", *citation.date.day) : "";
    }
  }
  std::string text = citation.title;
  for (const auto& part : citation.abstract) {
    text += "\n" + part.text;
  }
  for (const auto& registration : citation.registrations) {
    text += "\n" + registration.id;
  }
  out.registrations = registrations_in(text);
  return out;
}

Summary summarize(std::span<const WeighedStudy> studies, GroupBy by, const Vocabulary& vocabulary) {
  std::vector<const WeighedStudy*> ordered;
  for (const auto& study : studies) {
    ordered.push_back(&study);
  }
  std::sort(ordered.begin(), ordered.end(), [](const auto* a, const auto* b) { return a->study.pmid < b->study.pmid; });
  Summary summary;
  summary.by = by;
  summary.found = ordered.size();
  int newest_year = 0;
  std::vector<const WeighedStudy*> counted;
  Places places;
  for (const auto* study : ordered) {
    summary.studies.emplace(study->study.pmid, line_of(*study));
    newest_year = std::max(newest_year, study->study.year.value_or(0));
    if (auto aside = set_aside(study->study)) {
      summary.set_aside.push_back(std::move(*aside));
    } else {
      counted.push_back(study);
      place(*study, by, vocabulary, places);
    }
  }
  std::map<Pmid, SetAside> same_trial;
  std::set<Pmid> grouped;
  for (const auto& [id, placed] : places) {
    const auto once = one_report_each(placed, same_trial);
    for (const auto& p : once) {
      grouped.insert(p.study->study.pmid);
    }
    summary.groups.push_back(group_of(id, once, by, vocabulary));
  }
  std::stable_sort(summary.groups.begin(), summary.groups.end(), [](const Group& a, const Group& b) {
    return std::pair(human_studies(a), all_studies(a)) > std::pair(human_studies(b), all_studies(b));
  });
  for (auto& group : summary.groups) {
    remark(group, newest_year, summary);
  }
  for (const auto* study : counted) {
    const Pmid pmid = study->study.pmid;
    if (!grouped.contains(pmid) && !same_trial.contains(pmid)) {
      summary.in_no_group.push_back(pmid);
    }
    if (!grouped.contains(pmid)) {
      continue;
    }
    ++summary.counted;
    if (study->study.integrity.status == IntegrityStatus::Concern) {
      summary.concerns.push_back(pmid);
    }
    if (study->corrected) {
      summary.corrected.push_back(pmid);
    }
    if (study->study.year) {
      summary.years[design_of(study->study)][*study->study.year].push_back(pmid);
    }
  }
  for (auto& [pmid, aside] : same_trial) {
    if (grouped.contains(pmid)) {
      aside.detail += "; counted where that report tells nothing";
    }
    summary.set_aside.push_back(aside);
  }
  summary.cells = cells_of(counted, vocabulary);
  return summary;
}

}  // namespace meridian::evidence
