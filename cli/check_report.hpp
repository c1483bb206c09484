// A check's report as JSON, terminal text, Markdown and a page that works without network.
#pragma once

#include <string>

#include "tracker/check.hpp"

namespace meridian::cli {

/// What of a report is shown.
struct ReportChoice {
  std::vector<std::string> only;  ///< verdicts, flags or problems; empty: everything
  bool explain = false;           ///< how each claim was read
};

[[nodiscard]] bool is_shown(const tracker::CheckedClaim& claim, const ReportChoice& choice);
[[nodiscard]] bool is_shown(const tracker::CheckedCitation& citation, const ReportChoice& choice);

/// "line 3", or "refs.bib:12" for an entry of a file beside the draft.
[[nodiscard]] std::string place_of(const tracker::CheckedCitation& citation);

/// "40 sentences, 18 claims: 3 contradicted, ... 2 citations, 1 with a problem."
[[nodiscard]] std::string totals_of(const tracker::CheckReport& report);

[[nodiscard]] std::string report_as_json(const tracker::CheckReport& report, const ReportChoice& choice);
[[nodiscard]] std::string report_as_terminal(const tracker::CheckReport& report, const ReportChoice& choice);
[[nodiscard]] std::string report_as_markdown(const tracker::CheckReport& report, const ReportChoice& choice);
[[nodiscard]] std::string report_as_html(const tracker::CheckReport& report, const ReportChoice& choice);

}  // namespace meridian::cli
