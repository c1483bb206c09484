// How a sentence speaks: to the reader, of the writer, of one person's story, or of what a word means.
#pragma once

#include <string>
#include <string_view>

#include "evidence/claim_terms.hpp"

namespace meridian::evidence {

// Apostrophes straight; letters as they stand, for "US trials" are not ours and "type I" is not the writer.

/// Greetings, sign-offs and calls such as "sign up".
[[nodiscard]] bool is_greeting(std::string_view sentence);
/// "Rest your feet"; not "Rest relieves pain", "Use of magnesium ..." and "Dry needling ...".
[[nodiscard]] bool is_imperative(std::string_view sentence, const ClaimWords& words);
/// What a word means or another name for it. A name given in passing, ", also known as ...", defines nothing.
[[nodiscard]] bool is_definition(std::string_view sentence, const ClaimWords& words);
/// "X is an effective treatment for ...", "X is the cause of ...".
[[nodiscard]] bool is_judgement(std::string_view sentence);
/// "X is a mineral that ...", and no judgement.
[[nodiscard]] bool is_description(std::string_view sentence);
/// What studies set out to do, whom they asked, where they appeared.
[[nodiscard]] bool tells_of_study(std::string_view sentence);
/// The part behind "found that", "showed" and the like; empty where a sentence tells no finding.
[[nodiscard]] std::string_view finding_in(std::string_view sentence);

[[nodiscard]] bool speaks_of_writer(std::string_view sentence);
[[nodiscard]] bool speaks_of_us(std::string_view sentence);
/// The story of one person.
[[nodiscard]] bool is_anecdote(std::string_view sentence);

}  // namespace meridian::evidence
