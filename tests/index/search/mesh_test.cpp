// Files of MeSH headings: what a term means, what stands below a heading, and what is wrong with a file, line by line.
#include "index/search/mesh.hpp"

#include <algorithm>
#include <fstream>

#include "core/text.hpp"
#include "index/search/keys.hpp"
#include "index/search/mesh_rows.hpp"
#include "tests/index/library_fixture.hpp"

namespace meridian::index {
namespace {

class MeshFiles : public testing::Test {
 protected:
  void SetUp() override { std::filesystem::create_directories(folder_.library()); }
  [[nodiscard]] std::filesystem::path write(const std::string& name, const std::string& text) const {
    std::ofstream(folder_.library() / name, std::ios::binary) << text;
    return folder_.library() / name;
  }

 private:
  const Folder folder_;
};

const std::string kByHand =
    "# remark\nD\tFoot Pain\tC10.1\tPain, Foot|Fußschmerz\nD\tHeel Pain\tC10.1.5\t\nQ\tanalysis\tblood|urine\tAN\n"
    "D\tLetter\tV02.1\t";
const std::string kInOrder =
    "# remark\n\nH\tFoot Pain\tC10.1\nH\tHeel Pain\tC10.1.5\nH\tLetter\tV02.1\nN\tfoot pain\tFoot Pain\n"
    "N\tfussschmerz\tFoot Pain\nN\theel pain\tHeel Pain\nN\tletter\tLetter\nN\tpain foot\tFoot Pain\n"
    "Q\tanalysis\tblood|urine\tan\nT\tC10.1\tFoot Pain\nT\tC10.1.5\tHeel Pain\nT\tV02.1\tLetter";

TEST_F(MeshFiles, CasePunctuationAndAccentsDoNotCountAndFilesAreLaidTogether) {
  const auto second = write("b.tsv", "D\tFoot Pain\tC23.7\tsore-foot\nD\tToe Pain\tC23.7.1\t\n");
  for (const std::string& first : {kByHand, kInOrder}) {
    const Mesh mesh({write("a.tsv", first), second});
    for (const char* typed : {"foot pain", "Pain, foot", "FUßSCHMERZ", "sore foot", "Foot-Pain"}) {
      EXPECT_EQ(mesh.headings(typed).value(), std::vector<std::string>{"Foot Pain"}) << typed;
    }
    EXPECT_TRUE(mesh.headings("foot").value().empty());
    EXPECT_TRUE(mesh.headings("").value().empty());
    EXPECT_EQ(mesh.exploded("Foot Pain"), (std::vector<std::string>{"Foot Pain", "Heel Pain", "Toe Pain"}));
    EXPECT_EQ(mesh.exploded("Unknown"), std::vector<std::string>{"Unknown"});
    EXPECT_TRUE(mesh.is_publication_type("Letter"));
    EXPECT_FALSE(mesh.is_publication_type("Foot Pain"));
    EXPECT_GE(mesh.longest_term(), 2U);
    EXPECT_EQ(mesh.nearest("heal pain"), "heel pain");
    EXPECT_EQ(mesh.exploded_qualifier("an"), (std::vector<std::string>{"analysis", "blood", "urine"}));
    EXPECT_EQ(mesh.exploded_qualifier("analysis"), (std::vector<std::string>{"analysis", "blood", "urine"}));
  }
  EXPECT_EQ(Mesh().longest_term(), 0U);
}

TEST_F(MeshFiles, AWrongRowIsNamedWithItsLineAndWhatMendsIt) {
  struct Case {
    std::string text;
    std::string where;
    std::string told;
  };
  for (const auto& [text, where, told] : std::vector<Case>{
           {"D\tonly two cells\n", ":1:", "a row is D or Q"},
           {"# remark\nD\tPain\tC1\t\nH\tPain\tC1\n", ":3:", "a row is D or Q"},
           {"# remark\n\nH\tPain\tC1\nH\tAche\tC2\n", ":4: not in byte order", "LC_ALL=C sort"},
           {"H\tPain\tC1\n# remark\n", ":2: not in byte order", "LC_ALL=C sort"},
           {"H\tPain\tC1\tAche\n", ":1: not a row", "a row is H, N or T"},
           {"H\tPain\tC1\nN\tpain\n", ":2: not a row", "a row is H, N or T"},
           {"H\tPain\tC1\nN\t\tPain\n", ":2: not a row", "a row is H, N or T"},
           {"H\tPain\tC1\nX\tpain\tPain\n", ":2: not a row", "a row is H, N or T"},
           {"T\n", ":1: not a row", "a row is H, N or T"},
       }) {
    const auto read = MeshRows::read(write("wrong.tsv", text));
    ASSERT_FALSE(read) << text;
    EXPECT_EQ(read.error().fault, Fault::Misconfigured);
    EXPECT_NE(read.error().message.find("wrong.tsv" + where), std::string::npos) << text << read.error().message;
    EXPECT_NE(read.error().hint.find(told), std::string::npos) << text << read.error().hint;
    EXPECT_FALSE(Mesh({write("wrong.tsv", text)}).headings("pain"));
  }
}

TEST_F(MeshFiles, WhatIsWrittenIsReadAsItIs) {
  MeshRowsWriter writer;
  for (const std::string name : {"Pain", "Ache", "Pain, Foot", "Äpfel", "+", "Pain-Free"}) {
    writer.heading(name, std::vector<std::string_view>{"C1", ""}, std::vector<std::string_view>{"Sore " + name, ""});
    writer.heading(name, std::vector<std::string_view>{"C2"}, {});
  }
  writer.qualifier("Therapy", "Diet Therapy", "TH");
  const auto rows = MeshRows::read(write("made.tsv", writer.text("# one\n# two\n")));
  ASSERT_TRUE(rows) << rows.error().describe();
  EXPECT_EQ(rows->beginning_with("H\tPain\t"), (std::vector<std::string_view>{"H\tPain\tC1 ", "H\tPain\tC2"}));
  EXPECT_EQ(rows->beginning_with("Q"), std::vector<std::string_view>{"Q\ttherapy\tdiet therapy\tth"});
  EXPECT_EQ(rows->beginning_with("").size(),
            rows->beginning_with("H").size() + rows->beginning_with("N").size() + 1 + rows->beginning_with("T").size());
  EXPECT_TRUE(rows->beginning_with("Z").empty());
  EXPECT_TRUE(rows->beginning_with("A").empty());
}

/// The program's own file is looked into as it stands, so that each of its facts must stand there thrice.
TEST(MeshOfTheProgram, EveryHeadingHasItsNameAndItsTrees) {
  const auto rows = MeshRows::read(MERIDIAN_SOURCE_DIR "/data/mesh/topics.tsv");
  ASSERT_TRUE(rows) << rows.error().describe();
  std::vector<std::string> wrong;
  const auto must_hold = [&](const std::string& row) {
    const auto found = rows->beginning_with(row);
    if (found.empty() || found.front() != row) {
      wrong.push_back(row);
    }
  };
  std::size_t trees = 0;
  for (const std::string_view row : rows->beginning_with("H\t")) {
    const auto cells = split(row, '\t');
    must_hold("N\t" + key_of(cells[1]) + "\t" + std::string(cells[1]));
    for (const std::string_view tree : split(cells[2], ' ')) {
      if (tree.empty()) {
        continue;  // Female and Male stand in no tree
      }
      must_hold("T\t" + std::string(tree) + "\t" + std::string(cells[1]));
      ++trees;
    }
  }
  EXPECT_EQ(rows->beginning_with("T\t").size(), trees);
  for (const std::string_view row : rows->beginning_with("N\t")) {
    const auto cells = split(row, '\t');
    if (key_of(cells[1]) != cells[1] || rows->beginning_with("H\t" + std::string(cells[2]) + "\t").empty()) {
      wrong.emplace_back(row);
    }
  }
  EXPECT_TRUE(wrong.empty()) << fmt::format("{}", fmt::join(wrong, "\n"));
  EXPECT_GT(trees, 10'000U);
}

}  // namespace
}  // namespace meridian::index
