// A person's correction of a reading: checked against the vocabulary, kept in the library, given back as labelled data.
#pragma once

#include <string>
#include <vector>

#include "core/error.hpp"
#include "core/judgement.hpp"
#include "evidence/vocabulary.hpp"
#include "index/library.hpp"

namespace meridian::tracker {

/// "field=value" as a judgement on `pmid`. Ids of interventions, conditions and mechanisms must stand in the
/// vocabulary, the others in their closed lists.
/// @errors Usage: what is wrong, with the nearest id or the list
[[nodiscard]] Result<Judgement> parse_judgement(Pmid pmid, const std::string& assignment, const std::string& note,
                                                const evidence::Vocabulary& vocabulary);

/// One line of JSON a corrected study: the study as corrected (schema meridian.study/1, so that it scores as a label),
/// with "corrections": field, value, what the reader had said, note and date of each.
[[nodiscard]] Result<std::vector<std::string>> labelled_corrections(const index::Library& library);

/// What the reader said of the field that `judgement` is about, in the form of a value, such as "rct" or "none".
[[nodiscard]] std::string as_read(const Judgement& judgement, const Study& study);

}  // namespace meridian::tracker
