// Which way a claim says that its outcome goes, and what its denials reach.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "evidence/claim_terms.hpp"

namespace meridian::evidence {

/// The claim without the parts that deny something else: "not only", "without side effects", "when drugs do not help,",
/// "does not help everyone".
/// @param lower  the claim in lower case, with plain apostrophes
[[nodiscard]] std::string without_other_denials(std::string lower);

/// It says that an outcome turns for the worse: "raises blood sugar", "slows nerve conduction", "makes sleep worse".
/// @param found           what `lower` names
/// @param illness_itself  it names no outcome: the illness is what turns
[[nodiscard]] bool says_worse(std::string_view lower, const Concepts& found, const std::vector<std::string>& outcomes,
                              bool illness_itself);

/// Its first word of change outside names says that something is eased or becomes less.
[[nodiscard]] bool says_less(std::string_view lower, const Concepts& found);

/// "No trial has shown that ...", "has yet to", "is a myth": a denial of what follows.
[[nodiscard]] bool says_unproven(std::string_view lower);

/// Stems of what stands behind "in", "after", "of" and is neither known to the vocabulary nor said of anybody: an
/// illness, a people, an event that a study must name too.
[[nodiscard]] std::vector<std::string> other_names(std::string_view lower, const Concepts& found);

/// Stems of proper names within the sentence, of places, genes, methods, that the vocabulary lacks: "London", "Sirt1".
/// @param text  as it stands, with plain apostrophes
[[nodiscard]] std::vector<std::string> proper_names(std::string_view text, const Concepts& found);

/// Stems of what the claim says it of, where this is a name of its own ("trandolapril"): the words before its verb.
[[nodiscard]] std::vector<std::string> own_subject(std::string_view lower, const Concepts& found);

/// It says that something is changed which the vocabulary does not know: "improves hearing in diabetic neuropathy".
[[nodiscard]] bool names_unknown_outcome(std::string_view lower, const Concepts& found);

}  // namespace meridian::evidence
