// The words of a study's closed lists.
#include "core/study.hpp"

#include <array>
#include <utility>

namespace meridian {
namespace {

template <class Enum, std::size_t N>
using Words = std::array<std::pair<Enum, std::string_view>, N>;

constexpr Words<Role, 2> kRoles{{{Role::Tested, "tested"}, {Role::Comparator, "comparator"}}};
constexpr Words<MechanismStatus, 5> kMechanismStatuses{{{MechanismStatus::Supported, "supported"},
                                                        {MechanismStatus::NotSupported, "not-supported"},
                                                        {MechanismStatus::Mixed, "mixed"},
                                                        {MechanismStatus::Investigated, "investigated"},
                                                        {MechanismStatus::Background, "background"}}};
constexpr Words<Change, 3> kChanges{
    {{Change::Increased, "increased"}, {Change::Decreased, "decreased"}, {Change::NoDifference, "no-difference"}}};
constexpr Words<IntegrityStatus, 4> kIntegrityStatuses{{{IntegrityStatus::Ok, "ok"},
                                                        {IntegrityStatus::Retracted, "retracted"},
                                                        {IntegrityStatus::Concern, "concern"},
                                                        {IntegrityStatus::Corrected, "corrected"}}};

template <class Enum, std::size_t N>
std::string_view word_of(const Words<Enum, N>& words, Enum value) {
  for (const auto& [candidate, word] : words) {
    if (candidate == value) {
      return word;
    }
  }
  return {};
}

template <class Enum, std::size_t N>
std::optional<Enum> value_of(const Words<Enum, N>& words, std::string_view word) {
  for (const auto& [value, candidate] : words) {
    if (candidate == word) {
      return value;
    }
  }
  return std::nullopt;
}

}  // namespace

std::string_view to_word(Role value) { return word_of(kRoles, value); }
std::string_view to_word(MechanismStatus value) { return word_of(kMechanismStatuses, value); }
std::string_view to_word(Change value) { return word_of(kChanges, value); }
std::string_view to_word(IntegrityStatus value) { return word_of(kIntegrityStatuses, value); }
std::optional<Role> role_from(std::string_view word) { return value_of(kRoles, word); }
std::optional<MechanismStatus> mechanism_status_from(std::string_view word) {
  return value_of(kMechanismStatuses, word);
}
std::optional<Change> change_from(std::string_view word) { return value_of(kChanges, word); }
std::optional<IntegrityStatus> integrity_status_from(std::string_view word) {
  return value_of(kIntegrityStatuses, word);
}

}  // namespace meridian
