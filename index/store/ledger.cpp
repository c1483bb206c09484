// The books of the tracker: topics, runs, announcements and watches.
#include "index/ledger.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/citation_json.hpp"
#include "core/text.hpp"
#include "index/store/blob.hpp"
#include "index/store/ledger_impl.hpp"

namespace meridian::index {
namespace {

constexpr int kBusyMilliseconds = 10'000;

TopicState state_of(SQLite::Statement& q) {
  return {q.getColumn(0).getString(), q.getColumn(1).getString(), q.getColumn(2).getString(),
          q.getColumn(3).getString(), q.getColumn(4).getInt64()};
}

}  // namespace

Ledger::Impl::Impl(const std::filesystem::path& file, Access access)
    : database(address_of(file, access),
               (access == Access::Write ? SQLite::OPEN_READWRITE : SQLite::OPEN_READONLY) | SQLite::OPEN_URI,
               kBusyMilliseconds) {
  database.exec("PRAGMA foreign_keys=ON");
  if (access == Access::Write) {
    database.exec("PRAGMA synchronous=FULL");
  }
}

std::int64_t Ledger::Impl::next_sequence() {
  std::int64_t next = 0;
  each("SELECT coalesce(max(sequence),0)+1 FROM citation", [&](auto& q) { next = q.getColumn(0).getInt64(); });
  return next;
}

Ledger::Ledger(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Ledger::Ledger(Ledger&&) noexcept = default;
Ledger& Ledger::operator=(Ledger&&) noexcept = default;
Ledger::~Ledger() = default;

Result<Ledger> Ledger::open(const std::filesystem::path& folder, Access access) {
  return guarded_store(kBooks, [&]() -> Result<Ledger> {
    const auto file = folder / "meridian.db";
    if (!std::filesystem::exists(file)) {
      return fail(Fault::NotFound, fmt::format("there is no library in {}", folder.string()),
                  "meridian update or meridian import makes one");
    }
    const Store of_this_schema(file, access);
    return Ledger(std::make_unique<Impl>(file, access));
  });
}

Result<std::string> Ledger::library_id() {
  return guarded_store(kBooks, [&]() -> Result<std::string> {
    return impl_->database.execAndGet("SELECT value FROM library WHERE key='id'").getString();
  });
}

Result<TopicState> Ledger::topic(const std::string& topic) {
  return guarded_store(kBooks, [&]() -> Result<TopicState> {
    TopicState state;
    state.topic = topic;
    impl_->each(
        "SELECT topic,query,watermark,audited,run FROM topic_state WHERE topic=?",
        [&](auto& q) { state = state_of(q); }, topic);
    return state;
  });
}

Result<std::vector<TopicState>> Ledger::topics() {
  return guarded_store(kBooks, [&]() -> Result<std::vector<TopicState>> {
    std::vector<TopicState> states;
    impl_->each("SELECT topic,query,watermark,audited,run FROM topic_state ORDER BY topic",
                [&](auto& q) { states.push_back(state_of(q)); });
    return states;
  });
}

Result<std::vector<Member>> Ledger::members(const std::string& topic) {
  return guarded_store(kBooks, [&]() -> Result<std::vector<Member>> {
    std::vector<Member> members;
    impl_->each(
        "SELECT c.pmid, c.deleted IS NOT NULL, 0, c.last_seen FROM topic_citation t JOIN citation c ON c.pmid=t.pmid "
        "WHERE t.topic=?1 UNION ALL SELECT c.pmid, c.deleted IS NOT NULL, 1, c.last_seen FROM companion t JOIN "
        "citation "
        "c ON c.pmid=t.pmid WHERE t.topic=?1 AND NOT EXISTS (SELECT 1 FROM topic_citation o WHERE o.topic=?1 AND "
        "o.pmid=t.pmid) ORDER BY 1",
        [&](auto& q) {
          members.push_back({q.getColumn(0).getUInt(), q.getColumn(1).getInt() != 0, q.getColumn(2).getInt() != 0,
                             q.getColumn(3).getString()});
        },
        topic);
    return members;
  });
}

Result<std::string> Ledger::newest_day(const std::string& topic) {
  return guarded_store(kBooks, [&]() -> Result<std::string> {
    std::string day;
    impl_->each(
        "SELECT coalesce(max(max(c.created,c.revised)),'') FROM topic_citation t JOIN citation c ON c.pmid=t.pmid "
        "WHERE "
        "t.topic=?",
        [&](auto& q) { day = q.getColumn(0).getString(); }, topic);
    return day;
  });
}

Result<std::vector<Pmid>> Ledger::deleted_among(std::span<const Pmid> pmids) {
  return guarded_store(kBooks, [&]() -> Result<std::vector<Pmid>> {
    std::vector<Pmid> out;
    for (const Pmid pmid : pmids) {
      impl_->each(
          "SELECT 1 FROM citation WHERE pmid=? AND deleted IS NOT NULL", [&](auto&) { out.push_back(pmid); }, pmid);
    }
    return out;
  });
}

Result<void> Ledger::join(const std::string& topic, std::span<const Pmid> pmids, const std::string& now) {
  return in_transaction(*impl_, [&]() -> Result<void> {
    const std::int64_t next = impl_->next_sequence();
    for (const Pmid pmid : pmids) {
      impl_->run(
          "INSERT OR IGNORE INTO topic_citation(topic,pmid,first_seen) SELECT ?,pmid,? FROM citation WHERE pmid=?",
          topic, now, pmid);
      impl_->run("UPDATE citation SET sequence=? WHERE pmid=?", next, pmid);
    }
    return {};
  });
}

Result<void> Ledger::join_notices(const std::string& topic) {
  return in_transaction(*impl_, [&]() -> Result<void> {
    impl_->run(
        "INSERT OR IGNORE INTO companion(topic,pmid) SELECT DISTINCT t.topic, n.notice FROM topic_citation t JOIN "
        "notice n ON n.pmid=t.pmid JOIN citation c ON c.pmid=n.notice WHERE t.topic=?",
        topic);
    return {};
  });
}

Result<void> Ledger::restore(std::span<const Pmid> pmids) {
  return in_transaction(*impl_, [&]() -> Result<void> {
    const std::int64_t next = impl_->next_sequence();
    for (const Pmid pmid : pmids) {
      impl_->run("UPDATE citation SET deleted=NULL, sequence=? WHERE pmid=?", next, pmid);
      impl_->run("DELETE FROM deletion WHERE pmid=?", pmid);
    }
    return {};
  });
}

Result<void> Ledger::take(const std::string& topic, std::span<const Pmid> pmids, const std::string& day) {
  return in_transaction(*impl_, [&]() -> Result<void> {
    for (const Pmid pmid : pmids) {
      impl_->run("INSERT OR REPLACE INTO taken(topic,pmid,day) VALUES(?,?,?)", topic, pmid, day);
      impl_->run("DELETE FROM absent WHERE pmid=?", pmid);
    }
    return {};
  });
}

Result<std::unordered_set<Pmid>> Ledger::taken(const std::string& topic, const std::string& day) {
  return guarded_store(kBooks, [&]() -> Result<std::unordered_set<Pmid>> {
    std::unordered_set<Pmid> out;
    impl_->each(
        "SELECT pmid FROM taken WHERE topic=? AND day=?", [&](auto& q) { out.insert(q.getColumn(0).getUInt()); }, topic,
        day);
    return out;
  });
}

Result<std::map<Pmid, int>> Ledger::note_absent(std::span<const Pmid> pmids, const std::string& day) {
  return in_transaction(*impl_, [&]() -> Result<std::map<Pmid, int>> {
    std::map<Pmid, int> days;
    for (const Pmid pmid : pmids) {
      impl_->run(
          "INSERT INTO absent(pmid,first_day,last_day,days) VALUES(?1,?2,?2,1) ON CONFLICT(pmid) DO UPDATE SET "
          "days=days+(last_day<>?2), last_day=?2",
          pmid, day);
      impl_->each(
          "SELECT days FROM absent WHERE pmid=?", [&](auto& q) { days[pmid] = q.getColumn(0).getInt(); }, pmid);
    }
    return days;
  });
}

Result<std::vector<Pmid>> Ledger::unheld_notices(const std::string& topic) {
  return guarded_store(kBooks, [&]() -> Result<std::vector<Pmid>> {
    std::vector<Pmid> out;
    impl_->each(
        "SELECT DISTINCT n.notice FROM notice n JOIN topic_citation t ON t.topic=? AND t.pmid=n.pmid WHERE n.notice<>0 "
        "AND NOT EXISTS (SELECT 1 FROM citation c WHERE c.pmid=n.notice) AND NOT EXISTS (SELECT 1 FROM deletion d "
        "WHERE "
        "d.pmid=n.notice) ORDER BY 1",
        [&](auto& q) { out.push_back(q.getColumn(0).getUInt()); }, topic);
    return out;
  });
}

Result<std::int64_t> Ledger::finish(const RunEnd& end) {
  return in_transaction(*impl_, [&]() -> Result<std::int64_t> {
    const Run& r = end.run;
    impl_->run("INSERT INTO run(command,topic,started,finished,status,receipt) VALUES(?,?,?,?,?,?)", r.command, r.topic,
               r.started, r.finished, r.status, r.receipt);
    const std::int64_t id = impl_->database.getLastInsertRowid();
    if (end.state) {
      const TopicState& s = *end.state;
      impl_->run("INSERT OR REPLACE INTO topic_state(topic,query,watermark,audited,run) VALUES(?,?,?,?,?)", s.topic,
                 s.query, s.watermark, s.audited, id);
      impl_->run("DELETE FROM taken WHERE topic=?", s.topic);
    }
    for (const WatchMatch& m : end.matches) {
      impl_->run("INSERT OR REPLACE INTO watch_match(watch,pmid,direction,integrity,seen) VALUES(?,?,?,?,?)", m.watch,
                 m.pmid, m.direction, m.integrity, r.finished);
    }
    return id;
  });
}

Result<std::optional<Run>> Ledger::run(std::int64_t id) {
  return guarded_store(kBooks, [&]() -> Result<std::optional<Run>> {
    std::optional<Run> found;
    impl_->each(
        "SELECT id,command,topic,started,finished,status,receipt FROM run WHERE id=?",
        [&](auto& q) {
          found = Run{q.getColumn(0).getInt64(),  q.getColumn(1).getString(), q.getColumn(2).getString(),
                      q.getColumn(3).getString(), q.getColumn(4).getString(), q.getColumn(5).getString(),
                      q.getColumn(6).getString()};
        },
        id);
    return found;
  });
}

Result<void> Ledger::tell(const std::string& topic, std::span<const Event> events, const std::string& now) {
  // What undoes an announcement makes it possible to announce it again should it come back.
  const std::map<std::string, std::string> undone{
      {"withdrawn", "restored"}, {"restored", "withdrawn"}, {"retracted", "reinstated"}, {"reinstated", "retracted"}};
  return in_transaction(*impl_, [&]() -> Result<void> {
    for (const Event& event : events) {
      impl_->run("INSERT OR IGNORE INTO told(topic,pmid,kind,item,told) VALUES(?,?,?,?,?)", topic, event.pmid,
                 event.kind, event.item, now);
      if (const auto opposite = undone.find(event.kind); opposite != undone.end()) {
        impl_->run("DELETE FROM told WHERE topic=? AND pmid=? AND kind=?", topic, event.pmid, opposite->second);
      }
    }
    return {};
  });
}

Result<void> Ledger::index_dois(const std::string& topic) {
  return in_transaction(*impl_, [&]() -> Result<void> {
    std::vector<std::pair<Pmid, int>> behind;
    impl_->each(
        "SELECT c.pmid, c.revision FROM topic_citation t JOIN citation c ON c.pmid=t.pmid LEFT JOIN paper_doi d ON "
        "d.pmid=c.pmid AND d.revision=c.revision WHERE t.topic=? AND d.pmid IS NULL",
        [&](auto& q) { behind.emplace_back(q.getColumn(0).getUInt(), q.getColumn(1).getInt()); }, topic);
    for (const auto& [pmid, revision] : behind) {
      std::string doi;
      impl_->each(
          "SELECT citation FROM revision WHERE pmid=? AND number=?",
          [&](auto& q) {
            const auto text = decompress_if_whole(q.getColumn(0).getString());
            if (const auto citation = citation_from_json(text.value_or(""))) {
              doi = ascii_lower(citation->doi);
            }
          },
          pmid, revision);
      impl_->run("INSERT OR REPLACE INTO paper_doi(pmid,revision,doi) VALUES(?,?,?)", pmid, revision, doi);
    }
    return {};
  });
}

Result<std::vector<Pmid>> Ledger::twins(Pmid pmid) {
  return guarded_store(kBooks, [&]() -> Result<std::vector<Pmid>> {
    std::vector<Pmid> out;
    impl_->each(
        "SELECT o.pmid FROM paper_doi d JOIN paper_doi o ON o.doi=d.doi AND o.pmid<>d.pmid WHERE d.pmid=? AND "
        "d.doi<>'' "
        "ORDER BY 1",
        [&](auto& q) { out.push_back(q.getColumn(0).getUInt()); }, pmid);
    return out;
  });
}

Result<std::vector<NoticeLink>> Ledger::notices(Pmid pmid) {
  return guarded_store(kBooks, [&]() -> Result<std::vector<NoticeLink>> {
    std::vector<NoticeLink> out;
    impl_->each(
        "SELECT n.kind, n.notice, n.told_by, s.seen FROM notice n JOIN notice_seen s ON s.pmid=n.pmid AND "
        "s.kind=n.kind "
        "AND s.notice=n.notice WHERE n.pmid=? ORDER BY n.kind DESC, n.notice, n.told_by",
        [&](auto& q) {
          out.push_back({q.getColumn(0).getInt(), q.getColumn(1).getUInt(), q.getColumn(2).getUInt(),
                         q.getColumn(3).getString()});
        },
        pmid);
    return out;
  });
}

Result<void> Ledger::add_watch(const Watch& watch, std::span<const WatchMatch> matches) {
  return in_transaction(*impl_, [&]() -> Result<void> {
    bool taken = false;
    impl_->each(
        "SELECT 1 FROM watch WHERE name=?", [&](auto&) { taken = true; }, watch.name);
    if (taken) {
      return fail(Fault::Usage, fmt::format("there is a watch \"{}\" already", printable(watch.name)),
                  "remove it first, or choose another --name");
    }
    impl_->run("INSERT INTO watch(name,query,created) VALUES(?,?,?)", watch.name, watch.query, watch.created);
    for (const WatchMatch& m : matches) {
      impl_->run("INSERT OR REPLACE INTO watch_match(watch,pmid,direction,integrity,seen) VALUES(?,?,?,?,?)",
                 watch.name, m.pmid, m.direction, m.integrity, watch.created);
    }
    return {};
  });
}

Result<bool> Ledger::remove_watch(const std::string& name) {
  return in_transaction(*impl_, [&]() -> Result<bool> {
    impl_->run("DELETE FROM watch WHERE name=?", name);
    return impl_->database.getChanges() > 0;
  });
}

Result<std::vector<Watch>> Ledger::watches() {
  return guarded_store(kBooks, [&]() -> Result<std::vector<Watch>> {
    std::vector<Watch> out;
    impl_->each("SELECT name,query,created FROM watch ORDER BY name", [&](auto& q) {
      out.push_back({q.getColumn(0).getString(), q.getColumn(1).getString(), q.getColumn(2).getString()});
    });
    return out;
  });
}

Result<std::map<Pmid, WatchMatch>> Ledger::matches(const std::string& watch) {
  return guarded_store(kBooks, [&]() -> Result<std::map<Pmid, WatchMatch>> {
    std::map<Pmid, WatchMatch> out;
    impl_->each(
        "SELECT pmid,direction,integrity FROM watch_match WHERE watch=?",
        [&](auto& q) {
          const Pmid pmid = q.getColumn(0).getUInt();
          out[pmid] = {watch, pmid, q.getColumn(1).getString(), q.getColumn(2).getString()};
        },
        watch);
    return out;
  });
}

}  // namespace meridian::index
