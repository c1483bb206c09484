// The receipt of a run: what was found, asked, received, kept, read and indexed, so that an operator knows that nothing
// was lost.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/citation.hpp"
#include "core/error.hpp"

namespace meridian::tracker {

inline constexpr std::string_view kReceiptSchema = "meridian.receipt/1";

/// One search of a run. A search whose list is not as long as Count fails, so that the two are equal here.
struct SearchMade {
  std::string what;  ///< "all", "created", "revised" or "stored"
  std::string from;  ///< ISO day where the search was limited to a window up to now
  std::uint64_t count = 0, listed = 0;
  int parts = 1;  ///< PMID ranges into which it was parted
};

/// What a run tells of a watch.
struct WatchNews {
  std::string name;
  std::vector<Pmid> matched;                                 ///< newly
  std::vector<std::pair<Pmid, std::string>> contradictions;  ///< newly, with the reason
};

struct Receipt {
  std::string command;  ///< "update" or "import"
  std::string topic, query;
  std::string translation;            ///< what the server really searched
  std::vector<std::string> warnings;  ///< the server's and our own
  std::string started, finished;      ///< ISO instants
  /// What the server says it holds; none where it never answered: a failure is not zero hits.
  std::optional<std::uint64_t> count;
  std::uint64_t listed = 0;        ///< PMIDs listed
  std::uint64_t already_held = 0;  ///< listed, held and not asked again
  std::uint64_t left = 0;          ///< listed, not held, and left for a later run (--limit, --dry-run)
  std::uint64_t asked = 0, received = 0;
  std::vector<Pmid> missing;         ///< asked, not received
  std::vector<std::string> damaged;  ///< file, byte offset and reason of each
  std::uint64_t stored_new = 0, revised = 0, unchanged = 0, older = 0, deleted = 0;
  std::uint64_t read = 0, indexed = 0;
  std::vector<SearchMade> searches;
  std::uint64_t extra = 0;      ///< asked beyond the listing: stored records that left the search, and notices
  std::vector<Pmid> withdrawn;  ///< held, and no longer in PubMed: neither listed, nor found, nor delivered
  std::vector<Pmid> restored;   ///< held as withdrawn, and in PubMed again
  std::vector<Pmid> notices;    ///< fetched because a record names them
  std::string watermark_before, watermark;  ///< ISO days; equal where the run was not complete
  bool complete = false;                    ///< every number agrees, nothing is missing or left: the watermark may move
  std::vector<WatchNews> watches;
  Fault status = Fault::None;

  /// True where the numbers agree from end to end:
  /// each search's list = its Count; listed + extra = already_held + left + asked; asked = received + missing + damaged
  /// + withdrawn; received = new + revised + unchanged + older; read = received; indexed = received.
  [[nodiscard]] bool agrees() const;
};

[[nodiscard]] std::string to_json(const Receipt& receipt);

/// @errors BadInput: not a receipt
[[nodiscard]] Result<Receipt> receipt_from_json(std::string_view json);

}  // namespace meridian::tracker
