// E-utilities: the fields of a request, and what an answer says.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "core/citation.hpp"
#include "core/error.hpp"
#include "fetcher/http.hpp"
#include "fetcher/pubmed.hpp"
#include "fetcher/retry.hpp"

namespace meridian::fetcher {

/// ESearch gives at most this many ids of one search.
inline constexpr std::uint64_t kMostIds = 9999;

/// The fields that every request carries: db, tool, email and api_key where there is one.
[[nodiscard]] Form common_form(const PubMedSettings& settings);

/// ESearch for `term`, up to `most` ids. An open end of the window is filled in, an empty date is never sent.
/// @errors BadInput: no term, or a day that is not ISO
[[nodiscard]] Result<Form> search_form(const PubMedSettings& settings, const std::string& term,
                                       const std::optional<DateWindow>& window, std::uint64_t most);

[[nodiscard]] Form fetch_form(const PubMedSettings& settings, std::span<const Pmid> pmids);

/// "(term) AND lo:hi[UID]"
[[nodiscard]] std::string within_range(const std::string& term, Pmid lo, Pmid hi);

/// What is wrong with an answer that should hold one XML document with this root, or nullopt.
/// `now` is seconds since 1970, for Retry-After dates.
[[nodiscard]] std::optional<Trouble> find_trouble(const HttpAnswer& answer, std::string_view root, std::int64_t now);

struct SearchPage {
  std::uint64_t count = 0;
  std::vector<Pmid> pmids;  ///< as they came
  std::string translation;
  std::vector<SearchWarning> warnings;
};

/// Reads an ESearch answer to a request for `most` ids from the first on. The number of ids must be what Count says.
[[nodiscard]] tl::expected<SearchPage, Trouble> read_search(std::string_view xml, std::uint64_t most);

[[nodiscard]] tl::expected<DatabaseInfo, Trouble> read_info(std::string_view xml);

}  // namespace meridian::fetcher
