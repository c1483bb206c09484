// Reads PubMed XML: one record's bytes into a Citation.
#pragma once

#include <string_view>

#include "core/citation.hpp"
#include "core/error.hpp"

namespace meridian::fetcher {

/// Reads one <PubmedArticle>, <PubmedBookArticle> or <MedlineCitation> element.
///
/// @param xml   the element's bytes, from '<' of its start tag to '>' of its end tag; UTF-8
/// @errors      BadInput: not well-formed, or without a PMID
/// @source      NLM, PubMed DTD of 1 January 2025
[[nodiscard]] Result<Citation> read_pubmed_xml(std::string_view xml);

/// The same, for whoever needs the bytes no longer: they are taken apart where they lie, which saves a copy.
[[nodiscard]] Result<Citation> read_pubmed_xml_in_place(std::string& xml);

/// Reads PubMed's free-text <MedlineDate>, such as "2019 Nov-Dec" or "2001 Spring".
///
/// @param text   UTF-8, as it stands in the XML
/// @return       the first date named; a season gives its year alone; no year where none is named
/// @source       NLM, PubMed DTD documentation, el-PubDate
[[nodiscard]] PubDate read_medline_date(std::string_view text);

}  // namespace meridian::fetcher
