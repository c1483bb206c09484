// What update and import share: counting what was stored, and closing the run with its receipt.
#pragma once

#include <optional>
#include <string>

#include "core/clock.hpp"
#include "core/error.hpp"
#include "fetcher/record.hpp"
#include "index/library.hpp"
#include "tracker/receipt.hpp"

namespace meridian::tracker {

/// "FILE: byte N: what is wrong", with the PMID where it is known.
[[nodiscard]] std::string describe(const fetcher::Damage& damage);

/// Counts `records` that were read and that the library has taken.
void count_stored(Receipt& receipt, const index::AddReport& added, std::size_t records);

/// Sets the status from the failure, the warnings and whether the numbers agree, and stores the receipt.
void close_run(Receipt& receipt, index::Library& library, const Clock& clock, std::optional<Error>& failure);

}  // namespace meridian::tracker
