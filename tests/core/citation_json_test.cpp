// Citations as JSON and back.
#include "core/citation_json.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace meridian {
namespace {

Citation full() {
  Citation c;
  c.pmid = 42;
  c.version = 3;
  c.status = "MEDLINE";
  c.indexing_method = "Curated";
  c.kind = CitationKind::Book;
  c.title = "A \"quoted\" \\ title\n\t\x01 é";
  c.vernacular_title = "v";
  c.abstract = {{"METHODS", "METHODS", "m"}, {"", "", "n"}};
  c.copyright = "c";
  c.other_abstracts = {{"Publisher", "spa", {{"L", "", "t"}}}};
  c.journal = {"t", "a", "i", "v", "s", "p", "n", "c"};
  c.date = {2019, 7, std::nullopt, "2019 Jul"};
  c.electronic_date = "2019-05-03";
  c.publication_model = "Print";
  c.authors = {{"L", "F", "I", "S", "", "O", {"a", "b"}}, {"", "", "", "", "Group", "", {}}};
  c.editors = {{"E", "", "", "", "", "", {}}};
  c.investigators = {{"I", "", "", "", "", "", {}}};
  c.languages = {"eng", "spa"};
  c.publication_types = {{"D1", "Review"}, {"", "Other"}};
  c.mesh = {{"D2", "Humans", true, {{"Q1", "methods", false}, {"", "use", true}}}};
  c.supplementary_mesh = {{"C1", "P", false, {}}};
  c.keywords = {"k"};
  c.chemicals = {"ch"};
  c.gene_symbols = {"g"};
  c.subjects = {"s"};
  c.subsets = {"IM"};
  c.registrations = {{"B", "1"}};
  c.grants = {{"1", "A", ""}};
  c.doi = "10.1/x";
  c.pmc = "PMC1";
  c.pii = "p";
  c.corrections = {{"RetractionIn", 7, "s", "n"}, {"Cites", 0, "", ""}};
  c.references = {{"r", 8, "d"}, {"q", 0, ""}};
  c.conflict_of_interest = "none";
  c.book = Book{"b", "p", "NBK1", "", "", "m"};
  c.created = "2019-01-01";
  c.completed = "2019-01-02";
  c.revised = "2019-01-03";
  return c;
}

TEST(CitationJson, ComesBackAsItWent) {
  for (const Citation& c : {full(), Citation{}}) {
    const auto back = citation_from_json(to_json(c));
    ASSERT_TRUE(back) << back.error().message;
    EXPECT_EQ(*back, c);
  }
}

TEST(CitationJson, IsWhatAJsonLibraryWrites) {
  const std::string line = to_json(full());
  EXPECT_EQ(line, nlohmann::ordered_json::parse(line).dump());
  EXPECT_EQ(line.find('\n'), std::string::npos);
  EXPECT_TRUE(line.starts_with(R"({"schema":"meridian.citation/1","pmid":42,"version":3,"status":"MEDLINE")"));
}

TEST(CitationJson, AbsentIsNullOrAnEmptyList) {
  const auto row = nlohmann::json::parse(to_json(Citation{}));
  for (const auto* key : {"vernacular_title", "status", "copyright", "book", "created", "conflict_of_interest"}) {
    EXPECT_TRUE(row.at(key).is_null()) << key;
  }
  for (const auto* key : {"abstract", "authors", "mesh", "keywords", "corrections", "references"}) {
    EXPECT_TRUE(row.at(key).is_array() && row.at(key).empty()) << key;
  }
}

TEST(CitationJson, EveryByteIsWrittenSoThatItCanBeReadAgain) {
  Citation c;
  for (int byte = 1; byte < 0x80; ++byte) {
    c.title += static_cast<char>(byte);
  }
  EXPECT_EQ(citation_from_json(to_json(c)), c);
  c.title = "bad \xFF\xC3 bytes";
  const auto back = citation_from_json(to_json(c));
  ASSERT_TRUE(back);
  EXPECT_EQ(back->title, "bad \xEF\xBF\xBD\xEF\xBF\xBD bytes");
}

TEST(CitationJson, WhatIsNotACitationIsBadInput) {
  for (const auto* line : {"", "{", "[]", "{}", "1", R"({"schema":"meridian.study/1"})",
                           R"({"schema":"meridian.citation/1","pmid":"x"})"}) {
    const auto back = citation_from_json(line);
    ASSERT_FALSE(back) << line;
    EXPECT_EQ(back.error().fault, Fault::BadInput);
  }
}

}  // namespace
}  // namespace meridian
