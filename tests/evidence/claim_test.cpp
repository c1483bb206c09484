// Claims: which sentences are, and how they are read.
#include "evidence/claim.hpp"

#include <gtest/gtest.h>

#include "tests/evidence/judged_claims.hpp"

namespace meridian::evidence {
namespace {

using test::words;

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
                           "Over tea, yoga relieves nerve pain.", "Yoga is an aid to people with nerve pain."}) {
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
  EXPECT_EQ(read_claim("Yoga relieves pain after a moon voyage.", {}, words()).named,
            (std::vector<std::string>{stem_of("voyage")}));
  EXPECT_EQ(read_claim("Yoga relieves pain of the Xyzzy syndrome.", {}, words()).named,
            (std::vector<std::string>{stem_of("xyzzy"), stem_of("xyzzy")}));
  EXPECT_EQ(read_claim("Yoga relieves pain in London.", {}, words()).named.front(), stem_of("london"));
  EXPECT_EQ(read_claim("Zandolapril speeds up nerve conduction in diabetic neuropathy.", {}, words()).subject,
            (std::vector<std::string>{stem_of("zandolapril")}));
  for (const char* text : {"Yoga relieves pain in people with diabetic neuropathy.", "It lowers blood sugar.",
                           "Yoga at home, for a while, eases pain in the hands."}) {
    const Claim claim = read_claim(text, {}, words());
    EXPECT_TRUE(claim.named.empty()) << text;
    EXPECT_TRUE(claim.subject.empty()) << text;
  }
}

TEST(ReadClaim, WhatIsClaimedOfAndWhatIsOnlyNamed) {
  const auto treatments = [](std::string_view text) { return read_claim(text, {}, words()).interventions; };
  using Ids = std::vector<std::string>;
  EXPECT_EQ(treatments("People who have acupuncture need fewer opioids."), Ids{"manual-acupuncture"});
  EXPECT_EQ(treatments("Acupuncture relieves nerve pain when opioids fail."), Ids{"manual-acupuncture"});
  EXPECT_EQ(treatments("Yoga lowers the enzyme that ibuprofen blocks."), Ids{"yoga"});
  EXPECT_EQ(treatments("There is no doubt that yoga beats ibuprofen."), Ids{"yoga"}) << "the first is never a clause";
  EXPECT_TRUE(read_claim("Foot baths with ginger wake up numb feet.", {}, words()).combined);
  EXPECT_FALSE(read_claim("Yoga and massage wake up numb feet.", {}, words()).combined);
  EXPECT_EQ(read_claim("Acupuncture spares opioids after surgery.", {}, words()).outcomes, Ids{"less-drug-use"});
}

TEST(ReadClaim, HarmsAreHarmsInPlainWords) {
  for (const char* text : {"Magnesium is apt to give you the runs.", "Lipoic acid can turn your stomach.",
                           "Exercise is asking for a fall.", "Moxa can leave people with burns."}) {
    const Claim claim = read_claim(text, {}, words());
    EXPECT_EQ(claim.claimed, Claimed::Harm) << text;
    EXPECT_TRUE(claim.of_harms) << text;
  }
  const Claim gain = read_claim("Acupuncture eases the nausea of chemotherapy.", {}, words());
  EXPECT_EQ(gain.claimed, Claimed::Benefit);
  EXPECT_FALSE(gain.of_harms);
}

TEST(ReadClaim, TheOccasionIsNotTheOutcome) {
  EXPECT_EQ(read_claim("Vitamin B12 shots ease pain in diabetes when sugar is high.", {}, words()).outcomes,
            (std::vector<std::string>{"less-pain"}));
  EXPECT_EQ(read_claim("Yoga relieves nerve pain when your blood sugar runs high.", {}, words()).outcomes,
            (std::vector<std::string>{"less-pain"}));
  EXPECT_TRUE(read_claim("Painkillers upset balance in diabetes.", {}, words()).outcomes ==
              (std::vector<std::string>{"more-balance", "less-sway"}))
      << "the pain of a treatment's name is none";
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
