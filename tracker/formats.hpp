// What studies are written as for other programs: reference managers, spreadsheets, scripts.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "index/library.hpp"

namespace meridian::tracker {

/// A format of many records. `record` is told whether it is the first, for formats that part records by a sign.
struct Format {
  std::string_view name;
  std::string_view meaning;
  std::string (*head)();
  std::string (*record)(const index::Held& held, bool first);
  std::string (*tail)();
};

[[nodiscard]] std::span<const Format> formats();
/// Null where there is none.
[[nodiscard]] const Format* find_format(std::string_view name);

/// The key of a reference: small ASCII letters of the first author's name, the year, the PMID: "muller2019_31418820".
/// It depends on the record alone, so that it stays what it is in every export.
[[nodiscard]] std::string citation_key(const Citation& citation);

/// First and last page, "1234-41" as "1234" and "1241"; the last is empty where there is none.
struct Pages {
  std::string first, last;
};
[[nodiscard]] Pages pages_of(std::string_view pages);

/// The abstract on one line, each part after its label.
[[nodiscard]] std::string labelled_abstract(const Citation& citation);

/// The reader's tags, the authors' keywords and the MeSH headings, each once.
[[nodiscard]] std::vector<std::string> keywords_of(const index::Held& held);

/// `json`, an object, with what the reader added behind its own members: "tags" (texts), "notes" ({"when","text"}) and
/// "decision" ({"include","reason","when"}; reason null where none was given), each only where there is any.
[[nodiscard]] std::string with_marks(std::string json, const index::Held& held);

/// The reader's notes and the screening decision, one text each.
[[nodiscard]] std::vector<std::string> remarks_of(const index::Held& held);

// One file each in formats/.
[[nodiscard]] std::string ris_record(const index::Held& held, bool first);
[[nodiscard]] std::string bibtex_record(const index::Held& held, bool first);
[[nodiscard]] std::string biblatex_record(const index::Held& held, bool first);
[[nodiscard]] std::string csl_record(const index::Held& held, bool first);
[[nodiscard]] std::string nbib_record(const index::Held& held, bool first);
[[nodiscard]] std::string csv_head();
[[nodiscard]] std::string csv_record(const index::Held& held, bool first);
[[nodiscard]] std::string markdown_record(const index::Held& held, bool first);

/// One entry of a file of references: what can find it in PubMed.
struct ReferenceId {
  Pmid pmid = 0;
  std::string doi;
  std::string title;
};

/// Reads RIS or BibTeX; entries without PMID and DOI come with their title alone.
/// @errors BadInput: neither of the two forms; an entry that is not closed
[[nodiscard]] Result<std::vector<ReferenceId>> read_references(std::string_view text);
/// True where `text` begins as RIS or BibTeX does.
[[nodiscard]] bool looks_like_references(std::string_view text);

}  // namespace meridian::tracker
