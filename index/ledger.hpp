// The tracker's books beside the citations: how far each topic was followed, runs, announcements, watches, and what was
// known on an earlier day.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <unordered_set>
#include <vector>

#include "core/citation.hpp"
#include "core/error.hpp"
#include "core/study.hpp"
#include "index/library.hpp"

namespace meridian::index {

// Days are ISO ("2026-11-24"), instants ISO in UTC ("2026-11-24T09:05:00Z"); both compare as text.

/// How far a topic was followed. Moves only with a complete run, in the transaction that records the run.
struct TopicState {
  std::string topic, query;
  std::string watermark;  ///< day up to which everything is held; empty before the first complete run
  std::string audited;    ///< day on which the whole search was last listed
  std::int64_t run = 0;   ///< the last complete run
};

/// A record that belongs to a topic, or a notice that one of its records names.
struct Member {
  Pmid pmid = 0;
  bool deleted = false;
  bool companion = false;
  std::string last_seen;  ///< instant
};

struct Watch {
  std::string name, query, created;
};

struct WatchMatch {
  std::string watch;
  Pmid pmid = 0;
  std::string direction, integrity;  ///< as known when last looked at
};

/// A published text whose claims each update checks again.
struct PublishedText {
  std::string name;
  std::string source;                                           ///< the file's bytes
  std::vector<std::pair<std::string, std::string>> references;  ///< files beside it: name, bytes
  std::string added;                                            ///< instant
};

/// What is known of a claim or citation of a text; `kind`, `words` and `pmid` name it.
struct TextState {
  std::string kind;   ///< verdict, evidence or citation
  std::string words;  ///< of the claim or citation
  Pmid pmid = 0;      ///< of the evidence; else 0
  std::string state;  ///< a verdict, a stance or "retracted", a citation's problem
};

/// A state that became another.
struct TextTurn {
  std::int64_t id = 0;
  std::string text, kind, words;
  std::uint64_t line = 0;  ///< of the text, from 1; 0: of a reference file beside it
  Pmid pmid = 0;           ///< of the study, 0 where it is about none
  std::string before, after;
  std::string quote;  ///< the study's sentence
  std::string seen;   ///< instant
  std::string told;   ///< instant, empty where it was not told yet
};

/// What a run ends with; kept whole or not at all.
struct RunEnd {
  Run run;
  std::optional<TopicState> state;  ///< only of a complete run
  std::vector<WatchMatch> matches;  ///< new, or known otherwise than before
};

/// Something that a reader of a topic should be told once.
struct Event {
  std::string kind;  ///< new, changed, retracted, concern, corrected, reinstated, withdrawn, restored
  Pmid pmid = 0;
  std::int64_t item = 0;  ///< revision of a change, PMID of a notice, else 0
  std::string seen;       ///< instant
  std::string told;       ///< instant, empty where it was not told yet
};

/// A notice as the store links it.
struct NoticeLink {
  int kind = 0;  ///< 1 corrected, 2 concern, 3 retracted
  Pmid notice = 0;
  Pmid told_by = 0;
  std::string seen;
};

/// A record as it stood at an instant.
struct AsOf {
  Citation citation;
  std::string first_seen;
  IntegrityStatus integrity = IntegrityStatus::Ok;  ///< by the notices known then
  std::vector<Pmid> notices;
  std::vector<std::string> topics;
};

/// Writes go through SQLite's own lock; whoever changes records as well holds a Library opened for writing, and calls
/// its flush() afterwards so that the search index follows.
class Ledger {
 public:
  /// Opens the books of the library in `folder`, which must be there; for Access::Write brings an older schema up to
  /// date.
  /// @errors NotFound, Storage
  [[nodiscard]] static Result<Ledger> open(const std::filesystem::path& folder, Access access);
  Ledger(Ledger&&) noexcept;
  Ledger& operator=(Ledger&&) noexcept;
  ~Ledger();

  [[nodiscard]] Result<std::string> library_id();

  [[nodiscard]] Result<TopicState> topic(const std::string& topic);
  [[nodiscard]] Result<std::vector<TopicState>> topics();
  /// Ascending by PMID.
  [[nodiscard]] Result<std::vector<Member>> members(const std::string& topic);
  /// The newest day that the server told with a record of the topic (created or revised); empty where none.
  [[nodiscard]] Result<std::string> newest_day(const std::string& topic);
  /// Which of `pmids` are held as withdrawn.
  [[nodiscard]] Result<std::vector<Pmid>> deleted_among(std::span<const Pmid> pmids);

  /// Records that held PMIDs belong to the topic too.
  [[nodiscard]] Result<void> join(const std::string& topic, std::span<const Pmid> pmids, const std::string& now);
  /// Held notices that records of the topic name are followed with it from now on, however they came.
  [[nodiscard]] Result<void> join_notices(const std::string& topic);
  /// PMIDs thought withdrawn that the server has after all.
  [[nodiscard]] Result<void> restore(std::span<const Pmid> pmids);

  [[nodiscard]] Result<void> take(const std::string& topic, std::span<const Pmid> pmids, const std::string& day);
  [[nodiscard]] Result<std::unordered_set<Pmid>> taken(const std::string& topic, const std::string& day);
  /// Counts another day on which `pmids` were listed and not delivered. @return days of each
  [[nodiscard]] Result<std::map<Pmid, int>> note_absent(std::span<const Pmid> pmids, const std::string& day);
  /// Notices that records of the topic name and that are neither held nor known to be withdrawn.
  [[nodiscard]] Result<std::vector<Pmid>> unheld_notices(const std::string& topic);

  /// Records the run and, where it is complete, the topic's watermark in one transaction.
  [[nodiscard]] Result<std::int64_t> finish(const RunEnd& end);
  [[nodiscard]] Result<std::optional<Run>> run(std::int64_t id);

  /// Everything ever seen on a topic that a reader should know, oldest first.
  [[nodiscard]] Result<std::vector<Event>> events(const std::string& topic);
  [[nodiscard]] Result<void> tell(const std::string& topic, std::span<const Event> events, const std::string& now);

  /// Brings the table of DOIs up to date for the topic's records.
  [[nodiscard]] Result<void> index_dois(const std::string& topic);
  /// Other PMIDs held under the same DOI, ascending.
  [[nodiscard]] Result<std::vector<Pmid>> twins(Pmid pmid);
  [[nodiscard]] Result<std::vector<NoticeLink>> notices(Pmid pmid);

  /// @errors Usage: the name is taken
  [[nodiscard]] Result<void> add_watch(const Watch& watch, std::span<const WatchMatch> matches);
  /// @return false where there is none of that name
  [[nodiscard]] Result<bool> remove_watch(const std::string& name);
  [[nodiscard]] Result<std::vector<Watch>> watches();
  [[nodiscard]] Result<std::map<Pmid, WatchMatch>> matches(const std::string& watch);

  /// Keeps a text, or its new version; `states` are taken as known.
  [[nodiscard]] Result<void> keep_text(const PublishedText& text, std::span<const TextState> states);
  /// @return false where there is none of that name
  [[nodiscard]] Result<bool> remove_text(const std::string& name);
  /// By name.
  [[nodiscard]] Result<std::vector<PublishedText>> texts();
  [[nodiscard]] Result<std::vector<TextState>> text_states(const std::string& text);
  /// Records what a new check of a text found: states that are new or other, and the turns to be told, in one
  /// transaction.
  [[nodiscard]] Result<void> note_turns(const std::string& text, std::span<const TextState> states,
                                        std::span<const TextTurn> turns);
  /// Of one text, oldest first.
  [[nodiscard]] Result<std::vector<TextTurn>> turns(const std::string& text);
  [[nodiscard]] Result<void> tell(std::span<const TextTurn> turns, const std::string& now);

  /// A revision's citation, by its number.
  [[nodiscard]] Result<std::optional<Citation>> citation_at(Pmid pmid, int number);
  /// The record as known at `instant`; none where it was not held then, or held as withdrawn.
  [[nodiscard]] Result<std::optional<AsOf>> as_of(Pmid pmid, const std::string& instant);
  /// PMIDs of which something was learnt after `instant`, ascending.
  [[nodiscard]] Result<std::vector<Pmid>> changed_after(const std::string& instant);

 private:
  struct Impl;
  explicit Ledger(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace meridian::index
