// Checks a draft: its claims against the studies of the library, its citations against the records.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/error.hpp"
#include "core/observer.hpp"
#include "draft/citations.hpp"
#include "draft/draft.hpp"
#include "evidence/verdict.hpp"
#include "evidence/vocabulary.hpp"
#include "index/library.hpp"
#include "tracker/cited.hpp"

namespace meridian::tracker {

inline constexpr std::string_view kCheckSchema = "meridian.check/1";

/// What the check knows beside the library.
struct CheckKnowledge {
  std::shared_ptr<const evidence::Vocabulary> studies;  ///< as shipped
  std::shared_ptr<const evidence::Vocabulary> writers;  ///< writers' words, data/check
  evidence::ClaimModels models;                         ///< data/models
};

struct CheckedClaim {
  std::string id;  ///< "c1", in the order of the draft
  std::string text;
  draft::Place start, end;
  evidence::Claim claim;
  evidence::Judgement judgement;
  bool cited = false;
  std::string offer;  ///< a citation ready to paste; empty where it has one or the library has none
  std::string query;  ///< what would fetch studies, where none is on point
};

struct CheckedCitation {
  std::string text;
  std::string file;  ///< beside the draft, where the citation stands in that
  draft::Place place;
  Pmid pmid = 0;
  std::string doi;
  /// no-such-record, does-not-match, retracted, concern, superseded, corrected; empty: none found
  std::string problem;
  std::string detail;         ///< one sentence for people
  std::optional<bool> bears;  ///< on the sentence that cites it; none where that cannot be told
};

struct CheckReport {
  draft::Draft draft;
  std::vector<draft::Sentence> sentences;
  std::vector<int> claim_of;  ///< for each sentence the index of its claim, or -1
  std::vector<CheckedClaim> claims;
  std::vector<CheckedCitation> citations;
};

/// Remembers studies and word counts between claims; one per library and thread.
class Checker {
 public:
  Checker(const index::Library& library, const CheckKnowledge& knowledge);
  ~Checker();
  Checker(const Checker&) = delete;
  Checker& operator=(const Checker&) = delete;

  [[nodiscard]] Result<evidence::Judgement> check_claim(const evidence::Claim& claim);
  [[nodiscard]] evidence::Claim read(std::string_view text) const;
  /// Features of the learned model for each candidate of a claim, for training and --explain.
  [[nodiscard]] Result<std::vector<evidence::Bearing>> candidates(const evidence::Claim& claim);

  /// @param online  records that PubMed was asked for because the library lacks them; null: it was not asked
  [[nodiscard]] Result<CheckReport> check_draft(draft::Draft draft, const std::vector<draft::Mention>& beside,
                                                Observer& observer, const CitedRecords* online = nullptr);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// The query of PubMed that would fetch studies on a claim.
[[nodiscard]] std::string query_for(const evidence::Claim& claim, const CheckKnowledge& knowledge);

}  // namespace meridian::tracker
