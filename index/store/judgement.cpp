// Keeping what people decided against the reader.
#include "index/store/store.hpp"

namespace meridian::index {

void Store::judge(const Judgement& judgement) {
  SQLite::Transaction transaction(database_, SQLite::TransactionBehavior::IMMEDIATE);
  const std::int64_t next = sequence() + 1;
  auto& put = statement(
      "INSERT INTO judgement(pmid,field,value,note,made) VALUES(?1,?2,?3,?4,?5) ON CONFLICT(pmid,field) DO UPDATE SET "
      "value=?3, note=?4, made=?5");
  put.bind(1, judgement.pmid);
  put.bind(2, judgement.field);
  put.bind(3, judgement.value);
  put.bind(4, judgement.note);
  put.bind(5, judgement.made);
  put.exec();
  weigh(judgement.pmid, next, true);
  transaction.commit();
}

std::uint64_t Store::take_back(Pmid pmid, const std::string& field) {
  SQLite::Transaction transaction(database_, SQLite::TransactionBehavior::IMMEDIATE);
  const std::int64_t next = sequence() + 1;
  auto& drop = statement("DELETE FROM judgement WHERE pmid=?1 AND (?2='' OR field=?2)");
  drop.bind(1, pmid);
  drop.bind(2, field);
  const auto count = static_cast<std::uint64_t>(drop.exec());
  if (count > 0) {
    weigh(pmid, next, true);
  }
  transaction.commit();
  return count;
}

std::vector<Judgement> Store::judgements(Pmid pmid) {
  std::vector<Judgement> out;
  auto& q =
      statement("SELECT pmid, field, value, note, made FROM judgement WHERE ?1=0 OR pmid=?1 ORDER BY pmid, field");
  q.bind(1, pmid);
  while (q.executeStep()) {
    out.push_back({q.getColumn(0).getUInt(), q.getColumn(1).getString(), q.getColumn(2).getString(),
                   q.getColumn(3).getString(), q.getColumn(4).getString()});
  }
  q.reset();
  return out;
}

}  // namespace meridian::index
