// meridian check as a writer meets it: reports, gates, errors, and the same bytes twice.

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>

#include "tests/cli/program_runner.hpp"

namespace meridian::cli {
namespace {

/// One library for all, for reading it changes nothing.
class Check : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    home().emplace();
    ASSERT_EQ(run("import " + kSample).status, 0);
  }
  static void TearDownTestSuite() { home().reset(); }
  static std::optional<Home>& home() {
    static std::optional<Home> one;
    return one;
  }

  /// `out` holds the errors too.
  static RunEnd run(const std::string& words) {
    RunEnd ended = home()->run("--quiet " + words);
    ended.out += ended.err;
    return ended;
  }
  static std::string write(const std::string& name, const std::string& text) { return home()->write(name, text); }
};

const std::string kDraft = "'" MERIDIAN_SOURCE_DIR "/tests/fixtures/drafts/magnesium-neuropathy.md'";

TEST_F(Check, JsonNamesClaimsWithPlacesAndVerdicts) {
  const RunEnd ended = run("check " + kDraft + " --format json");
  ASSERT_EQ(ended.status, 0) << ended.out;
  const auto report = nlohmann::json::parse(ended.out);
  EXPECT_EQ(report["schema"], "meridian.check/1");
  std::ifstream in(MERIDIAN_SOURCE_DIR "/tests/fixtures/drafts/magnesium-neuropathy.md");
  const std::string source{std::istreambuf_iterator<char>(in), {}};
  bool cure = false;
  for (const auto& claim : report["claims"]) {
    const auto start = claim["start"].get<std::size_t>();
    EXPECT_EQ(source.substr(start, claim["end"].get<std::size_t>() - start), claim["text"]);
    const std::string text = claim["text"];
    EXPECT_EQ(text.find("breakfast"), std::string::npos);
    EXPECT_EQ(text.find("mineral"), std::string::npos);
    for (const auto& row : claim["evidence"]) {
      EXPECT_FALSE(row["quote"].get<std::string>().empty());
    }
    if (text.find("cures") != std::string::npos) {
      cure = true;
      EXPECT_NE(claim["verdict"], "supported");
      EXPECT_EQ(claim["strength"], "strong");
    }
  }
  EXPECT_TRUE(cure);
  ASSERT_EQ(report["citations"].size(), 2U);
  EXPECT_EQ(report["citations"][1]["problem"], "no-such-record");
}

TEST_F(Check, TheSameDraftGivesTheSameBytes) {
  for (const char* format : {"json", "terminal", "markdown", "html"}) {
    const std::string words = "check " + kDraft + " --format " + format;
    EXPECT_EQ(run(words).out, run(words).out) << format;
  }
}

TEST_F(Check, HtmlEscapesTheDraftAndNeedsNoNetwork) {
  const std::string file =
      write("hostile.txt", "Magnesium <script>alert(1)</script> cures nerve pain in \"everyone\" & all.\n");
  const RunEnd ended = run("check " + file + " --format html");
  ASSERT_EQ(ended.status, 0) << ended.out;
  EXPECT_EQ(ended.out.find("<script"), std::string::npos);
  EXPECT_NE(ended.out.find("&lt;script&gt;"), std::string::npos);
  for (const char* what : {"<link", "src=", "@import", "url("}) {
    EXPECT_EQ(ended.out.find(what), std::string::npos) << what;
  }
}

TEST_F(Check, FailOnIsAGateAndOnlyShowsLess) {
  EXPECT_EQ(run("check " + kDraft + " --fail-on no-such-record").status, 11);
  EXPECT_EQ(run("check " + kDraft + " --fail-on retracted").status, 0);
  const auto report = nlohmann::json::parse(run("check " + kDraft + " --only too-certain --format json").out);
  ASSERT_EQ(report["claims"].size(), 1U);
  EXPECT_TRUE(report["citations"].empty());
  EXPECT_EQ(run("check " + kDraft + " --only contradictd").status, 2);
}

TEST_F(Check, BulkClaimsComeBackOneALine) {
  const std::string file = write(
      "claims.jsonl", "{\"id\":\"a\",\"claim\":\"Magnesium cures neuropathic pain.\"}\n\n{\"id\":2,\"claim\":\"x\"}\n");
  const RunEnd ended = run("check --claims " + file + " --format jsonl");
  ASSERT_EQ(ended.status, 0) << ended.out;
  const auto first = nlohmann::json::parse(ended.out.substr(0, ended.out.find('\n')));
  EXPECT_EQ(first["id"], "a");
  EXPECT_TRUE(first.contains("verdict") && first.contains("overreach") && first.contains("evidence"));
  EXPECT_EQ(run("check --claims " + write("bad.jsonl", "{\"id\":1}\n")).status, 3);
}

TEST_F(Check, BulkClaimsAreAGateAndNothingAskedOfThemIsPassedOver) {
  const std::string file = "check --claims " + write("gate.jsonl",
                                                     "{\"id\":\"a\",\"claim\":\"Magnesium cures neuropathic pain.\"}\n"
                                                     "{\"id\":\"b\",\"claim\":\"Stones float on the sea.\"}\n");
  EXPECT_EQ(run(file + " --fail-on too-certain").status, 11);
  EXPECT_EQ(run(file + " --fail-on too-broad").status, 0);
  const RunEnd some = run(file + " --only too-certain --fail-on insufficient --format json");
  EXPECT_EQ(some.status, 11) << "a gate looks at what is not shown, too";
  EXPECT_EQ(std::count(some.out.begin(), some.out.end(), '\n'), 1) << some.out;
  EXPECT_EQ(nlohmann::json::parse(some.out)["id"], "a");
  for (const char* words : {" --format html", " --format terminal", " --fail-on retracted", " --only citations",
                            " --references a.bib", " --online", " --only contradictd"}) {
    EXPECT_EQ(run(file + words).status, 2) << words;
  }
}

TEST_F(Check, AProblemOfAReferenceFileIsToldWithFileAndLine) {
  const std::string draft = write("beside.md", "Magnesium eases nerve pain.\n");
  write("beside.bib", "@article{a, title={One}, pmid={99999999}}\n\n@article{b, title={Two}, pmid={99999998}}\n");
  EXPECT_NE(run("check " + draft).out.find("[!] beside.bib:3: no-such-record"), std::string::npos);
  EXPECT_NE(run("check " + draft + " --format markdown").out.find("beside.bib:3"), std::string::npos);
  EXPECT_NE(run("check " + draft + " --format html").out.find("beside.bib:3"), std::string::npos);
  const auto report = nlohmann::json::parse(run("check " + draft + " --format json").out);
  EXPECT_EQ(report["citations"][1]["file"], "beside.bib");
  EXPECT_EQ(report["citations"][1]["line"], 3);
}

TEST_F(Check, FilesThatAreNoDraftAreRefused) {
  const RunEnd ended = run("check " + write("a.pdf", "%PDF-1.7"));
  EXPECT_EQ(ended.status, 3);
  EXPECT_NE(ended.out.find("is a PDF"), std::string::npos);
  EXPECT_EQ(run("check " + write("cut.html", "<html><body><p>It helps")).status, 3);
  EXPECT_EQ(run("check").status, 2);
}

}  // namespace
}  // namespace meridian::cli
