// What the parts of the ledger share: its connection and statements.
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <memory>
#include <string>
#include <unordered_map>
#include <utility>

#include "index/ledger.hpp"
#include "index/store/guard.hpp"

namespace meridian::index {

struct Ledger::Impl {
  SQLite::Database database;
  std::unordered_map<const char*, std::unique_ptr<SQLite::Statement>> statements;

  Impl(const std::filesystem::path& file, Access access);

  /// Kept prepared; reset, with the values bound in order.
  template <class... Values>
  SQLite::Statement& statement(const char* sql, const Values&... values) {
    auto& kept = statements[sql];
    if (!kept) {
      kept = std::make_unique<SQLite::Statement>(database, sql);
    }
    kept->reset();
    kept->clearBindings();
    int place = 0;
    (kept->bind(++place, values), ...);
    return *kept;
  }

  template <class... Values>
  void run(const char* sql, const Values&... values) {
    auto& q = statement(sql, values...);
    q.exec();
    q.reset();
  }

  template <class Row, class... Values>
  void each(const char* sql, Row row, const Values&... values) {
    auto& q = statement(sql, values...);
    while (q.executeStep()) {
      row(q);
    }
    q.reset();
  }

  [[nodiscard]] std::int64_t next_sequence();
};

inline constexpr std::string_view kBooks = "the library's database";

/// Runs `work` with the connection in one transaction.
template <class Impl, class F>
auto in_transaction(Impl& impl, F&& work) -> decltype(work()) {
  return guarded_store(kBooks, [&] {
    SQLite::Transaction transaction(impl.database, SQLite::TransactionBehavior::IMMEDIATE);
    auto value = work();
    transaction.commit();
    return value;
  });
}

}  // namespace meridian::index
