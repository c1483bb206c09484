// Claims: which sentences are, how they are read, what a sentence tells, and how studies weigh together.
#include "evidence/claim.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "evidence/study.hpp"
#include "evidence/turns.hpp"
#include "evidence/verdict.hpp"
#include "tests/evidence/shipped_vocabulary.hpp"

namespace meridian::evidence {
namespace {

std::shared_ptr<const Vocabulary> writers() {
  static const auto loaded = [] {
    std::vector<VocabularyFile> files;
    for (const char* name : {"interventions", "conditions", "outcomes", "words"}) {
      std::ifstream in(std::string(MERIDIAN_SOURCE_DIR "/data/check/") + name + ".toml");
      files.push_back({name, {std::istreambuf_iterator<char>(in), {}}});
    }
    auto result = Vocabulary::load(files);
    EXPECT_TRUE(result) << (result ? "" : result.error().message);
    return result ? *result : nullptr;
  }();
  return loaded;
}

ClaimWords words() { return {test::vocabulary().get(), writers().get()}; }

TEST(ClaimSentence, EffectsMechanismsSafetyAndFrequencyAreClaims) {
  for (const char* text :
       {"Needling releases endorphins and relieves neuropathic pain.", "B12 may support nerve function.",
        "Warm baths and massage help circulation.", "Yoga, tai chi and meditation improve balance.",
        "Two in three people with neuropathy try supplements.", "Cupping is safe during pregnancy.",
        "Skip the pills, because magnesium does nothing for nerve pain.", "Capsaicin cream can burn the skin."}) {
    EXPECT_TRUE(is_claim(text, {}, words())) << text;
  }
}

TEST(ClaimSentence, GreetingsAdviceAnecdotesQuestionsAndDefinitionsAreNot) {
  for (const char* text :
       {"Welcome back to our clinic!", "Have you ever tried acupuncture for pain?", "Ask your doctor before you start.",
        "Drink plenty of water after the massage.", "I sleep much better since I drink chamomile tea.",
        "Neuropathy is the medical term for damaged nerves.", "Neuropathy is damage to the nerves.",
        "TENS stands for transcutaneous electrical nerve stimulation.", "My grandmother had warm feet all her life.",
        "We are looking forward to your visit.", "You should see a doctor when numbness spreads."}) {
    EXPECT_FALSE(is_claim(text, {}, words())) << text;
  }
}

TEST(ClaimSentence, AWordThatMayOpenARequestMayAlsoBeTheSubject) {
  for (const char* text :
       {"Dry needling relieves neck pain.", "Use of magnesium lowers blood sugar in type 2 diabetes.",
        "Rest relieves nerve pain in the feet.", "Open-label trials show that magnesium relieves nerve pain.",
        "Walk training improves balance in diabetic neuropathy.", "Repeat injections reduce nerve pain.",
        "Meditation does not change nerve conduction.", "Rest may relieve nerve pain."}) {
    EXPECT_TRUE(is_claim(text, {}, words())) << text;
  }
  for (const char* text :
       {"Rest your feet when the pain is bad.", "Use magnesium that is bound to citrate for your nerves.",
        "Imagine that your pain drops away.", "Dry your feet with care after a warm bath.",
        "Walk every day so the nerves in your feet stay awake."}) {
    EXPECT_FALSE(is_claim(text, {}, words())) << text;
  }
}

TEST(ClaimSentence, GreetingsAndPronounsAreWholeWords) {
  for (const char* text :
       {"HIV neuropathy responds to acupuncture.", "High-dose magnesium relieves migraine.",
        "Type I diabetics have less nerve pain after acupuncture.", "Acupuncture relieves pain in CRPS I.",
        "Given i.v., alpha-lipoic acid relieves diabetic nerve pain.",
        "Massage reduces numbness, i.e. the loss of feeling in the feet.",
        "In US trials, acupuncture reduced chemotherapy neuropathy.",
        "Our bodies release endorphins when needles are inserted.", "Acupuncture relieves pain in people with ME."}) {
    EXPECT_TRUE(is_claim(text, {}, words())) << text;
  }
  for (const char* text :
       {"Hi everyone, acupuncture relieves pain!", "When I take magnesium, the pain in both feet eases.",
        "The needles helped us to sleep without pain.", "I\xE2\x80\x99m sure that acupuncture relieved the pain."}) {
    EXPECT_FALSE(is_claim(text, {}, words())) << text;
  }
}

TEST(ClaimSentence, WhatJudgesOrTellsAFindingIsNoDefinition) {
  for (const char* text :
       {"Acupuncture is an effective treatment for neuropathic pain.", "Magnesium is a powerful remedy for neuropathy.",
        "Tai chi is one of the best ways to improve balance in diabetic neuropathy.",
        "Acupuncture relieves peripheral neuropathy, also known as nerve damage of the limbs.",
        "Acupuncture relieves CIPN (short for chemotherapy-induced peripheral neuropathy).",
        "A study published in 2019 found that acupuncture improves nerve conduction.",
        "Researchers from Seoul studied 120 patients and found that acupuncture relieved diabetic nerve pain.",
        "A magnesium drip during a hysterectomy means less pain afterwards."}) {
    EXPECT_TRUE(is_claim(text, {}, words())) << text;
  }
  for (const char* text :
       {"Magnesium is a mineral found in nuts and beans.", "Neuropathic pain is also known as nerve pain.",
        "Peripheral neuropathy means that the nerves in the hands and feet are damaged.",
        "Smith et al. (2019) examined the effect of acupuncture on nerve pain."}) {
    EXPECT_FALSE(is_claim(text, {}, words())) << text;
  }
}

TEST(ClaimSentence, AQuestionThatTellsIsAClaimAndSoIsTheReasonOfAWarning) {
  EXPECT_TRUE(is_claim("Did you know that acupuncture boosts blood flow to the nerves?", {}, words()));
  EXPECT_FALSE(is_claim("Did you know our new clinic?", {}, words()));
  EXPECT_TRUE(is_claim("Cupping must not be used with blood thinners, because it causes bleeding.", {}, words()));
  EXPECT_FALSE(is_claim("Cupping must not be used on burnt skin.", {}, words()));
}

TEST(ClaimSentence, WhatIsSaidBesideHealthIsNoClaimUnderATreatmentsHeading) {
  ClaimContext context;
  context.heading = "Acupuncture";
  context.interventions = {"manual-acupuncture"};
  context.conditions = {"neuropathic-pain"};
  for (const char* text :
       {"Most people pay between 40 and 60 pounds for a session.",
        "The course starts in May and people who join get a discount on their treatment.",
        "The needles are as thin as a hair and stay in for twenty minutes.", "Many patients ask whether needles hurt.",
        "It helps to keep a diary of your pain.", "More research is needed on pain and acupuncture.",
        "Dr. Lee trained in Beijing and has worked with pain for twenty years.",
        "A 54-year-old teacher came with burning feet and left without pain.",
        "Peter, a retired plumber, says that the needles took the pain away."}) {
    EXPECT_FALSE(is_claim(text, context, words())) << text;
  }
  EXPECT_TRUE(is_claim("Most people feel a difference after three to five sessions.", context, words()));
  EXPECT_TRUE(is_claim("The treatment works in most patients.", context, words()));
}

TEST(ReadClaim, ANumberAndACupOfTeaAreNoTreatment) {
  for (const char* text : {"Ten sessions of yoga relieve nerve pain.", "Yoga helps one in ten people with nerve pain.",
                           "Green tea and yoga relieve nerve pain.", "Yoga is an aid to people with nerve pain."}) {
    EXPECT_EQ(read_claim(text, {}, words()).interventions, (std::vector<std::string>{"yoga"})) << text;
    EXPECT_EQ(read_claim(text, {}, words()).conditions, (std::vector<std::string>{"neuropathic-pain"})) << text;
  }
  for (const char* text :
       {"TENS relieves nerve pain.", "TEAS relieves nerve pain.", "A Tens machine relieves nerve pain."}) {
    EXPECT_EQ(read_claim(text, {}, words()).interventions, (std::vector<std::string>{"tens"})) << text;
  }
  EXPECT_EQ(read_claim("Acupuncture relieves nerve pain in AIDS.", {}, words()).conditions,
            (std::vector<std::string>{"hiv-neuropathy"}));
}

TEST(ClaimSentence, ListItemsInheritTheirLeadIn) {
  ClaimContext context;
  context.lead_in = "Acupuncture works through various mechanisms:";
  EXPECT_TRUE(is_claim("Lowers inflammation in the nerves", context, words()));
  const Claim claim = read_claim("Lowers inflammation in the nerves", context, words());
  EXPECT_EQ(claim.interventions, (std::vector<std::string>{"manual-acupuncture"}));
  EXPECT_EQ(claim.outcomes, (std::vector<std::string>{"less-inflammation"}));
}

TEST(ReadClaim, TreatmentIllnessOutcomeAndWording) {
  struct Row {
    const char* text;
    const char* treatment;
    const char* illness;
    const char* outcome;
    Claimed claimed;
    Strength strength;
  };
  for (const Row& row : {
           Row{"Tai chi may improve balance in people with diabetic neuropathy.", "tai-chi", "diabetic-neuropathy",
               "more-balance", Claimed::Benefit, Strength::Hedged},
           Row{"Magnesium is proven to relieve nerve pain.", "magnesium", "neuropathic-pain", "less-pain",
               Claimed::Benefit, Strength::Strong},
           Row{"Yoga does nothing for sleep after chemotherapy.", "yoga", "cipn", "more-sleep", Claimed::NoEffect,
               Strength::Plain},
           Row{"Electroacupuncture lowers inflammation after nerve injury.", "electroacupuncture", "nerve-injury",
               "less-inflammation", Claimed::Benefit, Strength::Plain},
       }) {
    const Claim claim = read_claim(row.text, {}, words());
    ASSERT_FALSE(claim.interventions.empty()) << row.text;
    ASSERT_FALSE(claim.conditions.empty()) << row.text;
    ASSERT_FALSE(claim.outcomes.empty()) << row.text;
    EXPECT_EQ(claim.interventions.front(), row.treatment) << row.text;
    EXPECT_EQ(claim.conditions.front(), row.illness) << row.text;
    EXPECT_EQ(claim.outcomes.front(), row.outcome) << row.text;
    EXPECT_EQ(claim.claimed, row.claimed) << row.text;
    EXPECT_EQ(claim.strength, row.strength) << row.text;
  }
  EXPECT_TRUE(read_claim("It works for everyone with neuropathy.", {}, words()).universal);
  EXPECT_TRUE(read_claim("In rats, yoga eases pain.", {}, words()).about_animals);
  EXPECT_EQ(read_claim("Pins and needles fade with B12.", {}, words()).interventions,
            (std::vector<std::string>{"vitamin-b12"}));
}

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

TEST(Turns, DenialsTurnTheSide) {
  const auto turns = turns_of("The drug did not increase mortality.");
  ASSERT_EQ(turns.turns.size(), 1U);
  EXPECT_EQ(turns.turns[0].side, -1);
  EXPECT_TRUE(turns.turns[0].denied);
}

ReadyStudy study(Pmid pmid, const std::string& title, const std::string& methods, const std::string& results,
                 bool retracted = false) {
  Citation citation;
  citation.pmid = pmid;
  citation.title = title;
  citation.abstract = {{"METHODS", "METHODS", methods}, {"RESULTS", "RESULTS", results}};
  citation.date.year = 2020;
  Study read_study = read(citation, *test::vocabulary());
  if (retracted) {
    read_study.integrity.status = IntegrityStatus::Retracted;
  }
  return make_ready(std::move(citation), std::move(read_study), words(), test::vocabulary()->model("section"));
}

Judgement judge(const std::string& text, const std::vector<ReadyStudy>& studies) {
  const Claim claim = read_claim(text, {}, words());
  std::vector<std::pair<Claim, Judgement>> parts;
  for (const auto& part : parts_of(claim)) {
    std::vector<Weighed> weighed;
    for (const auto& one : studies) {
      weighed.push_back({&one, judge_by_rules(part, one)});
    }
    parts.emplace_back(part, weigh(part, weighed, *test::vocabulary()));
  }
  return join(claim, std::move(parts), *test::vocabulary());
}

std::vector<std::string> flags_of(const Judgement& judgement) {
  std::vector<std::string> out;
  for (const auto& flag : judgement.overreach) {
    out.push_back(flag.id);
  }
  return out;
}

const char* const kTrial = "A total of 80 patients with diabetic neuropathy were randomised to yoga or usual care.";

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
  const auto rats = study(1, "Magnesium eases neuropathic pain in rats after nerve injury",
                          "Forty rats with nerve injury were given magnesium or saline.",
                          "Magnesium reduced pain thresholds loss and pain was lower (P<0.01).");
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

TEST(ReadClaim, WhichWayTheOutcomeGoes) {
  for (const char* text : {"Magnesium raises blood sugar in type 2 diabetes.",
                           "Tai chi reduces balance in diabetic neuropathy.", "Exercise makes balance worse.",
                           "Acupuncture blocks the release of endorphins.", "Warm baths increase numbness."}) {
    EXPECT_TRUE(read_claim(text, {}, words()).reversed) << text;
  }
  for (const char* text : {"Magnesium lowers blood sugar in type 2 diabetes.", "Tai chi prevents falls.",
                           "Yoga raises the pain threshold.", "Acupuncture releases endorphins, which block pain.",
                           "Exercise slows the loss of balance.", "Magnesium increases insulin sensitivity.",
                           "Tai chi brings more pain-free days.", "Lipoic acid boosts antioxidant defences.",
                           "Yoga improves sleep and lowers pain."}) {
    EXPECT_FALSE(read_claim(text, {}, words()).reversed) << text;
  }
}

TEST(ReadClaim, DenialsReachWhatTheyDeny) {
  for (const char* text : {"Acupuncture not only relieves pain in postherpetic neuralgia but also improves sleep.",
                           "Tai chi improves balance in diabetic neuropathy without any side effects.",
                           "When drugs do not help, acupuncture relieves diabetic nerve pain.",
                           "Acupuncture is not a cure, but it relieves diabetic nerve pain."}) {
    const Claim claim = read_claim(text, {}, words());
    EXPECT_NE(claim.claimed, Claimed::NoEffect) << text;
    EXPECT_EQ(claim.strength, Strength::Plain) << text;
  }
  EXPECT_FALSE(read_claim("Acupuncture does not help everyone with diabetic neuropathy.", {}, words()).universal);
  EXPECT_EQ(read_claim("Acupuncture does not relieve diabetic nerve pain.", {}, words()).claimed, Claimed::NoEffect);
}

TEST(ReadClaim, WhatElseAStudyMustName) {
  EXPECT_EQ(read_claim("Yoga relieves pain after a knee replacement.", {}, words()).named,
            (std::vector<std::string>{stem_of("replacement")}));
  EXPECT_EQ(read_claim("Trandolapril speeds up nerve conduction in diabetic neuropathy.", {}, words()).subject,
            (std::vector<std::string>{stem_of("trandolapril")}));
  for (const char* text : {"Yoga relieves pain in people with diabetic neuropathy.", "It lowers blood sugar.",
                           "Yoga at home, for a while, eases pain in the hands."}) {
    const Claim claim = read_claim(text, {}, words());
    EXPECT_TRUE(claim.named.empty()) << text;
    EXPECT_TRUE(claim.subject.empty()) << text;
  }
}

TEST(ReadClaim, WhatIsCalledUnprovenIsDenied) {
  for (const char* text :
       {"No trial has shown that yoga relieves pain.", "There is no evidence that yoga relieves pain.",
        "Yoga has yet to relieve pain in neuropathy.", "That yoga relieves nerve pain is a myth."}) {
    EXPECT_EQ(read_claim(text, {}, words()).claimed, Claimed::NoEffect) << text;
  }
}

TEST(ReadClaim, AListIsReadPartByPart) {
  const auto parts = parts_of(read_claim("Yoga and magnesium relieve pain in diabetes and shingles.", {}, words()));
  ASSERT_EQ(parts.size(), 4U);
  EXPECT_EQ(parts[0].interventions, (std::vector<std::string>{"yoga"}));
  EXPECT_EQ(parts[0].conditions.size(), 1U);
  const Claim after = read_claim("Yoga relieves nerve pain after a stroke.", {}, words());
  EXPECT_FALSE(after.conditions_listed);
  EXPECT_EQ(parts_of(after).size(), 1U);
}

TEST(Verdict, AnotherIllnessOrOccasionIsNotOnPointThoughTheVocabularyLacksIt) {
  const auto good = study(1, "Yoga for pain in diabetic neuropathy: a randomised trial", kTrial,
                          "Pain was lower with yoga, but the difference was not significant. Sleep improved (P<0.01).");
  EXPECT_EQ(judge("Yoga improves sleep in diabetic neuropathy.", {good}).verdict, Verdict::Supported);
  for (const char* claim : {"Yoga improves sleep after a knee replacement.", "Yoga improves sleep in epilepsy.",
                            "Yoga relieves pain in diabetic neuropathy."}) {
    EXPECT_NE(judge(claim, {good}).verdict, Verdict::Supported) << claim;
  }
}

TEST(Verdict, ATreatmentThatTheVocabularyLacksIsFoundByItsNameInTheTitle) {
  const auto trial =
      study(1, "Trandolapril for conduction in diabetic neuropathy: a randomised trial",
            "A total of 80 patients with diabetic neuropathy were randomised to trandolapril or placebo.",
            "Nerve conduction improved with trandolapril (P<0.01).");
  EXPECT_EQ(judge("Trandolapril improves nerve conduction in diabetic neuropathy.", {trial}).verdict,
            Verdict::Supported);
  EXPECT_EQ(judge("Captopril improves nerve conduction in diabetic neuropathy.", {trial}).verdict,
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

TEST(LogisticModel, MistakesAreToldWithFileAndLine) {
  const auto model = LogisticModel::parse("# weights\nr:bias -1.5\nr:x 2\n", "m.txt");
  ASSERT_TRUE(model);
  EXPECT_NEAR(model->probability({{"r:bias", 1}, {"r:x", 0.75}, {"unknown", 9}}), 0.5, 1e-9);
  const auto wrong = LogisticModel::parse("r:bias -1\nr:x two\n", "m.txt");
  ASSERT_FALSE(wrong);
  EXPECT_NE(wrong.error().message.find("m.txt:2"), std::string::npos);
}

TEST(Claim, WhatIsPartOfATreatmentOrIllnessCountsForItAndNotTheOtherWayRound) {
  const auto kinds = [](std::string_view text, const std::string& id) {
    return read_claim(text, {}, words()).subjects.at(id).kinds;
  };
  const auto wide = kinds("Acupuncture relieves neuropathy", "manual-acupuncture");
  EXPECT_TRUE(wide.contains("manual-acupuncture") && wide.contains("electroacupuncture"));
  EXPECT_EQ(kinds("Electroacupuncture relieves pain", "electroacupuncture"),
            std::set<std::string>{"electroacupuncture"});
  EXPECT_TRUE(kinds("Exercise relieves pain", "exercise").contains("tai-chi"));
  const auto both = kinds("Yoga relieves neuropathic pain", "neuropathic-pain");
  EXPECT_TRUE(both.contains("peripheral-neuropathy") && both.contains("cipn")) << "each is part of the other";
  const Claim claim = read_claim("Yoga prevents diabetes", {}, words());
  EXPECT_FALSE(claim.subjects.at("diabetes").of_studies) << "a writer's word alone";
  EXPECT_TRUE(claim.subjects.at("yoga").of_studies);
}

TEST(Claim, ATreatmentIsNamedAsTheClaimCallsIt) {
  const Claim claim = read_claim("Acupuncture eases HIV neuropathy", {}, words());
  EXPECT_EQ(claim.subjects.at("manual-acupuncture").words, "Acupuncture");
  ClaimContext context;
  context.interventions = {"yoga"};
  EXPECT_EQ(read_claim("It eases neuropathic pain", context, words()).subjects.at("yoga").words, "");
  EXPECT_EQ(read_claim("Needles ease pain", {}, words()).subjects.at("manual-acupuncture").words, "") << "no name";
}

}  // namespace
}  // namespace meridian::evidence
