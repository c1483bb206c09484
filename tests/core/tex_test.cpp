// TeX's spelling of letters, as reference managers wrote it for decades.
#include "core/tex.hpp"

#include <gtest/gtest.h>

namespace meridian {
namespace {

TEST(Tex, AccentsAreReadInEverySpelling) {
  for (const char* spelling : {R"(W{\'o}jcik)", R"(W\'{o}jcik)", R"(W\'ojcik)", R"(W{\' o}jcik)", "Wójcik"}) {
    EXPECT_EQ(decoded_tex(spelling), "Wójcik") << spelling;
  }
  EXPECT_EQ(decoded_tex(R"(G{\"u}ttler, J{\"o}rg)"), "Güttler, Jörg");
  EXPECT_EQ(decoded_tex(R"(Gudait\.{e})"), "Gudaitė");
  EXPECT_EQ(decoded_tex(R"(Dvo{\v{r}}{\'a}k)"), "Dvořák");
  EXPECT_EQ(decoded_tex(R"(Mart{\'\i}n)"), "Martín");
  EXPECT_EQ(decoded_tex(R"(Fran\c{c}ois)"), "François");
  EXPECT_EQ(decoded_tex(R"(\d{s}a)"), "s\u0323a") << "no composed letter: a combining mark";
}

TEST(Tex, LettersEscapesAndGroups) {
  EXPECT_EQ(decoded_tex(R"(Stra{\ss}e, S{\o}rensen, \L ukasz, {\AA}s)"), "Straße, Sørensen, Łukasz, Ås");
  EXPECT_EQ(decoded_tex(R"({Microbiome} \& 5\,\% of J.~Smith)"), R"(Microbiome & 5\,% of J. Smith)");
  EXPECT_EQ(decoded_tex(R"(\emph{Staph} at the end\)"), R"(\emphStaph at the end\)");
}

}  // namespace
}  // namespace meridian
