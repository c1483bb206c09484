// Reads which ways of working were measured, and what was found of each.
#include "evidence/mechanisms.hpp"

#include <map>
#include <set>
#include <tuple>

#include "evidence/clauses.hpp"
#include "evidence/counts.hpp"

namespace meridian::evidence {

void read_mechanisms(const std::vector<Sentence>& sentences, Study& study) {
  struct Found {
    std::set<std::string> sub;
    int good = 0, bad = 0, asked = 0;
    bool title = false;
    const Sentence* best = nullptr;
  };
  std::map<std::string, Found> all;
  const bool none = study.design && (study.design->id == "protocol");
  for (const auto& s : sentences) {
    std::set<std::pair<std::string, std::size_t>> here;
    const auto starts = clause_starts(s.text);
    const auto tones = tones_of(s, starts);
    for (const auto& hit : s.hits) {
      if (hit.facet != "mechanism") continue;
      const std::string& id = hit.parent.empty() ? hit.id : hit.parent;
      Found& found = all[id];
      if (!hit.parent.empty() && s.section != Section::Background) found.sub.insert(hit.id);
      const std::size_t clause = clause_of(starts, hit.start);
      if (!here.emplace(id, clause).second) continue;
      Tone tone = tones[clause];
      if (!tone.good && !tone.bad) tone = {cue(s, "effect"), cue(s, "no-difference")};
      const bool better = found.best == nullptr || (is_finding(s) && !is_finding(*found.best));
      if (better) found.best = &s;
      if (s.section == Section::Background && !is_own(s)) continue;
      if (s.section == Section::Title) {
        found.title = true;
        continue;
      }
      if (!is_finding(s)) {
        ++found.asked;
      } else if (tone.bad) {
        ++found.bad;
      } else if (tone.good && !none) {
        ++found.good;
      } else if (!cue(s, "speculation")) {
        ++found.asked;
      }
    }
  }
  for (const auto& [id, found] : all) {
    MechanismStatus status = MechanismStatus::Background;
    const char* rule = "R-054";
    if (found.good > 0 && found.bad > 0) {
      status = found.good > 2 * found.bad ? MechanismStatus::Supported : MechanismStatus::Mixed;
      rule = "R-052";
    } else if (found.good > 0) {
      status = MechanismStatus::Supported;
      rule = "R-050";
    } else if (found.bad > 0) {
      status = MechanismStatus::NotSupported;
      rule = "R-051";
    } else if (found.asked > 0) {
      status = MechanismStatus::Investigated;
      rule = "R-053";
    }
    const bool told = status == MechanismStatus::Supported || status == MechanismStatus::NotSupported ||
                      status == MechanismStatus::Mixed;
    if (!told && found.title && study.direction && !none) {
      static const std::map<std::string, std::pair<MechanismStatus, const char*>> kByDirection{
          {"favours", {MechanismStatus::Supported, "R-050"}},
          {"no-difference", {MechanismStatus::NotSupported, "R-051"}},
          {"mixed", {MechanismStatus::Mixed, "R-052"}}};
      if (const auto by = kByDirection.find(study.direction->id); by != kByDirection.end()) {
        std::tie(status, rule) = by->second;
      } else if (status == MechanismStatus::Background) {
        status = MechanismStatus::Investigated;
        rule = "R-053";
      }
    }
    study.mechanisms.push_back({id,
                                {found.sub.begin(), found.sub.end()},
                                status,
                                std::string(found.best->text),
                                std::string(section_word(found.best->section)),
                                rule});
  }
}

}  // namespace meridian::evidence
