// Lays a person's judgement over a study.
#include "core/judgement.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "core/text.hpp"

namespace meridian {
namespace {

constexpr std::string_view kNone = "none";
constexpr std::string_view kMechanism = "mechanism.";
constexpr std::array<std::string_view, 7> kFields{"design", "population",  "direction", "sample-size",
                                                  "tested", "comparators", "conditions"};

Reading by_hand(const std::string& id) { return {id, "", "person", std::string(kByHand)}; }

void set(std::optional<Reading>& reading, const std::string& value) {
  if (value == kNone) {
    reading.reset();
    return;
  }
  if (!reading || reading->id != value) {
    reading = by_hand(value);
  }
  reading->rule = kByHand;
}

std::optional<std::uint32_t> number_in(std::string_view value) {
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  return error == std::errc() && end == value.data() + value.size() ? std::optional(number) : std::nullopt;
}

void set_size(Study& study, const std::string& value) {
  if (value == kNone) {
    study.sample_size.reset();
  } else if (const auto number = number_in(value)) {
    const bool same = study.sample_size && study.sample_size->value == *number;
    study.sample_size = SampleSize{*number, same ? study.sample_size->quote : "", std::string(kByHand)};
  }
}

void set_interventions(Study& study, Role role, const std::string& value) {
  std::vector<Intervention> out;
  std::copy_if(study.interventions.begin(), study.interventions.end(), std::back_inserter(out),
               [&](const Intervention& i) { return i.role != role; });
  for (const auto& id : judged_ids(value)) {
    const auto read = std::find_if(study.interventions.begin(), study.interventions.end(),
                                   [&](const Intervention& i) { return i.role == role && i.id == id; });
    out.push_back({id, read == study.interventions.end() ? "" : read->quote, role, std::string(kByHand)});
  }
  study.interventions = std::move(out);
}

void set_conditions(Study& study, const std::string& value) {
  std::vector<Reading> out;
  for (const auto& id : judged_ids(value)) {
    const auto read =
        std::find_if(study.conditions.begin(), study.conditions.end(), [&](const Reading& c) { return c.id == id; });
    out.push_back(read == study.conditions.end() ? by_hand(id) : *read);
    out.back().rule = kByHand;
  }
  study.conditions = std::move(out);
}

void set_mechanism(Study& study, const std::string& id, const std::string& value) {
  const auto read =
      std::find_if(study.mechanisms.begin(), study.mechanisms.end(), [&](const Mechanism& m) { return m.id == id; });
  if (value == kNone) {
    if (read != study.mechanisms.end()) {
      study.mechanisms.erase(read);
    }
    return;
  }
  const auto status = mechanism_status_from(value);
  if (!status) {
    return;
  }
  if (read == study.mechanisms.end()) {
    study.mechanisms.push_back({id, {}, *status, "", "", std::string(kByHand)});
    return;
  }
  if (read->status != *status) {
    read->quote.clear();  // the words showed another status
  }
  read->status = *status;
  read->rule = kByHand;
}

}  // namespace

std::vector<std::string> judged_ids(std::string_view value) {
  std::vector<std::string> out;
  for (const auto part : split(value, ',')) {
    const std::string id(trim(part));
    if (!id.empty() && id != kNone && std::find(out.begin(), out.end(), id) == out.end()) {
      out.push_back(id);
    }
  }
  return out;
}

void apply(const Judgement& judgement, Study& study) {
  const auto& [pmid, field, value, note, made] = judgement;
  if (field == "design") {
    set(study.design, value);
  } else if (field == "population") {
    set(study.population, value);
  } else if (field == "direction") {
    set(study.direction, value);
  } else if (field == "sample-size") {
    set_size(study, value);
  } else if (field == "tested") {
    set_interventions(study, Role::Tested, value);
  } else if (field == "comparators") {
    set_interventions(study, Role::Comparator, value);
  } else if (field == "conditions") {
    set_conditions(study, value);
  } else if (field.rfind(kMechanism, 0) == 0) {
    set_mechanism(study, field.substr(kMechanism.size()), value);
  }
}

Result<void> check_form(const Judgement& judgement) {
  const auto& field = judgement.field;
  const bool mechanism = field.rfind(kMechanism, 0) == 0 && field.size() > kMechanism.size();
  if (!mechanism && std::find(kFields.begin(), kFields.end(), field) == kFields.end()) {
    std::string known = "mechanism.ID";
    for (const auto name : kFields) {
      known += ", " + std::string(name);
    }
    return fail(Fault::Usage, "a study has no field \"" + printable(field) + "\" that can be corrected",
                "the fields are " + known);
  }
  if (judgement.value.empty()) {
    return fail(Fault::Usage, field + " has no value", "\"none\" says that it is not told");
  }
  if (judgement.value == kNone) {
    return {};
  }
  if (field == "sample-size" && !number_in(judgement.value)) {
    return fail(Fault::Usage, "\"" + printable(judgement.value) + "\" is no number of people",
                "such as sample-size=120");
  }
  if (mechanism && !mechanism_status_from(judgement.value)) {
    return fail(Fault::Usage, "\"" + printable(judgement.value) + "\" is no status of a mechanism",
                "supported, not-supported, mixed, investigated, background or none");
  }
  return {};
}

}  // namespace meridian
