// The library: SQLite holds the truth, Xapian makes it searchable, and this door keeps the two in step.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/citation.hpp"
#include "core/clock.hpp"
#include "core/error.hpp"
#include "core/judgement.hpp"
#include "core/observer.hpp"
#include "core/study.hpp"

namespace meridian::index {

/// One record to keep, with what was read out of it.
struct Entry {
  Citation citation;
  Study study;
  std::string raw;
  RawFormat format = RawFormat::PubmedXml;
};

/// What became of an entry.
enum class Outcome {
  New,
  Revised,
  Unchanged,
  Older
};  ///< Older: a version below the one held; kept as a revision only

struct AddReport {
  std::uint64_t added = 0, revised = 0, unchanged = 0, older = 0;
  std::vector<std::pair<Pmid, Outcome>> outcomes;  ///< in the order of the entries
};

/// One revision of a record; the newest is current.
struct Revision {
  int number = 1;  ///< from 1
  int version = 1;
  std::string seen;                  ///< ISO instant
  std::string revised;               ///< DateRevised, ISO day or empty
  std::vector<std::string> changed;  ///< names of citation fields that differ from the revision before
};

/// A person's remark on a study.
struct Note {
  std::string when;  ///< ISO instant
  std::string text;
  bool operator==(const Note&) const = default;
};

/// A reviewer's decision on a study.
struct Screening {
  bool include = false;
  std::string reason;
  std::string when;  ///< ISO instant
  bool operator==(const Screening&) const = default;
};

/// All that the library holds of one PMID.
struct Held {
  Citation citation;
  Study study;  ///< its integrity takes the library's notices into account
  std::string vocabulary_version;
  std::string first_seen, last_seen;  ///< ISO instants
  bool deleted = false;               ///< withdrawn by NLM: kept, but no longer found by a search
  std::vector<std::string> topics;
  std::vector<std::string> tags;  ///< of the reader, in the order of their letters
  std::vector<Note> notes;        ///< oldest first
  std::optional<Screening> screening;
  std::vector<Judgement> judgements;  ///< laid over `study`, by field
  std::optional<Study> as_read;       ///< what the reader said; only where there are judgements
};

/// Evidence: strongest design first, then the larger study, then the newer; what was retracted comes last.
enum class SortBy { Relevance, Date, Evidence };

/// Whether a study must hold every word that stands without tag, quotation marks or operator.
enum class Wording {
  Auto,  ///< a sentence (docs/ranking.md) is ranked by any of its words; fewer words must all be there, as in PubMed
  All,
  Any,
};

struct SearchRequest {
  std::string query;  ///< words, "phrases", field:value, AND OR NOT, brackets; empty: everything
  SortBy sort = SortBy::Relevance;
  std::size_t limit = 10, offset = 0;
  bool facets = true;
  bool explain = false;  ///< also tell how each part was read and what it finds
  Wording wording = Wording::Auto;
  Pmid like = 0;            ///< not 0: studies like this one, among those that match `query`
  bool records = true;      ///< false: hits carry PMID and score alone, which costs less
  bool exact_total = true;  ///< false: how many match is an estimate, which costs less; facets want it exact
};

struct SearchHit {
  Pmid pmid = 0;
  double score = 0;
  std::string snippet;  ///< from title or abstract around the words, plain text
  Held held;
};

struct FacetCount {
  std::string value;
  std::uint64_t count = 0;
};

struct Facet {
  std::string field;               ///< mechanism, design, population, direction, year, journal, language
  std::vector<FacetCount> counts;  ///< most frequent first; years newest first
};

/// One part of a query as it was read; parts stand below the operator that joins them.
struct ReadPart {
  int depth = 0;      ///< 0: the whole query
  std::string label;  ///< AND, OR, NOT, or a term as it was understood
  std::uint64_t count = 0;
};

struct SearchAnswer {
  std::uint64_t total = 0;  ///< exact
  std::vector<SearchHit> hits;
  std::vector<Facet> facets;          ///< over all results, exact
  std::string reading;                ///< the query as it was read, for people
  std::vector<std::string> warnings;  ///< such as a word that is nowhere in the library
  std::string suggestion;             ///< where nothing was found: the query with words that the library holds
  bool any_word = false;              ///< ranked by any of the words; `total` counts studies with at least one
  // Only where the request asks to explain.
  std::vector<ReadPart> parts;
  std::vector<std::string> ignored;  ///< words that were left out
  std::string engine;                ///< the query in the words of the search engine
};

struct Totals {
  std::uint64_t citations = 0, deleted = 0, revisions = 0, retracted = 0, with_abstract = 0;
  std::uint64_t indexed = 0;   ///< documents in the search index
  std::uint64_t stale = 0;     ///< studies read with another vocabulary than `vocabulary_version`
  std::string newest_created;  ///< ISO day
  std::uint64_t bytes_on_disk = 0;
};

/// One run of update or import. The counts of a complete run agree from end to end.
struct Run {
  std::int64_t id = 0;
  std::string command, topic;     ///< "update" and the topic's id; "import" and the file
  std::string started, finished;  ///< ISO instants
  std::string status;             ///< name of a row of kExitStatuses
  std::string receipt;            ///< JSON, schema of tracker/receipt.hpp
};

struct Disagreement {
  Pmid pmid = 0;  ///< 0: not about one record
  std::string what;
};

struct VerifyReport {
  std::uint64_t checked = 0;
  std::vector<Disagreement> disagreements;
  std::vector<std::string> repaired;
};

enum class Access { Read, Write };

struct LibraryOptions {
  std::filesystem::path folder;
  Access access = Access::Read;
  std::chrono::seconds wait_for_lock{0};
  const Clock* clock = nullptr;  ///< the machine's where null
  /// Files of MeSH headings (data/mesh/); without any, words are not mapped and headings are not exploded.
  std::vector<std::filesystem::path> mesh;
};

class Library {
 public:
  /// Opens, or for Access::Write creates, the library in `folder`; migrates an older schema in one transaction; brings
  /// the index in step with the store where a killed process left it behind (a reader then searches what is indexed).
  /// @errors NotFound: nothing there to read; Locked: who holds it, since when; Storage: damaged, no permission, disk
  ///         full, or made by a newer meridian
  [[nodiscard]] static Result<Library> open(const LibraryOptions& options, Observer& observer);

  Library(Library&&) noexcept;
  Library& operator=(Library&&) noexcept;
  ~Library();

  /// Stores all entries in one transaction, then makes them searchable. After it returns they survive a power cut.
  /// `topic` may be empty; `vocabulary_version` is kept with each study.
  /// @errors Storage: nothing of this call was kept
  [[nodiscard]] Result<AddReport> add(std::span<const Entry> entries, const std::string& topic,
                                      const std::string& vocabulary_version);

  /// Marks PMIDs as withdrawn by NLM; unknown ones are remembered too. @return how many were held
  [[nodiscard]] Result<std::uint64_t> mark_deleted(std::span<const Pmid> pmids);

  /// Which of `pmids` are not held (deleted ones count as held); keeps order.
  [[nodiscard]] Result<std::vector<Pmid>> missing(std::span<const Pmid> pmids) const;

  [[nodiscard]] Result<std::optional<Held>> get(Pmid pmid) const;
  [[nodiscard]] Result<std::vector<Revision>> revisions(Pmid pmid) const;
  /// The current raw record as it came, and its form.
  [[nodiscard]] Result<std::optional<std::pair<std::string, RawFormat>>> raw(Pmid pmid) const;

  /// Every record held and not deleted, ascending by PMID, streaming; `each` returns false to stop.
  [[nodiscard]] Result<void> for_each(const std::function<bool(Held&&)>& each) const;
  /// PMIDs of all results of a query, ascending (no paging, for export). Every word must be there (Wording::All).
  [[nodiscard]] Result<std::vector<Pmid>> matching(const std::string& query) const;

  /// Replaces what was read out of studies already held (after the vocabulary changed), in one transaction.
  [[nodiscard]] Result<void> replace_studies(std::span<const Study> studies, const std::string& vocabulary_version);

  /// Keeps a person's judgement, in place of an earlier one on that field; it stands until it is taken back, whatever
  /// is fetched or read again. Searches find the study by it at once.
  /// @errors Usage: the form of field or value; NotFound: the PMID is not held
  [[nodiscard]] Result<void> judge(const Judgement& judgement);
  /// Takes judgements back: that on `field`, or all where it is empty. @return how many there were
  [[nodiscard]] Result<std::uint64_t> take_back(Pmid pmid, const std::string& field);
  /// All judgements, ascending by PMID and field.
  [[nodiscard]] Result<std::vector<Judgement>> judgements() const;

  /// By relevance, what was retracted stands below what answers half as well.
  /// @errors Usage: the query cannot be read; the hint says where; NotFound: `like` is not held
  [[nodiscard]] Result<SearchAnswer> search(const SearchRequest& request) const;

  [[nodiscard]] Result<Totals> totals(const std::string& vocabulary_version) const;

  /// Compares store and index record by record, and the store with itself; with `repair` mends the index.
  [[nodiscard]] Result<VerifyReport> verify(bool repair, Observer& observer);

  /// Builds the search index anew from the store; searches are answered by the old one until the new one stands.
  /// @return how many records it holds
  [[nodiscard]] Result<std::uint64_t> reindex(Observer& observer);

  /// Commits the search index, so that other processes find what was added. The store never waits for this, a search of
  /// this object never needs it, and closing does it too.
  /// @errors Storage: nothing is lost; the next writer brings the index in step
  [[nodiscard]] Result<void> flush();

  // What a person adds to a study survives every revision, rereading and rebuild, and is found by tag:, note:, screen:.

  /// Adds and takes away tags; @return how many studies were changed
  /// @errors NotFound: a PMID is not held; nothing was changed
  [[nodiscard]] Result<std::uint64_t> tag(std::span<const Pmid> pmids, const std::vector<std::string>& add,
                                          const std::vector<std::string>& remove);
  /// @errors NotFound
  [[nodiscard]] Result<void> note(Pmid pmid, const std::string& text);
  /// Takes all notes of a study away; @return how many there were
  [[nodiscard]] Result<std::uint64_t> forget_notes(Pmid pmid);
  /// Replaces the decision; nullopt takes it back. @errors NotFound: nothing was changed
  [[nodiscard]] Result<void> screen(std::span<const Pmid> pmids, const std::optional<Screening>& decision);

  [[nodiscard]] Result<std::int64_t> record_run(const Run& run);
  /// Newest first.
  [[nodiscard]] Result<std::vector<Run>> runs(std::size_t limit) const;

 private:
  struct Impl;
  explicit Library(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

/// A field that a search can name, for `meridian fields`, help and completion.
struct FieldHelp {
  std::string_view name, tag, meaning, example;
};
[[nodiscard]] std::vector<FieldHelp> search_fields();
/// PubMed's field tags: `name` is the long name, `tag` the short one; an empty example: known, but not answered here.
[[nodiscard]] std::vector<FieldHelp> search_tags();
/// `text` without accents and in lower case, as names are compared.
[[nodiscard]] std::string folded_name(std::string_view text);
/// Values of [sb] and [filter].
[[nodiscard]] std::vector<FieldHelp> search_subsets();

}  // namespace meridian::index
