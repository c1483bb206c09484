// The terms that PubMed's field tags ask for, beside those of the field table.
#pragma once

#include <xapian.h>

#include "core/citation.hpp"
#include "core/study.hpp"

namespace meridian::index {

/// Adds to `document` what kTags names; may run on several threads at once.
void add_pubmed_terms(const Citation& citation, const Study& study, Xapian::Document& document);

/// "smith ja": the folded last name and initials; a group has neither.
[[nodiscard]] std::string author_key(const Author& author);
/// "smith jane a"
[[nodiscard]] std::string full_author_key(const Author& author);
/// "YYYYMMDD" as PubMed sorts it: a missing month or day is the first; "" where there is no year.
[[nodiscard]] std::string sortable_date(const PubDate& date);

}  // namespace meridian::index
