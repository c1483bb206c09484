// Sentences of a citation and the part that each plays.
#pragma once

#include <string_view>
#include <vector>

#include "core/citation.hpp"
#include "evidence/linear_model.hpp"
#include "evidence/vocabulary.hpp"

namespace meridian::evidence {

enum class Section { Title, Background, Objective, Methods, Results, Conclusions, Unknown };

struct Sentence {
  std::string_view text;  ///< a piece of title or abstract
  Section section = Section::Unknown;
  std::vector<VocabularyHit> hits;
};

/// Title and abstract as sentences; views live as long as `citation`. At most 256 KiB of the abstract is read.
/// @param sections  the trained model "section", which places the sentences of an abstract without labels; where null,
///                  their part is unknown
[[nodiscard]] std::vector<Sentence> sentences_of(const Citation& citation, const LinearModel* sections);
[[nodiscard]] std::string_view section_word(Section section);

}  // namespace meridian::evidence
