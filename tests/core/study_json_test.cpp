// Studies as JSON and back.
#include "core/study_json.hpp"

#include <gtest/gtest.h>

namespace meridian {
namespace {

Study full() {
  Study s;
  s.pmid = 42;
  s.version = 2;
  s.title = "A \"title\"";
  s.year = 2019;
  s.design = Reading{"rct", "randomized", "abstract", "R-001"};
  s.population = Reading{"human", "patients", "title", "R-002"};
  s.sample_size = SampleSize{60, "60 patients", "R-003"};
  s.interventions = {{"a", "q", Role::Tested, "R-004"}, {"b", "q", Role::Comparator, "R-005"}};
  s.conditions = {{"c", "q", "mesh", "R-006"}};
  s.mechanisms = {{"m", {"n"}, MechanismStatus::Mixed, "q", "RESULTS", "R-007"}};
  s.direction = Reading{"positive", "q", "abstract", "R-008"};
  s.effects = {
      {"pain", Change::Decreased, true, "SMD", -0.5, -0.75, -0.25, "<0.001", "q", "R-080"},
      {"sleep", Change::NoDifference, std::nullopt, "", std::nullopt, std::nullopt, std::nullopt, "", "q", "R-081"}};
  s.integrity = {IntegrityStatus::Retracted, {7, 8}};
  return s;
}

TEST(StudyJson, ComesBackAsItWent) {
  const auto back = study_from_json(to_json(full()));
  ASSERT_TRUE(back) << back.error().message;
  EXPECT_EQ(*back, full());
  Study bare;
  bare.pmid = 1;
  const auto again = study_from_json(to_json(bare));
  ASSERT_TRUE(again);
  EXPECT_EQ(*again, bare);
}

TEST(StudyJson, WhatIsNotAStudyIsBadInput) {
  for (const auto* line : {"", "{", "{}", R"({"schema":"meridian.citation/1"})", R"({"schema":"meridian.study/1"})"}) {
    const auto back = study_from_json(line);
    ASSERT_FALSE(back) << line;
    EXPECT_EQ(back.error().fault, Fault::BadInput);
  }
}

}  // namespace
}  // namespace meridian
