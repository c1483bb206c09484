// MEDLINE text into citations.
#include "fetcher/medline.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "fetcher/bulk.hpp"

namespace meridian::fetcher {
namespace {

Citation read(const std::string& text) {
  auto citation = read_medline(text);
  EXPECT_TRUE(citation) << text;
  return citation.value_or(Citation{});
}

TEST(Medline, EveryFieldIsRead) {
  std::ifstream file(std::string(MERIDIAN_SOURCE_DIR) + "/tests/fixtures/pubmed/every-field.nbib", std::ios::binary);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  for (const bool windows : {false, true}) {
    std::string text = bytes.str();
    if (windows) {
      for (std::size_t at = 0; (at = text.find('\n', at)) != std::string::npos; at += 2) {
        text.insert(at, "\r");
      }
    }
    auto stream = RecordStream::over(text, "memory");
    auto first = stream.next();
    ASSERT_TRUE(first && std::holds_alternative<RawRecord>(*first));
    EXPECT_EQ(std::get<RawRecord>(*first).offset, windows ? 2U : 1U);
    auto item = read_record(std::move(std::get<RawRecord>(*first)));
    ASSERT_TRUE(std::holds_alternative<Record>(item));
    Citation want;
    want.pmid = 90000001;
    want.status = "MEDLINE";
    want.title = "A title that is wrapped onto a second line.";
    want.vernacular_title = "Un título.";
    want.abstract = {{"BACKGROUND", "", "Why."}, {"METHODS", "", "How it was done."}};
    want.copyright = "Copyright 2019.";
    want.journal = {
        "Journal of Invented Trials", "J Invent Trials", "0000-0001", "12", "3", "11-9", "1234567", "Nowhere"};
    want.date = {2019, 11, std::nullopt, "2019 Nov-Dec"};
    want.electronic_date = "2019-05-03";
    want.authors = {
        {"Müller", "Ann B", "AB", "Jr", "", "0000-0000-0000-000X", {"First Institute.", "Second Institute."}},
        {"", "", "", "", "The Invented Group", "", {}},
        {"Solo", "", "", "", "", "", {}}};
    want.investigators = {{"Finder", "Ida", "I", "", "", "", {"Third Institute."}}};
    want.languages = {"eng"};
    want.publication_types = {{"D016449", "Randomized Controlled Trial"}, {"", "A Type Unheard Of"}};
    want.mesh = {{"", "Humans", true, {}},
                 {"", "Acupuncture Therapy", false, {{"", "methods", true}, {"", "adverse effects", false}}}};
    want.keywords = {"one", "two"};
    want.chemicals = {"Substance (with brackets)"};
    want.subsets = {"IM"};
    want.registrations = {{"ClinicalTrials.gov", "NCT00000001"}};
    want.grants = {{"R01 AG/12", "NIA NIH HHS", "United States"}};
    want.doi = "10.1000/Own";
    want.pmc = "PMC90";
    want.pii = "S-1";
    want.corrections = {{"CommentIn", 90000002, "J Invent Trials. 2020;1:1.", ""},
                        {"RetractionIn", 0, "Elsewhere. 2021;2:2", ""}};
    want.conflict_of_interest = "None.";
    want.created = "2019-05-03";
    want.entered = "2019-05-04";
    want.indexed = "2020-02-04";
    want.completed = "2020-02-03";
    want.revised = "2021-12-31";
    EXPECT_EQ(std::get<Record>(item).citation, want);
    auto second = stream.next();
    ASSERT_TRUE(second && std::holds_alternative<RawRecord>(*second));
    EXPECT_EQ(read(std::get<RawRecord>(*second).bytes).title, "Another.");
    EXPECT_FALSE(stream.next());
  }
}

TEST(Medline, NoticesTellTheirKind) {
  const std::pair<const char*, const char*> rows[] = {{"CON ", "CommentOn"},
                                                      {"CIN ", "CommentIn"},
                                                      {"RIN ", "RetractionIn"},
                                                      {"ROF ", "RetractionOf"},
                                                      {"EIN ", "ErratumIn"},
                                                      {"EFR ", "ErratumFor"},
                                                      {"ECI ", "ExpressionOfConcernIn"},
                                                      {"UOF ", "UpdateOf"},
                                                      {"UIN ", "UpdateIn"},
                                                      {"RPF ", "RepublishedFrom"},
                                                      {"RPI ", "RepublishedIn"},
                                                      {"SPIN", "SummaryForPatientsIn"},
                                                      {"CRI ", "CorrectedandRepublishedIn"},
                                                      {"ECF ", "ExpressionOfConcernFor"},
                                                      {"CRF ", "CorrectedandRepublishedFrom"}};
  for (const auto& [tag, type] : rows) {
    const Citation c = read("PMID- 1\n" + std::string(tag) + "- Source. PMID: 22\n");
    ASSERT_EQ(c.corrections.size(), 1U) << tag;
    EXPECT_EQ(c.corrections[0], (Correction{type, 22, "Source.", ""}));
  }
}

TEST(Medline, AMonthComesAsANameAndAsANumber) {
  const std::pair<const char*, PubDate> rows[] = {
      {"2016 Jul", {2016, 7, std::nullopt, "2016 Jul"}},
      {"2016 07", {2016, 7, std::nullopt, "2016 07"}},
      {"2016 7 15", {2016, 7, 15, "2016 7 15"}},
      {"2016 13", {2016, std::nullopt, std::nullopt, "2016 13"}},
  };
  for (const auto& [text, wanted] : rows) {
    EXPECT_EQ(read("PMID- 1\nDP  - " + std::string(text) + "\n").date, wanted) << text;
  }
}

TEST(Medline, AnOtherAbstractTellsItsType) {
  const Citation c =
      read("PMID- 1\nOAB - Publisher: Resumen.\nOABL- spa\nOAB - plain-language-summary: Simple.\nOAB - Aim: none.\n");
  ASSERT_EQ(c.other_abstracts.size(), 3U);
  EXPECT_EQ(c.other_abstracts[0], (OtherAbstract{"Publisher", "spa", {{"", "", "Resumen."}}}));
  EXPECT_EQ(c.other_abstracts[1], (OtherAbstract{"plain-language-summary", "", {{"", "", "Simple."}}}));
  EXPECT_EQ(c.other_abstracts[2], (OtherAbstract{"", "", {{"", "", "Aim: none."}}}));
}

TEST(Medline, InitialsMayHoldABlankAndASuffixIsNoInitial) {
  const std::pair<const char*, Author> rows[] = {
      {"FAU - Bitu, Simone de Oliveira\nAU  - Bitu Sde O\n", {"Bitu", "Simone de Oliveira", "Sde O", "", "", "", {}}},
      {"FAU - Candel, Maria de L\nAU  - Candel Mde L\n", {"Candel", "Maria de L", "Mde L", "", "", "", {}}},
      {"FAU - Roskoski, Robert Jr\nAU  - Roskoski R Jr\n", {"Roskoski", "Robert", "R", "Jr", "", "", {}}},
      {"FAU - King, Martin V\nAU  - King M V\n", {"King", "Martin", "M", "V", "", "", {}}},
      {"FAU - Seyfried\nAU  - Seyfried V V\n", {"Seyfried", "", "V", "V", "", "", {}}},
      {"AU  - Smith JA Jr\n", {"Smith", "", "JA", "Jr", "", "", {}}},
  };
  for (const auto& [text, wanted] : rows) {
    EXPECT_EQ(read("PMID- 1\n" + std::string(text)).authors, std::vector<Author>{wanted}) << text;
  }
}

TEST(Medline, AnAbstractIsPartedAtItsLabels) {
  using Parts = std::vector<AbstractPart>;
  const std::pair<const char*, Parts> rows[] = {
      {"AIM: Pain. MATERIALS AND METHODS: Ten men. RESULT(S): P<0.05. TNF: up.",
       {{"AIM", "", "Pain."}, {"MATERIALS AND METHODS", "", "Ten men."}, {"RESULT(S)", "", "P<0.05. TNF: up."}}},
      {"PURPOSE: To treat scoliosis METHODS: Two arms. SNI: spared nerve. RESULTS: Fine.",
       {{"PURPOSE", "", "To treat scoliosis"},
        {"METHODS", "", "Two arms. SNI: spared nerve."},
        {"RESULTS", "", "Fine."}}},
      {"AIM: Ratio of A: B and DNA: RNA. METHODS: x (CI: 1-2).",
       {{"AIM", "", "Ratio of A: B and DNA: RNA."}, {"METHODS", "", "x (CI: 1-2)."}}},
      {"AIM: One label alone.", {{"", "", "AIM: One label alone."}}},
      {"Some text. METHODS: x. RESULTS: y.", {{"", "", "Some text. METHODS: x. RESULTS: y."}}},
      {"AIM: x. REGISTRATION: URL: y.", {{"AIM", "", "x."}, {"REGISTRATION", "", "URL: y."}}},
      {"Aim: x. Methods: y.", {{"", "", "Aim: x. Methods: y."}}},
      {"A: x. B: y.", {{"", "", "A: x. B: y."}}},
  };
  for (const auto& [text, wanted] : rows) {
    EXPECT_EQ(read("PMID- 1\nAB  - " + std::string(text) + "\n").abstract, wanted) << text;
  }
}

TEST(Medline, AFoundationsAcronymIsNoPartOfTheGrantsId) {
  EXPECT_EQ(read("PMID- 1\nGR  - WT_/Wellcome Trust/United Kingdom\n").grants,
            (std::vector<Grant>{{"", "Wellcome Trust", "United Kingdom"}}));
  EXPECT_EQ(read("PMID- 1\nGR  - G0600717/MRC_/Medical Research Council/United Kingdom\n").grants,
            (std::vector<Grant>{{"G0600717", "Medical Research Council", "United Kingdom"}}));
  EXPECT_EQ(read("PMID- 1\nGR  - https://doi.org/10.13039/1//Fund/Poland\n").grants,
            (std::vector<Grant>{{"https://doi.org/10.13039/1", "Fund", "Poland"}}));
}

TEST(Medline, TwoCapitalsBehindALastNameAloneAreInitials) {
  const auto of = [](const char* name) {
    const Author a = read(std::string("PMID- 1\nAU  - ") + name + "\n").authors.front();
    return a.last + "|" + a.initials + "|" + a.suffix;
  };
  EXPECT_EQ(of("Ivanov II"), "Ivanov|II|");
  EXPECT_EQ(of("Smith JA II"), "Smith|JA|II");
  EXPECT_EQ(of("Smith JA Jr"), "Smith|JA|Jr");
}

TEST(Medline, WithoutAPmidIsBadInput) {
  for (const auto* text : {"", "TI  - A title\n", "PMID- x\n", "PMID-", "      \n\n", "PMID- 99999999999999\n"}) {
    const auto answer = read_medline(text);
    ASSERT_FALSE(answer) << text;
    EXPECT_EQ(answer.error().fault, Fault::BadInput);
  }
}

}  // namespace
}  // namespace meridian::fetcher
