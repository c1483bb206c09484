// An answer of the E-utilities: as many ids as it must hold, or trouble that is told.
#include "fetcher/eutils.hpp"

#include "tests/fuzz/properties.hpp"

namespace meridian::fuzz {
namespace {

constexpr std::int64_t kNow = 1'795'700'000;

void must_be_told(const fetcher::Trouble& trouble) {
  must(!trouble.what.empty() && is_valid_utf8(trouble.what), "trouble is told in UTF-8", trouble.what);
  must(!trouble.retry_after || trouble.retry_after->count() >= 0, "no wait is shorter than none");
}

void search(std::string_view input, std::uint64_t most) {
  const auto page = fetcher::read_search(input, most);
  if (!page) {
    must_be_told(page.error());
    return;
  }
  must(page->pmids.size() == std::min({page->count, most, fetcher::kMostIds}), "a page holds as many ids as it must");
  must(std::find(page->pmids.begin(), page->pmids.end(), Pmid{0}) == page->pmids.end(), "an id is a PMID");
  must(is_valid_utf8(page->translation), "the translation is UTF-8");
  for (const auto& warning : page->warnings) {
    must(is_squeezed(warning.text) && !warning.text.empty(), "a warning has words", warning.text);
  }
}

}  // namespace

void one_input(std::string_view input) {
  search(input, fetcher::kMostIds);
  search(input, 2);
  if (const auto info = fetcher::read_info(input)) {
    must(is_squeezed(info->last_update), "the day of the last update is plain text");
    must(std::all_of(info->field_tags.begin(), info->field_tags.end(), is_squeezed), "tags are plain text");
  } else {
    must_be_told(info.error());
  }
  const std::string first_line(input.substr(0, input.find('\n')));
  for (const long status : {200L, 400L, 429L, 502L}) {
    for (const std::string_view root : {"eSearchResult", "PubmedArticleSet"}) {
      if (const auto trouble = fetcher::find_trouble({status, std::string(input), first_line}, root, kNow)) {
        must_be_told(*trouble);
      } else {
        must(status == 200, "a refusal is trouble");
      }
    }
  }
}

}  // namespace meridian::fuzz
