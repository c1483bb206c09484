// The report as JSON, schema meridian.check/1.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/check_report.hpp"
#include "core/text.hpp"

namespace meridian::cli {

using Json = nlohmann::ordered_json;

bool is_shown(const tracker::CheckedClaim& claim, const ReportChoice& choice) {
  if (choice.only.empty()) {
    return true;
  }
  const auto asked = [&](std::string_view word) {
    return std::find(choice.only.begin(), choice.only.end(), word) != choice.only.end();
  };
  return asked(to_word(claim.judgement.verdict)) || (asked("overreach") && !claim.judgement.overreach.empty()) ||
         std::any_of(claim.judgement.overreach.begin(), claim.judgement.overreach.end(),
                     [&](const evidence::Overreach& flag) { return asked(flag.id); });
}

bool is_shown(const tracker::CheckedCitation& citation, const ReportChoice& choice) {
  return choice.only.empty() || (!citation.problem.empty() &&
                                 std::any_of(choice.only.begin(), choice.only.end(), [&](const std::string& word) {
                                   return word == citation.problem || word == "citations";
                                 }));
}

std::string report_as_json(const tracker::CheckReport& report, const ReportChoice& choice) {
  Json claims = Json::array();
  const auto or_null = [](const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); };
  for (const auto& checked : report.claims) {
    if (!is_shown(checked, choice)) {
      continue;
    }
    Json overreach = Json::array();
    for (const auto& flag : checked.judgement.overreach) {
      overreach.push_back({{"id", flag.id}, {"why", flag.why}});
    }
    Json evidence = Json::array();
    for (const auto& row : checked.judgement.evidence) {
      evidence.push_back({{"pmid", row.pmid},
                          {"stance", to_word(row.finding.stance)},
                          {"quote", row.finding.quote},
                          {"score", std::round(row.finding.score * 1000) / 1000},
                          {"basis", row.by_words ? "words" : "reading"},
                          {"human", row.human},
                          {"retracted", row.retracted},
                          {"design", or_null(row.design)},
                          {"title", row.title},
                          {"year", row.year ? Json(*row.year) : Json(nullptr)}});
    }
    Json claim = {{"id", checked.id},
                  {"text", checked.text},
                  {"line", checked.start.line},
                  {"column", checked.start.column},
                  {"start", checked.start.offset},
                  {"end", checked.end.offset},
                  {"verdict", to_word(checked.judgement.verdict)},
                  {"strength", to_word(checked.claim.strength)},
                  {"overreach", overreach},
                  {"evidence", evidence},
                  {"advice", or_null(checked.judgement.advice)},
                  {"cited", checked.cited},
                  {"offer", or_null(checked.offer)},
                  {"query", or_null(checked.query)}};
    if (choice.explain) {
      claim["read"] = {{"interventions", checked.claim.interventions},
                       {"conditions", checked.claim.conditions},
                       {"outcomes", checked.claim.outcomes},
                       {"animals", checked.claim.about_animals}};
    }
    claims.push_back(std::move(claim));
  }
  Json citations = Json::array();
  for (const auto& citation : report.citations) {
    if (!is_shown(citation, choice)) {
      continue;
    }
    citations.push_back({{"text", citation.text},
                         {"file", citation.file.empty() ? report.draft.name : citation.file},
                         {"line", citation.place.line},
                         {"pmid", citation.pmid == 0 ? Json(nullptr) : Json(citation.pmid)},
                         {"doi", or_null(citation.doi)},
                         {"problem", or_null(citation.problem)},
                         {"detail", or_null(citation.detail)},
                         {"bears", citation.bears ? Json(*citation.bears) : Json(nullptr)}});
  }
  const Json whole = {{"schema", tracker::kCheckSchema},
                      {"file", report.draft.name},
                      {"sentences", report.sentences.size()},
                      {"claims", claims},
                      {"citations", citations}};
  return whole.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace meridian::cli
