// What the library would have answered on an earlier day.
#pragma once

#include <string>
#include <vector>

#include "core/error.hpp"
#include "evidence/vocabulary.hpp"
#include "index/ledger.hpp"
#include "index/library.hpp"

namespace meridian::tracker {

/// A look at the library as it was at the end of a day: records that came later are not there, later revisions and
/// notices are not known, and what was withdrawn since still stands. Each record's text is that of then; it is read
/// with the vocabulary of today.
class AsOfLibrary {
 public:
  /// @param day  ISO day, whole: what was learnt on it counts as known
  /// @errors Usage: not a day; Storage
  [[nodiscard]] static Result<AsOfLibrary> make(const std::string& day, const index::Library& library,
                                                index::Ledger& ledger, const evidence::Vocabulary& vocabulary);
  AsOfLibrary(AsOfLibrary&&) noexcept;
  ~AsOfLibrary();

  /// As Library::search, without facets. Scores of records that changed since are weighed among themselves.
  [[nodiscard]] Result<index::SearchAnswer> search(const index::SearchRequest& request) const;
  /// PMIDs of all results, ascending; everything where the query is empty.
  [[nodiscard]] Result<std::vector<Pmid>> matching(const std::string& query) const;
  [[nodiscard]] Result<std::optional<index::Held>> get(Pmid pmid) const;

 private:
  struct Impl;
  explicit AsOfLibrary(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace meridian::tracker
