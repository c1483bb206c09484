// What comes out of a PubMed file or answer, in the order in which it stands there.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "core/citation.hpp"

namespace meridian::fetcher {

/// One record, read, with the bytes it was read from.
struct Record {
  Citation citation;
  std::string raw;  ///< the record's own bytes: from <PubmedArticle to its end tag, or its MEDLINE lines
  RawFormat format = RawFormat::PubmedXml;
};

/// PMIDs that NLM withdrew (DeleteCitation).
struct Deletions {
  std::vector<Pmid> pmids;
};

/// A record that could not be read; what stands around it was.
struct Damage {
  std::string file;          ///< as the user named it, or the request
  std::uint64_t offset = 0;  ///< bytes from the start of the file (after decompression) to the record's first byte
  std::string reason;
  Pmid pmid = 0;  ///< where it can still be made out, else 0
};

using Item = std::variant<Record, Deletions, Damage>;

}  // namespace meridian::fetcher
