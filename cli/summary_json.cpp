// A summary as JSON: every count as the list of its PMIDs, so that each number can be opened.
#include <nlohmann/json.hpp>

#include "cli/summary_view.hpp"
#include "core/version.hpp"
#include "evidence/summary_levels.hpp"

namespace meridian::cli {
namespace {

using Json = nlohmann::ordered_json;

Json json_of(const evidence::Tally& tally) {
  Json out = Json::object();
  for (std::size_t i = 0; i < evidence::kFindings; ++i) {
    out[std::string(to_word(static_cast<evidence::Finding>(i)))] = tally.by_finding[i];
  }
  out["studies"] = tally.studies();
  out["participants"] = tally.participants;
  out["size_untold"] = tally.size_untold;
  return out;
}

Json json_of(const std::vector<evidence::Remark>& remarks) {
  Json out = Json::array();
  for (const auto& remark : remarks) {
    out.push_back({{"text", remark.text}, {"pmids", remark.pmids}});
  }
  return out;
}

Json json_of(const evidence::PooledEffect& e) {
  Json members = Json::array();
  for (const auto& m : e.members) {
    members.push_back({{"pmid", m.pmid},
                       {"value", m.value},
                       {"low", m.low},
                       {"high", m.high},
                       {"turned", m.turned},
                       {"quote", m.quote}});
  }
  const auto& p = e.pool;
  return {{"measure", e.measure},
          {"outcome", e.outcome},
          {"intervention", e.intervention},
          {"against", to_word(e.against)},
          {"designs", e.designs},
          {"studies", p.studies},
          {"estimate", p.estimate},
          {"low", p.low},
          {"high", p.high},
          {"p", p.p},
          {"prediction_low", p.prediction_low},
          {"prediction_high", p.prediction_high},
          {"tau2", p.tau2},
          {"q", p.q},
          {"q_p", p.q_p},
          {"i2", p.i2},
          {"egger",
           p.small_studies
               ? Json{{"intercept", p.small_studies->intercept}, {"t", p.small_studies->t}, {"p", p.small_studies->p}}
               : Json(nullptr)},
          {"members", members}};
}

Json json_of(const evidence::PopulationPart& part) {
  Json levels = Json::array();
  for (const auto& row : part.levels) {
    Json level = {{"level", row.level == 0 ? Json(nullptr) : Json(row.level)},
                  {"label", evidence::level_label(row.level)},
                  {"designs", row.designs}};
    level.update(json_of(row.tally));
    levels.push_back(std::move(level));
  }
  Json comparators = Json::array();
  for (const auto& row : part.comparators) {
    Json comparator = {{"against", to_word(row.against)}};
    comparator.update(json_of(row.tally));
    comparators.push_back(std::move(comparator));
  }
  Json pooled = Json::array();
  for (const auto& effect : part.pooled) {
    pooled.push_back(json_of(effect));
  }
  Json not_pooled = Json::array();
  for (const auto& n : part.not_pooled) {
    not_pooled.push_back({{"what", n.what}, {"why", n.why}, {"pmids", n.pmids}});
  }
  const auto& review = part.newest_review;
  return {{"population", part.population},
          {"levels", levels},
          {"primary", json_of(part.primary)},
          {"reviews", json_of(part.reviews)},
          {"comparators", comparators},
          {"newest_review", review ? Json{{"pmid", review->pmid},
                                          {"date", review->day},
                                          {"design", review->design},
                                          {"finding", to_word(review->finding)},
                                          {"quote", review->quote}}
                                   : Json(nullptr)},
          {"pooled", pooled},
          {"not_pooled", not_pooled},
          {"conflicts", json_of(part.conflicts)}};
}

}  // namespace

std::string summary_json(const SummaryView& view) {
  const auto& report = view.report;
  const auto& s = report.summary;
  Json groups = Json::array();
  for (const auto& group : s.groups) {
    Json parts = Json::array();
    for (const auto& part : group.parts) {
      parts.push_back(json_of(part));
    }
    Json subs = Json::object();
    for (const auto& [sub, tally] : group.subs) {
      subs[sub] = json_of(tally);
    }
    groups.push_back({{"id", group.id},
                      {"label", group.label},
                      {"populations", parts},
                      {"missing", json_of(group.missing)},
                      {"subs", subs}});
  }
  Json aside = Json::array();
  for (const auto& a : s.set_aside) {
    aside.push_back({{"pmid", a.pmid}, {"reason", to_word(a.reason)}, {"detail", a.detail}});
  }
  Json cells = Json::array();
  for (const auto& c : s.cells) {
    cells.push_back({{"intervention", c.intervention},
                     {"condition", c.condition},
                     {"population", c.population},
                     {"primary", json_of(c.primary)},
                     {"reviews", c.reviews}});
  }
  Json studies = Json::array();
  for (const auto& [pmid, line] : s.studies) {
    studies.push_back({{"pmid", pmid},
                       {"title", line.title},
                       {"journal", line.journal},
                       {"date", line.day},
                       {"design", line.design},
                       {"population", line.population},
                       {"sample_size", line.size ? Json(*line.size) : Json(nullptr)},
                       {"direction", line.direction},
                       {"quote", line.quote},
                       {"registrations", line.registrations},
                       {"integrity", to_word(line.integrity)},
                       {"corrected_by_hand", line.corrected}});
  }
  const Json row = {
      {"schema", "meridian.summary/1"},
      {"made", view.made},
      {"version", kVersion},
      {"query", report.query},
      {"by", view.by},
      {"library", {{"records", report.held}, {"newest", report.newest_created}, {"stale", report.stale}}},
      {"vocabulary", report.vocabulary_version},
      {"advice", "a summary of what abstracts say; no medical advice; levels are OCEBM 2011 signals, not GRADE"},
      {"found", s.found},
      {"counted", s.counted},
      {"in_no_group", s.in_no_group},
      {"set_aside", aside},
      {"concerns", s.concerns},
      {"corrected_by_hand", s.corrected},
      {"groups", groups},
      {"cells", cells},
      {"studies", studies}};
  return row.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace meridian::cli
