// A claim: a sentence that studies can bear out or not, and what it says of which treatment, illness and outcome.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "evidence/claim_terms.hpp"

namespace meridian::evidence {

enum class Strength {
  Hedged,  ///< may, might, could
  Plain,
  Strong  ///< proven, cures, eliminates
};

/// What the claim says happens.
enum class Claimed { Benefit, NoEffect, Harm, NoHarm };

/// A treatment that a claim holds its own against.
struct Compared {
  std::string id, name;  ///< the name as the claim has it, in lower case
};

struct Claim {
  std::string text;
  std::vector<std::string> interventions, conditions, outcomes;  ///< ids
  bool combined = false;            ///< its treatments are given together: a study has them all
  bool conditions_listed = false;   ///< "in diabetes and shingles": each for itself; else a study has them all
  std::vector<std::string> beside;  ///< what it says besides of what is felt: "releases endorphins and relieves pain"
  std::map<std::string, Subject> subjects;  ///< of each treatment and illness
  std::vector<std::string> stems;           ///< of the words that carry meaning
  Strength strength = Strength::Plain;
  Claimed claimed = Claimed::Benefit;
  bool universal = false;      ///< everyone, every kind
  bool about_animals = false;  ///< says so itself: "in rats"
  bool about_cells = false;
  bool frequency = false;  ///< how common
  bool safety = false;
  bool of_harms = false;  ///< its outcomes are harms: what counts is whether they happened
  bool prevention = false;
  bool reversed = false;             ///< says that the outcome turns for the worse
  bool unknown_outcome = false;      ///< speaks of an effect on something that the vocabulary lacks
  bool together = false;             ///< says only that two things go together
  bool causal = false;               ///< says that one thing brings the other about
  bool equivalence = false;          ///< "as well as gabapentin"
  std::optional<double> percent;     ///< of a claim on how common something is
  std::vector<std::string> limits;   ///< ids of whom, how and how soon it speaks: "children", "topical"
  std::vector<std::string> subject;  ///< stems of a treatment that the vocabulary lacks: a study's title must have them
  std::vector<std::string> named;    ///< stems of what else the study must name: "knee replacement"
  std::vector<Compared> compared;    ///< what it is held against: "more than metformin"
  bool against_sham = false;         ///< speaks of sham or placebo itself
  bool names_mechanism = false;      ///< "works by ..."
  std::string strong_word;           ///< the word that makes it strong, as it stands
};

/// What stands before a sentence in its draft, for "It", "The tablets" and list items.
struct ClaimContext {
  std::string lead_in;                     ///< the line before a list
  std::string heading;                     ///< the heading above
  std::vector<std::string> interventions;  ///< of the claims and sentences before, in the same section
  std::vector<std::string> conditions;
};

/// True where studies could bear the sentence out: an effect, a mechanism, safety, prevention or how common something
/// is. Questions, greetings, advice, anecdotes and definitions are not.
[[nodiscard]] bool is_claim(std::string_view sentence, const ClaimContext& context, const ClaimWords& words);

[[nodiscard]] Claim read_claim(std::string_view sentence, const ClaimContext& context, const ClaimWords& words);

/// The claims of which a list is made: one for each treatment, and for each illness where these are listed.
[[nodiscard]] std::vector<Claim> parts_of(const Claim& claim);

[[nodiscard]] std::string_view to_word(Strength);

}  // namespace meridian::evidence
