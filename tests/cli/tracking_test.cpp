// The operator's commands as a script meets them: update, runs, digest, feed, watch, history, doctor, backup, restore.

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <thread>

#include "tests/cli/program_runner.hpp"
#include "tests/support/eutils_server.hpp"

namespace meridian::cli {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

std::string article(int pmid, const std::string& abstract, int day, const std::string& links = "") {
  return "<PubmedArticle><MedlineCitation><PMID Version=\"1\">" + std::to_string(pmid) +
         "</PMID><DateRevised><Year>2026</Year><Month>3</Month><Day>" + std::to_string(day) +
         "</Day></DateRevised><Article><Journal><Title>Synthetic Journal</Title></Journal><ArticleTitle>Pain &amp; "
         "needles: a randomized trial</ArticleTitle><Abstract><AbstractText>" +
         abstract + "</AbstractText></Abstract></Article>" +
         (links.empty() ? "" : "<CommentsCorrectionsList>" + links + "</CommentsCorrectionsList>") +
         "</MedlineCitation><PubmedData><History><PubMedPubDate PubStatus=\"entrez\"><Year>2026</Year><Month>3</Month>"
         "<Day>1</Day></PubMedPubDate></History></PubmedData></PubmedArticle>\n";
}

class Tracking : public ProgramRunner {
 protected:
  Tracking() {
    fs::create_directories(home_ / ".config/meridian/topics");
    std::ofstream(home_ / ".config/meridian/topics/pain.toml") << "name = \"Pain\"\nquery = \"pain[ti]\"\n";
    settings("");
    server_.change(article(1, "Pain fell in 20 patients.", 1) + article(2, "Pain fell in 30 patients.", 1), {});
  }

  void settings(const std::string& more) {
    std::ofstream(home_ / ".config/meridian/settings.toml")
        << "email = \"a@example.org\"\neutils_url = \"" << server_.base_url() << "\"\n"
        << more;
  }

  RunEnd run(const std::string& words, const std::string& through = "") const {
    return own_.run(words, "/dev/null", "NCBI_API_KEY=k XDG_RUNTIME_DIR='" + home_.string() + "' " + through);
  }
  static std::string text_of(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  std::string at(const std::string& name) const { return "'" + (home_ / name).string() + "'"; }

  test::EutilsServer server_{{}};
};

TEST_F(Tracking, AReceiptIsStoredAndShownAgain) {
  const RunEnd dry = run("update pain --dry-run --json");
  ASSERT_EQ(dry.status, 0) << dry.err;
  EXPECT_EQ(json::parse(dry.out)["left"], 2);
  const RunEnd ended = run("update pain --json");
  ASSERT_EQ(ended.status, 0) << ended.err;
  const auto receipt = json::parse(ended.out);
  EXPECT_TRUE(receipt["complete"].get<bool>());
  EXPECT_EQ(receipt["watermark"], "2026-03-01");
  const auto again = json::parse(run("runs 2 --json").out);
  EXPECT_EQ(again, receipt);
  EXPECT_NE(run("runs").out.find("update pain: complete"), std::string::npos);
  EXPECT_NE(run("runs 2").out.find("followed    up to 2026-03-01"), std::string::npos);
  EXPECT_EQ(run("runs 77").status, 9);
  EXPECT_EQ(run("update pain --since yesterday").status, 2);
}

TEST_F(Tracking, AnOutageIsNetworkAndHalfARunIsIncomplete) {
  server_.set_faults("missing=2");
  const RunEnd half = run("update pain --json");
  EXPECT_EQ(half.status, 5) << half.err;
  EXPECT_EQ(json::parse(half.out)["missing"], json::array({2}));
  server_.set_faults("");
  EXPECT_EQ(run("update pain").status, 0);
}

TEST_F(Tracking, ASecondRunIsToldWhoHoldsTheLibraryOrWaits) {
  ASSERT_EQ(run("update pain").status, 0);
  server_.set_faults("stall=1.5:at=1");
  std::thread first([&] { EXPECT_EQ(run("update pain >/dev/null").status, 0); });
  while (server_.requests().empty()) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  const RunEnd quick = run("update pain");
  EXPECT_EQ(quick.status, 7);
  EXPECT_NE(quick.err.find("being written to by process"), std::string::npos) << quick.err;
  EXPECT_EQ(run("update pain --wait 60").status, 0);
  first.join();
}

TEST_F(Tracking, HooksRunAndTheTimeIsBounded) {
  settings("on_success = \"cat > " + (home_ / "good").string() + "; echo $MERIDIAN_STATUS >> " +
           (home_ / "good").string() + "\"\non_failure = \"echo $MERIDIAN_STATUS > " + (home_ / "bad").string() +
           "\"\n");
  server_.set_faults("stall=5");
  const RunEnd late = run("update pain --max-time 1");
  EXPECT_EQ(late.status, 5) << late.err;
  EXPECT_NE(late.err.find("--max-time"), std::string::npos) << late.err;
  EXPECT_EQ(text_of(home_ / "bad"), "incomplete\n");
  server_.set_faults("");
  ASSERT_EQ(run("update pain").status, 0);
  const std::string told = text_of(home_ / "good");
  EXPECT_NE(told.find("meridian.receipt/1"), std::string::npos);
  EXPECT_NE(told.find("\ncomplete\n"), std::string::npos);
}

TEST_F(Tracking, ASignalStopsAtTheNextSafePointWithAReceipt) {
  server_.set_faults("stall=30:of=efetch");
  const auto start = std::chrono::steady_clock::now();
  const RunEnd ended = run("update pain", "timeout --preserve-status -s TERM 1.5");
  EXPECT_EQ(ended.status, 130) << ended.err;
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(20));
  server_.set_faults("");
  const auto receipt = json::parse(run("runs 1 --json").out);
  EXPECT_EQ(receipt["status"], "interrupted");
  EXPECT_EQ(receipt["left"], 2);
  EXPECT_EQ(run("update pain").status, 0);
}

TEST_F(Tracking, NewsAreToldOnce) {
  ASSERT_EQ(run("update pain").status, 0);
  EXPECT_EQ(json::parse(run("digest pain --unread --mark --json").out)["new"][0]["studies"].size(), 2U);
  EXPECT_NE(run("digest pain --unread --mark").out.find("Nothing new"), std::string::npos);
  EXPECT_NE(run("digest pain").out.find("PMID 1"), std::string::npos);
  EXPECT_NE(run("digest --format html").out.find("<h1>pain</h1>"), std::string::npos);
  EXPECT_NE(run("digest --format markdown").out.find("# pain"), std::string::npos);
  EXPECT_EQ(run("digest nowhere").status, 9);
  EXPECT_EQ(run("digest pain --unread --since 2026-03-01").status, 2);
}

TEST_F(Tracking, AWatchIsAddedToldAndRemoved) {
  ASSERT_EQ(run("update pain").status, 0);
  EXPECT_NE(run("watch add needles --name n").out.find("2 studies match now"), std::string::npos);
  EXPECT_EQ(run("watch add needles --name n").status, 2);
  server_.change(article(3, "Pain fell.", 5), {});
  const auto receipt = json::parse(run("update pain --json").out);
  EXPECT_EQ(receipt["watches"][0]["matched"], json::array({3}));
  EXPECT_EQ(json::parse(run("watch list --json").out)[0]["matches"], 3);
  EXPECT_EQ(run("watch remove n").status, 0);
  EXPECT_EQ(run("watch remove n").status, 9);
}

TEST_F(Tracking, HistoryAndEarlierDays) {
  ASSERT_EQ(run("update pain").status, 0);
  server_.change(article(1, "Pain fell in 25 patients.", 6), {});
  ASSERT_EQ(run("update pain").status, 0);
  EXPECT_NE(run("history 1").out.find("Pain fell in [-20-] {+25+} patients."), std::string::npos);
  EXPECT_EQ(json::parse(run("history 1 --json").out)["revisions"].size(), 2U);
  EXPECT_EQ(run("history 9").status, 9);
  EXPECT_EQ(json::parse(run("search needles --json --as-of 2020-01-01").out)["total"], 0);
  EXPECT_EQ(json::parse(run("search needles --json --as-of 2999-01-01").out)["total"], 2);
  EXPECT_EQ(run("export --as-of 2020-01-01").out, "");
  EXPECT_EQ(run("export --as-of then").status, 2);
}

TEST_F(Tracking, ABackupIsRestoredAndADamagedOneIsRefused) {
  ASSERT_EQ(run("update pain").status, 0);
  ASSERT_EQ(run("backup " + at("copy")).status, 0);
  EXPECT_EQ(run("backup " + at("copy")).status, 6) << "never over a file that is there";
  server_.change(article(3, "Pain fell.", 5), {});
  ASSERT_EQ(run("update pain").status, 0);
  EXPECT_EQ(json::parse(run("restore --json " + at("copy")).out)["citations"], 2);
  EXPECT_EQ(json::parse(run("search needles --json").out)["total"], 2);
  EXPECT_EQ(run("verify").status, 0);
  ASSERT_EQ(run("update pain").status, 0);
  EXPECT_EQ(json::parse(run("status --json").out)["citations"], 3);
  std::string bytes = text_of(home_ / "copy");
  for (std::size_t i = 3000; i < bytes.size() && i < 60000; ++i) {
    bytes[i] = 'x';
  }
  std::ofstream(home_ / "damaged", std::ios::binary) << bytes;
  EXPECT_EQ(run("restore " + at("damaged")).status, 3);
  std::ofstream(home_ / "text") << "not a library";
  EXPECT_EQ(run("restore " + at("text")).status, 3);
  EXPECT_EQ(json::parse(run("status --json").out)["citations"], 3) << "what was refused replaced nothing";
}

TEST_F(Tracking, TheDoctorLooksAtEverything) {
  const RunEnd before = run("doctor --offline --json");
  EXPECT_EQ(before.status, 10) << before.out;
  ASSERT_EQ(run("update pain").status, 0);
  const RunEnd after = run("doctor --json");
  std::set<std::string> looked;
  for (const auto& row : json::parse(after.out)) {
    looked.insert(row["what"].get<std::string>());
    EXPECT_NE(row["health"], "bad") << row.dump();
  }
  for (const char* what :
       {"address", "email", "key", "topics", "vocabulary", "disk", "lock", "index", "runs", "server", "clock"}) {
    EXPECT_TRUE(looked.contains(what)) << what << after.out;
  }
}

TEST_F(Tracking, AFeedIsReadByAnotherProgram) {
  if (std::system("/usr/bin/python3 -c 'import feedparser' 2>/dev/null") != 0) {
    GTEST_SKIP() << "python3-feedparser is not installed";
  }
  ASSERT_EQ(run("update pain").status, 0);
  server_.change(article(1, "Pain &lt;b&gt; fell.", 6), {});
  ASSERT_EQ(run("update pain").status, 0);
  ASSERT_EQ(run("feed pain -o " + at("pain.atom")).status, 0);
  const auto written = fs::last_write_time(home_ / "pain.atom");
  ASSERT_EQ(run("feed pain -o " + at("pain.atom")).status, 0);
  EXPECT_EQ(fs::last_write_time(home_ / "pain.atom"), written) << "nothing new, and yet written";
  std::ofstream(home_ / "read.py")
      << "import feedparser, json, sys\nf = feedparser.parse(sys.argv[1])\n"
         "print(json.dumps({'bozo': bool(f.bozo), 'version': f.version, 'title': f.feed.title, 'id': f.feed.id,\n"
         "  'updated': f.feed.updated_parsed is not None, 'entries': [dict(id=e.id, title=e.title, link=e.link,\n"
         "  updated=e.updated_parsed is not None, summary=e.summary) for e in f.entries]}))\n";
  ASSERT_EQ(std::system(("/usr/bin/python3 " + at("read.py") + " " + at("pain.atom") + " >" + at("read.json")).c_str()),
            0);
  const auto read = json::parse(text_of(home_ / "read.json"));
  EXPECT_FALSE(read["bozo"].get<bool>()) << read.dump();
  EXPECT_EQ(read["version"], "atom10");
  EXPECT_EQ(read["title"], "Pain");
  EXPECT_TRUE(read["updated"].get<bool>());
  ASSERT_EQ(read["entries"].size(), 3U);  // two studies and a change
  std::set<std::string> ids;
  for (const auto& entry : read["entries"]) {
    EXPECT_TRUE(entry["updated"].get<bool>());
    ids.insert(entry["id"].get<std::string>());
  }
  EXPECT_EQ(ids.size(), 3U);
}

}  // namespace
}  // namespace meridian::cli
