// Reference files of other programs, read for an import.
#include <gtest/gtest.h>

#include "tracker/formats.hpp"

namespace meridian::tracker {
namespace {

TEST(References, TitlesInTeXAreReadAsPeopleReadThem) {
  const auto entries = read_references(
      "@article{a,\n  title = {{Ac{\\'u}puncture} \\& {M{\\\"u}ller}'s test},\n  doi = {10.1000/a\\_b},\n  pmid = "
      "{1752960}\n}\n"
      "@article{b, title = \"{\\O}stergaard\"}\n");
  ASSERT_TRUE(entries);
  ASSERT_EQ(entries->size(), 2U);
  EXPECT_EQ(entries->at(0).title, "Acúpuncture & Müller's test");
  EXPECT_EQ(entries->at(0).doi, "10.1000/a_b");
  EXPECT_EQ(entries->at(0).pmid, 1752960U);
  EXPECT_EQ(entries->at(1).title, "Østergaard");
}

TEST(References, APmidIsAnyNumberThatALibraryCanHold) {
  const std::pair<const char*, Pmid> rows[] = {{"1", 1},          {"121518513", 121518513}, {"4294967295", 4294967295},
                                               {"4294967296", 0}, {"99999999999999", 0},    {"12a", 0}};
  for (const auto& [digits, wanted] : rows) {
    const std::string number = digits;
    for (const auto& text :
         {"TY  - JOUR\nAN  - " + number + "\nDB  - PubMed\nER  - \n", "@article{a,\n  pmid = {" + number + "}\n}\n",
          "@article{a, eprint = {" + number + "}, eprinttype = {pubmed}}\n"}) {
      const auto entries = read_references(text);
      ASSERT_TRUE(entries) << text;
      ASSERT_EQ(entries->size(), 1U) << text;
      EXPECT_EQ(entries->at(0).pmid, wanted) << text;
    }
  }
}

}  // namespace
}  // namespace meridian::tracker
