// PubMed XML into citations: every field, mixed content, dates, hostile records.
#include "fetcher/pubmed_xml.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "core/text.hpp"
#include "fetcher/bulk.hpp"

namespace meridian::fetcher {
namespace {

std::string fixture(const std::string& name) {
  std::ifstream file(std::string(MERIDIAN_SOURCE_DIR) + "/tests/fixtures/pubmed/" + name, std::ios::binary);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

std::vector<Citation> citations_of(const std::string& bytes) {
  std::vector<Citation> all;
  auto stream = RecordStream::over(bytes, "memory");
  while (auto item = stream.next()) {
    if (auto* raw = std::get_if<RawRecord>(&*item)) {
      auto read = read_record(std::move(*raw));
      if (auto* record = std::get_if<Record>(&read)) {
        all.push_back(std::move(record->citation));
      }
    }
  }
  return all;
}

std::string article(const std::string& inside, const std::string& after = "") {
  return "<PubmedArticle><MedlineCitation><PMID>7</PMID><Article>" + inside + "</Article></MedlineCitation>" + after +
         "</PubmedArticle>";
}

Citation read(const std::string& xml) {
  auto citation = read_pubmed_xml(xml);
  EXPECT_TRUE(citation) << (citation ? "" : citation.error().message);
  return citation.value_or(Citation{});
}

TEST(PubmedXml, EveryFieldOfAnArticleIsRead) {
  const auto all = citations_of(fixture("every-field.xml"));
  ASSERT_EQ(all.size(), 2U);
  Citation want;
  want.pmid = 90000001;
  want.version = 2;
  want.status = "MEDLINE";
  want.indexing_method = "Curated";
  want.title = "Effect of Testus needling at CO2 of P<0.001 & more.";
  want.vernacular_title = "Título vernáculo";
  want.abstract = {{"METHODS", "METHODS", "We used 13C and x=1."}, {"RESULTS", "RESULTS", "It helped <a lot> ."}};
  want.copyright = "Copyright 2019.";
  want.other_abstracts = {{"Publisher", "spa", {{"OBJETIVO", "", "Texto."}}}};
  want.journal = {
      "Journal of Invented Trials", "J Invent Trials", "0000-0001", "12", "3 Suppl", "11-9", "1234567", "Nowhere"};
  want.date = {2019, 7, std::nullopt, "2019 Jul 0"};
  want.electronic_date = "2019-05-03";
  want.publication_model = "Print-Electronic";
  want.authors = {{"Müller",
                   "Ann B",
                   "AB",
                   "Jr",
                   "",
                   "http://orcid.org/0000-0000-0000-000X",
                   {"First Institute.", "Second Institute."}},
                  {"", "", "", "", "The Invented Group", "", {}}};
  want.editors = {{"Editor", "", "", "", "", "", {}}};
  want.investigators = {{"Finder", "Ida", "", "", "", "", {}}};
  want.languages = {"eng", "spa"};
  want.publication_types = {{"D016449", "Randomized Controlled Trial"}};
  want.mesh = {{"D015670", "Acupuncture Therapy", false, {{"Q000379", "methods", true}}},
               {"D006801", "Humans", true, {}}};
  want.supplementary_mesh = {{"C000001", "ABC protocol", false, {}}};
  want.keywords = {"word one", "two"};
  want.chemicals = {"Substance"};
  want.gene_symbols = {"abc1"};
  want.subjects = {"Subject Some"};
  want.subsets = {"IM"};
  want.registrations = {{"ClinicalTrials.gov", "NCT00000001"}, {"ClinicalTrials.gov", "NCT00000002"}};
  want.grants = {{"G1", "An Agency", "Nowhere"}};
  want.doi = "10.1000/Own";
  want.pmc = "PMC90";
  want.pii = "S-1";
  want.corrections = {{"RetractionIn", 90000002, "J Invent Trials. 2020;1:1", "a note"}, {"Cites", 0, "Elsewhere", ""}};
  want.references = {{"Cited one.", 80000001, "10.1000/cited"}, {"Nested.", 0, ""}};
  want.conflict_of_interest = "None.";
  want.created = "2019-05-03";
  want.entered = "2019-05-04";
  want.indexed = "2020-02-04";
  want.completed = "2020-02-03";
  want.revised = "2021-12-31";
  EXPECT_EQ(all[0], want);
}

TEST(PubmedXml, ABookChapterKeepsItsBook) {
  const auto all = citations_of(fixture("every-field.xml"));
  ASSERT_EQ(all.size(), 2U);
  const Citation& c = all[1];
  EXPECT_EQ(c.kind, CitationKind::Book);
  EXPECT_EQ(c.title, "A Chapter");
  EXPECT_EQ(c.book, (Book{"A Book", "A House", "NBK1", "9780000000000", "2nd", "Internet"}));
  ASSERT_EQ(c.authors.size(), 1U);
  EXPECT_EQ(c.authors[0].last, "Writer");
  ASSERT_EQ(c.editors.size(), 1U);
  EXPECT_EQ(c.editors[0].last, "Binder");
  EXPECT_EQ(c.created, "2023-01-02");  // its History names no status entrez
  EXPECT_EQ(c.entered, "2023-01-02");
  EXPECT_EQ(c.date, (PubDate{2023, 1, std::nullopt, "2023 01"}));
}

TEST(PubmedXml, TheBooksAuthorsAreTheChaptersOnlyWhereItNamesNone) {
  const auto names = [](const std::string& of_chapter) {
    const Citation c = read(
        "<PubmedBookArticle><BookDocument><PMID>1</PMID><Book><BookTitle>B</BookTitle><AuthorList Type=\"authors\">"
        "<Author><LastName>Booker</LastName></Author></AuthorList><AuthorList Type=\"editors\"><Author>"
        "<LastName>Binder</LastName></Author></AuthorList></Book><ArticleTitle>C</ArticleTitle>" +
        of_chapter + "</BookDocument></PubmedBookArticle>");
    std::vector<std::string> found;
    for (const auto* list : {&c.authors, &c.editors}) {
      for (const Author& author : *list) {
        found.push_back(author.last);
      }
    }
    return found;
  };
  EXPECT_EQ(names("<AuthorList Type=\"authors\"><Author><LastName>Writer</LastName></Author></AuthorList>"),
            (std::vector<std::string>{"Writer", "Binder"}));
  EXPECT_EQ(names(""), (std::vector<std::string>{"Booker", "Binder"}));
}

TEST(PubmedXml, IdsOfCitedPapersNeverBecomeTheArticlesOwn) {
  const Citation c = read(article("<ELocationID EIdType=\"doi\">10.1/own</ELocationID>",
                                  "<PubmedData><ReferenceList><Reference><ArticleIdList><ArticleId "
                                  "IdType=\"doi\">10.1/cited</ArticleId><ArticleId IdType=\"pmc\">PMC1</ArticleId>"
                                  "</ArticleIdList></Reference></ReferenceList></PubmedData>"));
  EXPECT_EQ(c.doi, "10.1/own");
  EXPECT_EQ(c.pmc, "");
}

TEST(PubmedXml, ADoubleEscapedTagStaysText) {
  EXPECT_EQ(read(article("<ArticleTitle>A &amp;lt;i&amp;gt; &lt;b&gt;</ArticleTitle>")).title, "A &lt;i&gt; <b>");
}

TEST(MedlineDate, GivesTheFirstDateNamed) {
  struct Row {
    std::string text;
    std::optional<int> year, month, day;
  };
  const Row rows[] = {
      {"2019 Nov-Dec", 2019, 11, {}},
      {"1998 Dec-1999 Jan", 1998, 12, {}},
      {"2001 Spring", 2001, {}, {}},
      {"2000 Dec 15-22", 2000, 12, 15},
      {"Sep-Dec", {}, {}, {}},
      {"1978-1979", 1978, {}, {}},
      {"Fall 2005", 2005, {}, {}},
      {"Sep-Dec 1998", 1998, 9, {}},
      {"1999 Summer-Fall", 1999, {}, {}},
      {"", {}, {}, {}},
      {"12345 Jan", {}, {}, {}},
      {"2010 May 32", 2010, 5, {}},
      {"2016 07", 2016, 7, {}},
      {"2016 07 15", 2016, 7, 15},
      {"2016 17", 2016, {}, {}},
      {"2016 1-15", 2016, {}, {}},
      {"2000 1st Quart", 2000, {}, {}},
  };
  for (const Row& row : rows) {
    const PubDate date = read_medline_date(row.text);
    EXPECT_EQ(date.year, row.year) << row.text;
    EXPECT_EQ(date.month, row.month) << row.text;
    EXPECT_EQ(date.day, row.day) << row.text;
    EXPECT_EQ(date.text, row.text);
  }
}

TEST(PubDate, MonthsComeAsNumbersAndAsNames) {
  for (const auto* month : {"07", "7", "Jul", "July", "JUL"}) {
    const Citation c = read(article("<Journal><JournalIssue><PubDate><Year>2019</Year><Month>" + std::string(month) +
                                    "</Month></PubDate></JournalIssue></Journal>"));
    EXPECT_EQ(c.date.month, 7) << month;
  }
}

TEST(HostileXml, IsAnErrorAndNeverACrash) {
  const std::string bad[] = {
      "",
      "<",
      "<PubmedArticle>",
      "plain",
      "<PubmedArticle></PubmedArticle>",
      article("<ArticleTitle>a</ArticleTitl>"),
      "<PubmedArticle><MedlineCitation><PMID>x</PMID></MedlineCitation></PubmedArticle>",
      "<PubmedArticle><MedlineCitation><PMID>99999999999</PMID></MedlineCitation></PubmedArticle>",
      "<html><body>Error</body></html>"};
  for (const auto& xml : bad) {
    const auto answer = read_pubmed_xml(xml);
    ASSERT_FALSE(answer) << xml;
    EXPECT_EQ(answer.error().fault, Fault::BadInput);
  }
}

TEST(HostileXml, NestingWithoutEndCostsNoStack) {
  constexpr std::size_t kDepth = 400'000;
  std::string deep, lists;
  for (std::size_t i = 0; i < kDepth; ++i) {
    deep += "<i>";
    lists += "<ReferenceList>";
  }
  deep += "heart";
  lists += "<Reference><Citation>c</Citation></Reference>";
  for (std::size_t i = 0; i < kDepth; ++i) {
    deep += "</i>";
    lists += "</ReferenceList>";
  }
  const Citation c =
      read(article("<ArticleTitle>" + deep + "</ArticleTitle>", "<PubmedData>" + lists + "</PubmedData>"));
  EXPECT_EQ(c.title, "heart");
  EXPECT_EQ(c.references.size(), 1U);
}

TEST(HostileXml, EntitiesOfADoctypeAreNotExpanded) {
  const auto all = citations_of(
      "<?xml version=\"1.0\"?><!DOCTYPE PubmedArticleSet [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b "
      "\"&a;&a;&a;&a;&a;&a;\"><!ENTITY f SYSTEM \"file:///etc/hostname\">]><PubmedArticleSet>" +
      article("<ArticleTitle>x &b; &f;</ArticleTitle>") + "</PubmedArticleSet>");
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].title, "x &b; &f;");
}

TEST(HostileXml, BytesThatAreNoTextAreMended) {
  const Citation c = read(article("<ArticleTitle>a" + std::string(1, '\0') + "b \xFF c&#xD800;d</ArticleTitle>"));
  EXPECT_TRUE(is_valid_utf8(c.title));
  EXPECT_TRUE(
      c.title.starts_with("a\xEF\xBF\xBD"
                          "b \xEF\xBF\xBD c"))
      << c.title;
  EXPECT_TRUE(c.title.ends_with("d"));
}

TEST(HostileXml, ATitleOfTenMegabytesIsKeptWhole) {
  const std::string title(std::size_t{10} << 20U, 'x');
  EXPECT_EQ(read(article("<ArticleTitle>" + title + "</ArticleTitle>")).title.size(), title.size());
}

}  // namespace
}  // namespace meridian::fetcher
