// What the files of the summary share: one study's place in a group, and the steps that fill a part.
#pragma once

#include <string>
#include <vector>

#include "evidence/summary.hpp"

namespace meridian::evidence {

/// A study within one group, with what it says there.
struct Placed {
  const WeighedStudy* study = nullptr;
  Finding finding = Finding::Unclear;
  std::vector<std::string> subs;
};

/// human, animal, in-vitro, mixed or untold.
[[nodiscard]] std::string population_of(const Study& study);
[[nodiscard]] std::string design_of(const Study& study);
[[nodiscard]] Against against_of(const Study& study);
[[nodiscard]] Finding finding_of(const Study& study);
/// Ids of tested interventions, sorted.
[[nodiscard]] std::vector<std::string> tested(const Study& study);

/// The family of an outcome told in the text's own words: the nearest term of the vocabulary, "response" for a share of
/// people helped, else the words themselves in lower case.
[[nodiscard]] std::string outcome_family(std::string_view outcome, const Vocabulary& vocabulary);

void add(Tally& tally, const WeighedStudy& study, Finding finding);

/// Fills `pooled` and `not_pooled`.
void pool_effects(PopulationPart& part, const std::vector<Placed>& placed, GroupBy by, const std::string& group,
                  const Vocabulary& vocabulary);

/// Fills `conflicts` of the parts and `missing` of the group. `newest_year` is that of everything that was found.
void remark(Group& group, int newest_year, const Summary& summary);

}  // namespace meridian::evidence
