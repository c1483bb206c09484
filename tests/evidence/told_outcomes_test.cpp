// Outcomes of trials beyond the vocabulary: what is named, which way it went, and the words that show it.
#include "evidence/told_outcomes.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "evidence/study.hpp"
#include "tests/evidence/shipped_vocabulary.hpp"

namespace meridian::evidence {
namespace {

std::vector<std::string> phrases_of(std::string_view sentence) {
  const auto tokens = result_tokens(sentence);
  std::vector<std::string> out;
  for (const auto& p : outcome_phrases(tokens)) {
    const std::size_t start = tokens[p.first].start;
    out.emplace_back(sentence.substr(start, tokens[p.last - 1].end - start));
  }
  return out;
}

TEST(OutcomePhrases, AreRunsOfWordsBetweenCommonWordsAndNumbers) {
  EXPECT_EQ(phrases_of("The incidence of late wound opening was lower with honey than with gauze (12% vs. 30%)."),
            (std::vector<std::string>{"incidence of late wound opening", "honey", "gauze"}));
  EXPECT_TRUE(phrases_of("There was no significant difference between the groups (p = 0.4).").empty());
  EXPECT_TRUE(phrases_of("").empty());
}

TEST(OutcomePhrases, StayBoundedOnEndlessText) {
  std::string text;
  for (int i = 0; i < 20000; ++i) text += "word (; ";
  EXPECT_LE(result_tokens(text).size(), 400U);
  EXPECT_TRUE(phrases_of(std::string(5000, '\xFF')).size() <= 1);
}

Citation trial(std::string results) {
  Citation out;
  out.pmid = 1;
  out.title = "Honey dressings after hernia repair: a randomised controlled trial.";
  out.abstract = {{"METHODS", "METHODS", "We randomly assigned 120 patients to honey or gauze."},
                  {"RESULTS", "RESULTS", std::move(results)}};
  return out;
}

TEST(ToldOutcomes, OfATrialHaveTheChangeThatItsSentenceTells) {
  struct Case {
    const char *text, *outcome;
    Change change;
  };
  for (const auto& c : {Case{"The incidence of wound infection was significantly lower in the honey group than in the "
                             "gauze group (4% vs 15%, p = 0.01).",
                             "wound infection", Change::Decreased},
                        Case{"Patient satisfaction was significantly higher in the honey group (p < 0.001).",
                             "satisfaction", Change::Increased},
                        Case{"There was no significant difference in length of hospital stay between the groups "
                             "(p = 0.62).",
                             "length of hospital stay", Change::NoDifference}}) {
    const auto study = read(trial(c.text), *test::vocabulary());
    const auto found = std::find_if(study.effects.begin(), study.effects.end(),
                                    [&](const Effect& e) { return e.outcome.find(c.outcome) != std::string::npos; });
    ASSERT_NE(found, study.effects.end()) << c.text;
    EXPECT_EQ(found->change, c.change) << c.text;
    EXPECT_EQ(found->quote, c.text);
  }
}

TEST(ToldOutcomes, ThatOnlyAModelTellsSaySoAndClaimNoBenefit) {
  const auto study =
      read(trial("Patient satisfaction was significantly higher in the honey group (p < 0.001). Pain was "
                 "significantly lower in the honey group (mean difference -1.1, 95% CI -1.7 to -0.5)."),
           *test::vocabulary());
  bool by_rules = false, by_model = false;
  for (const Effect& e : study.effects) {
    EXPECT_TRUE(e.rule == "R-080" || e.rule == kEffectByModel) << e.outcome;
    by_rules = by_rules || (e.rule == "R-080" && e.value == -1.1 && e.benefit == true);
    if (e.rule == kEffectByModel) {
      by_model = true;
      EXPECT_FALSE(e.benefit || e.value) << e.outcome;
    }
  }
  EXPECT_TRUE(by_rules);
  EXPECT_TRUE(by_model);
}

TEST(ToldOutcomes, AreNotReadFromBackgroundOrFromAProtocol) {
  Citation background = trial("");
  background.abstract[1] = {"BACKGROUND", "BACKGROUND", "Wound infection was significantly lower with honey in mice."};
  EXPECT_TRUE(read(background, *test::vocabulary()).effects.empty());
  Citation protocol = trial("Wound infection will be compared between the groups.");
  protocol.title = "Honey dressings after hernia repair: study protocol for a randomised controlled trial.";
  EXPECT_TRUE(read(protocol, *test::vocabulary()).effects.empty());
}

}  // namespace
}  // namespace meridian::evidence
