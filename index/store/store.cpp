// Writing to the store: migrations, and the one transaction of each change.
#include "index/store/store.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <nlohmann/json.hpp>

#include "core/citation_json.hpp"
#include "core/study_json.hpp"
#include "index/store/blob.hpp"

namespace meridian::index {
namespace {

constexpr int kBusyMilliseconds = 10'000;
enum class About { Self, Other };
struct NoticeRule {
  std::string_view type;
  About about;
  IntegrityStatus status;
};

// RefTypes of the PubMed DTD that bear on whether a paper can be relied on; both sides of each link count, because NLM
// may update the notice's record before the paper's.
constexpr auto kNoticeRules = std::to_array<NoticeRule>({
    {"RetractionIn", About::Self, IntegrityStatus::Retracted},
    {"RetractionOf", About::Other, IntegrityStatus::Retracted},
    {"RetractedandRepublishedIn", About::Self, IntegrityStatus::Retracted},
    {"RetractedandRepublishedFrom", About::Other, IntegrityStatus::Retracted},
    {"PartialRetractionIn", About::Self, IntegrityStatus::Concern},
    {"PartialRetractionOf", About::Other, IntegrityStatus::Concern},
    {"ExpressionOfConcernIn", About::Self, IntegrityStatus::Concern},
    {"ExpressionOfConcernFor", About::Other, IntegrityStatus::Concern},
    {"ErratumIn", About::Self, IntegrityStatus::Corrected},
    {"ErratumFor", About::Other, IntegrityStatus::Corrected},
    {"CorrectedandRepublishedIn", About::Self, IntegrityStatus::Corrected},
    {"CorrectedandRepublishedFrom", About::Other, IntegrityStatus::Corrected},
});
constexpr std::string_view kRetractedPublication = "D016441";

std::string changed_fields(const std::string& before, const std::string& after) {
  const auto a = nlohmann::json::parse(before);
  const auto b = nlohmann::json::parse(after);
  auto names = nlohmann::json::array();
  for (const auto& [name, value] : b.items()) {
    if (!a.contains(name) || a.at(name) != value) {
      names.push_back(name);
    }
  }
  return names.dump();
}

}  // namespace

struct Store::Packed {
  std::string citation_json, citation, study, raw;
};

int weight_of(IntegrityStatus status) {
  switch (status) {
    case IntegrityStatus::Corrected:
      return 1;
    case IntegrityStatus::Concern:
      return 2;
    case IntegrityStatus::Retracted:
      return 3;
    case IntegrityStatus::Ok:
      break;
  }
  return 0;
}

std::string address_of(const std::filesystem::path& file, Access access) {
  // In WAL mode even a reader makes files beside the database. Where it may not, and no writer has left its log there,
  // the file is all there is and can be read as it stands.
  std::error_code ignored;
  if (access == Access::Write || ::access(file.parent_path().c_str(), W_OK) == 0 ||
      std::filesystem::exists(file.string() + "-wal", ignored)) {
    return file.string();
  }
  std::string uri = "file:";
  for (const char c : std::filesystem::absolute(file, ignored).string()) {
    uri += c == '%' || c == '?' || c == '#' ? fmt::format("%{:02X}", static_cast<int>(c)) : std::string(1, c);
  }
  return uri + "?immutable=1";
}

Store::Store(const std::filesystem::path& file, Access access)
    : database_(address_of(file, access),
                (access == Access::Write ? SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE : SQLite::OPEN_READONLY) |
                    SQLite::OPEN_URI,
                kBusyMilliseconds) {
  database_.exec("PRAGMA foreign_keys=ON");
  if (access == Access::Write) {
    database_.exec("PRAGMA journal_mode=WAL");
    database_.exec("PRAGMA synchronous=FULL");
  }
  migrate(access);
  id_ = database_.execAndGet("SELECT value FROM library WHERE key='id'").getString();
}

SQLite::Statement& Store::statement(const char* sql) {
  auto& kept = statements_[sql];
  if (!kept) {
    kept = std::make_unique<SQLite::Statement>(database_, sql);
  }
  kept->reset();
  kept->clearBindings();
  return *kept;
}

std::int64_t Store::sequence() {
  auto& q = statement("SELECT coalesce(max(sequence),0) FROM citation");
  q.executeStep();
  const std::int64_t value = q.getColumn(0).getInt64();
  q.reset();
  return value;
}

AddReport Store::add(std::span<const Entry> entries, const std::string& topic, const std::string& vocabulary,
                     const std::string& now) {
  // Compressed before the transaction, so that the file is locked for as short as can be.
  std::vector<Packed> packed;
  packed.reserve(entries.size());
  for (const Entry& entry : entries) {
    std::string json = to_json(entry.citation);
    std::string blob = compress(json);
    packed.push_back({std::move(json), std::move(blob), compress(to_json(entry.study)), compress(entry.raw)});
  }
  AddReport report;
  SQLite::Transaction transaction(database_, SQLite::TransactionBehavior::IMMEDIATE);
  const std::int64_t next = sequence() + 1;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const Outcome outcome = add_one(entries[i], packed[i], topic, vocabulary, now, next);
    report.added += outcome == Outcome::New ? 1 : 0;
    report.revised += outcome == Outcome::Revised ? 1 : 0;
    report.unchanged += outcome == Outcome::Unchanged ? 1 : 0;
    report.older += outcome == Outcome::Older ? 1 : 0;
    report.outcomes.emplace_back(entries[i].citation.pmid, outcome);
  }
  transaction.commit();
  return report;
}

Outcome Store::add_one(const Entry& entry, const Packed& packed, const std::string& topic,
                       const std::string& vocabulary, const std::string& now, std::int64_t sequence) {
  const Citation& c = entry.citation;
  Outcome outcome = Outcome::New;
  int number = 1;
  std::string changed = "[]";
  auto& find = statement(
      "SELECT c.revision, c.version, c.revised, c.raw_format, r.citation, r.raw, r.changed FROM citation c JOIN "
      "revision r ON r.pmid=c.pmid AND r.number=c.revision WHERE c.pmid=?");
  find.bind(1, c.pmid);
  if (find.executeStep()) {
    const int version = find.getColumn(1).getInt();
    const std::string revised = find.getColumn(2).getString();
    const auto format = static_cast<RawFormat>(find.getColumn(3).getInt());
    const int current_number = find.getColumn(0).getInt();
    const auto before = decompress_if_whole(find.getColumn(4).getString());
    const bool whole = before && decompress_if_whole(find.getColumn(5).getString());
    const std::string changed_then = find.getColumn(6).getString();
    find.reset();
    if (!whole && c.version == version && c.revised == revised) {
      auto& drop = statement("DELETE FROM revision WHERE pmid=? AND number=?");
      drop.bind(1, c.pmid);
      drop.bind(2, current_number);
      drop.exec();
      outcome = Outcome::Revised;  // the same record comes again: it takes the place of what was damaged
      changed = changed_then;
    } else if (before == packed.citation_json) {
      outcome = Outcome::Unchanged;
    } else if (c.version < version || (c.version == version && !c.revised.empty() && c.revised < revised)) {
      outcome = Outcome::Older;
    } else if (format == RawFormat::PubmedXml && entry.format == RawFormat::Medline && c.version == version &&
               c.revised <= revised) {
      outcome = Outcome::Unchanged;  // the same record in a form that tells less
    } else {
      outcome = Outcome::Revised;
      changed = before ? changed_fields(*before, packed.citation_json) : "[]";
    }
    auto& last = statement("SELECT number, citation FROM revision WHERE pmid=? ORDER BY number DESC");
    last.bind(1, c.pmid);
    number = 0;
    while (last.executeStep()) {
      number = number == 0 ? last.getColumn(0).getInt() + 1 : number;
      if (outcome != Outcome::Older) {
        break;
      }
      if (decompress_if_whole(last.getColumn(1).getString()) == packed.citation_json) {
        number = -1;  // this older form is already kept
        break;
      }
    }
    last.reset();
    number = number == 0 ? 1 : number;  // the only one was damaged
  }
  find.reset();
  std::vector<Pmid> touched;
  const bool current = outcome == Outcome::New || outcome == Outcome::Revised;
  if (outcome == Outcome::New) {
    auto& put = statement(
        "INSERT INTO "
        "citation(pmid,revision,version,revised,raw_format,first_seen,last_seen,deleted,created,has_abstract,integrity,"
        "sequence) VALUES(?1,1,0,'',0,?2,?2,(SELECT seen FROM deletion WHERE pmid=?1),'',0,0,?3)");
    put.bind(1, c.pmid);
    put.bind(2, now);
    put.bind(3, sequence);
    put.exec();
  }
  if (current || (outcome == Outcome::Older && number > 0)) {
    auto& put = statement(
        "INSERT INTO revision(pmid,number,version,seen,revised,changed,citation,raw,raw_format) "
        "VALUES(?,?,?,?,?,?,?,?,?)");
    put.bind(1, c.pmid);
    put.bind(2, number);
    put.bind(3, c.version);
    put.bind(4, now);
    put.bind(5, c.revised);
    put.bind(6, changed);
    put.bind(7, packed.citation.data(), static_cast<int>(packed.citation.size()));
    put.bind(8, packed.raw.data(), static_cast<int>(packed.raw.size()));
    put.bind(9, static_cast<int>(entry.format));
    put.exec();
  }
  if (current) {
    auto& put = statement(
        "UPDATE citation SET revision=?2, version=?3, revised=?4, raw_format=?5, created=?6, has_abstract=?7, "
        "sequence=?8 WHERE pmid=?1");
    put.bind(1, c.pmid);
    put.bind(2, number);
    put.bind(3, c.version);
    put.bind(4, c.revised);
    put.bind(5, static_cast<int>(entry.format));
    put.bind(6, c.created);
    put.bind(7, c.abstract.empty() ? 0 : 1);
    put.bind(8, sequence);
    put.exec();
    touched = replace_notices(c, now);
  }
  bool visible = current;
  if (outcome != Outcome::Older) {
    Study study = entry.study;
    visible = replace_study(study, packed.study, vocabulary) || visible;
  }
  auto& seen = statement("UPDATE citation SET last_seen=? WHERE pmid=?");
  seen.bind(1, now);
  seen.bind(2, c.pmid);
  seen.exec();
  if (!topic.empty()) {
    auto& put = statement("INSERT OR IGNORE INTO topic_citation(topic,pmid,first_seen) VALUES(?,?,?)");
    put.bind(1, topic);
    put.bind(2, c.pmid);
    put.bind(3, now);
    visible = put.exec() > 0 || visible;
  }
  weigh(c.pmid, sequence, visible);
  for (const Pmid other : touched) {
    if (other != c.pmid) {
      weigh(other, sequence, false);
    }
  }
  return outcome;
}

bool Store::replace_study(const Study& study, const std::string& packed, const std::string& vocabulary) {
  auto& put = statement(
      "INSERT INTO study(pmid,vocabulary_version,body) VALUES(?1,?2,?3) ON CONFLICT(pmid) DO UPDATE SET "
      "vocabulary_version=?2, body=?3 WHERE vocabulary_version<>?2 OR body<>?3");
  put.bind(1, study.pmid);
  put.bind(2, vocabulary);
  put.bind(3, packed.data(), static_cast<int>(packed.size()));
  return put.exec() > 0;
}

std::vector<Pmid> Store::replace_notices(const Citation& citation, const std::string& now) {
  std::vector<Pmid> touched;
  auto& old = statement("SELECT DISTINCT pmid FROM notice WHERE told_by=?");
  old.bind(1, citation.pmid);
  while (old.executeStep()) {
    touched.push_back(old.getColumn(0).getUInt());
  }
  old.reset();
  auto& drop = statement("DELETE FROM notice WHERE told_by=?");
  drop.bind(1, citation.pmid);
  drop.exec();
  const auto keep = [&](Pmid about, IntegrityStatus status, Pmid notice) {
    auto& put = statement("INSERT OR IGNORE INTO notice(pmid,kind,notice,told_by,seen) VALUES(?,?,?,?,?)");
    put.bind(1, about);
    put.bind(2, weight_of(status));
    put.bind(3, notice);
    put.bind(4, citation.pmid);
    put.bind(5, now);
    put.exec();
    touched.push_back(about);
  };
  for (const Correction& correction : citation.corrections) {
    for (const NoticeRule& rule : kNoticeRules) {
      if (rule.type != correction.type) {
        continue;
      }
      if (rule.about == About::Self) {
        keep(citation.pmid, rule.status, correction.pmid);
      } else if (correction.pmid != 0) {
        keep(correction.pmid, rule.status, citation.pmid);
      }
    }
  }
  if (citation.has_publication_type(kRetractedPublication)) {
    keep(citation.pmid, IntegrityStatus::Retracted, 0);
  }
  return touched;
}

void Store::weigh(Pmid pmid, std::int64_t sequence, bool always) {
  auto& find = statement(
      "SELECT coalesce((SELECT max(kind) FROM notice WHERE pmid=?1),0), integrity, (SELECT body FROM study WHERE "
      "pmid=?1) FROM citation WHERE pmid=?1");
  find.bind(1, pmid);
  if (!find.executeStep()) {
    return;
  }
  int weight = find.getColumn(0).getInt();
  const int before = find.getColumn(1).getInt();
  if (!find.getColumn(2).isNull() && weight < weight_of(IntegrityStatus::Retracted)) {
    if (const auto text = decompress_if_whole(find.getColumn(2).getString())) {
      const auto study = study_from_json(*text);
      weight = std::max(weight, study ? weight_of(study->integrity.status) : 0);
    }
  }
  find.reset();
  if (weight == before && !always) {
    return;
  }
  auto& put = statement("UPDATE citation SET integrity=?, sequence=? WHERE pmid=?");
  put.bind(1, weight);
  put.bind(2, sequence);
  put.bind(3, pmid);
  put.exec();
}

std::uint64_t Store::mark_deleted(std::span<const Pmid> pmids, const std::string& now) {
  std::uint64_t held_before = 0;
  SQLite::Transaction transaction(database_, SQLite::TransactionBehavior::IMMEDIATE);
  const std::int64_t next = sequence() + 1;
  for (const Pmid pmid : pmids) {
    auto& remember = statement("INSERT OR IGNORE INTO deletion(pmid,seen) VALUES(?,?)");
    remember.bind(1, pmid);
    remember.bind(2, now);
    remember.exec();
    auto& mark = statement("UPDATE citation SET deleted=?, sequence=? WHERE pmid=? AND deleted IS NULL");
    mark.bind(1, now);
    mark.bind(2, next);
    mark.bind(3, pmid);
    mark.exec();
    held_before += holds(pmid) ? 1 : 0;
  }
  transaction.commit();
  return held_before;
}

void Store::replace_studies(std::span<const Study> studies, const std::string& vocabulary) {
  SQLite::Transaction transaction(database_, SQLite::TransactionBehavior::IMMEDIATE);
  const std::int64_t next = sequence() + 1;
  for (const Study& study : studies) {
    if (holds(study.pmid)) {
      weigh(study.pmid, next, replace_study(study, compress(to_json(study)), vocabulary));
    }
  }
  transaction.commit();
}

std::int64_t Store::record_run(const Run& run) {
  auto& put = statement("INSERT INTO run(command,topic,started,finished,status,receipt) VALUES(?,?,?,?,?,?)");
  const std::array<const std::string*, 6> values{&run.command,  &run.topic,  &run.started,
                                                 &run.finished, &run.status, &run.receipt};
  for (std::size_t i = 0; i < values.size(); ++i) {
    put.bind(static_cast<int>(i) + 1, *values[i]);
  }
  put.exec();
  return database_.getLastInsertRowid();
}

}  // namespace meridian::index
