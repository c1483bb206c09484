// Records that a draft cites and the library lacks, fetched from PubMed for one report.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.hpp"
#include "draft/citations.hpp"
#include "evidence/vocabulary.hpp"
#include "fetcher/pubmed.hpp"
#include "index/library.hpp"

namespace meridian::tracker {

/// By PMID. Nothing of it is stored.
using CitedRecords = std::map<Pmid, index::Held>;

/// True where a search can name the DOI: without the signs of the query language.
[[nodiscard]] bool can_be_asked(std::string_view doi);

/// Asks for PMIDs and DOIs; a citation by author and year alone is not looked for.
/// @errors Network, Interrupted, Incomplete; Storage
[[nodiscard]] Result<CitedRecords> fetch_cited(const std::vector<draft::Mention>& mentions,
                                               const index::Library& library, const evidence::Vocabulary& vocabulary,
                                               fetcher::PubMed& pubmed);

}  // namespace meridian::tracker
