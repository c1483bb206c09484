// A second reading of PubMed's search rules, straight over citations: no index, no query parser.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/citation.hpp"

namespace meridian::index::brute {

using Words = std::vector<std::string>;

/// A citation with its words cut once.
struct Record {
  Citation citation;
  std::map<std::string, std::vector<Words>> words;  ///< field: passages that no phrase crosses
};

[[nodiscard]] Words words_of(const std::string& text);
[[nodiscard]] Record record_of(Citation citation);

using Is = std::function<bool(const Record&)>;

[[nodiscard]] Is operator&&(Is a, Is b);
[[nodiscard]] Is operator||(Is a, Is b);
[[nodiscard]] Is operator!(Is a);

// Fields: ti ab oa kw bk tt ad cn cf gr ps pw mh (words of headings) ot all (what untagged words look at); "tiab" and
// "tw" stand for several.
[[nodiscard]] Is phrase(const std::string& field, const std::string& text);
[[nodiscard]] Is starts(const std::string& field, const std::string& stem);
/// All words, any order, at most `between` other words among them.
[[nodiscard]] Is near(const std::string& field, const std::string& text, std::size_t between);
/// In any of its forms, anywhere.
[[nodiscard]] Is stemmed(const std::string& word);

/// The MeSH 2020 tree, for explosion.
void load_tree(const std::string& gzip_file);
[[nodiscard]] std::set<std::string> below(const std::string& heading);
[[nodiscard]] Is mh(const std::string& heading, bool explode = true);
[[nodiscard]] Is majr(const std::string& heading, bool explode = true);
/// A heading, exploded, with one of these subheadings.
[[nodiscard]] Is pair(const std::string& heading, std::set<std::string> qualifiers);
[[nodiscard]] Is sh(std::set<std::string> qualifiers);
[[nodiscard]] Is pt(std::set<std::string> types);
/// Day as YYYYMMDD, both ends inclusive.
[[nodiscard]] Is dp(const std::string& from, const std::string& to);
[[nodiscard]] Is day(std::string Citation::*iso, const std::string& from, const std::string& to);
/// Last name without accents and beginning of the initials.
[[nodiscard]] Is author(const std::string& last, const std::string& initials, bool whole = false);

}  // namespace meridian::index::brute
