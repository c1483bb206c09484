// Reads who or what was studied: people, animals, cells or nothing.
#include "evidence/population.hpp"

namespace meridian::evidence {

std::optional<Reading> read_population(const std::optional<Reading>& design, Counts& p, const std::string& title) {
  std::string id = "human";
  if (design && design->id == "commentary") {
    id = "none";
  } else if ((design && design->id == "animal") || (p["animal"].all() >= 2 && p["animal"].all() > p["human"].all())) {
    id = "animal";
  } else if (design && design->id == "in-vitro") {
    id = "in-vitro";
  } else if (!design && p["human"].all() == 0) {
    return std::nullopt;
  }
  const Seen& seen = p[id];
  const bool found = seen.all() > 0;
  return Reading{id, found ? std::string(seen.quote) : title, !found || seen.in_title ? "title" : "abstract", "R-020"};
}

}  // namespace meridian::evidence
