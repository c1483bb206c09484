// Weighing: what counts, what is set aside, what is pooled and where studies disagree.
#include "evidence/summary.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "evidence/summary_levels.hpp"
#include "evidence/summary_registration.hpp"
#include "tests/evidence/shipped_vocabulary.hpp"

namespace meridian::evidence {
namespace {

struct Made {
  Pmid pmid = 0;
  std::string design = "rct", population = "human", direction = "favours", comparator = "sham-acupuncture";
  MechanismStatus status = MechanismStatus::Supported;
  std::optional<std::uint32_t> size = 60;
  std::string registration = {};
  int year = 2019;
};

WeighedStudy made(const Made& m) {
  WeighedStudy out;
  Study& s = out.study;
  s.pmid = m.pmid;
  s.title = "Synthetic";
  s.year = m.year;
  s.design = Reading{m.design, "", "title", ""};
  s.population = Reading{m.population, "", "title", ""};
  s.direction = Reading{m.direction, "It helped.", "abstract", ""};
  s.interventions.push_back({"electroacupuncture", "", Role::Tested, ""});
  if (!m.comparator.empty()) {
    s.interventions.push_back({m.comparator, "", Role::Comparator, ""});
  }
  s.conditions.push_back({"cipn", "", "title", ""});
  s.mechanisms.push_back({"pain-modulation", {"pain-intensity"}, m.status, "", "", ""});
  if (m.size) {
    s.sample_size = SampleSize{*m.size, "", ""};
  }
  if (!m.registration.empty()) {
    out.registrations = {m.registration};
  }
  out.day = std::to_string(m.year);
  return out;
}

Summary summary_of(const std::vector<WeighedStudy>& studies, GroupBy by = GroupBy::Mechanism) {
  return summarize(studies, by, *test::vocabulary());
}

bool says(const std::vector<Remark>& remarks, std::string_view words) {
  return std::any_of(remarks.begin(), remarks.end(),
                     [&](const Remark& r) { return r.text.find(words) != std::string::npos; });
}

Effect effect(double value, double low, double high, Change change = Change::Decreased,
              const std::string& measure = "SMD", const std::string& outcome = "pain intensity") {
  Effect e;
  e.outcome = outcome;
  e.change = change;
  e.benefit = true;
  e.measure = measure;
  e.value = value;
  e.low = low;
  e.high = high;
  return e;
}

TEST(Summary, KeepsPeopleAndAnimalsApartAndCountsEachFinding) {
  const auto s = summary_of({made({.pmid = 1}), made({.pmid = 2, .status = MechanismStatus::NotSupported}),
                             made({.pmid = 3, .status = MechanismStatus::Mixed, .size = std::nullopt}),
                             made({.pmid = 4, .design = "animal", .population = "animal", .size = 24}),
                             made({.pmid = 5, .status = MechanismStatus::Background})});
  ASSERT_EQ(s.groups.size(), 1U);
  const Group& group = s.groups[0];
  EXPECT_EQ(group.id, "pain-modulation");
  ASSERT_EQ(group.parts.size(), 2U);
  const auto& human = group.parts[0];
  EXPECT_EQ(human.population, "human");
  EXPECT_EQ(human.primary.of(Finding::Favours), std::vector<Pmid>{1});
  EXPECT_EQ(human.primary.of(Finding::NoDifference), std::vector<Pmid>{2});
  EXPECT_EQ(human.primary.of(Finding::Mixed), std::vector<Pmid>{3});
  EXPECT_EQ(human.primary.participants, 120U);
  EXPECT_EQ(human.primary.size_untold, std::vector<Pmid>{3});
  EXPECT_EQ(group.parts[1].population, "animal");
  EXPECT_EQ(group.parts[1].primary.participants, 24U);
  EXPECT_EQ(group.parts[1].levels.at(0).level, 5);
  EXPECT_EQ(s.counted, 4U);
  EXPECT_EQ(s.in_no_group, std::vector<Pmid>{5});
}

TEST(Summary, SetsAsideWhatIsNoEvidenceAndSaysWhy) {
  auto retracted = made({.pmid = 1});
  retracted.study.integrity = {IntegrityStatus::Retracted, {77}};
  auto concern = made({.pmid = 2});
  concern.study.integrity.status = IntegrityStatus::Concern;
  auto nothing = made({.pmid = 5, .design = "cross-sectional", .direction = "not-applicable"});
  nothing.study.interventions.clear();
  const auto s = summary_of({retracted, concern, made({.pmid = 3, .design = "protocol", .direction = "not-applicable"}),
                             made({.pmid = 4, .design = "review"}), nothing});
  ASSERT_EQ(s.set_aside.size(), 4U);
  EXPECT_EQ(s.set_aside[0].reason, Reason::Retracted);
  EXPECT_NE(s.set_aside[0].detail.find("77"), std::string::npos);
  EXPECT_EQ(s.set_aside[1].reason, Reason::Protocol);
  EXPECT_EQ(s.set_aside[2].reason, Reason::Opinion);
  EXPECT_EQ(s.set_aside[3].reason, Reason::NothingTested);
  EXPECT_EQ(s.counted, 1U);
  EXPECT_EQ(s.concerns, std::vector<Pmid>{2});
  EXPECT_EQ(s.studies.size(), 5U);
}

TEST(Summary, CountsOneTrialOnceWithinAGroup) {
  auto elsewhere = made({.pmid = 3, .size = 20, .registration = "NCT00000001"});
  elsewhere.study.mechanisms[0].id = "psychological";
  elsewhere.study.mechanisms[0].sub.clear();
  const auto s = summary_of({made({.pmid = 1, .size = 60, .registration = "NCT00000001"}),
                             made({.pmid = 2, .size = 90, .registration = "NCT00000001"}), elsewhere});
  ASSERT_EQ(s.groups.size(), 2U);
  for (const auto& group : s.groups) {
    EXPECT_EQ(group.parts[0].primary.of(Finding::Favours), std::vector<Pmid>{group.id == "psychological" ? 3U : 2U});
  }
  ASSERT_EQ(s.set_aside.size(), 1U);
  EXPECT_EQ(s.set_aside[0].pmid, 1U);
  EXPECT_EQ(s.set_aside[0].reason, Reason::SameTrial);
  EXPECT_NE(s.set_aside[0].detail.find("PMID 2"), std::string::npos);
}

TEST(Summary, ReadsRegistrationNumbers) {
  struct Case {
    const char* text;
    std::vector<std::string> numbers;
  };
  for (const auto& [text, numbers] : std::initializer_list<Case>{
           {"Registered: NCT01234567.", {"NCT01234567"}},
           {"ChiCTR-TRC-10000123 and ISRCTN 12345678", {"CHICTR-TRC-10000123", "ISRCTN12345678"}},
           {"EudraCT number: 2005-001234-56", {"EUCTR2005-001234-56"}},
           {"PROSPERO CRD42019123456", {"CRD42019123456"}},
           {"NCT123 and nct", {}},
       }) {
    EXPECT_EQ(registrations_in(text), numbers) << text;
  }
}

TEST(Summary, PoolsOnlyThreeComparableEffects) {
  std::vector<WeighedStudy> studies{made({.pmid = 1}), made({.pmid = 2}), made({.pmid = 3})};
  studies[0].study.effects = {effect(-0.5, -0.9, -0.1)};
  studies[1].study.effects = {effect(-0.7, -1.2, -0.2), effect(-2, -3, -1)};
  const auto two = summary_of({studies[0], studies[1]});
  EXPECT_TRUE(two.groups[0].parts[0].pooled.empty());
  EXPECT_NE(two.groups[0].parts[0].not_pooled.at(0).why.find("2 comparable, 3 are needed"), std::string::npos);
  studies[2].study.effects = {effect(0.4, 0.1, 0.7)};  // a fall, written as a positive number
  const auto three = summary_of(studies);
  const auto& part = three.groups[0].parts[0];
  ASSERT_EQ(part.pooled.size(), 1U);
  EXPECT_EQ(part.pooled[0].pool.studies, 3U);
  EXPECT_LT(part.pooled[0].pool.estimate, -0.3);
  EXPECT_EQ(part.pooled[0].against, Against::Sham);
  EXPECT_EQ(part.pooled[0].outcome, "pain-intensity");
  EXPECT_TRUE(part.pooled[0].members[2].turned);
}

TEST(Summary, RefusesToPoolWhatIsNotComparable) {
  struct Case {
    const char* name;
    std::function<void(WeighedStudy&)> change;
  };
  const std::vector<Case> cases{
      {"another measure", [](WeighedStudy& w) { w.study.effects[0].measure = "OR"; }},
      {"another outcome", [](WeighedStudy& w) { w.study.effects[0].outcome = "nerve conduction velocity"; }},
      {"another treatment", [](WeighedStudy& w) { w.study.interventions[0].id = "tens"; }},
      {"another comparator", [](WeighedStudy& w) { w.study.interventions[1].id = "waiting-list"; }},
      {"another species", [](WeighedStudy& w) { w.study.population->id = "animal"; }},
      {"a review", [](WeighedStudy& w) { w.study.design->id = "meta-analysis"; }},
      {"observed, not tried", [](WeighedStudy& w) { w.study.design->id = "cohort"; }},
      {"no interval", [](WeighedStudy& w) { w.study.effects[0].low.reset(); }},
      {"an interval that does not fit", [](WeighedStudy& w) { w.study.effects[0].high = 9; }},
      {"a change within a group", [](WeighedStudy& w) { w.study.effects[0].measure = "mean change"; }},
      {"an unclear sign", [](WeighedStudy& w) { w.study.effects[0] = effect(0.4, 0.1, 0.7); }}};
  for (const auto& c : cases) {
    std::vector<WeighedStudy> studies{made({.pmid = 1}), made({.pmid = 2}), made({.pmid = 3})};
    for (auto& study : studies) {
      study.study.effects = {effect(-0.5, -0.9, -0.1)};
    }
    studies[1].study.effects = {effect(-0.1, -0.5, 0.3, Change::NoDifference)};
    c.change(studies[2]);
    const auto summary = summary_of(studies);
    for (const auto& group : summary.groups) {
      for (const auto& part : group.parts) {
        EXPECT_TRUE(part.pooled.empty()) << c.name;
      }
    }
  }
}

TEST(Summary, CountsNoEffectThatOnlyAModelTells) {
  std::vector<WeighedStudy> studies{made({.pmid = 1}), made({.pmid = 2}), made({.pmid = 3})};
  for (auto& study : studies) {
    study.study.effects = {effect(-0.5, -0.9, -0.1), effect(0.5, 0.1, 0.9, Change::Increased, "SMD", "honey")};
    study.study.effects[1].rule = kEffectByModel;
  }
  const auto named = [](const Summary& summary, std::string_view id) {
    return std::any_of(summary.groups.begin(), summary.groups.end(), [&](const auto& group) { return group.id == id; });
  };
  EXPECT_FALSE(named(summary_of(studies, GroupBy::Outcome), "honey"));
  const auto pooled = summary_of(studies).groups[0].parts[0].pooled;
  ASSERT_EQ(pooled.size(), 1U);
  for (auto& study : studies) {
    study.study.effects[0].rule = kEffectByModel;
    study.study.effects[1].rule = "R-080";
  }
  EXPECT_TRUE(named(summary_of(studies, GroupBy::Outcome), "honey"));
}

TEST(Summary, PoolsRatiosOnTheirLogarithm) {
  std::vector<WeighedStudy> studies;
  for (Pmid pmid = 1; pmid <= 3; ++pmid) {
    studies.push_back(made({.pmid = pmid}));
    studies.back().study.effects = {
        effect(2, 1, 4, Change::Increased, "RR", pmid == 2 ? "response rates" : "responders")};
  }
  const auto pooled = summary_of(studies).groups[0].parts[0].pooled;
  ASSERT_EQ(pooled.size(), 1U);
  EXPECT_NEAR(pooled[0].pool.estimate, 2, 1e-9);
  EXPECT_GT(pooled[0].pool.low, 0);
}

TEST(Summary, ShowsConflictsAndWhatIsMissing) {
  const auto no = MechanismStatus::NotSupported;
  const auto s =
      summary_of({made({.pmid = 1}), made({.pmid = 2, .status = no}), made({.pmid = 3, .comparator = "waiting-list"}),
                  made({.pmid = 4, .comparator = "usual-care"}), made({.pmid = 5, .status = no}),
                  made({.pmid = 6, .design = "meta-analysis", .direction = "no-difference", .status = no, .size = 900}),
                  made({.pmid = 7, .design = "meta-analysis", .direction = "favours", .size = 300, .year = 2011})});
  const auto& human = s.groups[0].parts[0];
  EXPECT_TRUE(says(human.conflicts, "randomised trials disagree: 3 favour, 2 find no difference"));
  EXPECT_TRUE(says(human.conflicts, "usual care or waiting list favour (2 of 2)"));
  ASSERT_TRUE(human.newest_review);
  EXPECT_EQ(human.newest_review->pmid, 6U);
  EXPECT_EQ(human.primary.participants, 300U) << "people pooled in reviews are not added";
  EXPECT_TRUE(says(s.groups[0].missing, "100 people or more"));
  EXPECT_FALSE(says(s.groups[0].missing, "sham"));

  const auto animals = summary_of({made({.pmid = 1, .design = "animal", .population = "animal"})});
  EXPECT_TRUE(says(animals.groups[0].missing, "no study in people"));
  const auto unsham = summary_of({made({.pmid = 1, .comparator = "usual-care", .size = 200})});
  EXPECT_TRUE(says(unsham.groups[0].missing, "no trial against sham"));
  EXPECT_TRUE(says(unsham.groups[0].missing, "no systematic review"));
}

TEST(Summary, DoesNotDependOnTheOrderOfStudies) {
  std::vector<WeighedStudy> studies;
  for (Pmid pmid = 1; pmid <= 12; ++pmid) {
    studies.push_back(made({.pmid = pmid, .direction = pmid % 3 == 0 ? "mixed" : "favours"}));
    studies.back().study.effects = {effect(-0.1 * pmid, -0.1 * pmid - 0.3, -0.1 * pmid + 0.3)};
  }
  const auto a = summary_of(studies, GroupBy::Cell);
  std::reverse(studies.begin(), studies.end());
  const auto b = summary_of(studies, GroupBy::Cell);
  ASSERT_EQ(a.groups.size(), 1U);
  EXPECT_EQ(a.groups[0].id, "electroacupuncture × cipn");
  EXPECT_EQ(a.groups[0].parts[0].primary.by_finding, b.groups[0].parts[0].primary.by_finding);
  ASSERT_EQ(a.groups[0].parts[0].pooled.size(), 1U);
  EXPECT_EQ(a.groups[0].parts[0].pooled[0].pool.estimate, b.groups[0].parts[0].pooled[0].pool.estimate);
  EXPECT_TRUE(a.groups[0].parts[0].pooled[0].pool.small_studies.has_value() ||
              a.groups[0].parts[0].pooled[0].pool.studies >= kLeastToCheck);
}

}  // namespace
}  // namespace meridian::evidence
