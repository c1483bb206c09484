// Sentences on invented text: what a stop between them looks like, and what only looks like one.
#include "evidence/splitter.hpp"

#include <gtest/gtest.h>

#include <string>

#include "evidence/linear_model.hpp"

namespace meridian::evidence {
namespace {

TEST(Sentences, EndWhereAReaderWouldEndThem) {
  struct Case {
    const char* text;
    std::size_t many;
  };
  for (const auto& c :
       {Case{"Pain fell (P < 0.05). It rose again.", 2}, Case{"Needling vs. Sham was tested.", 1},
        Case{"It was given i.m. The dose is in Fig. 2 below.", 2}, Case{"We thank J. Y. Doe for help.", 1},
        Case{"1. The aim was told. 2. The end was not.", 2}, Case{"Pain rose.These rats were old.", 2},
        Case{"It was blocked. p53 fell.", 2}, Case{"They lacked vitamin C. The rest did not.", 2},
        Case{"First line\nSecond line", 2}, Case{"", 0}}) {
    EXPECT_EQ(split_sentences(c.text).size(), c.many) << c.text;
  }
}

TEST(Sentences, CoverHostileTextWithinItsBounds) {
  for (const std::string& piece :
       {std::string(". "), std::string("\xE2\x80.A"), std::string("((((. "), std::string("?)\"")}) {
    std::string text;
    while (text.size() < 200'000) text += piece;
    std::size_t last = 0;
    for (const auto& span : split_sentences(text)) {
      ASSERT_LE(last, span.start);
      ASSERT_LT(span.start, span.end);
      ASSERT_LE(span.end, text.size());
      last = span.end;
    }
  }
}

TEST(LinearModel, TellsAMistakeWithFileAndLine) {
  const auto wrong = LinearModel::parse("a.model", "meridian.model/1\nclasses yes\nbuckets 3\n");
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().message, "a.model:3: 'buckets' must be a power of two up to 1048576");
}

TEST(LinearModel, ScoresTheWordsThatItKnows) {
  Features known, other;
  known.add_words("needles", 'A');
  other.add_words("cups", 'A');
  const auto bucket = known.values()[0] & 1023U;
  const auto model = LinearModel::parse("a.model", "meridian.model/1\nclasses yes\nbuckets 1024\nscale 0.1\nbias -1\n" +
                                                       std::to_string(bucket) + " 100\n");
  ASSERT_TRUE(model);
  EXPECT_GT(model->scores(known.values())[0], 0);
  EXPECT_LT(model->scores(other.values())[0], 0);
}

}  // namespace
}  // namespace meridian::evidence
