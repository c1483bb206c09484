// Weights, keys and queries that decide in which order studies are shown.
#include "index/search/ranking.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "core/text.hpp"
#include "index/search/documents.hpp"
#include "index/search/fields.hpp"

namespace meridian::index {
namespace {

// BM25: how soon more of a word says no more, and how much of a record's length counts.
constexpr double kSaturation = 1.2;
constexpr double kLengthShare = 0.75;
constexpr double kShortest = 0.5;

constexpr std::size_t kLikeWords = 25;
constexpr Xapian::doccount kFewestWith = 2;  // a word of one study alone finds no other
constexpr std::size_t kShortestLike = 4;     // bytes of a stem with its Z

struct DesignStrength {
  std::string_view design;
  char strength;
};

/// @source OCEBM Levels of Evidence Working Group, "The Oxford Levels of Evidence 2": treatment benefits; as in the
///         levels of `meridian summary`. Guidelines stand on such studies and before comments on them.
constexpr auto kStrengths = std::to_array<DesignStrength>({
    {"meta-analysis", '9'},
    {"systematic-review", '9'},
    {"rct", '8'},
    {"controlled-trial", '7'},
    {"cohort", '7'},
    {"single-arm-trial", '6'},
    {"case-control", '6'},
    {"cross-sectional", '6'},
    {"case-report", '6'},
    {"qualitative", '5'},
    {"guideline", '4'},
    {"review", '3'},
    {"in-vitro", '2'},
    {"protocol", '1'},
    {"commentary", '1'},
});

char strength_of(std::string_view design, std::string_view population) {
  constexpr char kLaboratory = '2';
  constexpr char kUntold = '1';
  const auto row = std::find_if(kStrengths.begin(), kStrengths.end(),
                                [design](const DesignStrength& one) { return one.design == design; });
  const char strength = row == kStrengths.end() ? kUntold : row->strength;
  const bool laboratory = population == "animal" || population == "in-vitro";
  return laboratory ? std::min(strength, kLaboratory) : strength;
}

}  // namespace

Xapian::BM25Weight ranking() { return {kSaturation, 0, 1, kLengthShare, kShortest}; }

std::unordered_set<Xapian::docid> retracted(const Xapian::Database& database) {
  const std::string term = exact_term(field("is"), "retracted");
  return {database.postlist_begin(term), database.postlist_end(term)};
}

std::string EvidenceKey::operator()(const Xapian::Document& document) const {
  constexpr std::size_t kDesign = 1;
  constexpr std::size_t kPopulation = 2;
  if (sunk_.count(document.get_docid()) > 0) {
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
    const double times = term.get_wdf();
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

}  // namespace meridian::index
