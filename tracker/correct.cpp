// Checks corrections and gives them back.
#include "tracker/correct.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "core/study_json.hpp"
#include "core/text.hpp"

namespace meridian::tracker {
namespace {

using Words = std::vector<std::string_view>;

// The closed lists of docs/rules.md.
const Words& designs() {
  static const Words kDesigns{"meta-analysis",
                              "systematic-review",
                              "rct",
                              "controlled-trial",
                              "single-arm-trial",
                              "cohort",
                              "case-control",
                              "cross-sectional",
                              "case-report",
                              "qualitative",
                              "protocol",
                              "animal",
                              "in-vitro",
                              "review",
                              "guideline",
                              "commentary",
                              "other"};
  return kDesigns;
}

const Words& populations() {
  static const Words kPopulations{"human", "animal", "in-vitro", "mixed", "none"};
  return kPopulations;
}

const Words& directions() {
  static const Words kDirections{"favours", "no-difference", "against", "mixed", "not-applicable"};
  return kDirections;
}

Words ids_of(const evidence::Vocabulary& vocabulary, std::string_view facet) {
  Words out;
  for (const auto& term : vocabulary.terms()) {
    if (term.facet == facet && term.parent.empty()) {
      out.push_back(term.id);
    }
  }
  return out;
}

Result<void> known(const std::string& id, const Words& ids, std::string_view what) {
  if (std::find(ids.begin(), ids.end(), id) != ids.end()) {
    return {};
  }
  const auto near = nearest_name(id, ids);
  std::string list;
  for (const auto name : ids) {
    list += fmt::format("{}{}", list.empty() ? "one of " : ", ", name);
  }
  return fail(Fault::Usage, fmt::format("\"{}\" is no {}", printable(id), what),
              near.empty() ? list : fmt::format("did you mean \"{}\"?", near));
}

Result<void> known_value(const Judgement& judgement, const evidence::Vocabulary& vocabulary) {
  const auto& field = judgement.field;
  if (judgement.value == "none" && field != "population") {
    return field.rfind("mechanism.", 0) == 0 ? known(field.substr(10), ids_of(vocabulary, "mechanism"), "mechanism")
                                             : Result<void>{};
  }
  if (field == "design") {
    return known(judgement.value, designs(), "design");
  }
  if (field == "population") {
    return known(judgement.value, populations(), "population");
  }
  if (field == "direction") {
    return known(judgement.value, directions(), "direction");
  }
  if (field.rfind("mechanism.", 0) == 0) {
    return known(field.substr(10), ids_of(vocabulary, "mechanism"), "mechanism");
  }
  if (field == "sample-size") {
    return {};
  }
  const bool condition = field == "conditions";
  Words ids = ids_of(vocabulary, condition ? "condition" : "intervention");
  if (condition) {
    ids.push_back("other");
  }
  for (const auto& id : judged_ids(judgement.value)) {
    if (auto good = known(id, ids, condition ? "condition" : "intervention"); !good) {
      return good;
    }
  }
  return {};
}

std::string listed(const std::vector<std::string>& ids) {
  std::string out;
  for (const auto& id : ids) {
    out += (out.empty() ? "" : ",") + id;
  }
  return out.empty() ? "none" : out;
}

}  // namespace

Result<Judgement> parse_judgement(Pmid pmid, const std::string& assignment, const std::string& note,
                                  const evidence::Vocabulary& vocabulary) {
  const auto equals = assignment.find('=');
  if (equals == std::string::npos) {
    return fail(Fault::Usage, fmt::format("\"{}\" is no field=value", printable(assignment)), "such as design=rct");
  }
  Judgement judgement{pmid, ascii_lower(trim(std::string_view(assignment).substr(0, equals))),
                      std::string(trim(std::string_view(assignment).substr(equals + 1))), squeeze(valid_utf8(note)),
                      ""};
  std::replace(judgement.field.begin(), judgement.field.end(), '_', '-');
  if (auto form = check_form(judgement); !form) {
    return tl::unexpected<Error>(form.error());
  }
  if (auto good = known_value(judgement, vocabulary); !good) {
    return tl::unexpected<Error>(good.error());
  }
  return judgement;
}

std::string as_read(const Judgement& judgement, const Study& study) {
  const auto& field = judgement.field;
  const auto id = [](const std::optional<Reading>& reading) { return reading ? reading->id : std::string("none"); };
  if (field == "design") {
    return id(study.design);
  }
  if (field == "population") {
    return id(study.population);
  }
  if (field == "direction") {
    return id(study.direction);
  }
  if (field == "sample-size") {
    return study.sample_size ? std::to_string(study.sample_size->value) : "none";
  }
  std::vector<std::string> ids;
  if (field == "tested" || field == "comparators") {
    for (const auto& i : study.interventions) {
      if ((i.role == Role::Tested) == (field == "tested")) {
        ids.push_back(i.id);
      }
    }
    return listed(ids);
  }
  if (field == "conditions") {
    for (const auto& c : study.conditions) {
      ids.push_back(c.id);
    }
    return listed(ids);
  }
  for (const auto& m : study.mechanisms) {
    if ("mechanism." + m.id == field) {
      return std::string(to_word(m.status));
    }
  }
  return "none";
}

Result<std::vector<std::string>> labelled_corrections(const index::Library& library) {
  auto judgements = library.judgements();
  if (!judgements) {
    return tl::unexpected<Error>(judgements.error());
  }
  std::vector<std::string> lines;
  Pmid last = 0;
  for (const auto& judgement : *judgements) {
    if (judgement.pmid == last) {
      continue;
    }
    last = judgement.pmid;
    auto held = library.get(last);
    if (!held) {
      return tl::unexpected<Error>(held.error());
    }
    if (!*held) {
      continue;
    }
    auto row = nlohmann::ordered_json::parse(to_json((*held)->study));
    auto& corrections = row["corrections"] = nlohmann::ordered_json::array();
    for (const auto& j : (*held)->judgements) {
      corrections.push_back({{"field", j.field},
                             {"value", j.value},
                             {"read", as_read(j, (*held)->as_read ? *(*held)->as_read : (*held)->study)},
                             {"note", j.note},
                             {"made", j.made}});
    }
    lines.push_back(row.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
  }
  return lines;
}

}  // namespace meridian::tracker
