// PMIDs and DOIs as they stand in running text, and their addresses.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace meridian::draft {

struct PmidAt {
  std::size_t start = 0, end = 0;  ///< bytes, with "PMID" or the address before the number
  std::uint32_t pmid = 0;          ///< 0: more digits than a PMID has
};

/// In the order of the text; of "PMID 1752960, 32214244" both.
[[nodiscard]] std::vector<PmidAt> pmids_in(std::string_view text);

struct DoiAt {
  std::size_t start = 0, end = 0;  ///< bytes, with "doi:" or the resolver's address before it
  std::string doi;                 ///< in lower case
};

[[nodiscard]] std::vector<DoiAt> dois_in(std::string_view text);

/// A DOI in lower case without the signs that end the sentence around it.
[[nodiscard]] std::string trimmed_doi(std::string doi);

/// `text` without PMIDs and DOIs, for what it says in words.
[[nodiscard]] std::string without_ids(std::string_view text);

}  // namespace meridian::draft
