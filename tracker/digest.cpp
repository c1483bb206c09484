// Gathers the events of a topic into a digest.
#include "tracker/digest.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace meridian::tracker {
namespace {

constexpr auto kDesignsByStrength =
    std::to_array<std::string_view>({"meta-analysis", "systematic-review", "guideline", "rct", "controlled-trial",
                                     "cohort", "single-arm-trial", "case-control", "cross-sectional", "case-report",
                                     "qualitative", "review", "animal", "in-vitro", "protocol", "commentary"});

std::string mechanism_of(const Study& study) {
  for (const auto& mechanism : study.mechanisms) {
    if (mechanism.status != MechanismStatus::Background) {
      return mechanism.id;
    }
  }
  return {};
}

std::string_view words_of(std::string_view correction) {
  using Row = std::pair<std::string_view, std::string_view>;
  static constexpr auto kWords = std::to_array<Row>({
      {"CorrectedandRepublishedIn", "corrected and republished"},
      {"CorrectedandRepublishedFrom", "corrected and republished"},
      {"RetractedandRepublishedIn", "retracted and republished"},
      {"RetractedandRepublishedFrom", "retracted and republished"},
      {"PartialRetractionIn", "partly retracted"},
      {"PartialRetractionOf", "partly retracted"},
      {"ExpressionOfConcernIn", "expression of concern"},
      {"ExpressionOfConcernFor", "expression of concern"},
      {"ErratumIn", "erratum"},
      {"ErratumFor", "erratum"},
  });
  for (const auto& [type, words] : kWords) {
    if (type == correction) {
      return words;
    }
  }
  return {};
}

/// The words for an alarm, and the notices that tell it.
Result<void> describe_alarm(DigestItem& item, index::Library& library, index::Ledger& ledger) {
  item.what = item.event.kind == "concern"     ? "expression of concern"
              : item.event.kind == "corrected" ? "erratum"
                                               : item.event.kind;
  auto links = ledger.notices(item.event.pmid);
  if (!links) {
    return tl::unexpected<Error>(links.error());
  }
  const int kind = item.event.kind == "retracted" ? 3 : item.event.kind == "concern" ? 2 : 1;
  if (item.event.kind != "retracted" && item.event.kind != "concern" && item.event.kind != "corrected") {
    return {};
  }
  for (const auto& link : *links) {
    if (link.kind != kind || (kind < 3 && static_cast<std::int64_t>(link.notice) != item.event.item)) {
      continue;
    }
    if (link.notice != 0 && std::find(item.notices.begin(), item.notices.end(), link.notice) == item.notices.end()) {
      item.notices.push_back(link.notice);
    }
    auto teller = library.get(link.told_by);
    if (!teller) {
      return tl::unexpected<Error>(teller.error());
    }
    if (!*teller) {
      continue;
    }
    for (const auto& correction : (*teller)->citation.corrections) {
      const bool names =
          link.told_by == item.event.pmid ? correction.pmid == link.notice : correction.pmid == item.event.pmid;
      if (const auto words = words_of(correction.type); names && !words.empty()) {
        item.what = words;
      }
    }
  }
  return {};
}

}  // namespace

int design_rank(std::string_view design) {
  const auto* const place = std::find(kDesignsByStrength.begin(), kDesignsByStrength.end(), design);
  return static_cast<int>(place - kDesignsByStrength.begin());
}

Result<Digest> make_digest(const std::string& topic, const DigestOptions& options, index::Library& library,
                           index::Ledger& ledger) {
  Digest digest;
  digest.topic = topic;
  digest.since = options.since;
  // Books that are open for reading alone stay as the last run left them.
  static_cast<void>(ledger.index_dois(topic));
  auto events = ledger.events(topic);
  if (!events) {
    return tl::unexpected<Error>(events.error());
  }
  std::set<Pmid> told;  // as new, before this digest or within it
  std::set<Pmid> alarmed;
  for (const auto& event : *events) {
    if (event.kind == "new" && !event.told.empty()) {
      told.insert(event.pmid);
    }
  }
  std::set<Pmid> fresh_here;
  std::map<std::pair<std::string, int>, DigestGroup> groups;
  std::vector<DigestItem> changes;
  for (const auto& event : *events) {
    if ((options.unread && !event.told.empty()) || (!options.since.empty() && event.seen < options.since)) {
      continue;
    }
    auto held = library.get(event.pmid);
    auto twins = ledger.twins(event.pmid);
    if (!held || !twins) {
      return tl::unexpected<Error>(!held ? held.error() : twins.error());
    }
    if (!*held) {
      continue;
    }
    digest.covered.push_back(event);
    DigestItem item{event, std::move(**held), event.kind, {}, {}, std::move(*twins)};
    if (event.kind == "new") {
      const bool known = std::any_of(item.twins.begin(), item.twins.end(), [&](Pmid twin) {
        return fresh_here.contains(twin) || (options.unread && told.contains(twin));
      });
      if (known) {
        continue;  // the same paper was told under its other PMID, which names this one
      }
      fresh_here.insert(event.pmid);
      const std::string mechanism = mechanism_of(item.held.study);
      const std::string design = item.held.study.design ? item.held.study.design->id : "";
      auto& group = groups[{mechanism.empty() ? "\x7f" : mechanism, design_rank(design)}];
      group.mechanism = mechanism;
      group.design = design;
      group.items.push_back(std::move(item));
    } else if (event.kind == "changed") {
      auto revisions = library.revisions(event.pmid);
      if (!revisions) {
        return tl::unexpected<Error>(revisions.error());
      }
      for (const auto& revision : *revisions) {
        if (revision.number == event.item) {
          item.fields = revision.changed;
        }
      }
      changes.push_back(std::move(item));
    } else {
      if (auto described = describe_alarm(item, library, ledger); !described) {
        return tl::unexpected<Error>(described.error());
      }
      alarmed.insert(event.pmid);
      digest.alarms.push_back(std::move(item));
    }
  }
  for (auto& item : changes) {
    // A change that is told as an alarm, or of a paper that is told as new, needs no second line.
    if (!options.fold || (!alarmed.contains(item.event.pmid) && !fresh_here.contains(item.event.pmid))) {
      digest.changed.push_back(std::move(item));
    }
  }
  for (auto& [key, group] : groups) {
    std::stable_sort(group.items.begin(), group.items.end(), [](const DigestItem& a, const DigestItem& b) {
      const auto size = [](const DigestItem& i) {
        return i.held.study.sample_size ? i.held.study.sample_size->value : 0;
      };
      return size(a) > size(b);
    });
    digest.fresh.push_back(std::move(group));
  }
  return digest;
}

Result<TextDigest> make_text_digest(const std::string& text, const DigestOptions& options, index::Ledger& ledger) {
  auto turns = ledger.turns(text);
  if (!turns) {
    return tl::unexpected<Error>(turns.error());
  }
  std::erase_if(*turns, [&](const index::TextTurn& turn) {
    return (options.unread && !turn.told.empty()) || (!options.since.empty() && turn.seen < options.since);
  });
  return TextDigest{text, options.since, std::move(*turns)};
}

}  // namespace meridian::tracker
