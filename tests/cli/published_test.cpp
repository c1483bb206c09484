// A published text over several nights: what turns is told once. Cited records asked for online.

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "index/ledger.hpp"
#include "tests/cli/program_runner.hpp"
#include "tests/support/eutils_server.hpp"

namespace meridian::cli {
namespace {

using nlohmann::json;

struct Trial {
  int pmid = 0;
  std::string finding;
  int day = 1;  ///< of March 2026: revised
  std::string links = "", doi = "";
};

std::string article(const Trial& t) {
  return "<PubmedArticle><MedlineCitation><PMID Version=\"1\">" + std::to_string(t.pmid) +
         "</PMID><DateRevised><Year>2026</Year><Month>3</Month><Day>" + std::to_string(t.day) +
         "</Day></DateRevised><Article><Journal><JournalIssue><PubDate><Year>2026</Year></PubDate></JournalIssue>"
         "<Title>Synthetic Journal</Title></Journal><ArticleTitle>Oral magnesium for neuropathic pain: a randomized, "
         "placebo-controlled trial</ArticleTitle><Abstract><AbstractText>We randomized 120 patients with neuropathic "
         "pain to oral magnesium or placebo for 8 weeks. " +
         t.finding +
         "</AbstractText></Abstract><AuthorList><Author><LastName>Synthetic</LastName><Initials>A</Initials></Author>"
         "</AuthorList></Article>" +
         (t.links.empty() ? "" : "<CommentsCorrectionsList>" + t.links + "</CommentsCorrectionsList>") +
         "</MedlineCitation><PubmedData><History><PubMedPubDate PubStatus=\"entrez\"><Year>2026</Year><Month>3</Month>"
         "<Day>1</Day></PubMedPubDate></History><ArticleIdList><ArticleId IdType=\"doi\">" +
         t.doi + "</ArticleId></ArticleIdList></PubmedData></PubmedArticle>\n";
}

const std::string kHelped =
    "Compared with placebo, oral magnesium significantly reduced pain intensity at 8 weeks (P = 0.001). In conclusion, "
    "oral magnesium relieves neuropathic pain.";
const std::string kDidNot =
    "At 8 weeks, pain intensity did not differ between magnesium and placebo (P = 0.74). In conclusion, oral magnesium "
    "did not reduce neuropathic pain compared with placebo.";
const std::string kRetraction =
    "<CommentsCorrections RefType=\"RetractionIn\"><RefSource>J</RefSource><PMID Version=\"1\">9</PMID>"
    "</CommentsCorrections>";

class Published : public ProgramRunner {
 protected:
  Published() {
    const auto settings = home_ / ".config/meridian";
    std::filesystem::create_directories(settings / "topics");
    std::ofstream(settings / "topics/magnesium.toml") << "name = \"Magnesium\"\nquery = \"magnesium[ti]\"\n";
    std::ofstream(settings / "settings.toml")
        << "email = \"a@example.org\"\neutils_url = \"" << server_.base_url() << "\"\n";
    server_.change(article({1, kHelped}), {});
    write("post.md", "# Magnesium\n\nOral magnesium relieves neuropathic pain (PMID 1).\n");
  }
  RunEnd run(const std::string& words) const {
    return own_.run(words, "/dev/null", "NCBI_API_KEY=k XDG_RUNTIME_DIR='" + home_.string() + "'");
  }
  std::string post() const { return "'" + (home_ / "post.md").string() + "'"; }
  json turns_of(const std::string& words) const {
    const RunEnd ended = run(words);
    EXPECT_EQ(ended.status, 0) << ended.err;
    return json::parse(ended.out)["turns"];
  }

  test::EutilsServer server_{{}};
};

TEST_F(Published, AnUpdateTellsOnceWhatTurned) {
  ASSERT_EQ(run("update magnesium").status, 0);
  const RunEnd kept = run("check --watch --json " + post());
  ASSERT_EQ(kept.status, 0) << kept.err;
  ASSERT_EQ(json::parse(kept.out)["claims"].size(), 1U) << kept.out;
  ASSERT_EQ(json::parse(kept.out)["claims"][0]["verdict"], "supported");
  EXPECT_NE(run("watch list").out.find("post.md"), std::string::npos);
  EXPECT_TRUE(turns_of("digest post.md --json").empty());

  server_.change(article({2, kDidNot, 2}) + article({3, kDidNot, 2}), {});
  const RunEnd night = run("update magnesium");
  ASSERT_EQ(night.status, 0) << night.err;
  EXPECT_NE(night.out.find("post.md:3: verdict supported"), std::string::npos) << night.out;
  EXPECT_NE(night.out.find("a study contradicts it (PMID 2)"), std::string::npos) << night.out;

  const json turns = turns_of("digest post.md --unread --mark --json");
  ASSERT_EQ(turns.size(), 3U) << turns;
  EXPECT_EQ(turns[0]["kind"], "verdict");
  EXPECT_EQ(turns[0]["before"], "supported");
  for (const auto& turn : {turns[1], turns[2]}) {
    EXPECT_EQ(turn["after"], "contradicts");
    EXPECT_NE(kDidNot.find(turn["quote"].get<std::string>()), std::string::npos) << turn;
  }
  EXPECT_TRUE(turns_of("digest post.md --unread --json").empty());
  EXPECT_EQ(turns_of("digest post.md --json").size(), 3U);
  EXPECT_EQ(run("update magnesium").out.find("post.md"), std::string::npos);
  EXPECT_TRUE(turns_of("check --watched --json").empty());
}

TEST_F(Published, ARetractionOfACitedStudyIsTold) {
  ASSERT_EQ(run("update magnesium").status, 0);
  ASSERT_EQ(run("check --watch " + post()).status, 0);
  server_.change(article({1, kHelped, 3, kRetraction}), {});
  const RunEnd night = run("update magnesium");
  EXPECT_NE(night.out.find("cited study: retracted (PMID 1)"), std::string::npos) << night.out << night.err;
  EXPECT_NE(night.out.find("a study on it was retracted (PMID 1)"), std::string::npos) << night.out;
  EXPECT_NE(night.out.find("verdict supported → insufficient"), std::string::npos) << night.out;
  for (const char* format : {"text", "markdown", "html"}) {
    const RunEnd digest = run(std::string("digest post.md --format ") + format);
    EXPECT_NE(digest.out.find("cited study: retracted"), std::string::npos) << digest.out;
  }
  EXPECT_NE(run("digest").out.find("cited study: retracted"), std::string::npos);
}

TEST_F(Published, ANewVersionStartsFromWhatItsWriterSaw) {
  ASSERT_EQ(run("update magnesium").status, 0);
  ASSERT_EQ(run("check --watch " + post()).status, 0);
  server_.change(article({2, kDidNot, 2}) + article({3, kDidNot, 2}), {});
  ASSERT_EQ(run("update magnesium").status, 0);
  EXPECT_NE(run("check --watch " + post()).err.find("in place of the text of this name"), std::string::npos);
  EXPECT_TRUE(turns_of("check --watched --json").empty());
  EXPECT_EQ(run("watch remove post.md").status, 0);
  EXPECT_EQ(run("watch remove post.md").status, 9);
  EXPECT_EQ(run("digest post.md").status, 9);
}

TEST_F(Published, AClaimThatWasNotReadBeforeIsNotedWithoutAWord) {
  server_.change(article({2, kDidNot}) + article({3, kDidNot}), {});
  ASSERT_EQ(run("update magnesium").status, 0);
  ASSERT_EQ(run("check --watch " + post()).status, 0);
  {
    auto ledger = index::Ledger::open(home_ / ".local/share/meridian", index::Access::Write).value();
    const auto texts = ledger.texts().value();
    ASSERT_EQ(texts.size(), 1U);
    ASSERT_FALSE(ledger.text_states("post.md").value().empty());
    ASSERT_TRUE(ledger.keep_text(texts.front(), {}));  // as if an older reader had seen no claim there
  }
  EXPECT_TRUE(turns_of("check --watched --json").empty());
  server_.change(article({4, kDidNot, 2}), {});
  ASSERT_EQ(run("update magnesium").status, 0);
  const json turns = turns_of("digest post.md --json");
  ASSERT_EQ(turns.size(), 1U) << turns;
  EXPECT_EQ(turns[0]["pmid"], 4) << "from then on it is followed";
}

TEST_F(Published, OnlyAFileThatHasANameIsKept) {
  ASSERT_EQ(run("update magnesium").status, 0);
  EXPECT_EQ(run("check --watch -").status, 2);
  EXPECT_EQ(run("check --watch --watched").status, 2);
  EXPECT_EQ(run("check --online --claims claims.jsonl").status, 2);
  EXPECT_TRUE(turns_of("check --watched --json").empty());
}

TEST_F(Published, OnlineAsksPubMedForWhatIsCitedAndStoresNothing) {
  ASSERT_EQ(run("update magnesium").status, 0);
  server_.change(article({11, kHelped, 1, kRetraction}) + article({12, kHelped, 1, "", "10.1000/Mg.12"}), {});
  const std::string draft = write("cited.md",
                                  "Magnesium relieves pain (PMID 11).\n\nMagnesium relieves neuropathic pain "
                                  "(doi:10.1000/mg.12).\n\nMagnesium relieves neuropathic pain (PMID 13).\n");
  const auto problems = [&](const std::string& flags) {
    const RunEnd ended = run("check --json " + flags + draft);
    EXPECT_EQ(ended.status, 0) << ended.err;
    std::vector<std::string> out;
    const json report = json::parse(ended.out);
    for (const auto& citation : report["citations"]) {
      out.push_back(citation["problem"].is_null() ? "" : citation["problem"].get<std::string>());
    }
    return out;
  };
  const std::vector<std::string> unknown(3, "no-such-record");
  EXPECT_EQ(problems(""), unknown);
  EXPECT_EQ(problems("--online "), (std::vector<std::string>{"retracted", "", "no-such-record"}));
  EXPECT_EQ(problems(""), unknown);
}

TEST_F(Published, WhatTheLibraryHoldsIsNotSaidToComeFromPubMed) {
  ASSERT_EQ(run("update magnesium").status, 0);
  const std::string draft =
      write("named.md", "Oral magnesium relieves neuropathic pain (Synthetic, 2026), as one trial found.\n");
  const RunEnd ended = run("check --online --json " + draft);
  ASSERT_EQ(ended.status, 0) << ended.err;
  const json report = json::parse(ended.out);
  ASSERT_EQ(report["citations"].size(), 1U) << ended.out;
  EXPECT_EQ(report["citations"][0]["pmid"], 1);
  EXPECT_EQ(report["citations"][0]["detail"].dump().find("PubMed"), std::string::npos) << ended.out;
}

}  // namespace
}  // namespace meridian::cli
