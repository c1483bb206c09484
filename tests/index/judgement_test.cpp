// What a person decided stands, whatever is fetched or read again, and searches follow it.
#include <gtest/gtest.h>

#include "tests/index/library_fixture.hpp"

namespace meridian::index {
namespace {

std::uint64_t count(const Library& library, const std::string& query) {
  const auto pmids = library.matching(query);
  return pmids ? pmids->size() : 999;
}

TEST(Judgement, SurvivesRefetchingRereadingAndReopening) {
  const Folder folder;
  {
    auto library = open_library(folder);
    ASSERT_TRUE(library);
    ASSERT_TRUE(library->add(std::vector<Entry>{entry_of(2), entry_of(4)}, "", "v1"));
    ASSERT_EQ(count(*library, "design:rct"), 2U);
    ASSERT_TRUE(library->judge({2, "design", "cohort", "no randomisation", ""}));
    EXPECT_EQ(count(*library, "design:rct"), 1U);
    EXPECT_EQ(count(*library, "design:cohort"), 1U);

    Entry revised = entry_of(2, "A revised title");
    revised.citation.revised = "2026-01-01";
    ASSERT_TRUE(library->add(std::vector<Entry>{revised}, "", "v2"));
    ASSERT_TRUE(library->replace_studies(std::vector<Study>{revised.study}, "v3"));
  }
  auto library = open_library(folder, Access::Read);
  ASSERT_TRUE(library);
  EXPECT_EQ(count(*library, "design:cohort"), 1U);
  const auto held = library->get(2);
  ASSERT_TRUE(held && *held);
  EXPECT_EQ((*held)->study.design->id, "cohort");
  EXPECT_EQ((*held)->study.design->rule, kByHand);
  EXPECT_EQ((*held)->as_read->design->id, "rct");
  ASSERT_EQ((*held)->judgements.size(), 1U);
  EXPECT_EQ((*held)->judgements[0].note, "no randomisation");
  EXPECT_FALSE((*held)->judgements[0].made.empty());
  EXPECT_FALSE((*library->get(4))->as_read);
}

TEST(Judgement, IsReplacedAndTakenBack) {
  const Folder folder;
  auto library = open_library(folder);
  ASSERT_TRUE(library);
  ASSERT_TRUE(library->add(std::vector<Entry>{entry_of(2)}, "", "v1"));
  ASSERT_TRUE(library->judge({2, "sample-size", "7", "a", ""}));
  ASSERT_TRUE(library->judge({2, "sample-size", "8", "b", ""}));
  ASSERT_TRUE(library->judge({2, "mechanism.nerve-function", "none", "c", ""}));
  EXPECT_EQ(library->judgements()->size(), 2U);
  EXPECT_EQ((*library->get(2))->study.sample_size->value, 8U);
  EXPECT_TRUE((*library->get(2))->study.mechanisms.empty());
  EXPECT_EQ(*library->take_back(2, "sample-size"), 1U);
  EXPECT_EQ((*library->get(2))->study.sample_size->value, 20U);
  EXPECT_EQ(*library->take_back(2, ""), 1U);
  EXPECT_EQ(*library->take_back(2, ""), 0U);
  EXPECT_EQ(count(*library, "mechanism:nerve-function"), 1U);
}

TEST(Judgement, RefusesWhatHasNoForm) {
  const Folder folder;
  auto library = open_library(folder);
  ASSERT_TRUE(library);
  ASSERT_TRUE(library->add(std::vector<Entry>{entry_of(2)}, "", "v1"));
  struct Case {
    Judgement judgement;
    Fault fault;
  };
  for (const auto& [judgement, fault] : std::vector<Case>{{{2, "colour", "red", "", ""}, Fault::Usage},
                                                          {{2, "sample-size", "many", "", ""}, Fault::Usage},
                                                          {{2, "mechanism.inflammation", "yes", "", ""}, Fault::Usage},
                                                          {{2, "design", "", "", ""}, Fault::Usage},
                                                          {{9, "design", "rct", "", ""}, Fault::NotFound}}) {
    const auto kept = library->judge(judgement);
    ASSERT_FALSE(kept) << judgement.field;
    EXPECT_EQ(kept.error().fault, fault) << judgement.field;
  }
}

}  // namespace
}  // namespace meridian::index
