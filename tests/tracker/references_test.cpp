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

}  // namespace
}  // namespace meridian::tracker
