// Looks at watches: what matches newly, and what newly contradicts.
#include "tracker/watches.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "core/study.hpp"

namespace meridian::tracker {
namespace {

bool contradicts(const std::string& direction) { return direction == "no-difference" || direction == "against"; }

Result<index::WatchMatch> look_at(index::Library& library, const std::string& watch, Pmid pmid) {
  auto held = library.get(pmid);
  if (!held) {
    return tl::unexpected<Error>(held.error());
  }
  index::WatchMatch match{watch, pmid, "", "ok"};
  if (*held) {
    const Study& study = (*held)->study;
    match.direction = study.direction ? study.direction->id : "";
    match.integrity = to_word(study.integrity.status);
  }
  return match;
}

}  // namespace

Result<WatchRound> look_at_watches(index::Library& library, index::Ledger& ledger) {
  WatchRound round;
  auto watches = ledger.watches();
  if (!watches) {
    return tl::unexpected<Error>(watches.error());
  }
  for (const auto& watch : *watches) {
    auto now = library.matching(watch.query);
    auto before = ledger.matches(watch.name);
    if (!now || !before) {
      return tl::unexpected<Error>(!now ? now.error() : before.error());
    }
    WatchNews news;
    news.name = watch.name;
    std::set<Pmid> all(now->begin(), now->end());
    for (const auto& [pmid, match] : *before) {
      all.insert(pmid);  // a retraction may take a study out of the query's reach
    }
    for (const Pmid pmid : all) {
      auto match = look_at(library, watch.name, pmid);
      if (!match) {
        return tl::unexpected<Error>(match.error());
      }
      const auto known = before->find(pmid);
      const bool fresh = known == before->end();
      if (!fresh && known->second.direction == match->direction && known->second.integrity == match->integrity) {
        continue;
      }
      if (fresh) {
        news.matched.push_back(pmid);
      }
      if (contradicts(match->direction) && (fresh || !contradicts(known->second.direction))) {
        news.contradictions.emplace_back(pmid, match->direction);
      }
      if (match->integrity == "retracted" && (fresh || known->second.integrity != "retracted")) {
        news.contradictions.emplace_back(pmid, "retracted");
      }
      round.matches.push_back(std::move(*match));
    }
    if (!news.matched.empty() || !news.contradictions.empty()) {
      round.news.push_back(std::move(news));
    }
  }
  return round;
}

Result<std::size_t> add_watch(index::Library& library, index::Ledger& ledger, const std::string& name,
                              const std::string& query, const std::string& now) {
  auto found = library.matching(query);
  if (!found) {
    return tl::unexpected<Error>(found.error());
  }
  std::vector<index::WatchMatch> matches;
  for (const Pmid pmid : *found) {
    auto match = look_at(library, name, pmid);
    if (!match) {
      return tl::unexpected<Error>(match.error());
    }
    matches.push_back(std::move(*match));
  }
  if (auto added = ledger.add_watch({name, query, now}, matches); !added) {
    return tl::unexpected<Error>(added.error());
  }
  return matches.size();
}

}  // namespace meridian::tracker
