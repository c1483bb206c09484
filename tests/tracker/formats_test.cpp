// What is written for other programs, and read back.
#include "tracker/formats.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "fetcher/medline.hpp"

namespace meridian::tracker {
namespace {

index::Held held_of(Citation citation) {
  index::Held held;
  held.study.pmid = citation.pmid;
  held.citation = std::move(citation);
  return held;
}

/// All that MEDLINE text can carry.
Citation most_fields() {
  Citation c;
  c.pmid = 121518513;
  c.status = "MEDLINE";
  c.title = "A title so long that it is wrapped onto a second line of the file and must come back as one line again.";
  c.vernacular_title = "Un título.";
  c.abstract = {{"", "", "One text."}};
  c.copyright = "Copyright 2019.";
  c.other_abstracts = {{"Publisher", "spa", {{"", "", "Texto."}}}, {"", "fre", {{"", "", "Note: texte."}}}};
  c.journal = {"Journal of Invented Trials", "J Invent Trials", "0000-0001", "12", "3", "11-9", "1234567", "Nowhere"};
  c.date = {2016, 7, 5, "2016 Jul 5"};
  c.electronic_date = "2016-05-03";
  c.publication_model = "Print-Electronic";
  c.authors = {{"Roskoski", "Robert", "R", "Jr", "", "0000-0000-0000-000X", {"First.", "Second."}},
               {"", "", "", "", "The Invented Group", "", {"Third."}},
               {"Solo", "", "", "", "", "", {}}};
  c.investigators = {{"Wang", "Ida", "I", "", "", "", {"Fourth."}}, {"Finder", "Jo", "J", "", "", "", {}}};
  c.languages = {"eng", "spa"};
  c.publication_types = {{"D016449", "Randomized Controlled Trial"}};
  c.mesh = {{"", "Aged, 80 and over", true, {{"", "methods", true}}}};
  c.supplementary_mesh = {{"", "COVID-19 drug treatment", false, {}}};
  c.keywords = {"one", "two, three"};
  c.chemicals = {"Glucose", "Substance (with brackets)"};
  c.gene_symbols = {"lacZ"};
  c.subjects = {"Subject Some"};
  c.subsets = {"IM"};
  c.registrations = {{"ClinicalTrials.gov", "NCT00000001"}};
  c.grants = {{"R01 AG/12", "NIA NIH HHS", "United States"}, {"", "Agency", "Nowhere"}, {"A1", "An Agency", ""}};
  c.doi = "10.1000/Own";
  c.pmc = "PMC90";
  c.pii = "S-1";
  for (const char* type : {"CommentIn", "CommentOn", "ErratumIn", "ErratumFor", "RetractionIn", "RetractionOf",
                           "ExpressionOfConcernIn", "ExpressionOfConcernFor", "CorrectedandRepublishedIn",
                           "CorrectedandRepublishedFrom", "UpdateIn", "UpdateOf", "RepublishedIn", "RepublishedFrom"}) {
    c.corrections.push_back({type, 90000002, "J Invent Trials. 2020;1:1.", ""});
  }
  c.corrections.push_back({"ErratumIn", 0, "Elsewhere. 2021;2:2", ""});
  c.conflict_of_interest = "A conflict is declared.";
  c.created = "2016-05-03";
  c.entered = "2016-05-04";
  c.indexed = "2017-02-04";
  c.completed = "2017-02-03";
  c.revised = "2021-12-31";
  return c;
}

TEST(Nbib, WhatIsWrittenComesBackAsItWas) {
  const Citation article = most_fields();
  Citation chapter = article;
  chapter.kind = CitationKind::Book;
  chapter.book = Book{"A Book", "A House", "NBK1", "9780000000000", "2nd", ""};
  chapter.editors = {{"Binder", "Bo", "B", "", "", "", {"Fifth."}}};
  for (const Citation& wanted : {article, chapter}) {
    const auto back = fetcher::read_medline(nbib_record(held_of(wanted), true));
    ASSERT_TRUE(back);
    EXPECT_EQ(*back, wanted) << nbib_record(held_of(wanted), true);
  }
}

TEST(Nbib, LinesStandAsPubMedWritesThem) {
  const std::string text = nbib_record(held_of(most_fields()), true);
  for (const char* line :
       {"RN  - 0 (Glucose)\n", "NM  - COVID-19 drug treatment\n", "GS  - lacZ\n",
        "RIN - J Invent Trials. 2020;1:1. PMID: 90000002\n", "ROF - J Invent Trials. 2020;1:1. PMID: 90000002\n",
        "EIN - Elsewhere. 2021;2:2\n", "COIS- A conflict is declared.\n",
        "FIR - Wang, Ida\nIR  - Wang I\nIRAD- Fourth.\n", "OAB - Publisher: Texto.\nOABL- spa\n",
        "FAU - Roskoski, Robert Jr\nAU  - Roskoski R Jr\n", "CRDT- 2016/05/03 00:00\n", "AID - S-1 [pii]\n"}) {
    EXPECT_NE(text.find(line), std::string::npos) << line << text;
  }
}

TEST(Nbib, AMonthIsWrittenByItsName) {
  const std::pair<PubDate, const char*> rows[] = {
      {{2016, 7, std::nullopt, "2016 07"}, "2016 Jul"},
      {{2016, 7, 15, "2016 7 15"}, "2016 Jul 15"},
      {{2016, 7, std::nullopt, "2016 July"}, "2016 July"},
      {{2019, 11, std::nullopt, "2019 Nov-Dec"}, "2019 Nov-Dec"},
      {{2016, std::nullopt, std::nullopt, "2016"}, "2016"},
      {{2016, std::nullopt, std::nullopt, "2016 1-15"}, "2016 1-15"},
      {{2016, 7, std::nullopt, ""}, "2016 Jul"},
  };
  for (const auto& [date, wanted] : rows) {
    Citation c;
    c.pmid = 1;
    c.date = date;
    const std::string text = nbib_record(held_of(c), true);
    EXPECT_NE(text.find(std::string("DP  - ") + wanted + "\n"), std::string::npos) << text;
  }
}

TEST(Nbib, AGrantComesBackWhateverItsIdAndAgencyLookLike) {
  for (const char* id : {"KG/12/AG", "AG", "G/MRC_", "16/54/11", "R01 AG/123", ""}) {
    for (const char* agency : {"An Agency", "MICIU/AEI/10.13039/501100011033", "AG", ""}) {
      for (const char* country : {"Nowhere", ""}) {
        Citation c;
        c.pmid = 1;
        c.grants = {{id, agency, country}};
        const auto back = fetcher::read_medline(nbib_record(held_of(c), true));
        ASSERT_TRUE(back);
        EXPECT_EQ(back->grants, c.grants) << nbib_record(held_of(c), true);
      }
    }
  }
}

TEST(JsonLines, CarryTheReadersMarksOnlyWhereThereAreAny) {
  index::Held held = held_of(most_fields());
  for (const char* name : {"jsonl", "citations"}) {
    const Format& format = *find_format(name);
    held.tags.clear();
    held.notes.clear();
    held.screening.reset();
    const auto plain = nlohmann::json::parse(format.record(held, true));
    for (const char* key : {"tags", "notes", "decision"}) {
      EXPECT_FALSE(plain.contains(key)) << name << key;
    }
    held.tags = {"to-read"};
    held.notes = {{"2026-01-02T03:04:05Z", "a \"note\""}};
    held.screening = index::Screening{false, "no control group", "2026-01-03T03:04:05Z"};
    auto marked = nlohmann::json::parse(format.record(held, true));
    EXPECT_EQ(marked["tags"], nlohmann::json::parse(R"(["to-read"])"));
    EXPECT_EQ(marked["notes"], nlohmann::json::parse(R"([{"when":"2026-01-02T03:04:05Z","text":"a \"note\""}])"));
    EXPECT_EQ(marked["decision"],
              nlohmann::json::parse(R"({"include":false,"reason":"no control group","when":"2026-01-03T03:04:05Z"})"));
    for (const char* key : {"tags", "notes", "decision"}) {
      marked.erase(key);
    }
    EXPECT_EQ(marked, plain) << name;
  }
}

TEST(Csv, ANameKeepsItsSuffix) {
  const index::Held held = held_of(most_fields());
  EXPECT_NE(csv_record(held, true).find("\"Roskoski R Jr; The Invented Group; Solo\""), std::string::npos);
  EXPECT_NE(markdown_record(held, true).find("Roskoski R Jr, The Invented Group"), std::string::npos);
}

TEST(CslJson, AKeywordKeepsItsComma) {
  const auto item = nlohmann::json::parse(csl_record(held_of(most_fields()), true));
  EXPECT_EQ(item["keyword"], "one; two, three; Aged, 80 and over");
}

}  // namespace
}  // namespace meridian::tracker
