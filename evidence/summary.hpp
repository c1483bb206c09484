// Weighs many studies: who favours, who does not, at which level, in people or animals, and what is missing.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/citation.hpp"
#include "core/study.hpp"
#include "evidence/pooling.hpp"
#include "evidence/vocabulary.hpp"

namespace meridian::evidence {

// Rules of weighing carry ids (R-3xx) that stand in docs/rules.md. Every count is a list of PMIDs, so that each number
// can be opened. Nothing here is a GRADE rating: levels are signals read from abstracts.

enum class GroupBy { Mechanism, Intervention, Condition, Outcome, Cell };

/// What one study says within one group.
enum class Finding { Favours, NoDifference, Mixed, Against, Unclear };
inline constexpr std::size_t kFindings = 5;

/// What the tested treatment was compared with. A trial with a sham arm is Sham whatever its other arms are.
enum class Against { Sham, NoTreatment, Active, Untold };
inline constexpr std::size_t kAgainst = 4;

[[nodiscard]] std::string_view to_word(Finding);  ///< such as "no-difference"
[[nodiscard]] std::string_view to_word(Against);  ///< such as "usual care or waiting list"

/// A study with what weighing needs of its record beside what was read.
struct WeighedStudy {
  Study study;
  std::string journal;
  std::string day;                         ///< publication, sortable: "2019", "2019-05", "2019-05-03", or empty
  std::vector<std::string> registrations;  ///< of trials or reviews, as "NCT01234567", upper case, sorted
  bool corrected = false;                  ///< a person has overridden part of the reading
};

/// @param study  what was read of `citation`, with the library's notices and the corrections of people in it
[[nodiscard]] WeighedStudy weighed(const Citation& citation, Study study, bool corrected);

/// Studies by finding.
struct Tally {
  std::array<std::vector<Pmid>, kFindings> by_finding;
  std::uint64_t participants = 0;  ///< people or animals, over the studies that tell their number
  std::vector<Pmid> size_untold;
  [[nodiscard]] std::size_t studies() const;
  [[nodiscard]] const std::vector<Pmid>& of(Finding finding) const {
    return by_finding[static_cast<std::size_t>(finding)];
  }
};

/// One level of the Oxford table for "does this intervention help".
/// @source OCEBM Levels of Evidence Working Group, The Oxford 2011 Levels of Evidence
struct LevelRow {
  int level = 0;  ///< 1 to 5; 0: outside the levels, or the design is not told
  std::map<std::string, std::vector<Pmid>> designs;
  Tally tally;
};

struct ComparatorRow {
  Against against = Against::Untold;
  Tally tally;  ///< of randomised and controlled trials
};

struct PoolMember {
  Pmid pmid = 0;
  double value = 0, low = 0, high = 0;  ///< in the measure's unit, sign as pooled
  bool turned = false;  ///< the sign was set by the words ("decreased"), against the number as it stands
  std::string quote;
};

/// One pooled effect; values on the measure's own scale (a ratio is not a logarithm here).
struct PooledEffect {
  std::string measure, outcome, intervention;
  Against against = Against::Untold;
  std::string designs;  ///< "trials" or "observational studies"
  bool ratio = false;
  Pool pool;
  std::vector<PoolMember> members;
};

/// Effects that were read and not pooled, and why.
struct NotPooled {
  std::string what, why;
  std::vector<Pmid> pmids;
};

/// The newest systematic review or meta-analysis of a part.
struct NewestReview {
  Pmid pmid = 0;
  std::string day, design;
  Finding finding = Finding::Unclear;
  std::string quote;
};

/// Something to know about a part, with the studies that show it (none where it is an absence).
struct Remark {
  std::string text;
  std::vector<Pmid> pmids;
};

/// People, animals and cells are never added together.
struct PopulationPart {
  std::string population;        ///< human, animal, in-vitro, mixed or untold
  std::vector<LevelRow> levels;  ///< the strongest first
  Tally primary;                 ///< all but reviews: whoever is pooled in a review would be counted twice
  Tally reviews;
  std::vector<ComparatorRow> comparators;
  std::optional<NewestReview> newest_review;
  std::vector<PooledEffect> pooled;
  std::vector<NotPooled> not_pooled;
  std::vector<Remark> conflicts;
};

struct Group {
  std::string id;                     ///< such as "inflammation"; for a cell "electroacupuncture × cipn"
  std::string label;                  ///< for people
  std::vector<PopulationPart> parts;  ///< people first
  std::vector<Remark> missing;        ///< "no human trial" and the like
  std::map<std::string, Tally> subs;  ///< of a mechanism: its parts, over all populations
};

enum class Reason { Retracted, Protocol, SameTrial, Opinion, NothingTested };
[[nodiscard]] std::string_view to_word(Reason);

/// A study that was found and does not count as evidence.
struct SetAside {
  Pmid pmid = 0;
  Reason reason = Reason::Opinion;
  std::string detail;  ///< such as "reports trial NCT01234567, counted as PMID 1"
};

/// One bubble of the evidence map.
struct Cell {
  std::string intervention, condition, population;
  Tally primary;
  std::size_t reviews = 0;
};

/// A study as the lists behind the numbers show it.
struct StudyLine {
  std::string title, journal, day, design, population, direction, quote;
  std::optional<std::uint32_t> size;
  std::vector<std::string> registrations;
  IntegrityStatus integrity = IntegrityStatus::Ok;
  bool corrected = false;
};

struct Summary {
  GroupBy by = GroupBy::Mechanism;
  std::size_t found = 0, counted = 0;
  std::vector<Group> groups;  ///< most human studies first, then most studies, then by id
  std::vector<Pmid> in_no_group;
  std::vector<SetAside> set_aside;
  std::vector<Pmid> concerns;   ///< counted, with an expression of concern
  std::vector<Pmid> corrected;  ///< counted, overridden in part by a person
  std::vector<Cell> cells;
  std::map<std::string, std::map<int, std::vector<Pmid>>> years;  ///< design to year to studies, counted ones
  std::map<Pmid, StudyLine> studies;                              ///< everything that was found
};

/// Deterministic; the order of `studies` does not matter.
[[nodiscard]] Summary summarize(std::span<const WeighedStudy> studies, GroupBy by, const Vocabulary& vocabulary);

}  // namespace meridian::evidence
