// Copies and puts back a library's database with SQLite's backup interface: page by page, whole or not at all.
#include "index/backup.hpp"

#include <SQLiteCpp/Backup.h>
#include <fmt/format.h>

#include "index/store/guard.hpp"
#include "index/store/lock.hpp"
#include "index/store/migrations.hpp"

namespace meridian::index {
namespace {

namespace fs = std::filesystem;
constexpr int kPagesAtOnce = 2048;
constexpr int kBusyMilliseconds = 10'000;
constexpr std::string_view kWork = "the backup";

BackupReport describe(SQLite::Database& database) {
  BackupReport report;
  const auto number = [&](const char* sql) { return static_cast<std::uint64_t>(database.execAndGet(sql).getInt64()); };
  report.schema = database.execAndGet("PRAGMA user_version").getInt();
  report.citations = number("SELECT count(*) FROM citation");
  report.revisions = number("SELECT count(*) FROM revision");
  report.runs = number("SELECT count(*) FROM run");
  report.library_id = database.execAndGet("SELECT value FROM library WHERE key='id'").getString();
  return report;
}

/// @return false once cancelled
bool copy(SQLite::Database& to, SQLite::Database& from, const Observer* observer) {
  SQLite::Backup backup(to, from);
  for (int state = SQLite::OK; state != 101 /* SQLITE_DONE */;) {
    if (observer != nullptr && observer->cancelled()) {
      return false;
    }
    state = backup.executeStep(kPagesAtOnce);
  }
  return true;
}

}  // namespace

Result<BackupReport> backup_library(const fs::path& folder, const fs::path& file, const Observer& observer) {
  return guarded_store(kWork, [&]() -> Result<BackupReport> {
    const auto from = folder / "meridian.db";
    if (!fs::exists(from)) {
      return fail(Fault::NotFound, fmt::format("there is no library in {}", folder.string()));
    }
    if (fs::exists(file)) {
      return fail(Fault::Storage, fmt::format("{} exists already", file.string()), "name a file that is not there yet");
    }
    const fs::path part = file.string() + ".part";
    fs::remove(part);
    BackupReport report;
    bool whole = false;
    {
      SQLite::Database source(from.string(), SQLite::OPEN_READONLY, kBusyMilliseconds);
      SQLite::Database target(part.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE, kBusyMilliseconds);
      // One read transaction: a writer cannot make the copy begin anew.
      source.exec("BEGIN");
      report = describe(source);
      whole = copy(target, source, &observer);
      source.exec("COMMIT");
      if (whole) {
        target.exec("PRAGMA journal_mode=DELETE");  // one file, no companions
      }
    }
    if (!whole) {
      fs::remove(part);
      return fail(Fault::Interrupted, "stopped", "no backup was made");
    }
    fs::rename(part, file);
    return report;
  });
}

Result<BackupReport> check_backup(const fs::path& file) {
  if (!fs::exists(file)) {
    return fail(Fault::NotFound, fmt::format("{} is not there", file.string()));
  }
  try {
    SQLite::Database database(file.string(), SQLite::OPEN_READONLY, kBusyMilliseconds);
    const std::string sound = database.execAndGet("PRAGMA integrity_check").getString();
    if (sound != "ok") {
      return fail(Fault::BadInput, fmt::format("{} is damaged: {}", file.string(), sound));
    }
    BackupReport report = describe(database);
    if (report.schema > migrations().back().number) {
      return fail(Fault::BadInput,
                  fmt::format("{} was made by a newer meridian (schema {}; this one knows {})", file.string(),
                              report.schema, migrations().back().number),
                  "install the newer meridian");
    }
    if (report.schema < 1) {
      return fail(Fault::BadInput, fmt::format("{} is not a backup of a library", file.string()));
    }
    return report;
  } catch (const SQLite::Exception& error) {
    return fail(Fault::BadInput, fmt::format("{} is not a backup of a library: {}", file.string(), error.what()));
  }
}

Result<BackupReport> restore_library(const fs::path& file, const fs::path& folder, const std::string& now) {
  auto report = check_backup(file);
  if (!report) {
    return report;
  }
  return guarded_store("restoring", [&]() -> Result<BackupReport> {
    fs::create_directories(folder);
    auto lock = WriteLock::take(folder / "lock", std::chrono::seconds(0), now);
    if (!lock) {
      return tl::unexpected(lock.error());
    }
    const auto place = folder / "meridian.db";
    if (fs::exists(place)) {
      std::string stamp = now;
      std::erase_if(stamp, [](char c) { return c == ':' || c == '-'; });
      report->kept = place.string() + ".before-restore-" + stamp;
      fs::remove(report->kept);
      SQLite::Database before(place.string(), SQLite::OPEN_READONLY, kBusyMilliseconds);
      SQLite::Database kept(report->kept.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE, kBusyMilliseconds);
      copy(kept, before, nullptr);
    }
    // The index goes first: a search then finds none rather than one of other records.
    fs::remove_all(folder / "search");
    SQLite::Database source(file.string(), SQLite::OPEN_READONLY, kBusyMilliseconds);
    SQLite::Database target(place.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE, kBusyMilliseconds);
    copy(target, source, nullptr);
    return *report;
  });
}

}  // namespace meridian::index
