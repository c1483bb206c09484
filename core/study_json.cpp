// A study as JSON and back.
#include "core/study_json.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "core/json_number.hpp"

namespace meridian {
namespace {

using Json = nlohmann::ordered_json;

Json text(const std::string& value) { return value.empty() ? Json(nullptr) : Json(value); }

template <class T>
Json maybe(const std::optional<T>& value) {
  return value ? Json(*value) : Json(nullptr);
}

template <class T, class F>
Json list(const std::vector<T>& values, F&& each) {
  Json out = Json::array();
  for (const auto& value : values) {
    out.push_back(each(value));
  }
  return out;
}

Json json_of(const Reading& r) {
  return {{"id", r.id}, {"quote", text(r.quote)}, {"from", text(r.from)}, {"rule", text(r.rule)}};
}

Json maybe_reading(const std::optional<Reading>& r) { return r ? json_of(*r) : Json(nullptr); }

std::string text_of(const Json& row, const char* key) {
  const auto found = row.find(key);
  return found == row.end() || found->is_null() ? std::string() : found->get<std::string>();
}

template <class T>
std::optional<T> maybe_of(const Json& row, const char* key) {
  const auto found = row.find(key);
  return found == row.end() || found->is_null() ? std::nullopt : std::optional<T>(found->get<T>());
}

Reading reading_of(const Json& row) {
  return {text_of(row, "id"), text_of(row, "quote"), text_of(row, "from"), text_of(row, "rule")};
}

std::optional<Reading> maybe_reading_of(const Json& row, const char* key) {
  const auto found = row.find(key);
  return found == row.end() || found->is_null() ? std::nullopt : std::optional<Reading>(reading_of(*found));
}

const Json& list_of(const Json& row, const char* key) {
  static const Json kEmpty = Json::array();
  const auto found = row.find(key);
  return found == row.end() || found->is_null() ? kEmpty : *found;
}

Study read(const Json& row) {
  Study s;
  s.pmid = whole_number<Pmid>(row.at("pmid"));
  s.version = maybe_whole_number<int>(row, "version").value_or(1);
  s.title = text_of(row, "title");
  s.year = maybe_whole_number<int>(row, "year");
  s.design = maybe_reading_of(row, "design");
  s.population = maybe_reading_of(row, "population");
  if (const auto found = row.find("sample_size"); found != row.end() && !found->is_null()) {
    s.sample_size =
        SampleSize{whole_number<std::uint32_t>(found->at("value")), text_of(*found, "quote"), text_of(*found, "rule")};
  }
  for (const auto& i : list_of(row, "interventions")) {
    s.interventions.push_back({text_of(i, "id"), text_of(i, "quote"),
                               role_from(text_of(i, "role")).value_or(Role::Tested), text_of(i, "rule")});
  }
  for (const auto& c : list_of(row, "conditions")) {
    s.conditions.push_back(reading_of(c));
  }
  for (const auto& m : list_of(row, "mechanisms")) {
    s.mechanisms.push_back({text_of(m, "id"), list_of(m, "sub").get<std::vector<std::string>>(),
                            mechanism_status_from(text_of(m, "status")).value_or(MechanismStatus::Background),
                            text_of(m, "quote"), text_of(m, "section"), text_of(m, "rule")});
  }
  s.direction = maybe_reading_of(row, "direction");
  for (const auto& e : list_of(row, "effects")) {
    s.effects.push_back({text_of(e, "outcome"), change_from(text_of(e, "change")).value_or(Change::NoDifference),
                         maybe_of<bool>(e, "benefit"), text_of(e, "measure"), maybe_of<double>(e, "value"),
                         maybe_of<double>(e, "low"), maybe_of<double>(e, "high"), text_of(e, "p"), text_of(e, "quote"),
                         text_of(e, "rule")});
  }
  if (const auto found = row.find("integrity"); found != row.end() && found->is_object()) {
    s.integrity.status = integrity_status_from(text_of(*found, "status")).value_or(IntegrityStatus::Ok);
    for (const auto& notice : list_of(*found, "by")) {
      s.integrity.by.push_back(whole_number<Pmid>(notice));
    }
  }
  return s;
}

}  // namespace

std::string to_json(const Study& s) {
  const Json row = {
      {"schema", kStudySchema},
      {"pmid", s.pmid},
      {"version", s.version},
      {"title", s.title},
      {"year", maybe(s.year)},
      {"design", maybe_reading(s.design)},
      {"population", maybe_reading(s.population)},
      {"sample_size", s.sample_size ? Json{{"value", s.sample_size->value},
                                           {"quote", text(s.sample_size->quote)},
                                           {"rule", text(s.sample_size->rule)}}
                                    : Json(nullptr)},
      {"interventions",
       list(s.interventions,
            [](const Intervention& i) {
              return Json{{"id", i.id}, {"quote", text(i.quote)}, {"role", to_word(i.role)}, {"rule", text(i.rule)}};
            })},
      {"conditions", list(s.conditions, [](const Reading& c) { return json_of(c); })},
      {"mechanisms", list(s.mechanisms,
                          [](const Mechanism& m) {
                            return Json{{"id", m.id},
                                        {"sub", m.sub},
                                        {"status", to_word(m.status)},
                                        {"quote", text(m.quote)},
                                        {"section", text(m.section)},
                                        {"rule", text(m.rule)}};
                          })},
      {"direction", maybe_reading(s.direction)},
      {"effects", list(s.effects,
                       [](const Effect& e) {
                         return Json{{"outcome", e.outcome},        {"change", to_word(e.change)},
                                     {"benefit", maybe(e.benefit)}, {"measure", text(e.measure)},
                                     {"value", maybe(e.value)},     {"low", maybe(e.low)},
                                     {"high", maybe(e.high)},       {"p", text(e.p)},
                                     {"quote", text(e.quote)},      {"rule", text(e.rule)}};
                       })},
      {"integrity", {{"status", to_word(s.integrity.status)}, {"by", s.integrity.by}}},
  };
  return row.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Result<Study> study_from_json(std::string_view line) {
  try {
    const Json row = Json::parse(line);
    if (row.value("schema", "") != kStudySchema) {
      return fail(Fault::BadInput, fmt::format("not a study of schema {}", kStudySchema));
    }
    return read(row);
  } catch (const Json::exception& broken) {
    return fail(Fault::BadInput, fmt::format("a study's JSON cannot be read ({})", broken.what()));
  }
}

}  // namespace meridian
