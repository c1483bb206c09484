// Reads retraction, concern and correction from publication types and notices.
#include "evidence/integrity.hpp"

#include <map>

namespace meridian::evidence {

Integrity read_integrity(const Citation& citation) {
  Integrity out;
  const auto raise = [&out](IntegrityStatus to, Pmid by) {
    static const std::map<IntegrityStatus, int> kRank{{IntegrityStatus::Ok, 0},
                                                      {IntegrityStatus::Corrected, 1},
                                                      {IntegrityStatus::Concern, 2},
                                                      {IntegrityStatus::Retracted, 3}};
    if (kRank.at(to) > kRank.at(out.status)) out.status = to;
    if (by != 0) out.by.push_back(by);
  };
  if (citation.has_publication_type("D016441")) raise(IntegrityStatus::Retracted, 0);
  for (const auto& c : citation.corrections) {
    if (c.type == "RetractionIn") raise(IntegrityStatus::Retracted, c.pmid);
    if (c.type == "ExpressionOfConcernIn") raise(IntegrityStatus::Concern, c.pmid);
    if (c.type == "ErratumIn" || c.type == "CorrectedandRepublishedIn") raise(IntegrityStatus::Corrected, c.pmid);
  }
  return out;
}

}  // namespace meridian::evidence
