// The design of a study.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/study.hpp"
#include "evidence/counts.hpp"

namespace meridian::evidence {

/// What else the text tells of a study of its own.
struct Marks {
  bool measured = false;  // any measure at all
  bool worked = false;    // something was done or found, in the authors' own words
  std::optional<SampleSize> size;
  const Sentence* treated = nullptr;    // a sentence of people who were treated
  const Sentence* groups = nullptr;     // a sentence of groups set against one another
  const Sentence* finding = nullptr;    // a sentence with a measure
  bool compared = false;                // a word of comparison, association or risk outside the background
  const Sentence* described = nullptr;  // a sentence of patients and what was done with them
  bool own = false;                     // its own people counted or its own numbers tested
  const Sentence* narrative = nullptr;  // a sentence that surveys the field
};

[[nodiscard]] Marks marks_of(const std::vector<Sentence>& sentences, const std::optional<SampleSize>& size,
                             bool measured);
[[nodiscard]] std::optional<Reading> read_design(const Citation& citation, const std::vector<Sentence>& sentences,
                                                 Counts& designs, Counts& people, const Marks& marks);
/// The design where no treatment was tried: what was told as a trial of people looked at them, over time or at one
/// time.
[[nodiscard]] std::optional<Reading> design_of_watching(const std::vector<Sentence>& sentences, const Marks& marks,
                                                        std::optional<Reading> told);

}  // namespace meridian::evidence
