// Brings an older schema up to date: a copy is kept first, then all steps are one transaction.
#include <fmt/format.h>

#include "index/store/migrations.hpp"
#include "index/store/store.hpp"

namespace meridian::index {
namespace {

int version_of(SQLite::Database& database) { return database.execAndGet("PRAGMA user_version").getInt(); }

/// "meridian.db.schema-1.backup" beside the library; one that is there already is of the same schema and is replaced.
void keep_copy(SQLite::Database& database, int version) {
  const std::string file = fmt::format("{}.schema-{}.backup", database.getFilename(), version);
  std::filesystem::remove(file);
  SQLite::Statement copy(database, "VACUUM INTO ?");
  copy.bind(1, file);
  copy.exec();
}

}  // namespace

void Store::migrate(Access access) {
  const int newest = migrations().back().number;
  const int version = version_of(database_);
  if (version > newest) {
    throw StoreFault{
        {Fault::Storage,
         fmt::format("this library was made by a newer meridian (schema {}; this one knows {})", version, newest),
         {},
         "install the newer meridian"}};
  }
  if (version < newest && access == Access::Read) {
    throw StoreFault{{Fault::Storage,
                      fmt::format("this library has an older schema ({}; this meridian needs {})", version, newest),
                      {},
                      "run a command that writes, such as meridian update, to bring it up to date"}};
  }
  if (version == newest) {
    return;
  }
  if (version > 0) {
    keep_copy(database_, version);
  }
  SQLite::Transaction transaction(database_, SQLite::TransactionBehavior::IMMEDIATE);
  const int still = version_of(database_);  // another process may have been faster
  for (const Migration& step : migrations()) {
    if (step.number > still) {
      database_.exec(step.sql);
    }
  }
  database_.exec(fmt::format("PRAGMA user_version={}", newest));
  transaction.commit();
}

}  // namespace meridian::index
