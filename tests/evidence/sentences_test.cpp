// The part that each sentence of an abstract plays.
#include "evidence/sentences.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/evidence/shipped_vocabulary.hpp"

namespace meridian::evidence {
namespace {

std::vector<Section> parts_of(const std::string& abstract, const LinearModel* model) {
  Citation citation;
  citation.title = "Needles for numb feet";
  citation.abstract.push_back({"", "", abstract});
  std::vector<Section> out;
  for (const auto& sentence : sentences_of(citation, model)) {
    out.push_back(sentence.section);
  }
  return out;
}

using enum Section;

TEST(Sentences, OfAnAbstractWithoutLabelsArePlacedByTheModel) {
  const auto* model = test::vocabulary()->model("section");
  ASSERT_NE(model, nullptr);
  EXPECT_EQ(
      parts_of("Numbness of the feet is common in diabetes. We aimed to determine whether needling reduces numbness. "
               "Sixty patients were randomly assigned to needling or sham for eight weeks. "
               "The numbness score fell by 2.1 points with needling and 0.4 with sham (P < 0.001). "
               "We conclude that needling reduces numbness in diabetes.",
               model),
      (std::vector<Section>{Title, Background, Objective, Methods, Results, Conclusions}));
}

TEST(Sentences, NeverGoBackFromResultsToBackground) {
  const auto placed = parts_of(
      "Sixty patients were randomly assigned to needling or sham. Pain fell by 2.1 points (P < 0.001). "
      "Neuropathy is a common disease. Pain fell by 0.3 points with sham (P = 0.4).",
      test::vocabulary()->model("section"));
  ASSERT_EQ(placed.size(), 5U);
  EXPECT_NE(placed[3], Background);
  EXPECT_NE(placed[3], Objective);
}

TEST(Sentences, FollowLabelsThatStandInTheText) {
  for (const char* sign : {":", ""}) {
    const std::string s = sign;
    EXPECT_EQ(parts_of("BACKGROUND" + s + " Feet are numb. METHODS" + s + " We needled them. RESULTS" + s +
                           " They were less numb. Pain was the same. CONCLUSIONS" + s + " Needling helps.",
                       nullptr),
              (std::vector<Section>{Title, Background, Methods, Results, Results, Conclusions}))
        << sign;
  }
}

TEST(Sentences, OneLabelHoldsForItsOwnSentence) {
  EXPECT_EQ(parts_of("STUDY DESIGN: Case report. The patient had numb feet.", nullptr),
            (std::vector<Section>{Title, Methods, Unknown}));
}

TEST(Sentences, MeasuresOfOutcomeAreMethods) {
  Citation citation;
  citation.abstract = {{"MAIN OUTCOME MEASURES", "", "Pain."}, {"OUTCOMES", "", "Pain fell."}};
  const auto sentences = sentences_of(citation, nullptr);
  ASSERT_EQ(sentences.size(), 2U);
  EXPECT_EQ(sentences[0].section, Methods);
  EXPECT_EQ(sentences[1].section, Results);
}

}  // namespace
}  // namespace meridian::evidence
