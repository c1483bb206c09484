// Words of the library near to one that is nowhere in it.
#pragma once

#include <xapian.h>

#include <string>

namespace meridian::index {

/// The word of titles and abstracts nearest to `word` (lower case), the more frequent one of two; "" where none is
/// near. Nothing is kept for this while indexing: the terms themselves are looked through.
[[nodiscard]] std::string nearest_word(const Xapian::Database& database, const std::string& word);

}  // namespace meridian::index
