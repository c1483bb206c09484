// The receipt of a run: what was found, asked, received, kept, read and indexed, so that an operator knows that nothing
// was lost.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/citation.hpp"
#include "core/error.hpp"

namespace meridian::tracker {

inline constexpr std::string_view kReceiptSchema = "meridian.receipt/1";

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
  Fault status = Fault::None;

  /// True where the numbers agree from end to end:
  /// listed = already_held + left + asked; asked = received + missing + damaged; received = new + revised + unchanged +
  /// older; read = received.
  [[nodiscard]] bool agrees() const;
};

[[nodiscard]] std::string to_json(const Receipt& receipt);

}  // namespace meridian::tracker
