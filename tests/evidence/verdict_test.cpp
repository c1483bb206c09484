// How studies weigh together on a claim.
#include "evidence/verdict.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "evidence/logistic_model.hpp"
#include "tests/evidence/judged_claims.hpp"

namespace meridian::evidence {
namespace {

using test::flags_of;
using test::judge;
using test::kTrial;
using test::study;
using test::words;

TEST(Verdict, TrialsSupportContradictAndDisagree) {
  const auto good = study(1, "Yoga for pain in diabetic neuropathy: a randomised trial", kTrial,
                          "Pain was significantly lower with yoga (P<0.01).");
  const auto none = study(2, "Yoga for pain in diabetic neuropathy: a randomised trial", kTrial,
                          "Pain did not differ between yoga and usual care (P=0.60).");
  const std::string claim = "Yoga relieves pain in diabetic neuropathy.";
  EXPECT_EQ(judge(claim, {good}).verdict, Verdict::Supported);
  EXPECT_EQ(judge(claim, {none}).verdict, Verdict::Contradicted);
  EXPECT_EQ(judge(claim, {good, none}).verdict, Verdict::Mixed);
  EXPECT_EQ(judge("Yoga does nothing for pain in diabetic neuropathy.", {none}).verdict, Verdict::Supported);
}

TEST(Verdict, AnotherIllnessTreatmentOrOutcomeIsNotOnPoint) {
  const auto good = study(1, "Yoga for pain in diabetic neuropathy: a randomised trial", kTrial,
                          "Pain was significantly lower with yoga (P<0.01).");
  for (const char* claim :
       {"Yoga relieves pain in trigeminal neuralgia.", "Magnesium relieves pain in diabetic neuropathy.",
        "Yoga improves sleep in diabetic neuropathy."}) {
    EXPECT_EQ(judge(claim, {good}).verdict, Verdict::Insufficient) << claim;
  }
}

TEST(Verdict, RetractedStudiesNeverSupport) {
  const auto gone = study(1, "Yoga for pain in diabetic neuropathy: a randomised trial", kTrial,
                          "Pain was significantly lower with yoga (P<0.01).", true);
  const auto judged = judge("Yoga relieves pain in diabetic neuropathy.", {gone});
  EXPECT_EQ(judged.verdict, Verdict::Insufficient);
  for (const auto& row : judged.evidence) {
    EXPECT_EQ(row.finding.stance, Stance::Related);
  }
}

TEST(Overreach, AnimalsWeakDesignsAndStrongWordsAreFlagged) {
  const auto rats =
      study(1, "Magnesium eases neuropathic pain in rats after nerve injury",
            "Forty rats with nerve injury were given magnesium or saline.", "Pain was lower with magnesium (P<0.01).");
  const auto judged = judge("Magnesium relieves neuropathic pain.", {rats});
  EXPECT_EQ(judged.verdict, Verdict::Insufficient);
  EXPECT_EQ(flags_of(judged), (std::vector<std::string>{"animal-to-human"}));
  EXPECT_FALSE(judged.advice.empty());
  const auto before = study(2, "Yoga for pain in diabetic neuropathy: an uncontrolled pilot study",
                            "Twenty patients with diabetic neuropathy did yoga without a control group.",
                            "Pain decreased with yoga (P<0.01).");
  EXPECT_EQ(flags_of(judge("Yoga relieves pain in diabetic neuropathy.", {before})),
            (std::vector<std::string>{"weak-design"}));
  const auto good = study(3, "Yoga for pain in diabetic neuropathy: a randomised trial", kTrial,
                          "Pain was significantly lower with yoga (P<0.01).");
  EXPECT_EQ(flags_of(judge("Yoga cures pain in diabetic neuropathy in everyone.", {good})),
            (std::vector<std::string>{"too-certain", "too-broad"}));
}

TEST(Overreach, NoBetterThanShamIsFlagged) {
  const auto sham =
      study(1, "Acupuncture versus sham for pain in diabetic neuropathy: a randomised trial",
            "A total of 80 patients with diabetic neuropathy were randomised to acupuncture or sham acupuncture.",
            "Pain did not differ between acupuncture and sham (P=0.60).");
  const auto judged = judge("Acupuncture relieves pain in diabetic neuropathy.", {sham});
  EXPECT_EQ(judged.verdict, Verdict::Contradicted);
  EXPECT_EQ(flags_of(judged), (std::vector<std::string>{"sham"}));
  EXPECT_NE(judged.advice.find("did not differ from sham"), std::string::npos) << judged.advice;
}

TEST(Verdict, AnotherIllnessOrOccasionIsNotOnPointThoughTheVocabularyLacksIt) {
  const auto good = study(1, "Yoga for pain in diabetic neuropathy: a randomised trial", kTrial,
                          "Pain was lower with yoga, but the difference was not significant. Sleep improved (P<0.01).");
  EXPECT_EQ(judge("Yoga improves sleep in diabetic neuropathy.", {good}).verdict, Verdict::Supported);
  for (const char* claim : {"Yoga improves sleep after a moon voyage.", "Yoga improves sleep in epilepsy.",
                            "Yoga relieves pain in diabetic neuropathy."}) {
    EXPECT_NE(judge(claim, {good}).verdict, Verdict::Supported) << claim;
  }
}

TEST(Verdict, ATreatmentThatTheVocabularyLacksIsFoundByItsNameInTheTitle) {
  const auto trial = study(1, "Zandolapril for conduction in diabetic neuropathy: a randomised trial",
                           "A total of 80 patients with diabetic neuropathy were randomised to zandolapril or placebo.",
                           "Nerve conduction improved with zandolapril (P<0.01).");
  EXPECT_EQ(judge("Zandolapril improves nerve conduction in diabetic neuropathy.", {trial}).verdict,
            Verdict::Supported);
  EXPECT_EQ(judge("Zaptopril improves nerve conduction in diabetic neuropathy.", {trial}).verdict,
            Verdict::Insufficient);
}

TEST(Verdict, BalanceIsMeasuredBySwayAndTheSymptomsOfAnotherIllnessAreNone) {
  const auto sway = study(1, "Yoga for balance in diabetic neuropathy: a randomised trial", kTrial,
                          "Center of pressure was significantly decreased with yoga (P<0.01).");
  EXPECT_EQ(judge("Yoga improves balance in diabetic neuropathy.", {sway}).verdict, Verdict::Supported);
  const auto mood = study(2, "Yoga in diabetic neuropathy: a randomised trial", kTrial,
                          "Depressive symptoms improved with yoga (P<0.01).");
  EXPECT_NE(judge("Yoga improves nerve function in diabetic neuropathy.", {mood}).verdict, Verdict::Supported);
}

TEST(Verdict, NothingIsSupportedByWhatAStudyDoesNotSay) {
  const auto both =
      study(1, "Yoga for diabetic neuropathy: a randomised trial", kTrial,
            "Yoga lowered fasting glucose (P<0.01), but neither pain nor numbness. Symptoms, but not sleep, "
            "improved. Balance improved with yoga, without measurable change in nerve conduction.");
  for (const char* claim :
       {"Yoga raises blood sugar in diabetic neuropathy.", "Yoga relieves pain in diabetic neuropathy.",
        "Yoga improves sleep in diabetic neuropathy.", "Yoga improves nerve conduction in diabetic neuropathy.",
        "Yoga improves hearing in diabetic neuropathy.", "Yoga improves balance in children with diabetic neuropathy.",
        "Yoga restores balance in diabetic neuropathy within two days.",
        "Yoga lowers blood sugar in diabetic neuropathy more than metformin.",
        "Yoga and magnesium improve balance in diabetic neuropathy.", "Yoga is safe in diabetic neuropathy."}) {
    EXPECT_NE(judge(claim, {both}).verdict, Verdict::Supported) << claim;
  }
  EXPECT_EQ(judge("Yoga improves balance in diabetic neuropathy.", {both}).verdict, Verdict::Supported);
  EXPECT_EQ(judge("Yoga lowers blood sugar in diabetic neuropathy.", {both}).verdict, Verdict::Supported);
  EXPECT_EQ(judge("Yoga raises blood sugar in diabetic neuropathy.", {both}).verdict, Verdict::Contradicted);
}

TEST(Verdict, AReviewSpeaksOfATreatmentOnlyWhereItNamesIt) {
  const auto review = study(1, "Vitamin B12, magnesium and yoga for diabetic neuropathy: a systematic review",
                            "We searched four databases for trials of vitamin B12, magnesium or yoga in diabetic "
                            "neuropathy.",
                            "Yoga was tested in four trials. Pain was lower in all of them (P<0.01). Magnesium did not "
                            "reduce pain (P=0.5).");
  EXPECT_EQ(judge("Yoga relieves pain in diabetic neuropathy.", {review}).verdict, Verdict::Supported);
  EXPECT_NE(judge("Vitamin B12 relieves pain in diabetic neuropathy.", {review}).verdict, Verdict::Supported);
  EXPECT_NE(judge("Magnesium relieves pain in diabetic neuropathy.", {review}).verdict, Verdict::Supported);
}

TEST(Verdict, OfAKindThatGathersManyOnlyTheOneNamedCounts) {
  const auto trial = study(1, "Gabapentin for diabetic neuropathy: a randomised trial",
                           "A total of 80 patients with diabetic neuropathy were randomised to gabapentin or placebo.",
                           "Pain was significantly lower with gabapentin (P<0.01).");
  EXPECT_EQ(judge("Gabapentin relieves pain in diabetic neuropathy.", {trial}).verdict, Verdict::Supported);
  EXPECT_EQ(judge("Tramadol relieves pain in diabetic neuropathy.", {trial}).verdict, Verdict::Insufficient);
}

TEST(Verdict, AnAbbreviationCountsWhereTheStudySpellsItOut) {
  const auto lungs =
      study(1, "Emphysema alone (EA) and pain: a randomised trial", "A total of 80 patients with EA were randomised.",
            "Pain was lower in EA (P<0.01). Pain was higher without EA. EA was common.");
  EXPECT_EQ(judge("Electroacupuncture relieves pain.", {lungs}).verdict, Verdict::Insufficient);
}

TEST(Verdict, AssociationDoesNotBearOutAnEffect) {
  const auto cohort = study(1, "Exercise and diabetic neuropathy: a prospective cohort",
                            "A cohort of 900 people with diabetic neuropathy was followed for ten years.",
                            "Exercise was associated with less pain (P<0.01).");
  const auto judged = judge("Exercise relieves pain in diabetic neuropathy.", {cohort});
  EXPECT_EQ(judged.verdict, Verdict::Insufficient);
  EXPECT_EQ(flags_of(judged), (std::vector<std::string>{"causal"}));
}

TEST(Verdict, SharedWordsAloneAreShownAndNeverCounted) {
  const Claim claim = read_claim("Yoga relieves pain in diabetic neuropathy.", {}, words());
  const auto one = study(1, "Yoga for pain in diabetic neuropathy: a randomised trial", kTrial,
                         "Pain was significantly lower with yoga (P<0.01).");
  Bearing bearing = judge_by_rules(claim, one);
  bearing.by_words = true;
  const auto judged = weigh(claim, {{&one, bearing}}, *test::vocabulary());
  EXPECT_EQ(judged.verdict, Verdict::Insufficient);
  ASSERT_FALSE(judged.evidence.empty());
  EXPECT_TRUE(judged.evidence.front().by_words);
  EXPECT_NE(judged.advice.find("share its words"), std::string::npos);
}

TEST(Verdict, OneCaseShowsAHarmAndNeverSafety) {
  const auto one = study(1, "A warm foot bath in diabetic neuropathy: a case report",
                         "We report a patient with diabetic neuropathy who took a warm foot bath.",
                         "The warm foot bath caused burns of both feet.");
  EXPECT_EQ(judge("Warm foot baths can burn people with diabetic neuropathy.", {one}).verdict, Verdict::Supported);
  const auto spared = study(2, "A warm foot bath in diabetic neuropathy: a case report",
                            "We report a patient with diabetic neuropathy who took a warm foot bath.",
                            "There were no burns with the warm foot bath.");
  EXPECT_NE(judge("Warm foot baths are safe in diabetic neuropathy.", {spared}).verdict, Verdict::Supported);
}

TEST(Verdict, AClaimOfTwoThingsStandsOnlyWhereBothDo) {
  const auto one = study(1, "Yoga for pain in diabetic neuropathy: a randomised trial", kTrial,
                         "Pain was significantly lower with yoga (P<0.01).");
  const Claim claim = read_claim("Yoga releases endorphins and relieves pain in diabetic neuropathy.", {}, words());
  EXPECT_EQ(claim.outcomes, (std::vector<std::string>{"more-opioids"}));
  EXPECT_EQ(claim.beside, (std::vector<std::string>{"less-pain"}));
  const auto judged = judge(claim.text, {one});
  EXPECT_EQ(judged.verdict, Verdict::Insufficient);
  EXPECT_EQ(judged.not_shown, (std::vector<std::string>{"more-opioids"}));
  EXPECT_NE(judged.advice.find("for opioids the library shows none"), std::string::npos) << judged.advice;
  const Claim means = read_claim("Yoga relieves pain by releasing endorphins.", {}, words());
  EXPECT_TRUE(means.beside.empty());
}

TEST(Verdict, EverydayWordsMeetTheWordsOfStudies) {
  const auto fibres =
      study(1, "Yoga and nerve fibres in diabetic neuropathy: a randomised trial", kTrial,
            "HADS depression did not change with yoga (P=0.60). Nausea occurred in 9 patients of the yoga group.");
  EXPECT_EQ(judge("Yoga lifts the low mood of people with diabetic neuropathy.", {fibres}).verdict,
            Verdict::Contradicted);
  EXPECT_EQ(judge("Yoga can turn your stomach in diabetic neuropathy.", {fibres}).verdict, Verdict::Supported);
}

TEST(Verdict, AReviewThatTellsBothIsMixedAndOneOfBothKindsSpeaksOfPeopleWhereItSaysSo) {
  const auto review =
      study(1, "Yoga for diabetic neuropathy: a systematic review",
            "Databases were searched for trials of yoga in diabetic neuropathy.",
            "Findings of yoga for sleep conflicted. Pain fell in two trials of yoga and was unchanged in a third.");
  EXPECT_EQ(judge("Yoga improves sleep in diabetic neuropathy.", {review}).verdict, Verdict::Mixed);
  EXPECT_EQ(judge("Yoga relieves pain in diabetic neuropathy.", {review}).verdict, Verdict::Mixed);
}

TEST(Verdict, WhatItIsHeldAgainstMayWin) {
  const auto trial = study(1, "Yoga and massage for pain in diabetic neuropathy: a randomised trial",
                           "A total of 80 patients with diabetic neuropathy were randomised to yoga or massage.",
                           "Massage was more effective in reducing pain (P<0.01).");
  EXPECT_EQ(judge("Yoga relieves pain in diabetic neuropathy better than massage does.", {trial}).verdict,
            Verdict::Contradicted);
}

TEST(Verdict, TwoFormsOfOneTreatmentSayNothingOnWhetherItWorks) {
  const auto trial = study(1, "Yoga at home or in a class for pain in diabetic neuropathy: a randomised trial", kTrial,
                           "Home yoga was not superior to class yoga for pain (P=0.60).");
  EXPECT_EQ(judge("Yoga relieves pain in diabetic neuropathy.", {trial}).verdict, Verdict::Insufficient);
}

TEST(Verdict, LastingAndUntreatedAreAskedOfTheSentenceItself) {
  const auto trial =
      study(1, "Yoga for pain in diabetic neuropathy: a randomised trial", kTrial,
            "Pain was significantly lower with yoga at week 8 (P<0.01). At follow-up in week 20 pain no longer "
            "differed between yoga and usual care.");
  EXPECT_EQ(judge("Months after the last class yoga is still holding diabetic nerve pain down.", {trial}).verdict,
            Verdict::Contradicted);
  EXPECT_EQ(judge("Yoga relieves pain in diabetic neuropathy.", {trial}).verdict, Verdict::Supported);
}

TEST(Verdict, AnEverydayWordSpeaksOfATreatmentOnlyWhereTheStudyNamesIt) {
  const auto cement = study(1, "Needle placement in bone cement injection: a randomised trial",
                            "A total of 80 patients were randomised to one needle or two.",
                            "Pain was lower with two needles (P<0.01). Needles were well tolerated. Needles broke.");
  EXPECT_EQ(judge("Acupuncture needles relieve pain.", {cement}).verdict, Verdict::Insufficient);
}

/// A trial of yoga in diabetic neuropathy that concludes so.
ReadyStudy concludes(const std::string& conclusion) {
  return study(1, "Yoga for diabetic neuropathy: a randomised trial", kTrial, conclusion);
}

TEST(Verdict, OppositeTurnsInOneSentenceAreNoGain) {
  for (const auto& [conclusion, claim] : std::vector<std::pair<std::string, std::string>>{
           {"Pain rose and pain thresholds fell with yoga.", "Yoga relieves pain in diabetic neuropathy."},
           {"Yoga decreased balance and increased sway.", "Yoga improves balance in diabetic neuropathy."},
           {"Yoga reduced mortality but raised the incidence of neuropathy.", "Yoga prevents diabetic neuropathy."},
           {"Yoga increased pain and reduced sleep.", "Yoga relieves pain in diabetic neuropathy."}}) {
    EXPECT_NE(judge(claim, {concludes(conclusion)}).verdict, Verdict::Supported) << conclusion;
  }
}

TEST(Verdict, WhoseHarmAndWhoseGainItWas) {
  for (const auto& [conclusion, claim] : std::vector<std::pair<std::string, std::string>>{
           {"Nine falls occurred with yoga and 17 among controls.", "Yoga causes falls in diabetic neuropathy."},
           {"Nausea occurred in 12 patients of the control group.", "Yoga causes nausea in diabetic neuropathy."},
           {"Dizziness was frequent with yoga and reduced adherence.",
            "Yoga does not cause dizziness in diabetic neuropathy."},
           {"Whether yoga is safe remains to be shown.", "Yoga is safe in diabetic neuropathy."},
           {"Massage reduced pain more than yoga.", "Yoga relieves pain in diabetic neuropathy."},
           {"Pain fell less with yoga than with massage.",
            "Yoga is better than massage for pain in diabetic neuropathy."},
           {"Yoga reduced pain.", "Yoga is better than massage for pain in diabetic neuropathy."},
           {"Yoga had no effect on pain.", "Yoga works as well as massage for pain in diabetic neuropathy."},
           {"Yoga was safe; pregnant women were not studied.", "Yoga is safe in pregnancy with diabetic neuropathy."},
           {"Yoga reduced pain.", "Yoga together with massage relieves pain in diabetic neuropathy."},
           {"Yoga reduced the response of pain even after naloxone.",
            "Yoga works by releasing endorphins in diabetic neuropathy."}}) {
    EXPECT_NE(judge(claim, {concludes(conclusion)}).verdict, Verdict::Supported) << conclusion;
  }
  EXPECT_EQ(judge("Yoga works by releasing endorphins in diabetic neuropathy.",
                  {concludes("Naloxone, but not saline, blocked the analgesia of yoga.")})
                .verdict,
            Verdict::Supported);
}

TEST(WritersWords, NoNameTurnsOutcomesOfBothKinds) {
  std::map<std::string, std::set<std::string>> kinds;
  std::set<std::string> turned;
  for (const auto& term : words().writers->terms()) {
    for (const auto& phrase : term.phrases) {
      if (term.facet == "cue" && term.id == "turned") {
        turned.insert(phrase);
      } else if (term.facet == "mechanism") {
        kinds[phrase].insert(term.id.substr(0, 5));
      }
    }
  }
  EXPECT_FALSE(turned.empty());
  for (const auto& phrase : turned) {
    EXPECT_LE(kinds[phrase].size(), 1U) << phrase << " would be turned where it must not be";
  }
}

TEST(LogisticModel, MistakesAreToldWithFileAndLine) {
  const auto model = LogisticModel::parse("# weights\nr:bias -1.5\nr:x 2\n", "m.txt");
  ASSERT_TRUE(model);
  EXPECT_NEAR(model->probability({{"r:bias", 1}, {"r:x", 0.75}, {"unknown", 9}}), 0.5, 1e-9);
  const auto wrong = LogisticModel::parse("r:bias -1\nr:x two\n", "m.txt");
  ASSERT_FALSE(wrong);
  EXPECT_NE(wrong.error().message.find("m.txt:2"), std::string::npos);
}

}  // namespace
}  // namespace meridian::evidence
