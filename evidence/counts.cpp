// Counts the terms of a facet over the sentences of a study.
#include "evidence/counts.hpp"

#include <algorithm>

#include "core/text.hpp"

namespace meridian::evidence {
namespace {

/// "without meta-analysis", "non-randomised", "randomised trials are needed": no word for this study's design.
bool is_denied(const Sentence& s, const VocabularyHit& hit) {
  const std::string before =
      ascii_lower(s.text.substr(hit.start > 12 ? hit.start - 12 : 0, std::min<std::size_t>(hit.start, 12)));
  for (const char* word : {"non-", "non ", "non\xE2\x80\x90", "non\xE2\x80\x91", "non\xE2\x80\x93", "without ",
                           "without a ", "not ", "no ", "few ", "quasi-", "un-"}) {
    if (before.ends_with(word)) return true;
  }
  const std::string behind = ascii_lower(s.text.substr(hit.start + hit.length, 24));
  for (const char* words : {"-based", "-directed", "-recommended", " was not ", " were not ", " is not ",
                            " have appeared", " have been published", " was impossible"}) {
    if (behind.starts_with(words)) return true;
  }
  const std::string lower = ascii_lower(s.text);
  if (hit.id == "rct" &&
      (lower.find("observational analysis") != std::string::npos ||
       lower.find("secondary data analysis") != std::string::npos || before.ends_with("data from a ") ||
       lower.find("within the context of") != std::string::npos || lower.find("nested within") != std::string::npos ||
       lower.find("secondary analysis") != std::string::npos)) {
    return true;  // what a trial gathered, looked at for something else
  }
  const bool wish = lower.find("needed") != std::string::npos || lower.find("warranted") != std::string::npos ||
                    lower.find("required to") != std::string::npos || lower.find("future") != std::string::npos ||
                    lower.find("justified") != std::string::npos || lower.find("indispensable") != std::string::npos ||
                    lower.find("proceed to a") != std::string::npos || lower.find("encourage") != std::string::npos ||
                    lower.find("verification") != std::string::npos || lower.find("next study") != std::string::npos ||
                    lower.find("called for") != std::string::npos;
  return wish && s.section != Section::Title && hit.id != "protocol";
}

}  // namespace

bool is_own(const Sentence& s) {
  const std::string lower = " " + ascii_lower(s.text);
  for (const char* mark :
       {" we ", "this study", "this trial", "present study", "were randomi", "this double", "in a randomi",
        " a double-blind", " a prospective", " a single-blind", "was conducted", "was carried out", "this randomi"}) {
    if (lower.find(mark) != std::string::npos) return true;
  }
  return false;
}

Counts count(const std::vector<Sentence>& sentences, std::string_view facet) {
  Counts out;
  for (const auto& sentence : sentences) {
    for (const auto& hit : sentence.hits) {
      if (hit.facet != facet || (facet == "design" && is_denied(sentence, hit))) {
        continue;
      }
      Seen& seen = out[std::string(hit.id)];
      if (seen.all() == 0) {
        seen.quote = sentence.text;
        seen.in_title = sentence.section == Section::Title;
      }
      (sentence.section == Section::Title ? seen.title : seen.abstract) += 1;
      seen.methods +=
          sentence.section != Section::Title && (sentence.section != Section::Background || is_own(sentence));
    }
  }
  return out;
}

}  // namespace meridian::evidence
