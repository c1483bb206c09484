// Days and months as PubMed writes them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/citation.hpp"

namespace meridian::fetcher {

/// 1 to 12 for "07", "7", "Jul" or "July", without case; nullopt for anything else, a season among it.
[[nodiscard]] std::optional<int> month_number(std::string_view word);

/// The digits of `text` as a number between `low` and `high`, else nullopt.
[[nodiscard]] std::optional<int> number_between(std::string_view text, int low, int high);

/// "2019-05-03" out of "2019", "05" or "May", and "3"; "" unless all three are there and in range.
[[nodiscard]] std::string iso_day(std::string_view year, std::string_view month, std::string_view day);

}  // namespace meridian::fetcher
