// The citations of a draft: PMIDs, DOIs, links, "Smith et al. (2019)", numbered references, and BibTeX or RIS entries.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "draft/draft.hpp"

namespace meridian::draft {

struct Mention {
  std::string text;                ///< as it stands, without the brackets around it
  std::size_t block = 0;           ///< of the draft; npos for an entry of a file beside it
  std::size_t start = 0, end = 0;  ///< bytes of the block's text
  std::uint32_t pmid = 0;          ///< 0: none
  bool impossible_pmid = false;    ///< more digits than a PMID has
  std::string doi;
  std::string author;                  ///< family name of the first author
  int year = 0;                        ///< 0: none
  bool is_reference = false;           ///< an entry of a list; its text holds the title
  std::vector<std::string> sentences;  ///< that cite it
  std::string file;                    ///< of an entry of a file beside the draft: that file's name
  std::size_t line = 0;                ///< in it, from 1
};

/// In the order of the draft, then the entries of `beside`.
[[nodiscard]] std::vector<Mention> find_mentions(const Draft& draft, const std::vector<Mention>& beside);

/// Entries of a BibTeX or RIS file; TeX's accents are read.
/// @errors BadInput: neither of the two, or an entry that does not end
[[nodiscard]] Result<std::vector<Mention>> read_references(std::string_view text, const std::string& path);

/// True where a citation stands within these bytes of the block.
[[nodiscard]] bool cites(const Draft& draft, const std::vector<Mention>& mentions, const Sentence& sentence);

}  // namespace meridian::draft
