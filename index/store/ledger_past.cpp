// What was known when: events to announce, revisions, and a record as of an earlier instant.
#include <algorithm>

#include "core/citation_json.hpp"
#include "index/ledger.hpp"
#include "index/store/blob.hpp"
#include "index/store/ledger_impl.hpp"

namespace meridian::index {
namespace {

// Each branch yields kind, pmid, item, seen. A retraction is one event however many notices tell of it.
constexpr const char* kEvents =
    "WITH member AS (SELECT t.pmid, t.first_seen, c.deleted FROM topic_citation t JOIN citation c ON c.pmid=t.pmid "
    "WHERE t.topic=?1), "
    "event(kind,pmid,item,seen) AS ("
    "SELECT 'new', pmid, 0, first_seen FROM member WHERE deleted IS NULL OR EXISTS (SELECT 1 FROM told o WHERE "
    "o.topic=?1 AND o.pmid=member.pmid AND o.kind='new') "
    "UNION ALL SELECT 'changed', r.pmid, r.number, r.seen FROM member m JOIN revision r ON r.pmid=m.pmid JOIN citation "
    "c "
    "ON c.pmid=r.pmid WHERE r.number>1 AND r.number<=c.revision "
    "UNION ALL SELECT 'retracted', n.pmid, 0, min(s.seen) FROM member m JOIN notice n ON n.pmid=m.pmid AND n.kind=3 "
    "JOIN "
    "notice_seen s ON s.pmid=n.pmid AND s.kind=n.kind AND s.notice=n.notice GROUP BY n.pmid "
    "UNION ALL SELECT CASE n.kind WHEN 2 THEN 'concern' ELSE 'corrected' END, n.pmid, n.notice, min(s.seen) FROM "
    "member "
    "m JOIN notice n ON n.pmid=m.pmid AND n.kind<3 JOIN notice_seen s ON s.pmid=n.pmid AND s.kind=n.kind AND "
    "s.notice=n.notice GROUP BY n.pmid, n.kind, n.notice "
    "UNION ALL SELECT 'reinstated', o.pmid, 0, o.told FROM told o JOIN member m ON m.pmid=o.pmid WHERE o.topic=?1 AND "
    "(o.kind='reinstated' OR (o.kind='retracted' AND NOT EXISTS (SELECT 1 FROM notice n WHERE n.pmid=o.pmid AND "
    "n.kind=3))) "
    "UNION ALL SELECT 'withdrawn', pmid, 0, deleted FROM member WHERE deleted IS NOT NULL AND EXISTS (SELECT 1 FROM "
    "told "
    "o WHERE o.topic=?1 AND o.pmid=member.pmid AND o.kind='new') "
    "UNION ALL SELECT 'restored', o.pmid, 0, o.told FROM told o JOIN member m ON m.pmid=o.pmid WHERE o.topic=?1 AND "
    "(o.kind='restored' OR (o.kind='withdrawn' AND m.deleted IS NULL))) "
    "SELECT e.kind, e.pmid, e.item, e.seen, coalesce(o.told,'') FROM event e LEFT JOIN told o ON o.topic=?1 AND "
    "o.pmid=e.pmid AND o.kind=e.kind AND o.item=e.item ORDER BY e.seen, e.pmid, e.kind, e.item";

IntegrityStatus status_of(int kind) {
  return kind == 3   ? IntegrityStatus::Retracted
         : kind == 2 ? IntegrityStatus::Concern
         : kind == 1 ? IntegrityStatus::Corrected
                     : IntegrityStatus::Ok;
}

}  // namespace

Result<std::vector<Event>> Ledger::events(const std::string& topic) {
  return guarded_store(kBooks, [&]() -> Result<std::vector<Event>> {
    std::vector<Event> out;
    impl_->each(
        kEvents,
        [&](auto& q) {
          out.push_back({q.getColumn(0).getString(), q.getColumn(1).getUInt(), q.getColumn(2).getInt64(),
                         q.getColumn(3).getString(), q.getColumn(4).getString()});
        },
        topic);
    return out;
  });
}

Result<std::optional<Citation>> Ledger::citation_at(Pmid pmid, int number) {
  return guarded_store(kBooks, [&]() -> Result<std::optional<Citation>> {
    std::string json;
    impl_->each(
        "SELECT citation FROM revision WHERE pmid=? AND number=?",
        [&](auto& q) { json = decompress(q.getColumn(0).getString()); }, pmid, number);
    if (json.empty()) {
      return std::nullopt;
    }
    auto citation = citation_from_json(json);
    if (!citation) {
      return tl::unexpected(std::move(citation).error());
    }
    return std::move(*citation);
  });
}

Result<std::optional<AsOf>> Ledger::as_of(Pmid pmid, const std::string& instant) {
  return guarded_store(kBooks, [&]() -> Result<std::optional<AsOf>> {
    AsOf then;
    std::string json;
    impl_->each(
        "SELECT r.citation, c.first_seen FROM citation c JOIN revision r ON r.pmid=c.pmid WHERE c.pmid=?1 AND "
        "c.first_seen<=?2 AND (c.deleted IS NULL OR c.deleted>?2) AND r.seen<=?2 ORDER BY r.version DESC, r.revised "
        "DESC, r.number DESC LIMIT 1",
        [&](auto& q) {
          json = decompress(q.getColumn(0).getString());
          then.first_seen = q.getColumn(1).getString();
        },
        pmid, instant);
    if (json.empty()) {
      return std::nullopt;
    }
    auto citation = citation_from_json(json);
    if (!citation) {
      return tl::unexpected(std::move(citation).error());
    }
    then.citation = std::move(*citation);
    int kind = 0;
    impl_->each(
        "SELECT kind, notice FROM notice_seen WHERE pmid=? AND seen<=? ORDER BY kind DESC, notice",
        [&](auto& q) {
          kind = std::max(kind, q.getColumn(0).getInt());
          if (const Pmid notice = q.getColumn(1).getUInt();
              notice != 0 && std::find(then.notices.begin(), then.notices.end(), notice) == then.notices.end()) {
            then.notices.push_back(notice);
          }
        },
        pmid, instant);
    then.integrity = status_of(kind);
    impl_->each(
        "SELECT topic FROM topic_citation WHERE pmid=? AND first_seen<=? ORDER BY topic",
        [&](auto& q) { then.topics.push_back(q.getColumn(0).getString()); }, pmid, instant);
    return then;
  });
}

Result<std::vector<Pmid>> Ledger::changed_after(const std::string& instant) {
  return guarded_store(kBooks, [&]() -> Result<std::vector<Pmid>> {
    std::vector<Pmid> out;
    impl_->each(
        "SELECT pmid FROM citation WHERE first_seen>?1 OR deleted IS NOT NULL UNION SELECT pmid FROM revision WHERE "
        "seen>?1 UNION SELECT c.pmid FROM notice_seen n JOIN citation c ON c.pmid=n.pmid WHERE n.seen>?1 ORDER BY 1",
        [&](auto& q) { out.push_back(q.getColumn(0).getUInt()); }, instant);
    return out;
  });
}

}  // namespace meridian::index
