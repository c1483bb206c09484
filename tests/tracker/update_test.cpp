// The update run against a PubMed on the loopback: every PMID is accounted for, and a run that fails loses nothing.
#include "tracker/update.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "tests/support/eutils_server.hpp"

namespace meridian::tracker {
namespace {

namespace fs = std::filesystem;

std::string text_of(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// 450 small synthetic records: three pages of EFetch.
std::string many_records() {
  std::string xml = "<PubmedArticleSet>";
  for (int i = 1; i <= 450; ++i) {
    xml += "<PubmedArticle><MedlineCitation><PMID Version=\"1\">" + std::to_string(95000000 + i) +
           "</PMID><Article><Journal><Title>Synthetic Journal</Title></Journal><ArticleTitle>Synthetic record on pain "
           "number " +
           std::to_string(i) + "</ArticleTitle></Article></MedlineCitation></PubmedArticle>\n";
  }
  return xml + "</PubmedArticleSet>";
}

class Update : public testing::Test {
 protected:
  Update() {
    std::string pattern = testing::TempDir() + "meridian-update-XXXXXX";
    folder_ = mkdtemp(pattern.data());
    std::vector<evidence::VocabularyFile> files;
    for (const auto& entry : fs::directory_iterator(fs::path(MERIDIAN_SOURCE_DIR) / "data/vocabulary")) {
      files.push_back({entry.path().filename().string(), text_of(entry.path())});
    }
    vocabulary_ = *evidence::Vocabulary::load(files);
  }
  ~Update() override { fs::remove_all(folder_); }

  Receipt run(const test::EutilsServer& server, std::optional<Error>& failure, const UpdateOptions& options = {}) {
    Observer observer;
    fetcher::PubMedSettings settings;
    settings.base_url = server.base_url();
    settings.email = "test@example.org";
    settings.gap = std::chrono::milliseconds(0);
    settings.rate_file = folder_ / "rate";
    settings.attempts = 3;
    settings.first_wait = std::chrono::milliseconds(1);
    settings.longest_wait = std::chrono::milliseconds(5);
    fetcher::PubMed pubmed(settings, observer);
    index::LibraryOptions where;
    where.folder = folder_ / "library";
    where.access = index::Access::Write;
    auto library = index::Library::open(where, observer);
    EXPECT_TRUE(library.has_value());
    auto ledger = index::Ledger::open(where.folder, index::Access::Write);
    EXPECT_TRUE(ledger.has_value());
    const SystemClock clock;
    Receipt receipt = update({"pain", "Pain", "", "pain", "pain.toml"}, options,
                             {pubmed, *library, *ledger, *vocabulary_, clock, observer}, failure);
    watermark_ = ledger->topic("pain")->watermark;
    held_ = library->totals(vocabulary_->version())->citations;
    newest_run_ = library->runs(1)->at(0);
    return receipt;
  }

  fs::path folder_;
  std::shared_ptr<const evidence::Vocabulary> vocabulary_;
  std::uint64_t held_ = 0;
  index::Run newest_run_;
  std::string watermark_;
};

TEST_F(Update, AccountsForEveryPmidAndAsksForNothingTwice) {
  const test::EutilsServer server({.xml = {many_records()}});
  std::optional<Error> failure;
  const Receipt first = run(server, failure);
  ASSERT_FALSE(failure) << failure->describe();
  EXPECT_TRUE(first.agrees());
  EXPECT_EQ(first.count, 450U);
  EXPECT_EQ(first.stored_new, 450U);
  EXPECT_EQ(held_, 450U);
  EXPECT_EQ(nlohmann::json::parse(newest_run_.receipt)["new"], 450);
  const Receipt second = run(server, failure);
  EXPECT_TRUE(second.complete);
  EXPECT_EQ(second.asked, 0U);
}

TEST_F(Update, KeepsFinishedPagesWhenTheServerFailsAndResumesWithTheRest) {
  std::optional<Error> failure;
  {
    const test::EutilsServer failing({.xml = {many_records()}, .faults = "500:from=3,of=efetch"});
    const Receipt receipt = run(failing, failure);
    ASSERT_TRUE(failure);
    EXPECT_EQ(failure->fault, Fault::Incomplete);
    EXPECT_EQ(receipt.status, Fault::Incomplete);
    EXPECT_FALSE(receipt.complete);
    EXPECT_EQ(receipt.left, 50U);
    EXPECT_EQ(held_, 400U);
    EXPECT_EQ(newest_run_.status, "incomplete");
    EXPECT_EQ(watermark_, "");
  }
  const test::EutilsServer mended({.xml = {many_records()}});
  const Receipt receipt = run(mended, failure);
  EXPECT_FALSE(failure);
  EXPECT_EQ(receipt.already_held, 400U);
  EXPECT_EQ(receipt.stored_new, 50U);
  EXPECT_TRUE(receipt.complete);
  EXPECT_NE(watermark_, "");
  EXPECT_EQ(held_, 450U);
}

TEST_F(Update, SurvivesAFaultAtEveryRequestInTurn) {
  for (const char* fault : {"429:at=", "500:at=", "html:at=", "truncate=120:at=", "reset:at=", "error:at="}) {
    for (int n = 1; n <= 4; ++n) {
      fs::remove_all(folder_ / "library");
      const test::EutilsServer server({.xml = {many_records()}, .faults = fault + std::to_string(n)});
      std::optional<Error> failure;
      const Receipt receipt = run(server, failure);
      EXPECT_FALSE(failure) << fault << n << "\n" << failure->describe();
      EXPECT_EQ(held_, 450U) << fault << n;
      EXPECT_TRUE(receipt.agrees()) << fault << n;
    }
  }
}

TEST_F(Update, TellsWhatALimitOrADryRunLeftForLater) {
  const test::EutilsServer server({.xml = {many_records()}});
  std::optional<Error> failure;
  const Receipt dry = run(server, failure, {.dry_run = true});
  EXPECT_EQ(dry.count, 450U);
  EXPECT_EQ(dry.listed, 450U);
  EXPECT_EQ(dry.left, 450U);
  EXPECT_TRUE(dry.agrees());
  EXPECT_EQ(held_, 0U);
  const Receipt some = run(server, failure, {.limit = 50});
  EXPECT_EQ(some.listed, 450U);
  EXPECT_EQ(some.left, 400U);
  EXPECT_TRUE(some.agrees());
  EXPECT_EQ(held_, 50U);
}

TEST_F(Update, DoesNotTellAFailedSearchAsZeroHits) {
  const test::EutilsServer server({.xml = {many_records()}, .faults = "500"});
  std::optional<Error> failure;
  const Receipt receipt = run(server, failure);
  EXPECT_EQ(receipt.status, Fault::Network);
  EXPECT_FALSE(receipt.count.has_value());
  EXPECT_TRUE(nlohmann::json::parse(newest_run_.receipt)["count"].is_null());
}

TEST_F(Update, NamesWhatTheServerLeftOut) {
  const test::EutilsServer server({.xml = {many_records()}, .faults = "missing=95000007"});
  std::optional<Error> failure;
  const Receipt receipt = run(server, failure);
  ASSERT_TRUE(failure);
  EXPECT_EQ(receipt.missing, std::vector<Pmid>{95000007});
  EXPECT_EQ(receipt.status, Fault::Incomplete);
  EXPECT_TRUE(receipt.agrees());
  EXPECT_FALSE(receipt.complete);
  EXPECT_EQ(watermark_, "") << "a run that lacks a record must not move the watermark";
  EXPECT_EQ(held_, 449U);
}

}  // namespace
}  // namespace meridian::tracker
