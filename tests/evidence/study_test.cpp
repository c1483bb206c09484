// The reader on invented sentences: negation, background, quotes, hostile text; and the vocabulary's mistakes with file
// and line.
#include "evidence/study.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "core/study_json.hpp"
#include "tests/evidence/shipped_vocabulary.hpp"

namespace meridian::evidence {
namespace {

using test::vocabulary;

Citation citation(std::string title, const std::vector<std::pair<std::string, std::string>>& parts) {
  Citation out;
  out.pmid = 1;
  out.title = std::move(title);
  for (auto& [label, text] : parts) {
    out.abstract.push_back({label, label, text});
  }
  return out;
}

const Mechanism* mechanism(const Study& study, std::string_view id) {
  for (const auto& m : study.mechanisms) {
    if (m.id == id) {
      return &m;
    }
  }
  return nullptr;
}

TEST(Reader, TellsTheStatusOfAMechanismFromTheSentenceThatSpeaksOfIt) {
  struct Case {
    const char *section, *text;
    MechanismStatus status;
  };
  for (const auto& c :
       {Case{"RESULTS", "Electroacupuncture did not alter TNF-alpha.", MechanismStatus::NotSupported},
        Case{"RESULTS", "Electroacupuncture reduced TNF-alpha in the spinal cord.", MechanismStatus::Supported},
        Case{"BACKGROUND", "Electroacupuncture reduces TNF-alpha.", MechanismStatus::Background},
        Case{"METHODS", "TNF-alpha was measured in serum.", MechanismStatus::Investigated}}) {
    const auto study = read(citation("Electroacupuncture in rats", {{c.section, c.text}}), *vocabulary());
    const auto* found = mechanism(study, "inflammation");
    ASSERT_NE(found, nullptr) << c.text;
    EXPECT_EQ(found->status, c.status) << c.text;
  }
}

struct StatusCase {
  const char *methods, *results, *id;
  MechanismStatus status;
};

class StatusOf : public testing::TestWithParam<StatusCase> {};

TEST_P(StatusOf, FollowsWhatTheClauseTellsOfTheMechanism) {
  const auto& c = GetParam();
  const auto study =
      read(citation("Acupuncture of the foot", {{"METHODS", c.methods}, {"RESULTS", c.results}}), *vocabulary());
  const auto* found = mechanism(study, c.id);
  ASSERT_NE(found, nullptr) << c.results;
  EXPECT_EQ(found->status, c.status) << c.results;
}

constexpr auto kYes = MechanismStatus::Supported, kNo = MechanismStatus::NotSupported, kMixed = MechanismStatus::Mixed,
               kAsked = MechanismStatus::Investigated, kBack = MechanismStatus::Background;
constexpr const char* kSham = "Patients were randomised to acupuncture or sham acupuncture.";
constexpr const char* kDrug = "Patients were randomised to acupuncture or gabapentin.";

INSTANTIATE_TEST_SUITE_P(
    Wordings, StatusOf,
    testing::Values(
        // denied: "without", "no", a failure at another time, a failure of something unnamed beside it
        StatusCase{kSham, "Five patients fell asleep without pain relief.", "pain-modulation", kNo},
        StatusCase{kSham, "Tingling faded but no electrophysiological recovery was seen.", "nerve-function", kNo},
        StatusCase{kSham, "Pain was lower at week 4 (P < 0.01), but there were no significant differences thereafter.",
                   "pain-modulation", kMixed},
        StatusCase{kSham, "Pain was lower at week 4, but the difference was not significant.", "pain-modulation", kNo},
        StatusCase{kSham, "Fasting glucose decreased; adiponectin was not altered.", "metabolism", kMixed},
        StatusCase{kSham, "Although pain was lower after acupuncture, it was not statistically significant.",
                   "pain-modulation", kNo},
        StatusCase{kSham, "Although pain was lower after acupuncture, blood flow was not significantly changed.",
                   "pain-modulation", kYes},
        StatusCase{kSham,
                   "Compared with baseline pain (but not its duration) decreased; however, no difference between "
                   "acupuncture and placebo was found.",
                   "pain-modulation", kNo},
        StatusCase{kSham, "There was no treatment effect on TNF-alpha.", "inflammation", kNo},
        // of something else: what follows "but not", harm that stayed away, whom, doubt, a concession
        StatusCase{kSham, "Acupuncture lessened anxiety (p = 0.01) but not on the days of exams (p > 0.05).",
                   "psychological", kYes},
        StatusCase{kSham, "Acupuncture relieved pain. Pain treatment did not seem to lead to any complications.",
                   "pain-modulation", kYes},
        StatusCase{kSham, "Acupuncture relieved pain in patients who did not tolerate tablets.", "pain-modulation",
                   kYes},
        StatusCase{kSham, "Acupuncture relieved pain where drugs had failed.", "pain-modulation", kYes},
        StatusCase{kSham, "Blood flow rose at once, and we cannot say for how long.", "circulation", kYes},
        StatusCase{kSham, "Plasma MDA fell. In spite of this antioxidant gain, acupuncture was ineffective.",
                   "oxidative-stress", kYes},
        // no effect of a treatment: measures, how measures go together, those without the treatment
        StatusCase{kSham, "Effective rates and quality of life were evaluated.", "psychological", kAsked},
        StatusCase{kSham, "The change in blood pressure correlated with age (P < 0.01).", "circulation", kAsked},
        StatusCase{kSham, "Control patients showed an increase in insomnia.", "psychological", kAsked},
        StatusCase{kSham, "A lower body weight was a favourable prognostic factor.", "metabolism", kAsked},
        StatusCase{kSham, "Depression fell most in the good motor function group. Motor function did not change.",
                   "nerve-function", kNo},
        StatusCase{kSham, "The lower limb muscle strength was 20 kg.", "nerve-function", kAsked},
        // equal to another treatment, with improvement told
        StatusCase{kDrug, "Acupuncture was comparable to gabapentin in pain relief.", "pain-modulation", kYes},
        StatusCase{kSham, "Acupuncture was comparable to sham acupuncture in pain relief.", "pain-modulation", kNo},
        StatusCase{kDrug, "Pain was the same after acupuncture and gabapentin.", "pain-modulation", kNo},
        StatusCase{kDrug, "Leg pain fell from 64 to 33 and from 63 to 35 (difference -2.1, 95% CI -7.4 to 3.2).",
                   "pain-modulation", kYes},
        StatusCase{kSham, "Leg pain fell from 64 to 33 and from 63 to 35 (difference -2.1, 95% CI -7.4 to 3.2).",
                   "pain-modulation", kNo},
        // the effect word is what is denied, or only a tendency; harm; what stays as it was
        StatusCase{kSham, "Body weight gain and grip were not altered by acupuncture.", "metabolism", kNo},
        StatusCase{kSham, "The reduction of pain did not differ between groups.", "pain-modulation", kNo},
        StatusCase{kSham, "MDA tended to decrease but no comparison reached significance.", "oxidative-stress", kNo},
        StatusCase{kSham, "Gait worsened more with acupuncture than with sham acupuncture.", "nerve-function", kNo},
        StatusCase{kSham, "Acupuncture relieved pain; gait worsened in the sham group.", "nerve-function", kAsked},
        StatusCase{kSham, "Gait worsened significantly with acupuncture compared with the control group.",
                   "nerve-function", kNo},
        StatusCase{kSham, "Anxiety worsened from baseline with acupuncture. Pain decreased.", "psychological", kNo},
        StatusCase{kSham, "Acupuncture prevented that gait worsened.", "nerve-function", kYes},
        StatusCase{kSham, "There was no change recorded in pain. Sleep improved.", "pain-modulation", kNo},
        StatusCase{kSham, "No benefit measured in pain was found.", "pain-modulation", kNo},
        StatusCase{kSham, "There were significant improvements in all outcomes in the sham arm. Pain was recorded.",
                   "pain-modulation", kAsked},
        StatusCase{kDrug, "Pain decreased from 64 to 62 and from 63 to 60 (P = 0.61).", "pain-modulation", kNo},
        StatusCase{kSham, "Blood glucose stayed above 22 mmol/L.", "metabolism", kNo},
        StatusCase{kSham,
                   "Acupuncture relieved pain (P < 0.01). Sleep was better in one cohort and no different in another.",
                   "psychological", kMixed},
        StatusCase{kSham, "4-HNE fell with acupuncture. Serum TNF-alpha was not taken.", "oxidative-stress", kYes},
        StatusCase{kSham, "4-HNE fell with acupuncture. Serum TNF-alpha was not measured.", "inflammation",
                   MechanismStatus::Background},
        // results that name no outcome
        StatusCase{"Patients were randomised to acupuncture or rest; anxiety and sleep quality were recorded.",
                   "Anxiety fell more after acupuncture (P = 0.01). There were no differences for other outcomes.",
                   "psychological", kMixed},
        StatusCase{"Patients were randomised to acupuncture or rest; anxiety was recorded.",
                   "Anxiety fell more after acupuncture (P = 0.01). There were no differences for other outcomes.",
                   "psychological", kYes},
        StatusCase{"Patients were randomised to acupuncture or rest; pain was recorded.",
                   "Most women were free of pain. There was no difference between the groups.", "pain-modulation",
                   kMixed},
        StatusCase{"Patients were randomised to acupuncture or rest; blood glucose was measured.",
                   "Acupuncture brought significant improvements in all evaluated indicators.", "metabolism", kYes},
        StatusCase{"Patients were randomised to acupuncture or sham acupuncture; pain was recorded.",
                   "Pain fell within a week. Acupuncture was often no different from sham acupuncture.",
                   "pain-modulation", kMixed},
        // what the next sentence says of what was told before it
        StatusCase{kSham,
                   "Mean change in pain was -1.8 and -1.6 points. The difference was not significant (P = 0.51).",
                   "pain-modulation", kNo},
        StatusCase{kSham, "Pain was lower at week 6 (P = 0.001). Six months later the curves had converged (P = 0.75).",
                   "pain-modulation", kMixed},
        StatusCase{kSham, "Pain fell with 2 Hz (P < 0.01); 100 Hz was without effect.", "pain-modulation", kMixed},
        StatusCase{kSham,
                   "Pain was lower with acupuncture (-0.9, -1.4 to -0.4), but not with massage (-0.3, -0.8 to 0.2).",
                   "pain-modulation", kMixed},
        // as much in those who got nothing; an outcome that only a bracket names; equal and yet an effect
        StatusCase{kSham, "Pain was halved in both the sham (P < 0.001) and the acupuncture group (P < 0.001).",
                   "pain-modulation", kNo},
        StatusCase{kSham, "Pain lessened whichever needle was used.", "pain-modulation", kNo},
        StatusCase{kSham,
                   "Sleep improved in both groups, but there was no difference between them (change of pain 0.1).",
                   "psychological", kNo},
        StatusCase{kDrug, "Acupuncture had comparable analgesic effects to gabapentin.", "pain-modulation", kYes},
        // words that sound like a measure, and what was left unmeasured
        StatusCase{kSham, "Pain fell. Inflammatory cells were not counted.", "inflammation", kBack},
        // an equality that failures outnumber; harm named before a failure; a triple that may be quartiles
        StatusCase{kDrug,
                   "Pain relief was comparable to gabapentin. Pain was not reduced at 6 months. Pain did not improve.",
                   "pain-modulation", kNo},
        StatusCase{kSham, "Complications were not increased, and pain was not improved by acupuncture.",
                   "pain-modulation", kNo},
        StatusCase{kSham, "Pain at 12 weeks with acupuncture (5, 4.0 to 6.5) was noted.", "pain-modulation", kAsked},
        StatusCase{kSham, "Pain improved in both groups and in both hands.", "pain-modulation", kNo},
        StatusCase{kSham, "Pain improved, but the improvement was equal to that with sham.", "pain-modulation", kNo},
        // who did not change
        StatusCase{kSham, "Sural velocity rose with acupuncture and was unchanged with sham (p = 0.01).",
                   "nerve-function", kYes},
        StatusCase{kSham, "Sural velocity rose with acupuncture but did not change with sham (p = 0.01).",
                   "nerve-function", kYes},
        // equal to nothing, equal to a drug, and some trials of several
        StatusCase{"Mice were given curcumin or vehicle.",
                   "Cold latency and pain declined to a similar extent with curcumin and vehicle (P = 0.83).",
                   "pain-modulation", kNo},
        StatusCase{kDrug, "Pain fell by 3.4 and 3.3 points, with no significant difference (p = 0.79).",
                   "pain-modulation", kYes},
        StatusCase{kSham, "Pain fell by 3.4 and 3.3 points, with no significant difference (p = 0.79).",
                   "pain-modulation", kNo},
        StatusCase{kSham, "Pain was reduced in three trials and not in six.", "pain-modulation", kNo},
        StatusCase{kSham, "Mechanical pain was lower (P < 0.01), yet cold allodynia persisted.", "pain-modulation",
                   kNo},
        StatusCase{kSham, "HF power did not change.", "autonomic", kNo},
        StatusCase{kSham, "Time in open arms did not differ.", "psychological", kNo},
        // failures in other words
        StatusCase{kSham, "Depression scores were equal.", "psychological", kNo},
        StatusCase{kSham, "No significant differences were seen in gait (p = 0.6) and swelling (p < 0.05).",
                   "circulation", kNo},
        StatusCase{kSham, "Pain was 5.4 at baseline and 5.0 at week 8 (P = 0.20).", "pain-modulation", kNo},
        StatusCase{kSham, "HbA1c trajectories overlapped throughout.", "metabolism", kNo},
        StatusCase{kSham, "Anxiety improved in neither group.", "psychological", kNo},
        StatusCase{kSham, "The effect on pain was small (-0.19, -0.43 to 0.05).", "pain-modulation", kNo},
        StatusCase{kDrug, "Homocysteine declined to the same degree in both groups (P = 0.77).", "metabolism", kYes},
        StatusCase{kSham, "Homocysteine declined to the same degree in both groups (P = 0.77).", "metabolism", kNo},
        // what an illness does, harms that are listed, vital signs that are watched
        StatusCase{kSham, "Compared with healthy persons, patients had less blood flow. Pain fell.", "circulation",
                   kAsked},
        StatusCase{kSham, "Vincristine doubled TNF-alpha. Acupuncture did not change this.", "inflammation", kAsked},
        // a finding in the methods that says that it is one
        StatusCase{"Results showed that acupuncture relieved pain.", "All were seen again.", "pain-modulation", kYes}));

TEST(Reader, TakesHarmsThatAreListedAndVitalSignsThatAreWatchedForNoMeasures) {
  for (const char* text : {"Pain fell (P < 0.01). Adverse events were edema and dizziness.",
                           "Pain fell (P < 0.01). Blood pressure and oxygen saturation were recorded."}) {
    const auto study = read(citation("Acupuncture of the foot", {{"RESULTS", text}}), *vocabulary());
    EXPECT_EQ(mechanism(study, "circulation"), nullptr) << text;
    EXPECT_NE(mechanism(study, "pain-modulation"), nullptr) << text;
  }
}

TEST(Reader, TakesNoMoodFromWordsOfOtherThings) {
  for (const char* text : {"Pain fell (P < 0.01). Respiratory depression was not seen.",
                           "Pain fell (P < 0.01). SAS 9.4 was used.", "Pain fell in patients with sleep apnea."}) {
    const auto study = read(citation("Acupuncture of the foot", {{"RESULTS", text}}), *vocabulary());
    EXPECT_EQ(mechanism(study, "psychological"), nullptr) << text;
  }
}

TEST(Reader, TakesMiceBredWithoutTheWayOfWorkingForNoFailure) {
  const auto study =
      read(citation("Electroacupuncture in neuropathic mice",
                    {{"RESULTS", "Electroacupuncture relieved pain; mice lacking IL-4 did not benefit."}}),
           *vocabulary());
  const auto* found = mechanism(study, "pain-modulation");
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(found->status, MechanismStatus::Supported);
}

TEST(Reader, TakesABlockedWayOfWorkingForNoFailureInAnimals) {
  for (const char* blocked : {"Naloxone abolished this: withdrawal thresholds did not rise.",
                              "In P2rx7-/- mice withdrawal thresholds did not rise."}) {
    const std::string results = std::string("Electroacupuncture raised withdrawal thresholds (P < 0.01). ") + blocked;
    const auto study = read(citation("Electroacupuncture in neuropathic rats", {{"RESULTS", results}}), *vocabulary());
    const auto* found = mechanism(study, "pain-modulation");
    ASSERT_NE(found, nullptr);
    EXPECT_EQ(found->status, MechanismStatus::Supported) << blocked;
  }
}

TEST(Reader, QuotesWhatTheTreatmentDidAndNotWhatTheIllnessDoes) {
  const auto study =
      read(citation("Acupuncture in rats given vincristine",
                    {{"RESULTS", "Vincristine doubled TNF-alpha. Acupuncture did not reduce TNF-alpha."}}),
           *vocabulary());
  const auto* found = mechanism(study, "inflammation");
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(found->quote, "Acupuncture did not reduce TNF-alpha.");
}

TEST(Reader, TakesAFailureBesideAnAntagonistForAFailure) {
  const auto study =
      read(citation("Electroacupuncture in neuropathic rats",
                    {{"RESULTS", "Electroacupuncture did not reduce TNF-alpha, with or without an IL-1 antagonist."}}),
           *vocabulary());
  const auto* found = mechanism(study, "inflammation");
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(found->status, MechanismStatus::NotSupported);
}

TEST(Reader, TakesAFailedAntagonistForAFailureWhereItIsWhatWasTested) {
  const auto study = read(citation("L-733 in neuropathic rats",
                                   {{"METHODS", "Rats were treated with L-733 at 5 mg/kg."},
                                    {"RESULTS", "L-733 reduced TNF-alpha. The antagonist did not reduce IL-6."}}),
                          *vocabulary());
  const auto* found = mechanism(study, "inflammation");
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(found->status, MechanismStatus::Mixed);
}

TEST(Reader, CutsEveryQuoteFromTheTextToTheLetter) {
  const std::string title = "Acupuncture for carpal tunnel syndrome: a randomised trial.";
  const std::string text = "A total of 64 patients were randomised (P < 0.05 vs. sham). Pain decreased by 1.5 points.";
  const auto study = read(citation(title, {{"RESULTS", text}}), *vocabulary());
  ASSERT_TRUE(study.design && study.sample_size);
  EXPECT_EQ(study.design->id, "rct");
  EXPECT_EQ(study.sample_size->value, 64U);
  EXPECT_NE(text.find(study.sample_size->quote), std::string::npos);
  for (const auto& m : study.mechanisms) {
    EXPECT_NE((title + text).find(m.quote), std::string::npos);
  }
}

TEST(Reader, ReadsRetractionFromTypeAndNotice) {
  auto c = citation("Needles", {});
  c.corrections.push_back({"RetractionIn", 77, "", ""});
  const auto study = read(c, *vocabulary());
  EXPECT_EQ(study.integrity.status, IntegrityStatus::Retracted);
  EXPECT_EQ(study.integrity.by, std::vector<Pmid>{77});
  EXPECT_FALSE(study.design);
}

TEST(Reader, StaysBoundedAndEqualOnHostileText) {
  for (const std::string& piece : {std::string("((((....;;;;"), std::string("\xFF\xFE\xC0 pain "),
                                   std::string("12 of 34 patients "), std::string("a"), std::string("pain,")}) {
    std::string text;
    while (text.size() < 10'000'000) {
      text += piece;
    }
    const auto c = citation("Pain", {{"", text}});
    const auto began = std::chrono::steady_clock::now();
    const auto first = read(c, *vocabulary());
    EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(20));
    EXPECT_EQ(first, read(c, *vocabulary()));
  }
}

TEST(VocabularyFiles, TellAMistakeWithFileAndLine) {
  struct Case {
    const char *text, *message;
  };
  for (const auto& c :
       {Case{"facet = \"cue\"\n[[term]]\nid = \"a\"\ncolour = \"b\"\n", "mine.toml:4: unknown key 'colour'"},
        Case{"facet = \"cue\"\n[[term]]\nid = \"a\"\n[[term]]\nid = \"a\"\n", "mine.toml:4: duplicate id 'a'"},
        Case{"facet = \"cue\"\n[[term]]\nid = \"a\"\nphrases = [\"\"]\n", "mine.toml:4: empty phrase in 'phrases'"},
        Case{"facet = \"cue\"\n[[term]]\nid = \"a\"\nparent = \"b\"\n", "mine.toml:2: unknown parent 'b'"}}) {
    const std::vector<VocabularyFile> files{{"mine.toml", c.text}};
    const auto result = Vocabulary::load(files);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().message, c.message);
  }
}

TEST(VocabularyFiles, MatchAcrossHyphensPluralsAndCaseButAcronymsToTheLetter) {
  const auto has = [](std::string_view text, std::string_view id) {
    const auto hits = vocabulary()->hits(text);
    return std::any_of(hits.begin(), hits.end(), [&](const auto& h) { return h.id == id; });
  };
  EXPECT_TRUE(has("Dry-Needling was used", "dry-needling"));
  EXPECT_TRUE(has("nerve injuries", "nerve-injury"));
  EXPECT_TRUE(has("EA at ST36", "electroacupuncture"));
  EXPECT_FALSE(has("each ea. of them", "electroacupuncture"));
}

}  // namespace
}  // namespace meridian::evidence
