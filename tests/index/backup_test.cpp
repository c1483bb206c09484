// Backups, restoring, and the step from an older schema.
#include "index/backup.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include "index/ledger.hpp"
#include "index/store/migrations.hpp"
#include "tests/index/library_fixture.hpp"

namespace meridian::index {
namespace {

namespace fs = std::filesystem;

TEST(Backup, IsConsistentWhileAWriterAdds) {
  const Folder folder;
  auto library = open_library(folder).value();
  const std::vector<Entry> entries{entry_of(1), entry_of(2)};
  ASSERT_TRUE(library.add(entries, "t", "v1"));
  const Observer silent;
  const auto file = folder.library().parent_path() / "copy";
  const auto report = backup_library(folder.library(), file, silent);
  ASSERT_TRUE(report) << report.error().describe();
  EXPECT_EQ(report->citations, 2U);
  EXPECT_EQ(check_backup(file)->citations, 2U);
  EXPECT_EQ(restore_library(file, folder.library(), "2026-01-01T00:00:00Z").error().fault, Fault::Locked);
}

TEST(Backup, RestoringKeepsWhatStoodBefore) {
  const Folder folder;
  const Observer silent;
  const auto file = folder.library().parent_path() / "copy";
  {
    auto library = open_library(folder).value();
    const Entry one = entry_of(1);
    ASSERT_TRUE(library.add({&one, 1}, "t", "v1"));
    ASSERT_TRUE(backup_library(folder.library(), file, silent));
    const Entry two = entry_of(2);
    ASSERT_TRUE(library.add({&two, 1}, "t", "v1"));
  }
  const auto report = restore_library(file, folder.library(), "2026-01-01T00:00:00Z");
  ASSERT_TRUE(report) << report.error().describe();
  EXPECT_EQ(check_backup(report->kept)->citations, 2U);
  auto library = open_library(folder).value();
  EXPECT_EQ(library.search({"nerve"})->total, 1U);
}

TEST(Migration, OfAnOlderLibraryKeepsACopyAndEveryRecord) {
  const Folder folder;
  fs::create_directories(folder.library());
  const auto file = folder.library() / "meridian.db";
  {
    SQLite::Database old(file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    old.exec(migrations().front().sql);
    old.exec("PRAGMA user_version=1");
    old.exec(
        "INSERT INTO run(command,topic,started,finished,status,receipt) VALUES('update','t','a','b','complete','{}')");
  }
  EXPECT_EQ(Ledger::open(folder.library(), Access::Read).error().fault, Fault::Storage);
  auto library = open_library(folder);
  ASSERT_TRUE(library) << library.error().describe();
  EXPECT_EQ(library->runs(9)->size(), 1U);
  EXPECT_EQ(check_backup(file.string() + ".schema-1.backup")->runs, 1U);
  EXPECT_TRUE(Ledger::open(folder.library(), Access::Read));
}

TEST(Ledger, MovesTheWatermarkWithTheRunOrNotAtAll) {
  const Folder folder;
  { auto made = open_library(folder).value(); }
  auto ledger = Ledger::open(folder.library(), Access::Write).value();
  RunEnd end;
  end.run = {0, "update", "t", "a", "b", "complete", "{}"};
  end.state = TopicState{"t", "q", "2026-01-01", "2026-01-01", 0};
  const auto id = ledger.finish(end);
  ASSERT_TRUE(id);
  EXPECT_EQ(ledger.topic("t")->watermark, "2026-01-01");
  EXPECT_EQ(ledger.topic("t")->run, *id);
  end.matches.push_back({"no such watch", 1, "", ""});  // breaks a foreign key at the end of the transaction
  end.state->watermark = "2026-02-01";
  EXPECT_EQ(ledger.finish(end).error().fault, Fault::Storage);
  EXPECT_EQ(ledger.topic("t")->watermark, "2026-01-01");
  EXPECT_EQ(ledger.run(*id + 1)->has_value(), false);
}

}  // namespace
}  // namespace meridian::index
