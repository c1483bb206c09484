// What a reader of a topic is told: new, changed, retracted; once each; strongest evidence first.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/error.hpp"
#include "index/ledger.hpp"
#include "index/library.hpp"

namespace meridian::tracker {

/// One thing to tell.
struct DigestItem {
  index::Event event;
  index::Held held;
  std::string what;                 ///< the event in words, such as "retracted" or "corrected and republished"
  std::vector<std::string> fields;  ///< of a change: what differs
  std::vector<Pmid> notices;        ///< of retractions and the like
  std::vector<Pmid> twins;          ///< the same paper under other PMIDs (one DOI)
};

/// Items of one mechanism and design.
struct DigestGroup {
  std::string mechanism;  ///< id, or empty where none is told
  std::string design;     ///< id, or empty
  std::vector<DigestItem> items;
};

struct Digest {
  std::string topic, since;
  std::vector<DigestItem> alarms;     ///< retractions, concerns, corrections, withdrawals, and their undoing
  std::vector<DigestGroup> fresh;     ///< new studies, strongest evidence first
  std::vector<DigestItem> changed;    ///< revised records
  std::vector<index::Event> covered;  ///< every event that this digest tells, also those folded into another
  [[nodiscard]] bool empty() const { return alarms.empty() && fresh.empty() && changed.empty(); }
};

struct DigestOptions {
  std::string since;    ///< ISO day: only what was seen from then on
  bool unread = false;  ///< only what was not told yet
  bool fold = true;     ///< leave out a change of a paper that is told as new or as an alarm
};

/// @errors Storage
[[nodiscard]] Result<Digest> make_digest(const std::string& topic, const DigestOptions& options,
                                         index::Library& library, index::Ledger& ledger);

/// Place of a design among designs by the strength of evidence, 0 the strongest.
/// @source OCEBM Levels of Evidence 2011, treatment benefits
[[nodiscard]] int design_rank(std::string_view design);

/// What turned for a published text.
struct TextDigest {
  std::string text, since;
  std::vector<index::TextTurn> turns;  ///< oldest first
};

/// @errors Storage
[[nodiscard]] Result<TextDigest> make_text_digest(const std::string& text, const DigestOptions& options,
                                                  index::Ledger& ledger);

enum class DigestFormat { Text, Markdown, Html, Json };
[[nodiscard]] std::string render(const Digest& digest, DigestFormat format);
[[nodiscard]] std::string render(const TextDigest& digest, DigestFormat format);

/// An Atom feed (RFC 4287) of a topic's events, newest first, at most `most`. The same events give the same bytes: ids
/// are made of the library's id and the event, dates are those of the events.
[[nodiscard]] Result<std::string> make_feed(const std::string& topic, const std::string& title, std::size_t most,
                                            index::Library& library, index::Ledger& ledger);

}  // namespace meridian::tracker
