// How a record changed: each revision, field by field, and the words that differ.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/error.hpp"
#include "index/ledger.hpp"
#include "index/library.hpp"

namespace meridian::tracker {

/// A run of words that stayed, went or came.
struct WordRun {
  enum class Kind { Same, Removed, Added };
  Kind kind = Kind::Same;
  std::string words;
};

/// The shortest way from one text to the other in words. Texts beyond 4,000 words differ as a whole.
[[nodiscard]] std::vector<WordRun> word_diff(std::string_view before, std::string_view after);

struct FieldChange {
  std::string field;           ///< a name of meridian.citation/1
  std::string before, after;   ///< as plain text; JSON where the field is a list of objects
  std::vector<WordRun> words;  ///< of title and abstract
};

struct HistoryStep {
  index::Revision revision;
  std::vector<FieldChange> changes;  ///< none for the first
};

struct History {
  Pmid pmid = 0;
  std::vector<HistoryStep> steps;
  std::vector<index::NoticeLink> notices;
  std::vector<Pmid> twins;  ///< the same paper under other PMIDs
  bool deleted = false;
};

/// @errors NotFound: the PMID is not held; Storage
[[nodiscard]] Result<History> history_of(Pmid pmid, const index::Library& library, index::Ledger& ledger);

/// "was [-old-]{+new+} then", for a terminal without colours.
[[nodiscard]] std::string marked(const std::vector<WordRun>& runs);

}  // namespace meridian::tracker
