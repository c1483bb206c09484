// PubMed over the E-utilities: search, fetch, information.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/citation.hpp"
#include "core/error.hpp"
#include "core/observer.hpp"
#include "fetcher/record.hpp"

namespace meridian::fetcher {

struct PubMedSettings {
  std::string base_url = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils/";
  std::string tool = "meridian";
  std::string email;                ///< sent with every request where it is not empty
  std::string api_key;              ///< never shown; sent in the request body only
  std::filesystem::path rate_file;  ///< shared by all processes of the machine; empty: the default place
  std::optional<std::chrono::milliseconds> gap =
      {};  ///< between requests; none: what NCBI asks for, with or without key
  std::chrono::milliseconds connect_limit{15000};
  std::chrono::milliseconds total_limit{120000};  ///< for one request
  std::uint64_t size_limit = 512ULL << 20U;       ///< bytes of one answer after decompression
  int attempts = 6;                               ///< for one request, the first one included
  std::chrono::milliseconds first_wait{1000};     ///< before the second attempt; doubles, with jitter
  std::chrono::milliseconds longest_wait{60000};  ///< also the most that a Retry-After is obeyed
};

enum class DateField { Publication, Entrez, Modified, Created };

/// Both days inclusive, ISO ("2026-11-01").
struct DateWindow {
  DateField field = DateField::Created;
  std::string from, to;
};

struct SearchWarning {
  enum class Kind { FieldNotFound, PhraseNotFound, PhraseIgnored, QuotedPhraseNotFound, Message };
  Kind kind = Kind::Message;
  std::string text;
};

/// The word for a warning's kind, such as "field-not-found".
[[nodiscard]] std::string_view to_word(SearchWarning::Kind kind);

struct SearchAnswer {
  std::uint64_t count = 0;  ///< what the server says it holds
  std::vector<Pmid> pmids;  ///< ascending, without repeats; its size equals count, else search() fails with Incomplete
  std::string translation;  ///< QueryTranslation: what was really searched
  std::vector<SearchWarning> warnings;
  int parts = 1;  ///< into how many PMID ranges the search was bisected
};

/// One EFetch answer, compared with what was asked.
struct FetchPage {
  std::size_t number = 0, of = 0;  ///< from 1
  std::vector<Pmid> asked;
  std::vector<Record> records;
  std::vector<Pmid> missing;  ///< asked and neither received nor damaged
  std::vector<Pmid> unasked;  ///< received and not asked: not among `records`
  std::vector<Damage> damaged;
};

struct DatabaseInfo {
  std::uint64_t count = 0;
  std::string last_update;
  std::vector<std::string> field_tags;  ///< short names, such as "TIAB"
};

class PubMed {
 public:
  /// `observer` must outlive the object; its cancelled() is asked at least four times a second during a transfer.
  PubMed(PubMedSettings settings, Observer& observer);
  PubMed(PubMed&&) noexcept;
  ~PubMed();

  /// All PMIDs of a search, whatever their number (above 9,999 by bisection of PMID ranges; the sum is checked against
  /// Count).
  /// @errors Network, Interrupted; Incomplete: the parts do not sum to Count after a second look; BadInput: the server
  ///         rejects the term
  [[nodiscard]] Result<SearchAnswer> search(const std::string& term, const std::optional<DateWindow>& window = {});

  /// Fetches records 200 a request, in order, and hands over each page as it comes; a page that `keep` has taken is
  /// done.
  /// @errors Network, Interrupted, and what `keep` returns; pages handed over before stay good
  [[nodiscard]] Result<void> fetch(std::span<const Pmid> pmids, const std::function<Result<void>(FetchPage&&)>& keep);

  /// EInfo.
  [[nodiscard]] Result<DatabaseInfo> info();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace meridian::fetcher
