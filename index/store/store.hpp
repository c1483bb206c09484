// The truth: what SQLite holds of citations, revisions, studies, notices and runs.
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <functional>
#include <unordered_map>
#include <unordered_set>

#include "index/library.hpp"

namespace meridian::index {

/// A statement that the store cannot serve, with words for people; other failures come as SQLite::Exception.
struct StoreFault {
  Error error;
};

/// What is stored of one record, as it stands: turning it into a Held needs no database and may run on any thread.
struct Blobs {
  Held known;  ///< all but citation, and of the study only its integrity by notices
  std::string citation, study;
};

/// @throws StoreFault, std::runtime_error
[[nodiscard]] Held held_from(Blobs&& blobs);

/// Which of several facts about one paper weighs most; the numbers stand in the schema.
[[nodiscard]] int weight_of(IntegrityStatus status);

/// What to open `file` by: a URI where a reader may not write beside it, else the path.
[[nodiscard]] std::string address_of(const std::filesystem::path& file, Access access);

class Store {
 public:
  /// @throws StoreFault, SQLite::Exception
  Store(const std::filesystem::path& file, Access access);

  [[nodiscard]] AddReport add(std::span<const Entry> entries, const std::string& topic, const std::string& vocabulary,
                              const std::string& now);
  [[nodiscard]] std::uint64_t mark_deleted(std::span<const Pmid> pmids, const std::string& now);
  void replace_studies(std::span<const Study> studies, const std::string& vocabulary);

  /// Each returns how many studies it changed.
  std::uint64_t tag(std::span<const Pmid> pmids, const std::vector<std::string>& add,
                    const std::vector<std::string>& remove);
  std::uint64_t note(Pmid pmid, const std::string& text, const std::string& now);
  std::uint64_t forget_notes(Pmid pmid);
  std::uint64_t screen(std::span<const Pmid> pmids, const std::optional<Screening>& decision, const std::string& now);
  void judge(const Judgement& judgement);
  [[nodiscard]] std::uint64_t take_back(Pmid pmid, const std::string& field);
  /// Of one study, or all where `pmid` is 0.
  [[nodiscard]] std::vector<Judgement> judgements(Pmid pmid);

  [[nodiscard]] bool holds(Pmid pmid);
  [[nodiscard]] std::optional<Held> held(Pmid pmid);
  [[nodiscard]] std::optional<Blobs> blobs(Pmid pmid);
  /// The same as held(), for a record that this entry has just made current: spares reading it back.
  [[nodiscard]] Held held_from(const Entry& entry);
  [[nodiscard]] std::vector<Revision> revisions(Pmid pmid);
  [[nodiscard]] std::optional<std::pair<std::string, RawFormat>> raw(Pmid pmid, int revision = 0);
  /// Up to `limit` live PMIDs above `after`, ascending.
  [[nodiscard]] std::vector<Pmid> live(Pmid after, std::size_t limit);
  /// All PMIDs that a search may see otherwise than at `sequence`.
  [[nodiscard]] std::vector<Pmid> changed_since(std::int64_t sequence);
  [[nodiscard]] std::int64_t sequence();
  [[nodiscard]] const std::string& id() const { return id_; }
  [[nodiscard]] Totals totals(const std::string& vocabulary);
  [[nodiscard]] std::vector<Disagreement> check_itself();
  [[nodiscard]] std::int64_t record_run(const Run& run);
  [[nodiscard]] std::vector<Run> runs(std::size_t limit);

 private:
  struct Packed;
  SQLite::Statement& statement(const char* sql);
  Outcome add_one(const Entry& entry, const Packed& packed, const std::string& topic, const std::string& vocabulary,
                  const std::string& now, std::int64_t sequence);
  bool replace_study(const Study& study, const std::string& packed, const std::string& vocabulary);
  std::vector<Pmid> replace_notices(const Citation& citation, const std::string& now);
  void weigh(Pmid pmid, std::int64_t sequence, bool always);
  void annotate(Held& held, Pmid pmid);
  void add_marks(Held& held, Pmid pmid);
  void touch(Pmid pmid, std::int64_t sequence);
  void migrate(Access access);

  SQLite::Database database_;
  std::unordered_map<const char*, std::unique_ptr<SQLite::Statement>> statements_;
  std::string id_;
};

}  // namespace meridian::index
