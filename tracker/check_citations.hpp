// Lays a draft's citations beside the records that they name.
#pragma once

#include "tracker/check.hpp"

namespace meridian::tracker {

/// @param online  what PubMed delivered of what the library lacks; null: it was not asked
[[nodiscard]] Result<CheckedCitation> check_citation(const draft::Draft& draft, const draft::Mention& mention,
                                                     const index::Library& library, const CitedRecords* online);

/// "Smith J, et al. Title. Journal. 2019. PMID: 1. doi:10.…"
[[nodiscard]] std::string ready_to_paste(const Citation& citation);

}  // namespace meridian::tracker
