// What a word stands for among the terms of the index: every field of text, or every word of a field with its stem.
#pragma once

#include <xapian.h>

#include <string>
#include <vector>

namespace meridian::index {

/// The prefixes of all fields of text. Only words under a prefix are indexed as they stand, and carry positions;
/// without a prefix there are stems ("Z" and the stem) and words that have none.
[[nodiscard]] const std::vector<std::string>& text_prefixes();

/// Every word under `prefix` that has the stem of `word`; empty where there is none.
[[nodiscard]] Xapian::Query same_stem(const Xapian::Database& database, const std::string& prefix,
                                      const std::string& word);

/// The indexer of Xapian leaves words that begin with a digit or sign as they stand.
[[nodiscard]] bool has_stem(const std::string& word);

/// Stems repeat from record to record, and looking one up is cheaper than making it. May run on several threads.
[[nodiscard]] const std::string& stem_of(const std::string& word);

}  // namespace meridian::index
