// What a person adds to a study: tags, notes and screening decisions.
#include "index/store/store.hpp"

namespace meridian::index {

std::uint64_t Store::tag(std::span<const Pmid> pmids, const std::vector<std::string>& add,
                         const std::vector<std::string>& remove) {
  SQLite::Transaction transaction(database_, SQLite::TransactionBehavior::IMMEDIATE);
  const std::int64_t next = sequence() + 1;
  std::uint64_t changed = 0;
  for (const Pmid pmid : pmids) {
    int rows = 0;
    for (const std::string& name : remove) {
      auto& drop = statement("DELETE FROM tag WHERE pmid=? AND name=?");
      drop.bind(1, pmid);
      drop.bind(2, name);
      rows += drop.exec();
    }
    for (const std::string& name : add) {
      auto& put = statement("INSERT OR IGNORE INTO tag(pmid,name) VALUES(?,?)");
      put.bind(1, pmid);
      put.bind(2, name);
      rows += put.exec();
    }
    if (rows > 0) {
      touch(pmid, next);
      ++changed;
    }
  }
  transaction.commit();
  return changed;
}

std::uint64_t Store::note(Pmid pmid, const std::string& text, const std::string& now) {
  SQLite::Transaction transaction(database_, SQLite::TransactionBehavior::IMMEDIATE);
  const std::int64_t next = sequence() + 1;
  auto& put = statement("INSERT INTO note(pmid,written,body) VALUES(?,?,?)");
  put.bind(1, pmid);
  put.bind(2, now);
  put.bind(3, text);
  put.exec();
  touch(pmid, next);
  transaction.commit();
  return 1;
}

std::uint64_t Store::forget_notes(Pmid pmid) {
  SQLite::Transaction transaction(database_, SQLite::TransactionBehavior::IMMEDIATE);
  const std::int64_t next = sequence() + 1;
  auto& drop = statement("DELETE FROM note WHERE pmid=?");
  drop.bind(1, pmid);
  const auto rows = static_cast<std::uint64_t>(drop.exec());
  if (rows > 0) {
    touch(pmid, next);
  }
  transaction.commit();
  return rows;
}

std::uint64_t Store::screen(std::span<const Pmid> pmids, const std::optional<Screening>& decision,
                            const std::string& now) {
  SQLite::Transaction transaction(database_, SQLite::TransactionBehavior::IMMEDIATE);
  const std::int64_t next = sequence() + 1;
  for (const Pmid pmid : pmids) {
    if (decision) {
      auto& put = statement(
          "INSERT INTO screening(pmid,include,reason,decided) VALUES(?1,?2,?3,?4) ON CONFLICT(pmid) DO UPDATE SET "
          "include=?2, reason=?3, decided=?4");
      put.bind(1, pmid);
      put.bind(2, decision->include ? 1 : 0);
      put.bind(3, decision->reason);
      put.bind(4, now);
      put.exec();
    } else {
      auto& drop = statement("DELETE FROM screening WHERE pmid=?");
      drop.bind(1, pmid);
      drop.exec();
    }
    touch(pmid, next);
  }
  transaction.commit();
  return pmids.size();
}

void Store::touch(Pmid pmid, std::int64_t sequence) {
  auto& put = statement("UPDATE citation SET sequence=? WHERE pmid=?");
  put.bind(1, sequence);
  put.bind(2, pmid);
  put.exec();
}

void Store::add_marks(Held& held, Pmid pmid) {
  auto& tags = statement("SELECT name FROM tag WHERE pmid=? ORDER BY name");
  tags.bind(1, pmid);
  while (tags.executeStep()) {
    held.tags.push_back(tags.getColumn(0).getString());
  }
  tags.reset();
  auto& notes = statement("SELECT written, body FROM note WHERE pmid=? ORDER BY id");
  notes.bind(1, pmid);
  while (notes.executeStep()) {
    held.notes.push_back({notes.getColumn(0).getString(), notes.getColumn(1).getString()});
  }
  notes.reset();
  auto& decision = statement("SELECT include, reason, decided FROM screening WHERE pmid=?");
  decision.bind(1, pmid);
  if (decision.executeStep()) {
    held.screening = Screening{decision.getColumn(0).getInt() != 0, decision.getColumn(1).getString(),
                               decision.getColumn(2).getString()};
  }
  decision.reset();
}

}  // namespace meridian::index
