// Registration numbers of trials and reviews, and which of several reports of one trial is counted.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "evidence/summary.hpp"

namespace meridian::evidence {

/// Numbers of the registers of WHO's network and of PROSPERO that stand in `text`, upper case, each once, sorted.
/// @source WHO, International Clinical Trials Registry Platform, primary registries
[[nodiscard]] std::vector<std::string> registrations_in(std::string_view text);

/// Studies that report a trial of which another report is counted: PMID to (registration, PMID counted). The report
/// that counts has the strongest design, then the most participants, then came first. Reports that name more than two
/// numbers tell of other people's trials and are left alone.
[[nodiscard]] std::map<Pmid, std::pair<std::string, Pmid>> same_trials(std::span<const WeighedStudy* const> studies);

}  // namespace meridian::evidence
