// Weights, keys and queries that decide in which order studies are shown.
#include "index/search/ranking.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "core/level.hpp"
#include "core/text.hpp"
#include "index/search/documents.hpp"
#include "index/search/fields.hpp"
#include "index/search/query_tags.hpp"

namespace meridian::index {
namespace {

// BM25: how soon more of a word says no more, and how much of a record's length counts.
constexpr double kSaturation = 1.2;
constexpr double kLengthShare = 0.75;
constexpr double kShortest = 0.5;
constexpr double kUsualLength = 270;  // words of a PubMed record with its headings, the title's three times
constexpr double kOnce = 16;          // what a word said once counts in a record of that length

constexpr std::size_t kLikeWords = 25;
constexpr Xapian::doccount kFewestWith = 2;  // a word of one study alone finds no other
constexpr std::size_t kShortestLike = 4;     // bytes of a stem with its Z

constexpr std::size_t kToldWords = 20;
constexpr double kToldShare = 0.5;  // of the best score that the words of the question reach

/// What BM25 gives a word for being rare, as Xapian reckons it.
double rarity(double all, double with) {
  constexpr double kFloorFrom = 2;  // a word of more than a third of all studies still counts a little
  const double odds = (all - with + 0.5) / (with + 0.5);
  return std::log(odds < kFloorFrom ? odds / 2 + 1 : odds);
}

/// Calls `take` with each stem of a study, or word that has none, and how often it stands there.
template <class Take>
void each_stem(const Xapian::Database& database, Xapian::docid id, Take&& take) {
  const auto end = database.termlist_end(id);
  for (auto term = database.termlist_begin(id); term != end;) {
    const std::string name = *term;
    if (name[0] >= 'A' && name[0] < 'Z') {
      term.skip_to("Z");
      continue;
    }
    take(name, term.get_wdf() / kOnce);
    ++term;
  }
}

/// The greater, the stronger: by level, and outside the levels what stands on studies before what comments on them.
char strength_of(std::string_view design, std::string_view population) {
  constexpr int kLaboratory = 5;
  if (const int level = level_of(design, population); level == kLaboratory) {
    return '2';
  } else if (level > 0) {
    return static_cast<char>('9' + 1 - level);
  }
  return design == "qualitative" ? '5' : design == "guideline" ? '4' : design == "review" ? '3' : '1';
}

}  // namespace

Xapian::termcount share_of_once(double length) {
  const double norm = 1 - kLengthShare + kLengthShare * std::max(length / kUsualLength, kShortest);
  return static_cast<Xapian::termcount>(std::max(1.0, std::round(kOnce / norm)));
}

Xapian::BM25Weight ranking() { return {kSaturation * kOnce, 0, 1, 0, kShortest}; }

std::string retracted_term() { return exact_term(field("is"), "retracted"); }

std::vector<Xapian::docid> retracted(const Xapian::Database& database) {
  const std::string term = retracted_term();
  return {database.postlist_begin(term), database.postlist_end(term)};
}

std::string EvidenceKey::operator()(const Xapian::Document& document) const {
  constexpr std::size_t kDesign = 1;
  constexpr std::size_t kPopulation = 2;
  if (std::binary_search(sunk_.begin(), sunk_.end(), document.get_docid())) {
    return "0";
  }
  const std::string facets = document.get_value(kFacetSlot);
  const auto parts = split(facets, '|');
  const char strength = parts.size() > kPopulation ? strength_of(parts[kDesign], parts[kPopulation]) : '1';
  const std::string size = document.get_value(field("n").slot);
  const double people = size.empty() ? 0 : std::clamp(Xapian::sortable_unserialise(size), 0.0, 1e12);
  return fmt::format("{}{:013.0f}{}", strength, people, document.get_value(kDateSlot));
}

Xapian::Query like_study(const Xapian::Database& database, Pmid pmid) {
  struct Stem {
    double weight;
    std::string term;
  };
  std::vector<Stem> stems;
  const double all = database.get_doccount();
  Xapian::TermIterator term;
  try {
    term = database.termlist_begin(pmid);
  } catch (const Xapian::DocNotFoundError&) {
    return {};
  }
  term.skip_to("Z");
  for (; term != database.termlist_end(pmid); ++term) {
    const std::string name = *term;
    if (name[0] != 'Z') {
      break;
    }
    const Xapian::doccount with = term.get_termfreq();
    if (with < kFewestWith || name.size() < kShortestLike) {
      continue;
    }
    const double times = term.get_wdf() / kOnce;
    stems.push_back({times / (times + kSaturation) * std::log(1 + (all - with + 0.5) / (with + 0.5)), name});
  }
  std::sort(stems.begin(), stems.end(),
            [](const Stem& a, const Stem& b) { return a.weight != b.weight ? a.weight > b.weight : a.term < b.term; });
  stems.resize(std::min(stems.size(), kLikeWords));
  std::vector<Xapian::Query> parts;
  for (const Stem& stem : stems) {
    const double times = stem.weight;
    parts.emplace_back(Xapian::Query::OP_SCALE_WEIGHT, Xapian::Query(stem.term), times);
  }
  const Xapian::Query any(Xapian::Query::OP_OR, parts.begin(), parts.end());
  return {Xapian::Query::OP_AND_NOT, any, Xapian::Query(exact_term(field("pmid"), std::to_string(pmid)))};
}

Xapian::Query told_by_first(const Xapian::Database& database, const Xapian::Query& asked, const Xapian::MSet& first) {
  struct Stem {
    double weight = 0;                                 // over all of them, the better ones counting more
    std::vector<std::pair<std::size_t, double>> in{};  // which of them, and what it is worth there
  };
  std::map<std::string, Stem> stems;
  double scores = 0;
  for (auto hit = first.begin(); hit != first.end(); ++hit) {
    scores += hit.get_weight();
  }
  if (scores <= 0) {
    return asked;
  }
  for (auto hit = first.begin(); hit != first.end(); ++hit) {
    each_stem(database, *hit, [&](const std::string& name, double times) {
      const double worth = (kSaturation * kOnce + 1) * times / (times + kSaturation);  // as ranking() has it
      Stem& stem = stems[name];
      stem.weight += hit.get_weight() / scores * worth;
      stem.in.emplace_back(hit.get_rank(), worth);
    });
  }
  struct Told {
    double weight, rarity;
    const std::pair<const std::string, Stem>* stem;
  };
  std::vector<Told> told;
  const double all = database.get_doccount();
  for (const auto& stem : stems) {
    if (const Xapian::doccount with = database.get_termfreq(stem.first); with >= kFewestWith) {
      told.push_back({stem.second.weight, rarity(all, with), &stem});
    }
  }
  std::sort(told.begin(), told.end(), [](const Told& a, const Told& b) {
    const double left = a.weight * a.rarity;
    const double right = b.weight * b.rarity;
    return left != right ? left > right : a.stem->first < b.stem->first;
  });
  told.resize(std::min(told.size(), kToldWords));
  std::vector<double> reached(first.size());
  for (const Told& one : told) {
    for (const auto& [rank, worth] : one.stem->second.in) {
      reached[rank] += one.weight * one.rarity * worth;
    }
  }
  const double most = *std::max_element(reached.begin(), reached.end());
  if (most <= 0) {
    return asked;
  }
  std::vector<Xapian::Query> parts;
  for (const Told& one : told) {
    const double share = one.weight * kToldShare * first.get_max_attained() / most;
    parts.emplace_back(Xapian::Query::OP_SCALE_WEIGHT, Xapian::Query(one.stem->first), share);
  }
  return {Xapian::Query::OP_AND_MAYBE, asked, Xapian::Query(Xapian::Query::OP_OR, parts.begin(), parts.end())};
}

}  // namespace meridian::index
