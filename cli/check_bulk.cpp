// Reads claims, judges each, and lays the answers out as lines of JSON.
#include "cli/check_bulk.hpp"

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "cli/check_report.hpp"
#include "core/text.hpp"

namespace meridian::cli {
namespace {

using Json = nlohmann::ordered_json;

Json answer_of(const Json& id, const evidence::Judgement& judged) {
  Json evidence = Json::array();
  for (const auto& one : judged.evidence) {
    evidence.push_back({{"pmid", one.pmid},
                        {"stance", to_word(one.finding.stance)},
                        {"quote", one.finding.quote},
                        {"score", std::round(one.finding.score * 1000) / 1000},
                        {"basis", one.by_words ? "words" : "reading"}});
  }
  Json overreach = Json::array();
  for (const auto& flag : judged.overreach) {
    overreach.push_back(flag.id);
  }
  return {{"id", id}, {"verdict", to_word(judged.verdict)}, {"overreach", overreach}, {"evidence", evidence}};
}

Result<void> explain(tracker::Checker& checker, const evidence::Claim& claim, Json& answer) {
  answer["read"] = {{"interventions", claim.interventions},
                    {"conditions", claim.conditions},
                    {"outcomes", claim.outcomes},
                    {"claimed", static_cast<int>(claim.claimed)}};
  auto candidates = checker.candidates(claim);
  if (!candidates) {
    return tl::unexpected<Error>(candidates.error());
  }
  Json rows = Json::array();
  for (const auto& one : *candidates) {
    rows.push_back({{"pmid", one.pmid}, {"features", one.features}});
  }
  answer["candidates"] = rows;
  return {};
}

}  // namespace

Result<Fault> check_in_bulk(tracker::Checker& checker, const BulkClaims& claims, std::string& out) {
  Fault end = Fault::None;
  std::size_t number = 0;
  for (const auto line : split(claims.text, '\n')) {
    ++number;
    if (trim(line).empty()) {
      continue;
    }
    const Json row = Json::parse(line, nullptr, false);
    if (!row.is_object() || !row.contains("claim") || !row["claim"].is_string() || !row.contains("id")) {
      return fail(Fault::BadInput, fmt::format("{}:{}: not an object with \"id\" and \"claim\"", claims.name, number));
    }
    tracker::CheckedClaim checked;
    checked.claim = checker.read(row["claim"].get<std::string>());
    auto judged = checker.check_claim(checked.claim);
    if (!judged) {
      return tl::unexpected<Error>(judged.error());
    }
    checked.judgement = std::move(*judged);
    if (!claims.fail_on.empty() && is_shown(checked, {claims.fail_on, false})) {
      end = Fault::Disagreement;
    }
    if (!is_shown(checked, {claims.only, false})) {
      continue;
    }
    Json answer = answer_of(row["id"], checked.judgement);
    if (claims.explain) {
      if (auto explained = explain(checker, checked.claim, answer); !explained) {
        return tl::unexpected<Error>(explained.error());
      }
    }
    out += answer.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
  }
  return end;
}

}  // namespace meridian::cli
