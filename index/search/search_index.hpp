// The search index: derived from the store, with a watermark that says how far it has taken the store in.
#pragma once

#include <xapian.h>

#include <filesystem>
#include <functional>
#include <optional>

#include "index/library.hpp"
#include "index/search/documents.hpp"
#include "index/search/index_writer.hpp"
#include "index/search/query.hpp"

namespace meridian::index {

/// What a search finds, before the records are fetched.
struct Found {
  struct Hit {
    Pmid pmid;
    double score;
  };
  std::uint64_t total = 0;
  std::vector<Hit> hits;
  std::vector<Facet> facets;
  std::string reading;
  std::vector<std::string> warnings;
  bool any_word = false;
  std::string suggestion;
  std::vector<ReadPart> parts;
  std::vector<std::string> ignored;
  std::string engine;
  Xapian::MSet page;  ///< for snippets
};

/// The file at the head of the index. Every commit renames a new one into place, so that it tells one state from
/// another.
struct Head {
  std::uint64_t inode = 0;
  std::int64_t second = 0, nanosecond = 0;  ///< when it was written
  bool operator==(const Head&) const = default;
};

/// All members throw Xapian::Error on damage or a full disk.
class SearchIndex {
 public:
  /// Opens what is there; `usable` is false where it is missing, damaged, of another library or another field table.
  SearchIndex(std::filesystem::path folder, Access access, std::string library_id);

  [[nodiscard]] bool usable() const { return database_.has_value(); }
  /// The change of the store up to which the index has taken it in; negative where it has taken in none.
  [[nodiscard]] std::int64_t watermark() const;
  [[nodiscard]] std::uint64_t size() const;
  [[nodiscard]] std::vector<Pmid> pmids() const;
  /// Whether the document of this PMID has exactly these terms and values.
  [[nodiscard]] bool holds(const PreparedDocument& prepared) const;
  /// Reads every block that is committed, where this user may write (else 0). @return how many faults there are;
  /// @throws Xapian::Error likewise
  [[nodiscard]] std::size_t faults_on_disk() const;

  /// Builds all anew beside the old index and renames it into place; `feed` hands over every record.
  void rebuild(std::int64_t sequence, const std::function<void(const std::function<void(PreparedDocument&&)>&)>& feed);

  /// What a queue writes to; none where the index is not usable or only read.
  [[nodiscard]] std::optional<IndexWriter>& writer() { return writer_; }
  void commit();

  /// How searches are read from now on.
  void set_context(QueryContext context) { context_ = std::move(context); }

  [[nodiscard]] Result<Found> search(const SearchRequest& request);
  [[nodiscard]] Result<std::vector<Pmid>> matching(const std::string& query);
  [[nodiscard]] std::string snippet(const Found& found, const Citation& citation) const;

 private:
  void open();
  void close();
  [[nodiscard]] bool is_ours(const Xapian::Database& database) const;
  void swap_in(const std::filesystem::path& fresh, const std::filesystem::path& old) const;
  [[nodiscard]] Head head() const;
  /// Takes up what a writer has committed since. Xapian itself would read the head each time, at many times the cost.
  void catch_up();
  /// The studies known to be retracted, in order; read once while the index stays as it is.
  [[nodiscard]] const std::vector<Xapian::docid>& gone();
  template <class F>
  auto retrying(F&& work) -> decltype(work());

  std::filesystem::path folder_;
  Access access_;
  std::string library_id_;
  std::optional<Xapian::Database> database_;  ///< none where not usable
  std::optional<IndexWriter> writer_;         ///< of the same, where it may be written
  std::string head_file_;
  Head head_;  ///< as it was when it was last looked at
  std::optional<std::vector<Xapian::docid>> gone_;
  QueryContext context_;
};

}  // namespace meridian::index
