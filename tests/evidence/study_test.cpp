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

Citation citation(std::string title, std::vector<std::pair<std::string, std::string>> parts) {
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
                                   std::string("12 of 34 patients "), std::string("a")}) {
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
