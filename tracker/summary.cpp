// Collects what a search finds and has it weighed.
#include "tracker/summary.hpp"

namespace meridian::tracker {

Result<SummaryReport> summarize(const index::Library& library, const evidence::Vocabulary& vocabulary,
                                const std::string& query, evidence::GroupBy by, Observer& observer) {
  auto pmids = library.matching(query);
  auto totals = library.totals(vocabulary.version());
  if (!pmids || !totals) {
    return tl::unexpected<Error>(!pmids ? pmids.error() : totals.error());
  }
  observer.stage("weighing", pmids->size(), "studies");
  std::vector<evidence::WeighedStudy> studies;
  studies.reserve(pmids->size());
  for (const Pmid pmid : *pmids) {
    if (observer.cancelled()) {
      return fail(Fault::Interrupted, "stopped", "nothing was changed; run it again");
    }
    auto held = library.get(pmid);
    if (!held) {
      return tl::unexpected<Error>(held.error());
    }
    if (*held && !(*held)->deleted) {
      studies.push_back(evidence::weighed((*held)->citation, std::move((*held)->study), !(*held)->judgements.empty()));
    }
    observer.advance(studies.size());
  }
  return SummaryReport{evidence::summarize(studies, by, vocabulary),
                       query,
                       totals->newest_created,
                       vocabulary.version(),
                       totals->citations,
                       totals->stale};
}

}  // namespace meridian::tracker
