// The order of results: BM25's figures, the strength of evidence, what is like a study, and where retracted ones stand.
#pragma once

#include <xapian.h>

#include <string>
#include <vector>

#include "core/citation.hpp"

namespace meridian::index {

/// BM25 over counts that share_of_once() has made: a record's length stands in them, so that a search reads no lengths.
/// @source docs/ranking.md has how the figures were chosen
[[nodiscard]] Xapian::BM25Weight ranking();

/// What one mention counts in a record of so many words: more in a short one.
[[nodiscard]] Xapian::termcount share_of_once(double length);

/// The term of the studies of which the index knows that they were retracted.
[[nodiscard]] std::string retracted_term();
/// All of them, in order.
[[nodiscard]] std::vector<Xapian::docid> retracted(const Xapian::Database& database);

/// Sorts the strongest evidence first: level of the design, then size, then day of publication.
class EvidenceKey : public Xapian::KeyMaker {
 public:
  /// @param sunk  studies that stand last, in order; must outlive the key
  explicit EvidenceKey(const std::vector<Xapian::docid>& sunk) : sunk_(sunk) {}
  std::string operator()(const Xapian::Document& document) const override;

 private:
  const std::vector<Xapian::docid>& sunk_;
};

/// The words that set a study apart, each weighed; the study itself is left out. Empty where it is not in the index.
[[nodiscard]] Xapian::Query like_study(const Xapian::Database& database, Pmid pmid);

/// So many first results tell what a question is about, and stay where its own words put them.
inline constexpr Xapian::doccount kTelling = 10;

/// `asked`, where what stands in the `first` results (of a search for it with ranking(), at most kTelling) weighs as
/// well. It finds what `asked` finds, in another order.
/// @source pseudo-relevance feedback (Rocchio 1971); docs/ranking.md has how the figures were chosen
[[nodiscard]] Xapian::Query told_by_first(const Xapian::Database& database, const Xapian::Query& asked,
                                          const Xapian::MSet& first);

}  // namespace meridian::index
