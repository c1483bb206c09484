// Finds what a clause names, and asks of each kind of outcome what it tells.
#include "evidence/told_clause.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <array>

#include "core/text.hpp"
#include "evidence/told.hpp"
#include "evidence/ways.hpp"

namespace meridian::evidence {
namespace {

bool holds(const std::vector<std::string>& list, std::string_view id) {
  return std::find(list.begin(), list.end(), id) != list.end();
}

/// Messengers and receptors by whose blockade a way of working is shown.
bool is_a_way_of_working(std::string_view outcome) {
  static constexpr auto kIds = std::to_array<std::string_view>(
      {"more-opioids", "more-serotonin", "more-adenosine", "more-gaba", "more-oxytocin", "more-vagus"});
  return std::find(kIds.begin(), kIds.end(), outcome) != kIds.end();
}

/// The id of an outcome, exchanged where it is named by what falls when it rises: "pain threshold" is more-pain.
std::string as_it_rises(const ReadySentence& sentence, const VocabularyHit& hit) {
  const bool turned =
      std::any_of(sentence.concepts.hits.begin(), sentence.concepts.hits.end(), [&](const VocabularyHit& other) {
        return other.facet == "cue" && other.start <= hit.start && other.start + other.length >= hit.start + hit.length;
      });
  const std::string id(hit.id);
  return !turned ? id : (id.starts_with("less-") ? "more-" : "less-") + id.substr(5);
}

/// "Symptoms, but not conduction, improved".
bool is_excepted(std::string_view text, const VocabularyHit& hit) {
  static const RE2 kNot(R"((?i)\b(but not|though not|not|nor) (in |on |of )?(the |its |any )?$)");
  return RE2::PartialMatch(re2::StringPiece(text.data(), hit.start), kNot);
}

/// Where a clause says up and down, each name goes with the word nearest to it; names that disagree tell nothing.
int told_by_nearest(const Clause& clause) {
  const Told says = told_ways(clause.text);
  if (!says.up || !says.down || says.better || says.none || says.open) {
    return told(clause.text, clause.names);
  }
  int out = kTellsNothing;
  for (std::size_t i = 0; i < clause.names.size(); ++i) {
    const Way way = nearest_way(clause.text, clause.starts[i]);
    const int one = way == Way::None                                             ? kTellsNothing
                    : (way == Way::Down) == clause.names[i].starts_with("less-") ? 1
                                                                                 : -1;
    if (i > 0 && one != out) {
      return kTellsNothing;
    }
    out = one;
  }
  return out;
}

}  // namespace

bool only_describes(std::string_view text, const VocabularyHit& hit) {
  if (ascii_lower(text.substr(hit.start, hit.length)) != "painful") {
    return false;
  }
  const std::string_view before = text.substr(0, hit.start);
  return !before.ends_with("less ") && !before.ends_with("more ") && !before.ends_with("as ");
}

Clause read_clause(const Claim& claim, const ReadySentence& sentence, std::string_view text, const IsAsked& is_asked) {
  Clause out{text};
  const auto from = static_cast<std::size_t>(text.data() - sentence.text.data());
  for (const auto& hit : sentence.concepts.hits) {
    if (hit.start < from || hit.start >= from + text.size()) {
      continue;
    }
    if (hit.facet == "mechanism" && !only_describes(sentence.text, hit)) {
      const bool ours = holds(claim.outcomes, hit.id);
      out.outcome = out.outcome || ours;
      out.other_outcome = out.other_outcome || !ours;
      out.excepted = out.excepted || (ours && is_excepted(sentence.text, hit));
      if (ours) {
        out.names.push_back(as_it_rises(sentence, hit));
        out.starts.push_back(hit.start - from);
        out.named_harm = out.named_harm || hit.id != "less-harm";
        out.a_way = out.a_way || is_a_way_of_working(hit.id);
      }
    } else if (hit.facet == "intervention") {
      (is_asked(hit.id) ? out.treatment : out.other_treatment) = true;
    }
  }
  return out;
}

int told_of(const Claim& claim, const Clause& clause, const std::vector<std::string>& shared, bool of_a_case) {
  if (claim.of_harms || (claim.claimed == Claimed::Harm && of_a_case)) {
    const int safety = claim.safety ? told_of_safety(clause.text) : kTellsNothing;
    return safety != kTellsNothing || (claim.safety && !clause.named_harm) ? safety : told_of_harm(clause.text);
  }
  if (const int way = clause.a_way ? told_of_way(clause.text) : kTellsNothing; way != kTellsNothing) {
    return way;
  }
  if (claim.safety) {
    return told_of_safety(clause.text);
  }
  return clause.excepted ? 0 : clause.names.empty() ? told(clause.text, shared) : told_by_nearest(clause);
}

}  // namespace meridian::evidence
