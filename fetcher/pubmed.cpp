// PubMed's door: searches past the 9,999 limit, fetches page by page, and compares what came with what was asked.
#include "fetcher/pubmed.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <unordered_map>
#include <unordered_set>

#include "core/text.hpp"
#include "fetcher/bulk.hpp"
#include "fetcher/eutils.hpp"
#include "fetcher/http.hpp"
#include "fetcher/rate_limit.hpp"
#include "fetcher/retry.hpp"

namespace meridian::fetcher {
namespace {

constexpr std::size_t kPageSize = 200;
constexpr Pmid kTopPmid = 99'999'999;  // PMIDs have at most eight digits

void replace_all(std::string& text, const std::string& what) {
  for (auto at = text.find(what); !what.empty() && at != std::string::npos; at = text.find(what, at)) {
    text.replace(at, what.size(), "***");
    at += 3;
  }
}

/// Passes words on without the key, in whatever form a server echoed it.
class Redactor final : public Observer {
 public:
  Redactor(Observer& inner, std::string key) : inner_(inner), key_(std::move(key)), encoded_(percent_encode(key_)) {}

  void note(std::string_view text) override { inner_.note(clean(text)); }
  void warn(std::string_view text) override { inner_.warn(clean(text)); }
  [[nodiscard]] bool cancelled() const override { return inner_.cancelled(); }

  [[nodiscard]] std::string clean(std::string_view text) const {
    std::string cleaned(text);
    replace_all(cleaned, key_);
    replace_all(cleaned, encoded_);
    return cleaned;
  }
  [[nodiscard]] Error clean(Error error) const {
    error.message = clean(error.message);
    error.hint = clean(error.hint);
    for (auto& line : error.during) {
      line = clean(line);
    }
    return error;
  }

 private:
  Observer& inner_;
  std::string key_, encoded_;
};

void keep_once(std::vector<Pmid>& pmids) {
  std::sort(pmids.begin(), pmids.end());
  pmids.erase(std::unique(pmids.begin(), pmids.end()), pmids.end());
}

std::string told(const SearchWarning& warning) {
  switch (warning.kind) {
    case SearchWarning::Kind::FieldNotFound:
      return fmt::format("the server ignored the search tag \"{}\": it searched without it", warning.text);
    case SearchWarning::Kind::PhraseNotFound:
    case SearchWarning::Kind::QuotedPhraseNotFound:
      return fmt::format("the server did not find the phrase \"{}\"", warning.text);
    case SearchWarning::Kind::PhraseIgnored:
      return fmt::format("the server ignored the phrase \"{}\"", warning.text);
    case SearchWarning::Kind::Message:
      break;
  }
  return fmt::format("the server says: {}", warning.text);
}

}  // namespace

struct PubMed::Impl {
  PubMedSettings settings;
  Redactor observer;
  HttpClient http;
  RateLimit rate;
  RetryPolicy policy;
  std::optional<Error> misconfigured;

  Impl(PubMedSettings given, Observer& outer)
      : settings(std::move(given)),
        observer(outer, settings.api_key),
        http({settings.connect_limit, settings.total_limit, settings.size_limit}),
        rate(settings.rate_file, settings.gap.value_or(settings.api_key.empty() ? kGapWithoutKey : kGapWithKey)),
        policy{std::max(1, settings.attempts), settings.first_wait, settings.longest_wait} {
    const auto host = check_address(settings.base_url);
    if (!host) {
      misconfigured = observer.clean(host.error());
      return;
    }
    if (!settings.base_url.ends_with('/')) {
      settings.base_url += '/';
    }
    if (ascii_lower(*host) == "www.ncbi.nlm.nih.gov") {
      observer.warn(
          "www.ncbi.nlm.nih.gov is slowed down by NCBI; the address is https://eutils.ncbi.nlm.nih.gov/entrez/eutils/");
    }
  }

  /// One request, tried again as the policy says, whose answer `read` understands.
  template <class Read>
  auto call(const std::string& program, const Form& form, std::string_view root, Read read)
      -> Result<typename decltype(read(std::string()))::value_type> {
    using Value = typename decltype(read(std::string()))::value_type;
    if (misconfigured) {
      return tl::unexpected(*misconfigured);
    }
    auto outcome = with_retries(policy, observer, [&]() -> tl::expected<Value, Trouble> {
      if (auto free = rate.wait(observer); !free) {
        return tl::unexpected(Trouble{false, free.error().fault, free.error().message, {}, free.error().hint});
      }
      auto answer = http.post(settings.base_url + program, form, observer);
      if (!answer) {
        auto& fault = answer.error();
        return tl::unexpected(
            Trouble{.transient = fault.kind == HttpFault::Kind::Transient,
                    .fault = fault.kind == HttpFault::Kind::Cancelled ? Fault::Interrupted : Fault::Network,
                    .what = std::move(fault.message)});
      }
      if (auto trouble = find_trouble(*answer, root, std::time(nullptr))) {
        return tl::unexpected(std::move(*trouble));
      }
      return read(std::move(answer->body));
    });
    if (!outcome) {
      return tl::unexpected(observer.clean(std::move(outcome.error())));
    }
    return outcome;
  }

  Result<SearchPage> search_once(const std::string& term, const std::optional<DateWindow>& window, std::uint64_t most) {
    const auto form = search_form(settings, term, window, most);
    if (!form) {
      return tl::unexpected(form.error());
    }
    return call("esearch.fcgi", *form, "eSearchResult", [most](std::string&& xml) { return read_search(xml, most); });
  }

  struct Parts {
    std::vector<Pmid> pmids;
    int number = 0;
  };
  Result<Parts> bisect(const std::string& term, const std::optional<DateWindow>& window, std::uint64_t whole);
  Result<void> read_page(const std::vector<Pmid>& ids, FetchPage& page);
};

Result<PubMed::Impl::Parts> PubMed::Impl::bisect(const std::string& term, const std::optional<DateWindow>& window,
                                                 std::uint64_t whole) {
  struct Range {
    Pmid lo, hi;
  };
  // The upper half, which is empty or nearly so, comes first: it shows at once whether ranges are heeded.
  std::vector<Range> todo{{1, kTopPmid / 2}, {kTopPmid / 2 + 1, kTopPmid}};
  Parts parts;
  // Each range above the limit costs two searches and lies on one of at most 27 levels: a server that answers
  // nonsense comes to an end.
  std::uint64_t left = 64 + 60 * (whole / kMostIds + 1);
  while (!todo.empty()) {
    const auto range = todo.back();
    todo.pop_back();
    if (left-- == 0) {
      return fail(Fault::Incomplete, "the search does not get smaller when it is parted into PMID ranges",
                  "run it again later, or narrow it by a date");
    }
    const auto page = search_once(within_range(term, range.lo, range.hi), window, kMostIds);
    if (!page) {
      return tl::unexpected(
          Error(page.error()).while_doing(fmt::format("searching PMIDs {} to {}", range.lo, range.hi)));
    }
    const auto strays = std::any_of(page->pmids.begin(), page->pmids.end(),
                                    [&](Pmid pmid) { return pmid < range.lo || pmid > range.hi; });
    if (strays || (page->count > kMostIds && range.lo == range.hi)) {
      return fail(Fault::Incomplete, "the server does not heed PMID ranges, and gives only 9,999 ids of a search",
                  "narrow the search by a date");
    }
    if (page->count > kMostIds) {
      const auto middle = range.lo + (range.hi - range.lo) / 2;
      todo.push_back({middle + 1, range.hi});
      todo.push_back({range.lo, middle});
      continue;
    }
    if (page->count > 0) {
      parts.pmids.insert(parts.pmids.end(), page->pmids.begin(), page->pmids.end());
      ++parts.number;
    }
  }
  keep_once(parts.pmids);
  return parts;
}

/// One EFetch of `ids`, its records and damage added to `page`.
Result<void> PubMed::Impl::read_page(const std::vector<Pmid>& ids, FetchPage& page) {
  auto body = call("efetch.fcgi", fetch_form(settings, ids), "PubmedArticleSet",
                   [](std::string&& xml) -> tl::expected<std::string, Trouble> { return std::move(xml); });
  if (!body) {
    if (body.error().message.find("ID list is empty") != std::string::npos) {
      return {};  // how the server says that it has none of them
    }
    if (body.error().fault == Fault::BadInput) {
      body.error().fault = Fault::Network;  // PMIDs are all that was asked with: the fault is the server's
      body.error().hint.clear();
    }
    return tl::unexpected(std::move(body.error()));
  }
  const std::unordered_set<Pmid> asked(ids.begin(), ids.end());
  std::unordered_map<Pmid, std::size_t> places;
  auto stream = RecordStream::over(std::move(*body), fmt::format("answer to request {} of {}", page.number, page.of));
  while (auto next = stream.next()) {
    if (auto* damage = std::get_if<Damage>(&*next)) {
      page.damaged.push_back(std::move(*damage));
      continue;
    }
    auto* raw = std::get_if<RawRecord>(&*next);
    if (raw == nullptr) {
      continue;  // a withdrawn record is missing, which is told by comparing
    }
    auto item = read_record(std::move(*raw));
    if (auto* damage = std::get_if<Damage>(&item)) {
      page.damaged.push_back(std::move(*damage));
    } else if (auto* record = std::get_if<Record>(&item)) {
      const auto pmid = record->citation.pmid;
      if (!asked.contains(pmid)) {
        page.unasked.push_back(pmid);
      } else if (const auto [place, fresh] = places.emplace(pmid, page.records.size()); fresh) {
        page.records.push_back(std::move(*record));
      } else if (auto& kept = page.records[place->second]; record->citation.version > kept.citation.version) {
        kept = std::move(*record);
      }
    }
  }
  std::unordered_set<Pmid> seen;
  for (const auto& record : page.records) {
    seen.insert(record.citation.pmid);
  }
  for (const auto& damage : page.damaged) {
    seen.insert(damage.pmid);
  }
  page.missing.clear();
  std::copy_if(page.asked.begin(), page.asked.end(), std::back_inserter(page.missing),
               [&](Pmid pmid) { return !seen.contains(pmid); });
  return {};
}

PubMed::PubMed(PubMedSettings settings, Observer& observer)
    : impl_(std::make_unique<Impl>(std::move(settings), observer)) {}
PubMed::PubMed(PubMed&&) noexcept = default;
PubMed::~PubMed() = default;

Result<SearchAnswer> PubMed::search(const std::string& term, const std::optional<DateWindow>& window) {
  auto whole = impl_->search_once(term, window, kMostIds);
  if (!whole) {
    return tl::unexpected(std::move(whole.error()));
  }
  SearchAnswer answer;
  answer.count = whole->count;
  answer.translation = std::move(whole->translation);
  answer.warnings = std::move(whole->warnings);
  for (const auto& warning : answer.warnings) {
    const bool matters =
        warning.kind != SearchWarning::Kind::PhraseIgnored && warning.kind != SearchWarning::Kind::Message;
    matters ? impl_->observer.warn(told(warning)) : impl_->observer.note(told(warning));
  }
  if (whole->count <= kMostIds) {
    answer.pmids = std::move(whole->pmids);
    keep_once(answer.pmids);
    if (answer.pmids.size() != answer.count) {
      return fail(Fault::Incomplete, fmt::format("the server names {} different PMIDs where it counts {}",
                                                 answer.pmids.size(), answer.count));
    }
    return answer;
  }
  impl_->observer.note(fmt::format("{} hits, more than one search can list: searching by PMID ranges", answer.count));
  // New papers come in while the parts are searched: count again, and look a second time, before calling it incomplete.
  std::size_t found = 0;
  for (int look = 0; look < 2; ++look) {
    auto parts = impl_->bisect(term, window, answer.count);
    if (!parts) {
      return tl::unexpected(std::move(parts.error()));
    }
    found = parts->pmids.size();
    if (found != answer.count) {
      const auto again = impl_->search_once(term, window, 0);
      if (!again) {
        return tl::unexpected(again.error());
      }
      answer.count = again->count;
    }
    if (found == answer.count) {
      answer.pmids = std::move(parts->pmids);
      answer.parts = parts->number;
      return answer;
    }
  }
  return fail(Fault::Incomplete,
              fmt::format("the parts of the search hold {} PMIDs where the server counts {}", found, answer.count),
              "run it again later");
}

Result<void> PubMed::fetch(std::span<const Pmid> pmids, const std::function<Result<void>(FetchPage&&)>& keep) {
  std::vector<Pmid> todo;
  std::unordered_set<Pmid> seen;
  std::copy_if(pmids.begin(), pmids.end(), std::back_inserter(todo),
               [&](Pmid pmid) { return seen.insert(pmid).second; });
  const auto pages = (todo.size() + kPageSize - 1) / kPageSize;
  for (std::size_t number = 1; number <= pages; ++number) {
    FetchPage page;
    page.number = number;
    page.of = pages;
    const auto first = todo.begin() + static_cast<std::ptrdiff_t>((number - 1) * kPageSize);
    page.asked.assign(first,
                      first + static_cast<std::ptrdiff_t>(std::min(kPageSize, todo.size() - (number - 1) * kPageSize)));
    page.missing = page.asked;
    auto done = impl_->read_page(page.asked, page);
    if (done && !page.missing.empty()) {
      // Records fall out of an answer now and then; only what is absent twice is missing.
      done = impl_->read_page(std::vector<Pmid>(page.missing), page);
    }
    if (!done) {
      return tl::unexpected(std::move(done.error()).while_doing(fmt::format("fetching page {} of {}", number, pages)));
    }
    keep_once(page.unasked);
    if (!page.unasked.empty()) {
      // Sent again by the second request, it may have been asked for by the first.
      const std::unordered_set<Pmid> asked(page.asked.begin(), page.asked.end());
      std::erase_if(page.unasked, [&](Pmid pmid) { return asked.contains(pmid); });
    }
    if (auto kept = keep(std::move(page)); !kept) {
      return kept;
    }
  }
  return {};
}

Result<DatabaseInfo> PubMed::info() {
  return impl_->call("einfo.fcgi", common_form(impl_->settings), "eInfoResult",
                     [](std::string&& xml) { return read_info(xml); });
}

}  // namespace meridian::fetcher
