// A citation beside the record that it names.
#include "tracker/check_citations.hpp"

#include <gtest/gtest.h>

#include "tests/tracker/night.hpp"

namespace meridian::tracker {
namespace {

Citation record(Pmid pmid, const std::string& last, const std::string& title) {
  Citation citation;
  citation.pmid = pmid;
  citation.version = 1;
  citation.title = title;
  citation.date.year = 2019;
  Author author;
  author.last = last;
  citation.authors = {author};
  return citation;
}

/// The problem of an entry that names the author so, of a record whose author is called so.
std::string problem_of(const std::string& cited, const std::string& held, const std::string& words = "") {
  Operator night;
  auto library = night.open(index::Access::Write);
  EXPECT_TRUE(library);
  draft::Mention mention;
  mention.pmid = 90000001;
  mention.author = cited;
  mention.year = 2019;
  mention.is_reference = !words.empty();
  mention.text = words;
  mention.file = "a.bib";
  mention.line = 12;
  CitedRecords online;
  online[90000001] = index::Held{};
  online[90000001].citation = record(90000001, held, "Needles and warmth for people with numb feet");
  const auto checked = check_citation({}, mention, *library, &online);
  EXPECT_TRUE(checked);
  EXPECT_EQ(checked->file, "a.bib");
  EXPECT_EQ(checked->place.line, 12U);
  return checked->problem;
}

TEST(CheckCitation, ANameIsTheSameWithAndWithoutItsAccents) {
  for (const auto& [cited, held] : std::vector<std::pair<std::string, std::string>>{{"Wojcik", "Wójcik"},
                                                                                    {"Gudaite", "Gudaitė"},
                                                                                    {"Wójcik", "Wójcik"},
                                                                                    {"Wo\u0301jcik", "Wójcik"},
                                                                                    {"Guttler", "Güttler"},
                                                                                    {"Guettler", "Güttler"},
                                                                                    {"Güttler", "Guettler"},
                                                                                    {"Soerensen", "Sørensen"},
                                                                                    {"Stefan", "Ștefan"},
                                                                                    {"ONeil", "O'Neil"},
                                                                                    {"Berg", "van der Berg"}}) {
    EXPECT_EQ(problem_of(cited, held), "") << cited << " " << held;
  }
  EXPECT_EQ(problem_of("Wojcik", "Wolcik"), "does-not-match");
  EXPECT_EQ(problem_of("Miller", "Müller"), "does-not-match");
}

TEST(CheckCitation, AReferenceWithoutATitleIsNotOfAnother) {
  EXPECT_EQ(problem_of("", "Roe", "See https://pubmed.ncbi.nlm.nih.gov/90000001/"), "");
  EXPECT_EQ(problem_of("", "Roe", "Roe J. Something else entirely in mice. PMID: 90000001"), "does-not-match");
}

}  // namespace
}  // namespace meridian::tracker
