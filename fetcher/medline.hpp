// Reads MEDLINE/NBIB text: one record's lines into a Citation.
#pragma once

#include <string_view>

#include "core/citation.hpp"
#include "core/error.hpp"

namespace meridian::fetcher {

/// Reads one record of PubMed's tagged text ("PMID- ", "TI  - ", continuation lines of six blanks).
///
/// @param text   the record's lines, CR LF or LF; UTF-8
/// @errors       BadInput: without a PMID
/// @source       NLM, MEDLINE/PubMed Data Element (Field) Descriptions
[[nodiscard]] Result<Citation> read_medline(std::string_view text);

}  // namespace meridian::fetcher
