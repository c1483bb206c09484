// The rules of size, design and direction, each on an invented sentence, and the quotes they give.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "evidence/study.hpp"
#include "tests/evidence/shipped_vocabulary.hpp"

namespace meridian::evidence {
namespace {

Study study_of(std::string title, const std::vector<std::pair<std::string, std::string>>& parts) {
  Citation citation;
  citation.pmid = 1;
  citation.title = std::move(title);
  for (auto& [label, text] : parts) {
    citation.abstract.push_back({label, label, text});
  }
  return read(citation, *test::vocabulary());
}

struct SizeCase {
  const char* text;
  std::uint32_t value;  // 0: none told
};

class SampleSizeOf : public testing::TestWithParam<SizeCase> {};

TEST_P(SampleSizeOf, IsTheTotalThatTheWordsTell) {
  const auto study = study_of("Needling of the foot", {{"METHODS", GetParam().text}});
  EXPECT_EQ(study.sample_size ? study.sample_size->value : 0U, GetParam().value) << GetParam().text;
}

INSTANTIATE_TEST_SUITE_P(
    Wordings, SampleSizeOf,
    testing::Values(
        SizeCase{"Thirty-two patients were enrolled.", 32},
        SizeCase{"One hundred and fifty outpatients were randomly allocated to two groups (78 early and 72 late).",
                 150},
        SizeCase{"Two hundred and sixteen patients took part.", 216},
        SizeCase{"A total of 13 male and 30 female patients were studied.", 43},
        SizeCase{"We enrolled 163 patients and 50 control subjects.", 213},
        SizeCase{"Patients received needling (n = 40), sham (n = 44) or no treatment (n = 39).", 123},
        SizeCase{"Patients (n = 90) were randomised to needling (n = 46) or sham (n = 44).", 90},
        SizeCase{"Rats were divided into three groups (n = 12 each).", 36},
        SizeCase{"Each of the four groups comprised nine animals.", 36},
        SizeCase{"Of these, 22 women were randomised to the needling group and 19 to the usual care group.", 41},
        SizeCase{"A total of 199 patients were screened. Of them, 73 patients were randomised.", 73},
        SizeCase{"In all, 13 388 women were enrolled.", 13388},
        SizeCase{"Breast cancer survivors (BCS) are tired. We randomised 71 BCS to exercise or rest.", 71},
        SizeCase{"Pain was assessed in 2046 patients who had bone metastases.", 2046},
        SizeCase{"Sixty-one (42 male) patients were recruited.", 61},
        SizeCase{"Sixty-one (42 %) patients were recruited.", 0},
        SizeCase{
            "Infants were randomly allocated to these groups (n = 25 for each): group 1, milk; group 2, massage; and "
            "group 3, control.",
            75},
        SizeCase{"We pooled twelve trials involving 780 patients.", 780}, SizeCase{"Twelve trials were found.", 0},
        SizeCase{"Pain was measured in week 12 on a scale of 100 mm.", 0},
        // one arm a sentence, or two arms by what they got; those who are set beside the others
        SizeCase{
            "Twenty women were randomised to the needling group. Twenty-one women were randomised to the sham group.",
            41},
        SizeCase{"Randomly, 20 children received needles and 21 children received sham needles.", 41},
        SizeCase{"Images were taken of 31 right-handed patients with numb feet and 30 healthy persons.", 61},
        SizeCase{"Sixty-four rats were treated. Another 16 rats had sham surgery.", 80},
        SizeCase{"Fourteen rats per group were treated. There were three groups.", 42},
        SizeCase{"Each of the four groups contained 16 animals.", 64},
        SizeCase{"Rats were divided into four groups of nine.", 36},
        // places are no people, and a share is no count
        SizeCase{"In this randomised trial at eleven centers among adults with numb feet, 90 took part.", 90},
        SizeCase{"Twenty clinics were randomised, 10 to needling and 10 to rest; 346 adults took part.", 346},
        SizeCase{"One in five participants had cold feet.", 0},
        SizeCase{"Twenty-four practices, each expected to recruit 12 survivors (288 in all), will be randomised.", 288},
        SizeCase{"Of the 1228 persons who attended lectures, 226 subjects were randomly allocated.", 226},
        SizeCase{"A sample of 92 participants is required.", 92},
        SizeCase{"Of 51 eligible patients 22 agreed to take part.", 22},
        SizeCase{"Rats were given to 72 transgenic mice as company.", 72},
        SizeCase{"The safety committee stopped the trial after 48 randomizations.", 48}));

struct DesignCase {
  const char *title, *text, *design;  // design "" : none told
};

class DesignOf : public testing::TestWithParam<DesignCase> {};

TEST_P(DesignOf, FollowsWhatTheStudySaysOfItself) {
  const auto study = study_of(GetParam().title, {{"", GetParam().text}});
  EXPECT_EQ(study.design ? study.design->id : "", GetParam().design) << GetParam().text;
}

INSTANTIATE_TEST_SUITE_P(
    Wordings, DesignOf,
    testing::Values(
        DesignCase{"Needles for numb feet", "We prospectively randomized 60 patients to needling or sham.", "rct"},
        DesignCase{"Needles for numb feet: a non-randomised comparison with a control group",
                   "Forty patients chose needling and forty patients served as control group.", "controlled-trial"},
        DesignCase{"Needles for numb feet: a systematic review without meta-analysis", "We searched four databases.",
                   "systematic-review"},
        DesignCase{"Needles for numb feet: a meta-analysis", "Databases were searched.", "meta-analysis"},
        DesignCase{"Needles for numb feet: an uncontrolled study",
                   "Twenty patients received ten sessions. Randomised trials are needed.", "single-arm-trial"},
        DesignCase{"Numb feet after a fall", "We report a patient whose feet were numb.", "case-report"},
        DesignCase{"Needles in neuropathic rats", "Rats were treated with needles.", "animal"},
        DesignCase{"Treatment options for numb feet", "Several drugs are recommended for numb feet.", "review"},
        DesignCase{"Needles for numb feet: study protocol of a randomised trial", "Patients will be randomised.",
                   "protocol"},
        DesignCase{"Guideline-based needling of numb feet", "We randomised 60 patients to needling or sham.", "rct"},
        DesignCase{"Needles for numb feet", "Forty patients entered this single-blind, placebo-controlled study.",
                   "controlled-trial"},
        DesignCase{"Needles for numb feet", "An open-label, nonrandomized trial. Thirty patients were treated weekly.",
                   "single-arm-trial"},
        DesignCase{"Needles for numb feet: an uncontrolled study",
                   "Twenty patients received ten sessions. Without a control group the change cannot be explained.",
                   "single-arm-trial"},
        DesignCase{"Needles for numb feet",
                   "In this study thirty patients were randomly chosen to undergo needling or sham needling.", "rct"},
        DesignCase{
            "Age and numb feet: a secondary data analysis",
            "We used data from a randomised trial to see whether age is associated with numbness in 300 patients, "
            "who were followed for a year.",
            "cohort"},
        DesignCase{"Numb feet after lightning", "A patient is described who could not feel his feet for a year.",
                   "case-report"},
        DesignCase{"Needles for numb feet", "Retrospective. Sixty patients were treated with needles and seen again.",
                   "case-report"},
        DesignCase{"Needles for numb feet",
                   "Retrospective. Sixty patients treated with needles were compared with sixty patients at rest.",
                   "cohort"},
        DesignCase{"Do needles help numb feet?", "In this essay we ask what needles mean to patients with numb feet.",
                   "commentary"},
        DesignCase{"Needles for numb feet: a systematic review",
                   "Databases were searched; editorials and any letter to the editor were left out.",
                   "systematic-review"},
        DesignCase{"Numb feet in the young: a clinical study of 45 cases", "Numbness had many causes.", "case-report"},
        DesignCase{"Needles for numb feet",
                   "Needling raised the threshold of paw withdrawal and may help patients with numb feet.", "animal"},
        DesignCase{"Numb feet in children", "Thirty children were assessed by questionnaire, and 65 % had numb feet.",
                   "cross-sectional"},
        DesignCase{"Numb feet in England", "Between 1990 and 1996, 12 % of 400 patients were found to have numb feet.",
                   "cohort"},
        DesignCase{"Needles for numb feet: where do we stand?",
                   "This article gives an overview. About a dozen controlled trials have appeared.", "review"},
        // drawn by lot under other words; a trial that is only spoken of
        DesignCase{
            "Needles for numb feet",
            "In this study 16 men had needles and sham needles. The order was decided by a table of random numbers.",
            "rct"},
        DesignCase{"Needles for numb feet", "Sixty adults were divided by computerized random allotment.", "rct"},
        DesignCase{"Needles for numb feet: an uncontrolled prospective study",
                   "Nineteen adults were treated with needles. A comparison group is indispensable in the next study.",
                   "single-arm-trial"},
        DesignCase{"Physicians' handling of numb feet versus guidelines",
                   "A questionnaire survey was answered by 700 physicians.", "cross-sectional"},
        DesignCase{"A stepwise protocol for numb feet: a randomised trial", "", "protocol"},
        // what lived in the dish
        DesignCase{"Mecobalamin and neurites of cultured sensory neurons",
                   "Neurons of embryonic rats were grown in culture and cultures were exposed to paclitaxel.",
                   "in-vitro"},
        DesignCase{"Needles for numb feet", "To the Editor: I read with interest the trial of needles in this issue.",
                   "commentary"},
        DesignCase{"Numb feet: an integrative literature review", "Fifteen articles met the criteria.",
                   "systematic-review"},
        DesignCase{"Laser and the teeth of dogs", "Ten male beagles were randomly allocated to laser or rest.",
                   "animal"},
        DesignCase{"Feet", "Feet.", ""}));

TEST(Direction, WeighsTheClausesOfTheConclusion) {
  struct Case {
    const char *text, *direction;
  };
  for (const auto& c :
       {Case{"Electroacupuncture reduced pain more than sham.", "favours"},
        Case{"Electroacupuncture does not reduce pain.", "no-difference"},
        Case{"Electroacupuncture reduced pain but did not improve numbness.", "mixed"},
        Case{"Electroacupuncture reduced pain, and there were no adverse events.", "favours"},
        Case{"Electroacupuncture worsened numbness and should be avoided.", "against"},
        // the comparator that was not beaten, what is granted, what was not measured
        Case{"Electroacupuncture reduced pain compared with usual care but not compared with sham.", "mixed"},
        Case{"Electroacupuncture was better than waiting but not better than sham for pain.", "mixed"},
        Case{"Electroacupuncture reduced pain, although sleep did not change.", "favours"},
        Case{"Although sleep did not change, electroacupuncture reduced pain.", "favours"},
        Case{"Electroacupuncture reduced pain. Blood flow may have risen, which we did not measure.", "favours"},
        Case{"Electroacupuncture reduced pain. The lack of a control group is a limitation.", "favours"},
        Case{"Electroacupuncture should be considered, as it reduced pain.", "favours"},
        Case{"Electroacupuncture improved function and did not increase soreness.", "favours"},
        // the first thing concluded weighs most
        Case{"Electroacupuncture did not reduce pain. Mood improved in some.", "no-difference"},
        Case{"Electroacupuncture relieved pain. Conduction was not altered.", "favours"},
        Case{"Electroacupuncture relieved pain. However, conduction was not altered.", "mixed"},
        Case{"Electroacupuncture matched gabapentin in relieving pain.", "no-difference"},
        Case{"Both electroacupuncture and gabapentin relieved pain.", "no-difference"},
        Case{"Electroacupuncture gave no symptomatic benefit.", "no-difference"},
        Case{"Electroacupuncture is unlikely to benefit patients.", "no-difference"},
        Case{"Electroacupuncture relieved pain. The incidence of adverse events was similar.", "favours"},
        Case{"No impairment of strength was seen. Electroacupuncture relieved pain.", "favours"},
        // what the next sentence takes back, and who won
        Case{"Electroacupuncture improved pain. The improvement did not differ between the groups.", "no-difference"},
        Case{"Pain improved after electroacupuncture. The same improvement occurred with sham.", "no-difference"},
        Case{"Electroacupuncture was as effective as placebo.", "no-difference"},
        Case{"Sham acupuncture was superior to electroacupuncture for pain.", "against"},
        Case{"Only placebo relieved pain.", "against"},
        Case{"Ibuprofen gave better pain relief than electroacupuncture.", "against"},
        Case{"Electroacupuncture gave better pain relief than ibuprofen.", "favours"},
        Case{"Ibuprofen was not superior to electroacupuncture, which relieved pain.", "no-difference"},
        Case{"Electroacupuncture significantly increased pain.", "against"},
        Case{"Electroacupuncture prevented increased pain.", "favours"},
        Case{"The benefit of electroacupuncture was due to expectation.", "no-difference"},
        // harm, what came of itself, what did not last
        Case{"Electroacupuncture resulted in a decline in kidney function and more vascular events.", "against"},
        Case{"Electroacupuncture relieved pain without an increased risk of cardiac events.", "favours"},
        Case{"Electroacupuncture significantly increased CIPN by week 24.", "against"},
        Case{"The improvement in both arms is likely to reflect natural history.", "no-difference"},
        Case{"Electroacupuncture gave relief of pain that was not sustained.", "mixed"},
        Case{"Real and sham needling relieved pain; no superiority of electroacupuncture was shown.", "no-difference"},
        Case{"Electroacupuncture was more effective than no treatment but not significantly more "
             "effective than minimal acupuncture.",
             "mixed"},
        Case{"Electroacupuncture relieves pain without affecting astrocytes.", "favours"},
        // words of effect that tell none
        Case{"Electroacupuncture appears not to affect pain. After surgery, pain decreases.", "no-difference"},
        Case{"Electroacupuncture did not relieve pain. If confirmed, it may reduce costs.", "no-difference"},
        Case{"Electroacupuncture did not relieve pain. Trials of better quality are awaited.", "no-difference"},
        Case{"Not every electroacupuncture surpassed drugs, but it reduced pain.", "mixed"},
        Case{"It is not possible to say whether electroacupuncture relieves pain.", "mixed"}}) {
    const auto study = study_of("Electroacupuncture for numb feet: a randomised trial", {{"CONCLUSIONS", c.text}});
    ASSERT_TRUE(study.direction) << c.text;
    EXPECT_EQ(study.direction->id, c.direction) << c.text;
  }
}

TEST(Direction, FavoursWhatIsAsGoodAsATreatmentAndBetterThanNone) {
  const auto study =
      study_of("Ketamine and lignocaine for pain: a randomised trial",
               {{"RESULTS", "Pain was less with ketamine and lignocaine than in those receiving saline."},
                {"CONCLUSIONS", "Ketamine was as effective as lignocaine."}});
  ASSERT_TRUE(study.direction);
  EXPECT_EQ(study.direction->id, "favours");
}

TEST(Reader, TellsWhatWasTestedFromWhatItsWordNamesBesides) {
  struct Case {
    const char *title, *text;
    std::vector<std::string> tested;
  };
  for (const auto& c :
       {Case{"Transcutaneous electrical nerve stimulation at acupuncture points for pain", "Pain fell.", {"tens"}},
        Case{"Stimulation of acupuncture points for pain", "Pain fell.", {"manual-acupuncture"}},
        Case{"Bee venom acupuncture for pain", "Pain fell.", {"bee-venom"}},
        Case{"ZX-17 in mice with allodynia", "Mice were injected with ZX-17 at 2.5 mg/kg. Allodynia fell.", {"drug"}},
        Case{"Nerve conduction in diabetic rats",
             "Diabetes was induced by injection of streptozotocin (65 mg/kg). Conduction fell.",
             {}},
        Case{"Glucose in mice with allodynia", "Blood glucose was 90 mg/dl. Allodynia fell.", {}},
        // what every arm got, what was measured, what stands between two words of a condition
        Case{"Acupuncture with exercise versus exercise for neck pain: a randomised trial",
             "Pain fell.",
             {"manual-acupuncture"}},
        Case{"Effect of yoga on mindfulness", "Mindfulness rose.", {"yoga"}},
        Case{"A mindfulness training program for impulsive youth", "Impulsivity fell.", {"meditation"}},
        Case{"Caudal analgesia with magnesium after surgery", "Pain fell.", {"drug", "magnesium"}}}) {
    const auto study = study_of(c.title, {{"RESULTS", c.text}});
    std::vector<std::string> tested;
    for (const auto& i : study.interventions) {
      if (i.role == Role::Tested) tested.push_back(i.id);
    }
    EXPECT_EQ(tested, c.tested) << c.title;
  }
}

TEST(Conditions, AreNamedByTheirOwnPainAndNotBesideIt) {
  struct Case {
    const char *title, *text;
    std::vector<std::string> conditions;
  };
  for (const auto& c :
       {Case{"Acupuncture for pain after hysterectomy", "Forty women had acupuncture.", {"postoperative-pain"}},
        Case{"Acupuncture for postoperative pain management", "Forty women had acupuncture.", {"postoperative-pain"}},
        Case{"Acupuncture for chronic low back pain", "Forty adults with chronic pain took part.", {"low-back-pain"}},
        Case{"Pain in adolescents with muscular dystrophy", "Forty adolescents were asked.", {"other-pain", "other"}},
        Case{"Massage in older adults with neck pain (NP)", "NP fell in forty adults. NP was severe.", {"neck-pain"}},
        Case{"Tafamidis in transthyretin amyloidosis", "Forty patients took it.", {"hereditary-neuropathy"}}}) {
    const auto study = study_of(c.title, {{"METHODS", c.text}});
    std::vector<std::string> found;
    for (const auto& condition : study.conditions) found.push_back(condition.id);
    EXPECT_EQ(found, c.conditions) << c.title;
  }
}

TEST(Direction, IsNotApplicableWhereNoTreatmentWasTriedWhateverIsNamed) {
  const char* text =
      "Little is known of how common numb feet are in old age. In this population-based study, 437 adults aged 80 "
      "years or "
      "older completed questionnaires on numbness, pain, sleep and the use of acupuncture, massage or drugs. Logistic "
      "regression was used to identify factors associated with numbness. The prevalence of numb feet was 31% and was "
      "higher "
      "in women and in those with diabetes. Numbness was significantly associated with poor sleep and lower quality of "
      "life. "
      "These findings highlight the importance of better recognition of numb feet in primary care.";
  const auto study = study_of("Numb feet and sleep in the oldest old: a population-based study", {{"", text}});
  ASSERT_TRUE(study.direction);
  EXPECT_EQ(study.direction->id, "not-applicable");
  EXPECT_TRUE(std::none_of(study.interventions.begin(), study.interventions.end(),
                           [](const auto& i) { return i.role == Role::Tested; }));
  for (const auto& m : study.mechanisms) {
    EXPECT_TRUE(m.status == MechanismStatus::Investigated || m.status == MechanismStatus::Background) << m.id;
  }
}

struct DirectionCase {
  const char *title, *section, *text, *direction;
};

class DirectionOf : public testing::TestWithParam<DirectionCase> {};

TEST_P(DirectionOf, AsksFirstWhetherATreatmentWasTested) {
  const auto& c = GetParam();
  const auto study = study_of(c.title, {{c.section, c.text}});
  ASSERT_TRUE(study.direction) << c.text;
  EXPECT_EQ(study.direction->id, c.direction) << c.text;
}

INSTANTIATE_TEST_SUITE_P(
    Wordings, DirectionOf,
    testing::Values(
        // animals that nothing was given to, and a substance without a name in the vocabulary
        DirectionCase{"Whiskers of old mice", "", "Old mice moved their whiskers less and did not improve with age.",
                      "not-applicable"},
        DirectionCase{
            "Nerve conduction in diabetic rats", "",
            "Diabetes was induced by injection of streptozotocin (65 mg/kg). Conduction was significantly reduced.",
            "not-applicable"},
        DirectionCase{"ZX-17 in mice with neuropathic pain", "",
                      "Mice were injected with ZX-17. Allodynia improved significantly.", "favours"},
        // a patient whom nobody treated, and one whom the treatment harmed
        DirectionCase{"Numb feet after a fall: a case report", "", "The numbness improved within a year.",
                      "not-applicable"},
        DirectionCase{"Pneumothorax, a rare complication of acupuncture: a case report", "",
                      "The patient improved after drainage.", "against"},
        DirectionCase{"Acupuncture for a painful complication of diabetes: a case report", "RESULTS",
                      "Pain improved after acupuncture.", "favours"},
        DirectionCase{"Acupuncture without adverse effects of note: a case report", "RESULTS",
                      "Pain improved after acupuncture.", "favours"},
        DirectionCase{"The role of opioids in neuropathic pain: a review", "CONCLUSIONS",
                      "Opioids did not reduce pain and are harmful; they should be avoided.", "against"},
        DirectionCase{"Acupuncture for numb feet: a randomised trial", "RESULTS",
                      "Strength worsened significantly with acupuncture compared with the control group.", "against"},
        DirectionCase{"Acupuncture for numb feet: a case report", "RESULTS", "The numbness improved after acupuncture.",
                      "favours"},
        DirectionCase{"Foot drop after deep acupuncture at the knee: two cases", "CONCLUSIONS",
                      "Deep needling can damage the nerve; one patient recovered.", "against"},
        DirectionCase{"Recovery of a foot drop after acupuncture: a case report", "CONCLUSIONS",
                      "Acupuncture improved strength without damage.", "favours"},
        // a review that explains
        DirectionCase{"Mechanisms of acupuncture in neuropathic pain: a review", "CONCLUSIONS",
                      "Acupuncture reduces pain by way of opioids.", "not-applicable"},
        DirectionCase{"Acupuncture for neuropathic pain: a review", "CONCLUSIONS", "Acupuncture reduces pain.",
                      "favours"},
        // what a title concludes; what a case was not known to have; as good as a drug and better than nothing
        DirectionCase{"No effect of electroacupuncture on neuropathy in rats", "CONCLUSIONS",
                      "Differences from earlier work may lie in the improved blinding.", "no-difference"},
        DirectionCase{"Minocycline does not reverse neuropathic pain in rats", "CONCLUSIONS",
                      "Early treatment may improve outcomes.", "no-difference"},
        DirectionCase{"High-intensity electroacupuncture in neuropathic rats", "CONCLUSIONS",
                      "Electroacupuncture aggravated cold hypersensitivity.", "against"},
        DirectionCase{"Massage for numb feet: a systematic review", "CONCLUSIONS",
                      "Massage may benefit quality of life, but not pain.", "mixed"},
        DirectionCase{"Abscess of a foot that had acupuncture: a case report", "RESULTS",
                      "The abscess was not diagnosed until day 20. Acupuncture relieved pain.", "favours"},
        // not shown; foretold
        DirectionCase{"Acupuncture for numb feet: a randomised trial", "CONCLUSIONS",
                      "Acupuncture showed better but not significant relief of pain.", "no-difference"},
        DirectionCase{"Acupuncture for numb feet: a randomised trial", "CONCLUSIONS",
                      "Acupuncture did not relieve pain. High hopes predicted improvement.", "no-difference"}));

TEST(Quotes, StandInTitleOrAbstractToTheLetter) {
  const std::vector<std::pair<std::string, std::string>> texts{
      {"Moxibustion for low back pain", "Sixty patients received moxibustion (n = 30) or sham (n = 30). Pain fell."},
      {"Magnesium in rats", "Rats (n = 8 per group, four groups) were given magnesium. TNF-alpha was not changed."},
      {"Ways out of pain", "Current therapeutic options are discussed. Sleep should be considered."},
      {"Yoga – α-lipoic acid", "We interviewed 1,204 nurses; 30% slept better, whereas mood did not improve."}};
  for (const auto& [title, text] : texts) {
    const auto study = study_of(title, {{"", text}});
    const auto stands = [&title = title, &text = text](const std::string& quote) {
      return !quote.empty() && (title.find(quote) != std::string::npos || text.find(quote) != std::string::npos);
    };
    if (study.design) {
      EXPECT_TRUE(stands(study.design->quote)) << study.design->quote;
    }
    if (study.population) {
      EXPECT_TRUE(stands(study.population->quote)) << study.population->quote;
    }
    if (study.direction) {
      EXPECT_TRUE(stands(study.direction->quote)) << study.direction->quote;
    }
    if (study.sample_size) {
      EXPECT_TRUE(stands(study.sample_size->quote)) << study.sample_size->quote;
    }
    for (const auto& m : study.mechanisms) EXPECT_TRUE(stands(m.quote)) << m.quote;
    for (const auto& i : study.interventions) EXPECT_TRUE(stands(i.quote)) << i.quote;
    for (const auto& c : study.conditions) EXPECT_TRUE(stands(c.quote)) << c.quote;
  }
}

}  // namespace
}  // namespace meridian::evidence
