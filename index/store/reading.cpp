// Reading from the store, and checking it against itself.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/citation_json.hpp"
#include "core/study_json.hpp"
#include "index/store/blob.hpp"
#include "index/store/store.hpp"

namespace meridian::index {
namespace {

/// The graver status counts; notices are told once each.
void merge(const Integrity& told, Integrity& into) {
  if (weight_of(told.status) > weight_of(into.status)) {
    into.status = told.status;
  }
  for (const Pmid notice : told.by) {
    if (std::find(into.by.begin(), into.by.end(), notice) == into.by.end()) {
      into.by.push_back(notice);
    }
  }
}

/// @throws StoreFault that names the record
std::string stored_text(std::string_view blob, Pmid pmid) {
  auto text = decompress_if_whole(blob);
  if (!text) {
    throw StoreFault{{Fault::Storage,
                      fmt::format("what is stored of PMID {} is damaged", pmid),
                      {},
                      "import the record again, or restore a backup; meridian verify names all that is damaged"}};
  }
  return std::move(*text);
}

/// What people decided goes over what was read.
void lay_judgements(Held& held) {
  if (held.judgements.empty()) {
    return;
  }
  held.as_read = held.study;
  for (const Judgement& judgement : held.judgements) {
    apply(judgement, held.study);
  }
}

}  // namespace

bool Store::holds(Pmid pmid) {
  auto& q = statement("SELECT 1 FROM citation WHERE pmid=?");
  q.bind(1, pmid);
  const bool found = q.executeStep();
  q.reset();
  return found;
}

std::optional<Blobs> Store::blobs(Pmid pmid) {
  auto& q = statement(
      "SELECT r.citation, s.body, s.vocabulary_version, c.first_seen, c.last_seen, c.deleted IS NOT NULL FROM citation "
      "c JOIN revision r ON r.pmid=c.pmid AND r.number=c.revision LEFT JOIN study s ON s.pmid=c.pmid WHERE c.pmid=?");
  q.bind(1, pmid);
  if (!q.executeStep()) {
    return std::nullopt;
  }
  Blobs blobs;
  blobs.citation = q.getColumn(0).getString();
  blobs.known.study.pmid = pmid;
  if (!q.getColumn(1).isNull()) {
    blobs.study = q.getColumn(1).getString();
    blobs.known.vocabulary_version = q.getColumn(2).getString();
  }
  blobs.known.first_seen = q.getColumn(3).getString();
  blobs.known.last_seen = q.getColumn(4).getString();
  blobs.known.deleted = q.getColumn(5).getInt() != 0;
  q.reset();
  annotate(blobs.known, pmid);
  return blobs;
}

Held held_from(Blobs&& blobs) {
  Held held = std::move(blobs.known);
  const Pmid pmid = held.study.pmid;
  auto citation = citation_from_json(stored_text(blobs.citation, pmid));
  if (!citation) {
    throw StoreFault{std::move(citation.error())};
  }
  held.citation = std::move(*citation);
  if (!blobs.study.empty()) {
    auto study = study_from_json(stored_text(blobs.study, pmid));
    if (!study) {
      throw StoreFault{std::move(study.error())};
    }
    const Integrity told = std::move(held.study.integrity);
    held.study = std::move(*study);
    merge(told, held.study.integrity);
  }
  lay_judgements(held);
  return held;
}

std::optional<Held> Store::held(Pmid pmid) {
  auto stored = blobs(pmid);
  return stored ? std::optional(meridian::index::held_from(std::move(*stored))) : std::nullopt;
}

Held Store::held_from(const Entry& entry) {
  Held held;
  auto& q = statement("SELECT deleted IS NOT NULL FROM citation WHERE pmid=?");
  q.bind(1, entry.citation.pmid);
  held.deleted = q.executeStep() && q.getColumn(0).getInt() != 0;
  q.reset();
  held.citation = entry.citation;
  held.study = entry.study;
  annotate(held, entry.citation.pmid);
  lay_judgements(held);
  return held;
}

void Store::annotate(Held& held, Pmid pmid) {
  auto& topics = statement("SELECT topic FROM topic_citation WHERE pmid=? ORDER BY topic");
  topics.bind(1, pmid);
  while (topics.executeStep()) {
    held.topics.push_back(topics.getColumn(0).getString());
  }
  topics.reset();
  add_marks(held, pmid);
  auto& notices = statement("SELECT DISTINCT kind, notice FROM notice WHERE pmid=? ORDER BY kind DESC, notice");
  notices.bind(1, pmid);
  while (notices.executeStep()) {
    const int kind = notices.getColumn(0).getInt();
    const Pmid notice = notices.getColumn(1).getUInt();
    Integrity one;
    one.status = kind == 3   ? IntegrityStatus::Retracted
                 : kind == 2 ? IntegrityStatus::Concern
                             : IntegrityStatus::Corrected;
    if (notice != 0) {
      one.by.push_back(notice);
    }
    merge(one, held.study.integrity);
  }
  notices.reset();
  held.judgements = judgements(pmid);
}

std::vector<Revision> Store::revisions(Pmid pmid) {
  std::vector<Revision> out;
  auto& q = statement("SELECT number, version, seen, revised, changed FROM revision WHERE pmid=? ORDER BY number");
  q.bind(1, pmid);
  while (q.executeStep()) {
    out.push_back({q.getColumn(0).getInt(), q.getColumn(1).getInt(), q.getColumn(2).getString(),
                   q.getColumn(3).getString(),
                   nlohmann::json::parse(q.getColumn(4).getString()).get<std::vector<std::string>>()});
  }
  q.reset();
  return out;
}

std::optional<std::pair<std::string, RawFormat>> Store::raw(Pmid pmid, int revision) {
  auto& q = statement(
      "SELECT r.raw, r.raw_format FROM citation c JOIN revision r ON r.pmid=c.pmid AND r.number=CASE ?2 WHEN 0 THEN "
      "c.revision ELSE ?2 END WHERE c.pmid=?1");
  q.bind(1, pmid);
  q.bind(2, revision);
  if (!q.executeStep()) {
    return std::nullopt;
  }
  std::pair<std::string, RawFormat> out{stored_text(q.getColumn(0).getString(), pmid),
                                        static_cast<RawFormat>(q.getColumn(1).getInt())};
  q.reset();
  return out;
}

std::vector<Pmid> Store::live(Pmid after, std::size_t limit) {
  std::vector<Pmid> out;
  auto& q = statement("SELECT pmid FROM citation WHERE pmid>? AND deleted IS NULL ORDER BY pmid LIMIT ?");
  q.bind(1, after);
  q.bind(2, static_cast<std::int64_t>(limit));
  while (q.executeStep()) {
    out.push_back(q.getColumn(0).getUInt());
  }
  q.reset();
  return out;
}

std::vector<Pmid> Store::changed_since(std::int64_t sequence) {
  std::vector<Pmid> out;
  auto& q = statement("SELECT pmid FROM citation WHERE sequence>? ORDER BY pmid");
  q.bind(1, sequence);
  while (q.executeStep()) {
    out.push_back(q.getColumn(0).getUInt());
  }
  q.reset();
  return out;
}

Totals Store::totals(const std::string& vocabulary) {
  Totals t;
  auto& q = statement(
      "SELECT count(*) FILTER (WHERE deleted IS NULL), count(*) FILTER (WHERE deleted IS NOT NULL), count(*) FILTER "
      "(WHERE deleted IS NULL AND integrity=3), count(*) FILTER (WHERE deleted IS NULL AND has_abstract=1), "
      "coalesce(max(created) FILTER (WHERE deleted IS NULL),''), (SELECT count(*) FROM revision), (SELECT count(*) "
      "FROM study s JOIN citation d ON d.pmid=s.pmid WHERE d.deleted IS NULL AND s.vocabulary_version<>?) FROM "
      "citation");
  q.bind(1, vocabulary);
  q.executeStep();
  const auto number = [&](int column) { return static_cast<std::uint64_t>(q.getColumn(column).getInt64()); };
  t.citations = number(0);
  t.deleted = number(1);
  t.retracted = number(2);
  t.with_abstract = number(3);
  t.newest_created = q.getColumn(4).getString();
  t.revisions = number(5);
  t.stale = number(6);
  q.reset();
  return t;
}

std::vector<Disagreement> Store::check_itself() {
  std::vector<Disagreement> out;
  SQLite::Statement whole(database_, "PRAGMA integrity_check");
  while (whole.executeStep()) {
    if (const std::string line = whole.getColumn(0).getString(); line != "ok") {
      out.push_back({0, "store: " + line});
    }
  }
  SQLite::Statement links(database_, "PRAGMA foreign_key_check");
  while (links.executeStep()) {
    out.push_back({0, fmt::format("store: a row of {} names a missing row of {}", links.getColumn(0).getString(),
                                  links.getColumn(2).getString())});
  }
  SQLite::Statement rows(database_, "SELECT pmid, citation, raw, number FROM revision ORDER BY pmid, number");
  while (rows.executeStep()) {
    const Pmid pmid = rows.getColumn(0).getUInt();
    const auto text = decompress_if_whole(rows.getColumn(1).getString());
    if (!text || !decompress_if_whole(rows.getColumn(2).getString())) {
      out.push_back({pmid, fmt::format("revision {} is damaged in the store", rows.getColumn(3).getInt())});
    } else if (const auto citation = citation_from_json(*text); !citation || citation->pmid != pmid) {
      out.push_back({pmid, fmt::format("revision {} is not this record's", rows.getColumn(3).getInt())});
    }
  }
  SQLite::Statement studies(database_,
                            "SELECT c.pmid, s.body FROM citation c LEFT JOIN study s ON s.pmid=c.pmid ORDER BY c.pmid");
  while (studies.executeStep()) {
    const Pmid pmid = studies.getColumn(0).getUInt();
    if (studies.getColumn(1).isNull()) {
      out.push_back({pmid, "no study is stored"});
      continue;
    }
    const auto text = decompress_if_whole(studies.getColumn(1).getString());
    if (!text) {
      out.push_back({pmid, "the stored study is damaged"});
    } else if (const auto study = study_from_json(*text); !study || study->pmid != pmid) {
      out.push_back({pmid, "the stored study is not this record's"});
    }
  }
  return out;
}

std::vector<Run> Store::runs(std::size_t limit) {
  std::vector<Run> out;
  auto& q = statement("SELECT id,command,topic,started,finished,status,receipt FROM run ORDER BY id DESC LIMIT ?");
  q.bind(1, static_cast<std::int64_t>(std::min<std::size_t>(limit, 1'000'000)));
  while (q.executeStep()) {
    out.push_back({q.getColumn(0).getInt64(), q.getColumn(1).getString(), q.getColumn(2).getString(),
                   q.getColumn(3).getString(), q.getColumn(4).getString(), q.getColumn(5).getString(),
                   q.getColumn(6).getString()});
  }
  q.reset();
  return out;
}

}  // namespace meridian::index
