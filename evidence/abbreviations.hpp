// Abbreviations that a text defines itself, followed through it.
#pragma once

#include <vector>

#include "evidence/sentences.hpp"

namespace meridian::evidence {

/// Adds a hit wherever an abbreviation stands that the text defined as a vocabulary phrase ("slow-stroke massage
/// (SSM)"), and drops the hits of one that it defined as something else ("methamphetamine (MA)").
void follow_abbreviations(std::vector<Sentence>& sentences);

}  // namespace meridian::evidence
