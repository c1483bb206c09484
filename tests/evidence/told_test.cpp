// What a sentence of an abstract tells, and which way its words point.
#include "evidence/told.hpp"

#include <gtest/gtest.h>

#include "evidence/turns.hpp"
#include "evidence/ways.hpp"

namespace meridian::evidence {
namespace {

TEST(Told, BetterNoneWorseOrNothing) {
  const std::vector<std::pair<const char*, int>> cases{
      {"Pain was significantly reduced (P < 0.01).", 1},
      {"Pain did not differ between groups (p = 0.42).", 0},
      {"There was no significant difference in pain.", 0},
      {"Pain fell by 3 and 4 points (difference -1, p=0.31).", 0},
      {"Pain worsened in the treated group.", -1},
      {"Pain has not been examined in patients.", 2},
      {"Pain after it has not been previously reported.", 2},
      {"Pain was the primary outcome.", 2},
      {"Acupuncture was not superior to sham for pain.", 0},
      {"Pain was relieved without measurable benefit.", 0},
  };
  for (const auto& [text, expected] : cases) {
    EXPECT_EQ(told(text, {"less-pain"}), expected) << text;
  }
  EXPECT_EQ(told("Conduction velocity increased.", {"more-conduction"}), 1);
}

TEST(ToldOfSafety, HarmNoneOrNothing) {
  for (const auto& [text, expected] :
       std::vector<std::pair<const char*, int>>{{"It was well tolerated.", 1},
                                                {"There were no serious adverse events.", 1},
                                                {"It was poorly tolerated at this dose.", -1},
                                                {"Three patients had burns.", -1},
                                                {"There were no immediate or delayed complications.", 1},
                                                {"Pain was lower with yoga.", 2}}) {
    EXPECT_EQ(told_of_safety(text), expected) << text;
  }
}

TEST(Told, NumbersBeforeAndAfterTellTheWay) {
  EXPECT_EQ(told("The pain score went from 6.2 to 3.1 (p=0.002).", {"less-pain"}), 1);
  EXPECT_EQ(told("The balance score went from 41 to 36 (p=0.01).", {"more-balance"}), -1);
  EXPECT_EQ(told("The pain score went from 6.2 to 6.0 (p=0.61).", {"less-pain"}), 0);
  EXPECT_EQ(told("The pain score went from 6.2 to 3.1.", {"less-pain"}), 2) << "no test of it is told";
}

TEST(Told, WholeWordsSayTheWay) {
  EXPECT_EQ(way_of("robust"), Way::None);
  EXPECT_EQ(way_of("eastern"), Way::None);
  EXPECT_EQ(way_of("robs"), Way::Down);
  EXPECT_EQ(way_of("eases"), Way::Better);
  EXPECT_EQ(way_of("reductions"), Way::Down);
  EXPECT_EQ(told("Pain was 3.1 and 3.2 (p = 1.00).", {"less-pain"}), 0);
}

TEST(Told, WhatMayBeIsNoResult) {
  EXPECT_EQ(told("Benefits may involve fewer cytokines.", {"less-inflammation"}), 2);
  EXPECT_EQ(told("Mindfulness was inversely associated with mortality.", {"less-mortality"}), 1);
  EXPECT_EQ(told("Reductions of pain were seldom greater than with sham.", {"less-pain"}), 0);
}

TEST(ToldOfHarm, ItHappenedOrStayedAway) {
  EXPECT_EQ(told_of_harm("Nausea was more common with the higher dose."), -1);
  EXPECT_EQ(told_of_harm("Two participants had a haematoma."), -1);
  EXPECT_EQ(told_of_harm("Falls during exercise were rare."), 1);
  EXPECT_EQ(told_of_harm("Nausea and its treatment."), 2);
}

TEST(ToldOfWay, WhatIsTakenAwayShowsTheWay) {
  EXPECT_EQ(told_of_way("Naloxone blocked the analgesia."), 1);
  EXPECT_EQ(told_of_way("Naloxone did not block the analgesia."), 0);
  EXPECT_EQ(told_of_way("Endorphins rose."), 2);
}

TEST(ToldParts, EachTellsItsOwn) {
  using Parts = std::vector<std::string_view>;
  EXPECT_EQ(told_parts("Glucose fell, insulin was not changed."),
            (Parts{"Glucose fell", ", insulin was not changed."}));
  EXPECT_EQ(told_parts("Yoga reduced anxiety, pulse, and blood pressure."),
            (Parts{"Yoga reduced anxiety, pulse, and blood pressure."}));
  EXPECT_EQ(told_parts("EA, but not sham EA, raised the threshold."),
            (Parts{"EA, but not sham EA, raised the threshold."}));
  EXPECT_EQ(told_parts("It improved in two series and was unaltered in a third."),
            (Parts{"It improved in two series", " and was unaltered in a third."}));
}

TEST(Turns, DenialsTurnTheSide) {
  const auto turns = turns_of("The drug did not increase mortality.");
  ASSERT_EQ(turns.turns.size(), 1U);
  EXPECT_EQ(turns.turns[0].side, -1);
  EXPECT_TRUE(turns.turns[0].denied);
}

}  // namespace
}  // namespace meridian::evidence
