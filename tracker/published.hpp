// Published texts: their claims and citations are checked again after each update, and what turned is told once.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/error.hpp"
#include "core/observer.hpp"
#include "index/ledger.hpp"
#include "index/library.hpp"
#include "tracker/check.hpp"

namespace meridian::tracker {

/// Keeps a text with what `report` says of it, which the writer has just seen and so counts as told.
[[nodiscard]] Result<void> watch_text(const index::PublishedText& text, const CheckReport& report,
                                      index::Ledger& ledger);

/// Checks `texts`, which the books keep, again and records what turned: a verdict; a study that contradicts a claim
/// newly, or that was retracted since; the problem of a citation. A claim that was not read before is noted alone.
/// @param now  instant
/// @return the turns, by text, in the order of the text
/// @errors Storage; Interrupted: between two texts, those before are recorded
[[nodiscard]] Result<std::vector<index::TextTurn>> look_at_texts(std::span<const index::PublishedText> texts,
                                                                 const index::Library& library, index::Ledger& ledger,
                                                                 const CheckKnowledge& knowledge,
                                                                 const std::string& now, Observer& observer);

/// What a turn is, for people: "verdict supported → mixed".
[[nodiscard]] std::string describe(const index::TextTurn& turn);

}  // namespace meridian::tracker
