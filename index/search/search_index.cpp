// Opening, filling and asking the Xapian database.
#include "index/search/search_index.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <optional>
#include <unordered_set>

#include "core/text.hpp"
#include "index/search/explain.hpp"
#include "index/search/index_queue.hpp"
#include "index/search/query.hpp"
#include "index/search/query_tags.hpp"
#include "index/search/ranking.hpp"

namespace meridian::index {
namespace {

constexpr const char* kVersionKey = "fields-version";
constexpr const char* kLibraryKey = "library";
// Xapian sorts what waits to be written in trees in memory; small ones stay in the processor's cache, and every change
// costs a third less than with Xapian's own 10,000 documents. The variable is Xapian's only way to say so.
constexpr const char* kFlushVariable = "XAPIAN_FLUSH_THRESHOLD";
constexpr const char* kFlushDocuments = "200";
constexpr int kRetries = 10;
constexpr std::size_t kSunkWithin = 200;  // the first results, among which retracted studies lose half their score
constexpr double kRetractedShare = 0.5;
constexpr std::size_t kSnippetBytes = 240;
constexpr std::size_t kSnippetSource = 20'000;

std::string plain(std::string text) {
  // Xapian escapes for HTML; the door promises plain text.
  for (const auto& [from, to] : {std::pair{"&lt;", "<"}, std::pair{"&gt;", ">"}, std::pair{"&amp;", "&"}}) {
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + 1)) {
      text.replace(at, std::string_view(from).size(), to);
    }
  }
  return text;
}

std::vector<Facet> count_facets(Xapian::ValueCountMatchSpy& spy) {
  std::array<std::map<std::string, std::uint64_t>, kFacets.size()> counts;
  for (auto value = spy.values_begin(); value != spy.values_end(); ++value) {
    const std::string combined = *value;
    const std::uint64_t times = value.get_termfreq();
    const auto parts = split(combined, '|');
    for (std::size_t i = 0; i < std::min(parts.size(), counts.size()); ++i) {
      for (const std::string_view one : split(parts[i], ',')) {
        if (!one.empty()) {
          counts[i][std::string(one)] += times;
        }
      }
    }
  }
  std::vector<Facet> out;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    Facet facet{std::string(kFacets[i]), {}};
    for (const auto& [name, count] : counts[i]) {
      facet.counts.push_back({name, count});
    }
    const bool by_year = facet.field == "year";
    std::stable_sort(facet.counts.begin(), facet.counts.end(), [by_year](const FacetCount& a, const FacetCount& b) {
      return by_year ? a.value > b.value : a.count > b.count;
    });
    out.push_back(std::move(facet));
  }
  return out;
}

/// Lowers the retracted, of which `gone` is the list, among the first results.
/// @return how many there are
std::size_t sink(const std::vector<Xapian::docid>& gone, std::vector<Found::Hit>& hits) {
  const auto end = hits.begin() + static_cast<std::ptrdiff_t>(std::min(kSunkWithin, hits.size()));
  std::size_t sunk = 0;
  for (auto hit = hits.begin(); hit != end; ++hit) {
    if (std::binary_search(gone.begin(), gone.end(), hit->pmid)) {
      hit->score *= kRetractedShare;
      ++sunk;
    }
  }
  std::stable_sort(hits.begin(), end, [](const Found::Hit& a, const Found::Hit& b) { return a.score > b.score; });
  return sunk;
}

/// Behind the first results, which are all that `hits` holds, comes what `told` ranks next; `wanted` in all.
void widen(const Xapian::Database& database, const Xapian::Query& told, std::size_t wanted,
           std::vector<Found::Hit>& hits) {
  Xapian::Enquire enquire(database);
  enquire.set_query(told);
  enquire.set_weighting_scheme(ranking());
  const Xapian::MSet like = enquire.get_mset(0, static_cast<Xapian::doccount>(wanted));
  std::unordered_set<Xapian::docid> first;
  for (const Found::Hit& hit : hits) {
    first.insert(hit.pmid);
  }
  const double least = hits.back().score;
  double best = 0;  // of the others; their scores go on from where those of the first end
  for (auto hit = like.begin(); hit != like.end() && hits.size() < wanted; ++hit) {
    if (first.count(*hit) == 0) {
      best = best > 0 ? best : hit.get_weight();
      hits.push_back({*hit, least * hit.get_weight() / best});
    }
  }
}

void cut_to_page(std::vector<Found::Hit>& hits, std::size_t offset, std::size_t limit) {
  hits.erase(hits.begin(), hits.begin() + static_cast<std::ptrdiff_t>(std::min(offset, hits.size())));
  hits.resize(std::min(limit, hits.size()));
}

}  // namespace

SearchIndex::SearchIndex(std::filesystem::path folder, Access access, std::string library_id)
    : folder_(std::move(folder)),
      access_(access),
      library_id_(std::move(library_id)),
      head_file_((folder_ / "iamglass").string()) {
  if (access == Access::Write) {
    ::setenv(kFlushVariable, kFlushDocuments, 0);
  }
  try {
    open();
  } catch (const Xapian::Error&) {
    close();
  }
}

void SearchIndex::close() {
  writer_.reset();
  gone_.reset();
  database_.reset();
}

bool SearchIndex::is_ours(const Xapian::Database& database) const {
  return database.get_metadata(kVersionKey) == std::to_string(kFieldsVersion) &&
         database.get_metadata(kLibraryKey) == library_id_;
}

void SearchIndex::open() {
  close();
  head_ = head();
  if (!std::filesystem::exists(head_file_)) {  // nothing there, or the two folders of a former layout
    return;
  }
  if (access_ == Access::Write) {
    Xapian::WritableDatabase writable(folder_.string(), Xapian::DB_OPEN);
    if (is_ours(writable)) {
      database_ = writable;
      writer_.emplace(std::move(writable));
    }
  } else if (Xapian::Database readable(folder_.string()); is_ours(readable)) {
    database_ = std::move(readable);
  }
}

std::int64_t SearchIndex::watermark() const {
  const std::string text = database_->get_metadata(kWatermarkKey);
  std::int64_t value = -1;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

std::uint64_t SearchIndex::size() const { return database_->get_doccount(); }

std::vector<Pmid> SearchIndex::pmids() const {
  std::vector<Pmid> out;
  for (auto id = database_->postlist_begin(""); id != database_->postlist_end(""); ++id) {
    out.push_back(*id);
  }
  return out;
}

bool SearchIndex::holds(const PreparedDocument& prepared) const {
  const Xapian::Document there = database_->get_document(prepared.pmid);
  const Xapian::Document& wanted = *prepared.document;
  if (there.termlist_count() != wanted.termlist_count() || there.values_count() != wanted.values_count()) {
    return false;
  }
  auto term = there.termlist_begin();
  for (auto other = wanted.termlist_begin(); other != wanted.termlist_end(); ++other, ++term) {
    if (*term != *other || term.get_wdf() != other.get_wdf()) {
      return false;
    }
  }
  auto value = there.values_begin();
  for (auto other = wanted.values_begin(); other != wanted.values_end(); ++other, ++value) {
    if (value.get_valueno() != other.get_valueno() || *value != *other) {
      return false;
    }
  }
  return true;
}

std::size_t SearchIndex::faults_on_disk() const {
  const bool may_write =
      ::access((folder_ / "termlist.glass").c_str(), W_OK) == 0;  // Xapian opens for writing what it checks
  return may_write ? Xapian::Database::check(folder_.string(), 0, nullptr) : 0;
}

void SearchIndex::rebuild(std::int64_t sequence,
                          const std::function<void(const std::function<void(PreparedDocument&&)>&)>& feed) {
  const std::filesystem::path loose = folder_.string() + ".building";
  const std::filesystem::path fresh = folder_.string() + ".new";
  const std::filesystem::path old = folder_.string() + ".old";
  for (const auto& left_behind : {loose, fresh, old}) {
    std::filesystem::remove_all(left_behind);
  }
  {
    // Nobody sees it and it can be made again at any time, so it need neither be synced nor keep an older state.
    Xapian::WritableDatabase database(loose.string(),
                                      Xapian::DB_CREATE_OR_OVERWRITE | Xapian::DB_NO_SYNC | Xapian::DB_DANGEROUS);
    database.set_metadata(kVersionKey, std::to_string(kFieldsVersion));
    database.set_metadata(kLibraryKey, library_id_);
    IndexWriter built(std::move(database));
    IndexQueue queue(built);
    feed([&](PreparedDocument&& one) {
      if (queue.failed()) {
        static_cast<void>(queue.settled());  // throws: nothing that follows could be kept
      }
      if (one.document) {
        queue.put(std::move(one));
      }
    });
    queue.reached(sequence);
    const auto resting = queue.settled();
    built.commit();
    built.database().compact(fresh.string(), Xapian::DBCOMPACT_NO_RENUMBER);
  }
  std::filesystem::remove_all(loose);
  close();
  swap_in(fresh, old);
  open();
}

/// In one step where the file system can, so that a reader finds the old index or the new one.
void SearchIndex::swap_in(const std::filesystem::path& fresh, const std::filesystem::path& old) const {
  if (std::filesystem::exists(folder_)) {
    if (::renameat2(AT_FDCWD, fresh.c_str(), AT_FDCWD, folder_.c_str(), RENAME_EXCHANGE) == 0) {
      std::filesystem::rename(fresh, old);
    } else {
      std::filesystem::rename(folder_, old);
      std::filesystem::rename(fresh, folder_);
    }
    std::filesystem::remove_all(old);
  } else {
    std::filesystem::rename(fresh, folder_);
  }
}

void SearchIndex::commit() {
  if (writer_) {
    writer_->commit();
  }
}

Head SearchIndex::head() const {
  struct stat found {};
  return ::stat(head_file_.c_str(), &found) == 0 ? Head{found.st_ino, found.st_mtim.tv_sec, found.st_mtim.tv_nsec}
                                                 : Head{};
}

void SearchIndex::catch_up() {
  const Head now = head();  // looked at first: what is committed after this is taken up the next time
  if (now != head_) {
    if (database_->reopen()) {
      gone_.reset();
    }
    head_ = now;
  }
}

const std::vector<Xapian::docid>& SearchIndex::gone() {
  if (!gone_ || access_ == Access::Write) {
    gone_ = retracted(*database_);
  }
  return *gone_;
}

template <class F>
auto SearchIndex::retrying(F&& work) -> decltype(work()) {
  for (int attempt = 0;; ++attempt) {
    try {
      if (attempt > 0 || (!database_ && access_ == Access::Read)) {  // it may have been renamed while we opened
        open();
      } else if (access_ == Access::Read) {
        catch_up();
      }
      if (!database_) {
        return fail(Fault::Storage, "the search index is missing, damaged or of another version",
                    "rebuild it with a command that writes, such as meridian verify --repair");
      }
      return work();
    } catch (const Xapian::DatabaseError&) {
      // A writer moved on twice since this reader opened, or renamed a rebuilt index into place.
      if (attempt >= kRetries || access_ == Access::Write) {
        throw;
      }
    }
  }
}

Result<Found> SearchIndex::search(const SearchRequest& request) {
  return retrying([&]() -> Result<Found> {
    auto parsed = parse_query(request.query, *database_, context_, request.wording);
    if (!parsed) {
      return tl::unexpected(parsed.error());
    }
    const Xapian::doccount all = database_->get_doccount();
    Xapian::Enquire enquire(*database_);
    Xapian::Query query = parsed->query;
    if (request.like != 0) {
      const Xapian::Query like = like_study(*database_, request.like);
      if (like.empty()) {
        return fail(Fault::NotFound, fmt::format("PMID {} is not in the library", request.like),
                    "`meridian import FILE` or `meridian update` would bring it");
      }
      query = parsed->everything ? like : Xapian::Query(Xapian::Query::OP_FILTER, like, query);
      parsed->everything = false;
    }
    enquire.set_query(query);
    if (parsed->everything) {
      enquire.set_weighting_scheme(Xapian::BoolWeight());
    } else {
      enquire.set_weighting_scheme(ranking());
    }
    std::optional<EvidenceKey> evidence;
    if (request.sort == SortBy::Evidence && request.limit > 0) {
      evidence.emplace(gone());
      enquire.set_sort_by_key_then_relevance(&*evidence, true);
    } else if (request.sort == SortBy::Date || parsed->everything) {
      enquire.set_sort_by_value_then_relevance(kDateSlot, true);
    }
    // Only the first results are put in order anew, so that one page never shows what another has shown.
    const bool sinking = request.sort == SortBy::Relevance && !parsed->everything && !gone().empty() &&
                         request.offset < kSunkWithin && request.limit > 0;
    Xapian::ValueCountMatchSpy spy(kFacetSlot);
    Xapian::ValueCountMatchSpy journals(kJournalSlot);
    Xapian::ValueCountMatchSpy languages(kLanguageSlot);
    if (request.facets) {
      enquire.add_matchspy(&spy);
      enquire.add_matchspy(&journals);
      enquire.add_matchspy(&languages);
    }
    Found out;
    const auto offset = static_cast<Xapian::doccount>(std::min<std::size_t>(request.offset, all));
    const auto limit = static_cast<Xapian::doccount>(std::min<std::size_t>(request.limit, all));
    const Xapian::doccount exactly = request.exact_total ? all : 0;
    // What comes after those of a page matters only where retracted ones of the page make room for it.
    const auto until = offset + limit;
    Xapian::doccount wanted = until;
    for (;;) {
      const bool widening =
          parsed->any_word && request.like == 0 && request.sort == SortBy::Relevance && limit > 0 && wanted > kTelling;
      const bool whole = sinking || widening;
      out.page =
          whole ? enquire.get_mset(0, widening ? kTelling : wanted, exactly) : enquire.get_mset(offset, limit, exactly);
      enquire.clear_matchspies();  // what was counted stays counted when more is fetched
      out.total = out.page.get_matches_estimated();
      out.hits.clear();
      for (auto hit = out.page.begin(); hit != out.page.end(); ++hit) {
        out.hits.push_back({*hit, hit.get_weight()});
      }
      if (widening && out.page.get_matches_upper_bound() > kTelling) {
        widen(*database_, told_by_first(*database_, query, out.page), wanted, out.hits);
      }
      const std::size_t sunk = sinking ? sink(gone(), out.hits) : 0;
      if (const auto more = static_cast<Xapian::doccount>(std::min<std::size_t>(until + sunk, kSunkWithin));
          more > wanted && out.hits.size() >= wanted) {
        wanted = more;
        continue;
      }
      if (whole) {
        cut_to_page(out.hits, offset, limit);
      }
      break;
    }
    warn_of_missing(*parsed, out.page, *database_, context_);
    if (out.total == 0) {
      out.suggestion = parsed->corrections.applied(request.query);
    }
    if (request.facets) {
      out.facets = count_facets(spy);
      out.facets.push_back(count_values("journal", journals, '\0'));
      out.facets.push_back(count_values("language", languages, ','));
    }
    out.reading = std::move(parsed->reading);
    out.warnings = std::move(parsed->warnings);
    out.any_word = parsed->any_word;
    if (request.explain) {
      out.parts = explained(parsed->tree, *database_);
      out.ignored = std::move(parsed->ignored);
      out.engine = query.get_description();
    }
    return out;
  });
}

Result<std::vector<Pmid>> SearchIndex::matching(const std::string& query) {
  return retrying([&]() -> Result<std::vector<Pmid>> {
    auto parsed = parse_query(query, *database_, context_);
    if (!parsed) {
      return tl::unexpected(parsed.error());
    }
    Xapian::Enquire enquire(*database_);
    enquire.set_query(parsed->query);
    enquire.set_weighting_scheme(Xapian::BoolWeight());
    enquire.set_docid_order(Xapian::Enquire::ASCENDING);
    const Xapian::MSet all = enquire.get_mset(0, database_->get_doccount());
    std::vector<Pmid> out;
    for (auto hit = all.begin(); hit != all.end(); ++hit) {
      out.push_back(*hit);
    }
    std::sort(out.begin(), out.end());
    return out;
  });
}

std::string SearchIndex::snippet(const Found& found, const Citation& citation) const {
  const Xapian::Stem stem("english");
  const std::string abstract = valid_utf8(std::string_view(abstract_text(citation)).substr(0, kSnippetSource));
  constexpr unsigned kFlags = Xapian::MSet::SNIPPET_EXHAUSTIVE | Xapian::MSet::SNIPPET_EMPTY_WITHOUT_MATCH;
  for (const std::string& text : {abstract, citation.title}) {
    std::string cut = found.page.snippet(text, kSnippetBytes, stem, kFlags, "", "", "…");
    if (!cut.empty()) {
      return plain(std::move(cut));
    }
  }
  return plain(found.page.snippet(abstract.empty() ? citation.title : abstract, kSnippetBytes, stem,
                                  Xapian::MSet::SNIPPET_EXHAUSTIVE, "", "", "…"));
}

}  // namespace meridian::index
