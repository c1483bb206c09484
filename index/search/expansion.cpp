// Words spread over fields and over the forms of a stem.
#include "index/search/expansion.hpp"

#include <algorithm>
#include <unordered_map>

#include "index/search/fields.hpp"

namespace meridian::index {

const std::vector<std::string>& text_prefixes() {
  static const std::vector<std::string> prefixes = [] {
    std::vector<std::string> out;
    for (const Field& row : kFields) {
      // What the reader wrote is no part of what a study says.
      if (row.kind == FieldKind::Text && row.name != "note" && row.name != "reason") {
        out.emplace_back(row.prefix);
      }
    }
    return out;
  }();
  return prefixes;
}

Xapian::Query same_stem(const Xapian::Database& database, const std::string& prefix, const std::string& word) {
  if (!has_stem(word)) {
    return database.term_exists(prefix + word) ? Xapian::Query(prefix + word) : Xapian::Query();
  }
  // A stem may end otherwise than its words ("neuropathi" of "neuropathy"), but hardly in more than its last letters.
  constexpr std::size_t kChanging = 2;
  constexpr std::size_t kKept = 3;
  const std::string stem = stem_of(word);
  std::size_t common =
      static_cast<std::size_t>(std::mismatch(stem.begin(), stem.end(), word.begin(), word.end()).first - stem.begin());
  common = std::max(std::min(kKept, common), common - std::min(common, kChanging));
  while (common > 0 && common < word.size() && (static_cast<unsigned char>(word[common]) & 0xC0U) == 0x80U) {
    --common;
  }
  const std::string start = prefix + word.substr(0, common);
  std::vector<std::string> terms;
  for (auto term = database.allterms_begin(start); term != database.allterms_end(start); ++term) {
    std::string whole = *term;
    if (stem_of(whole.substr(prefix.size())) == stem) {
      terms.push_back(std::move(whole));
    }
  }
  return terms.empty() ? Xapian::Query() : Xapian::Query(Xapian::Query::OP_SYNONYM, terms.begin(), terms.end());
}

bool has_stem(const std::string& word) {
  constexpr unsigned kLetters = (1U << Xapian::Unicode::LOWERCASE_LETTER) | (1U << Xapian::Unicode::TITLECASE_LETTER) |
                                (1U << Xapian::Unicode::MODIFIER_LETTER) | (1U << Xapian::Unicode::OTHER_LETTER);
  return !word.empty() && ((kLetters >> Xapian::Unicode::get_category(*Xapian::Utf8Iterator(word))) & 1U) != 0;
}

const std::string& stem_of(const std::string& word) {
  constexpr std::size_t kMostKept = 100'000;
  thread_local const Xapian::Stem stemmer("english");
  thread_local std::unordered_map<std::string, std::string> kept;
  if (const auto found = kept.find(word); found != kept.end()) {
    return found->second;
  }
  if (kept.size() >= kMostKept) {
    kept.clear();
  }
  return kept.emplace(word, stemmer(word)).first->second;
}

}  // namespace meridian::index
