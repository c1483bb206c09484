// Words of the library near to one that is nowhere in it.
#pragma once

#include <xapian.h>

#include <map>
#include <string>
#include <string_view>

namespace meridian::index {

/// The word of titles and abstracts nearest to `word` (lower case), the more frequent one of two; "" where none is
/// near. Nothing is kept for this while indexing: the terms themselves are looked through.
[[nodiscard]] std::string nearest_word(const Xapian::Database& database, const std::string& word);

/// The nearer words for those of one query that are nowhere.
class Corrections {
 public:
  /// What nearest_word() finds, for the first words that are asked for; "" for any more of them.
  [[nodiscard]] std::string nearest(const Xapian::Database& database, const std::string& word);
  /// `text` with every word that has a nearer one replaced; "" where there is none to replace.
  [[nodiscard]] std::string applied(std::string_view text) const;

 private:
  std::map<std::string, std::string> nearer_;
  std::size_t looked_up_ = 0;
};

}  // namespace meridian::index
