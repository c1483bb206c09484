// Counting each part of a query by itself.
#include "index/search/explain.hpp"

#include <algorithm>
#include <map>

#include "core/text.hpp"

namespace meridian::index {
namespace {

void walk(const ReadNode& node, int depth, const Xapian::Database& database, std::vector<ReadPart>& out) {
  Xapian::Enquire enquire(database);
  enquire.set_query(node.query);
  enquire.set_weighting_scheme(Xapian::BoolWeight());
  out.push_back({depth, node.label, enquire.get_mset(0, 0, database.get_doccount()).get_matches_estimated()});
  for (const ReadNode& child : node.children) {
    walk(child, depth + 1, database, out);
  }
}

}  // namespace

std::vector<ReadPart> explained(const ReadNode& tree, const Xapian::Database& database) {
  std::vector<ReadPart> out;
  walk(tree, 0, database, out);
  return out;
}

Facet count_values(std::string name, Xapian::ValueCountMatchSpy& spy, char separator) {
  std::map<std::string, std::uint64_t> counts;
  for (auto value = spy.values_begin(); value != spy.values_end(); ++value) {
    const std::string whole = *value;
    const std::uint64_t times = value.get_termfreq();
    for (const std::string_view one :
         separator == '\0' ? std::vector<std::string_view>{whole} : split(whole, separator)) {
      if (!one.empty()) {
        counts[std::string(one)] += times;
      }
    }
  }
  Facet facet{std::move(name), {}};
  for (const auto& [value, count] : counts) {
    facet.counts.push_back({value, count});
  }
  std::stable_sort(facet.counts.begin(), facet.counts.end(),
                   [](const FacetCount& a, const FacetCount& b) { return a.count > b.count; });
  return facet;
}

}  // namespace meridian::index
