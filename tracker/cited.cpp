// Looks up in PubMed what a draft cites and the library lacks.
#include "tracker/cited.hpp"

#include <fmt/format.h>

#include <set>

#include "core/text.hpp"
#include "evidence/study.hpp"

namespace meridian::tracker {
namespace {

constexpr std::size_t kDoisASearch = 150;
constexpr std::size_t kLongestDoi = 200;

/// PMIDs of the DOIs that PubMed knows.
Result<std::set<Pmid>> pmids_of(const std::vector<std::string>& dois, fetcher::PubMed& pubmed) {
  std::set<Pmid> found;
  for (std::size_t at = 0; at < dois.size(); at += kDoisASearch) {
    std::string term;
    for (std::size_t i = at; i < std::min(dois.size(), at + kDoisASearch); ++i) {
      term += fmt::format("{}\"{}\"[aid]", term.empty() ? "" : " OR ", dois[i]);
    }
    auto answer = pubmed.search(term);
    if (!answer) {
      return tl::unexpected<Error>(answer.error());
    }
    found.insert(answer->pmids.begin(), answer->pmids.end());
  }
  return found;
}

}  // namespace

bool can_be_asked(std::string_view doi) {
  return doi.size() <= kLongestDoi && doi.find_first_of("[]\"()") == std::string_view::npos;
}

Result<CitedRecords> fetch_cited(const std::vector<draft::Mention>& mentions, const index::Library& library,
                                 const evidence::Vocabulary& vocabulary, fetcher::PubMed& pubmed) {
  std::set<Pmid> wanted;
  std::set<std::string> dois;
  for (const auto& mention : mentions) {
    if (mention.pmid != 0) {
      wanted.insert(mention.pmid);
    } else if (!mention.doi.empty() && can_be_asked(mention.doi)) {
      auto known = library.matching(fmt::format("\"{}\"[doi]", mention.doi));
      if (!known) {
        return tl::unexpected<Error>(known.error());
      }
      if (known->empty()) {
        dois.insert(ascii_lower(mention.doi));
      }
    }
  }
  auto found = pmids_of({dois.begin(), dois.end()}, pubmed);
  if (!found) {
    return tl::unexpected<Error>(found.error());
  }
  wanted.merge(*found);
  auto missing = library.missing(std::vector<Pmid>(wanted.begin(), wanted.end()));
  if (!missing) {
    return tl::unexpected<Error>(missing.error());
  }
  CitedRecords records;
  auto fetched = pubmed.fetch(*missing, [&](fetcher::FetchPage&& page) -> Result<void> {
    for (auto& record : page.records) {
      index::Held held;
      held.study = evidence::read(record.citation, vocabulary);
      held.citation = std::move(record.citation);
      records[held.citation.pmid] = std::move(held);
    }
    return {};
  });
  if (!fetched) {
    return tl::unexpected<Error>(fetched.error());
  }
  return records;
}

}  // namespace meridian::tracker
