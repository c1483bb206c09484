// A person's judgement on one field of a study, laid over what was read.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/error.hpp"
#include "core/study.hpp"

namespace meridian {

/// The rule that a value overridden by a person carries, in place of a rule of reading.
inline constexpr std::string_view kByHand = "by-hand";

struct Judgement {
  Pmid pmid = 0;
  std::string field;  ///< "design", "population", "direction", "sample-size", "tested", "comparators", "conditions",
                      ///< or "mechanism.ID"
  std::string value;  ///< an id; a number; ids parted by commas; a status; or "none"
  std::string note;   ///< why, for the next reader
  std::string made;   ///< ISO instant
  bool operator==(const Judgement&) const = default;
};

/// Lays `judgement` over `study`. What it confirms keeps the words it was read from; what it adds has none.
/// A field or value that cannot be read changes nothing.
void apply(const Judgement& judgement, Study& study);

/// True where `field` is one of those above and `value` has its form; ids are checked by whoever knows the vocabulary.
/// @errors Usage: which fields there are, or which form the value must have
[[nodiscard]] Result<void> check_form(const Judgement& judgement);

/// Ids in a value of several, in order; empty for "none".
[[nodiscard]] std::vector<std::string> judged_ids(std::string_view value);

}  // namespace meridian
