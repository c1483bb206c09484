// Reads interventions with their role, and conditions.
#include "evidence/tags.hpp"

#include <algorithm>
#include <set>

#include "evidence/counts.hpp"

namespace meridian::evidence {

void read_interventions(const std::vector<Sentence>& sentences, Study& study) {
  static const std::set<std::string> kComparators{"sham-acupuncture", "placebo", "usual-care", "waiting-list"};
  Counts all = count(sentences, "intervention");
  const bool needles = std::any_of(all.begin(), all.end(), [](const auto& e) {
    return (e.second.title > 0) && e.first != "manual-acupuncture" &&
           (e.first.find("acup") != std::string::npos || e.first == "tens");
  });
  const bool any_title = std::any_of(
      all.begin(), all.end(), [](const auto& e) { return e.second.title > 0 && !kComparators.contains(e.first); });
  for (const auto& [id, seen] : all) {
    const bool comparator = kComparators.contains(id);
    if (id == "manual-acupuncture" && needles && seen.title == 0) continue;
    if (!comparator && seen.title == 0 && (any_title || seen.methods < 2)) continue;
    if (comparator && seen.all() == 0) continue;
    study.interventions.push_back(
        {id, std::string(seen.quote), comparator ? Role::Comparator : Role::Tested, comparator ? "R-031" : "R-030"});
  }
}

void read_conditions(const std::vector<Sentence>& sentences, Study& study) {
  Counts all = count(sentences, "condition");
  const bool title = std::any_of(all.begin(), all.end(), [](const auto& e) { return e.second.title > 0; });
  const auto in = [&](const char* id) { return all.contains(id) && (all[id].title > 0 || !title); };
  for (const auto& [id, seen] : all) {
    const bool often = seen.all() >= 3 && id != "other";
    if (title ? seen.title == 0 && !often : seen.all() < 2) continue;
    if (id == "neuropathic-pain" && (in("postherpetic-neuralgia") || in("trigeminal-neuralgia"))) continue;
    if (id == "peripheral-neuropathy" && (in("cipn") || in("diabetic-neuropathy") || in("hiv-neuropathy"))) continue;
    study.conditions.push_back({id, std::string(seen.quote), seen.in_title ? "title" : "abstract", "R-040"});
  }
}

}  // namespace meridian::evidence
