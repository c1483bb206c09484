// Evaluates a PubMed search on the stored records the way PubMed documents it.
//
// Served: AND OR NOT left to right, brackets, quotes, `*`, field tags by short and long name, lo:hi ranges of UIDs and
// dates, "two words"[tiab:~3], #1. Not served: the MeSH tree (a descriptor finds itself alone) and PubMed's mapping of
// untagged words, except that a whole phrase which is a descriptor is also searched as one.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "tests/support/eutils_records.hpp"

namespace meridian::test {

using Records = std::map<std::uint32_t, StoredRecord>;
using PmidSet = std::set<std::uint32_t>;

struct QueryAnswer {
  PmidSet found;
  std::string translation;
  std::vector<std::string> phrases_not_found, fields_not_found, quoted_phrases_not_found;
  std::string error;  ///< the search could not be run
};

/// @param history  the sets of the session, #1 first
/// @param today    YYYYMMDD, for "last 30 days"[edat]
[[nodiscard]] QueryAnswer evaluate_query(std::string_view term, const Records& records,
                                         const std::vector<PmidSet>& history, int today);

/// The records with such a date within [first, last], both YYYYMMDD.
[[nodiscard]] PmidSet dated_between(const Records& records, DateField field, int first, int last);

/// The date so many days before, both YYYYMMDD.
[[nodiscard]] int days_before(int date, int days);

/// The date field of a tag or of `datetype`: "crdt", "Date - Publication", "pdat". False: none such.
[[nodiscard]] bool date_field(std::string_view name, DateField& field);

}  // namespace meridian::test
