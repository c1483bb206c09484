// What is read out of one study: every value with the words that show it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/citation.hpp"

namespace meridian {

// Ids are those of the vocabulary in data/ (mechanisms, interventions, conditions) or the fixed lists of docs/rules.md
// (design, population, direction). A `quote` is cut from title or abstract to the letter; `rule` names the rule of
// docs/rules.md, such as "R-014", that gave the value.

/// One value read, such as the design or a condition.
struct Reading {
  std::string id;
  std::string quote;
  std::string from;  ///< "publication-type", "title", "abstract" or "mesh"
  std::string rule;
  bool operator==(const Reading&) const = default;
};

struct SampleSize {
  std::uint32_t value = 0;  ///< people or animals
  std::string quote;
  std::string rule;
  bool operator==(const SampleSize&) const = default;
};

enum class Role { Tested, Comparator };

struct Intervention {
  std::string id;
  std::string quote;
  Role role = Role::Tested;
  std::string rule;
  bool operator==(const Intervention&) const = default;
};

enum class MechanismStatus { Supported, NotSupported, Mixed, Investigated, Background };

struct Mechanism {
  std::string id;
  std::vector<std::string> sub;
  MechanismStatus status = MechanismStatus::Background;
  std::string quote;
  std::string section;  ///< TITLE BACKGROUND OBJECTIVE METHODS RESULTS CONCLUSIONS, or empty where unknown
  std::string rule;
  bool operator==(const Mechanism&) const = default;
};

enum class Change { Increased, Decreased, NoDifference };

/// The rule of an effect that only a trained model tells: it found the outcome, or says another change than the rules
/// do. Many such phrases are no outcomes, so that they are shown with their sentence and never counted.
inline constexpr std::string_view kEffectByModel = "R-081";

struct Effect {
  std::string outcome;  ///< in the text's own words
  Change change = Change::NoDifference;
  std::optional<bool> benefit;
  std::string measure;                     ///< "SMD", "MD", "WMD", "RR", "OR", "HR", "mean change", "percent" or empty
  std::optional<double> value, low, high;  ///< estimate and 95 % interval, in the measure's unit
  std::string p;                           ///< as it stands, such as "<0.001"
  std::string quote;
  std::string rule;  ///< of docs/rules.md
  bool operator==(const Effect&) const = default;
};

enum class IntegrityStatus { Ok, Retracted, Concern, Corrected };

struct Integrity {
  IntegrityStatus status = IntegrityStatus::Ok;
  std::vector<Pmid> by;  ///< the notices
  bool operator==(const Integrity&) const = default;
};

struct Study {
  Pmid pmid = 0;
  int version = 1;
  std::string title;
  std::optional<int> year;
  std::optional<Reading> design;
  std::optional<Reading> population;
  std::optional<SampleSize> sample_size;
  std::vector<Intervention> interventions;
  std::vector<Reading> conditions;
  std::vector<Mechanism> mechanisms;
  std::optional<Reading> direction;
  std::vector<Effect> effects;
  Integrity integrity;
  bool operator==(const Study&) const = default;
};

/// The words of the closed lists, as they stand in JSON, such as "not-supported"; and back ("" or unknown: nullopt).
[[nodiscard]] std::string_view to_word(Role);
[[nodiscard]] std::string_view to_word(MechanismStatus);
[[nodiscard]] std::string_view to_word(Change);
[[nodiscard]] std::string_view to_word(IntegrityStatus);
[[nodiscard]] std::optional<Role> role_from(std::string_view word);
[[nodiscard]] std::optional<MechanismStatus> mechanism_status_from(std::string_view word);
[[nodiscard]] std::optional<Change> change_from(std::string_view word);
[[nodiscard]] std::optional<IntegrityStatus> integrity_status_from(std::string_view word);

}  // namespace meridian
