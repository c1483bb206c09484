// The one table of what a search can name: each field's Xapian prefix or slot, PubMed tag, meaning and example.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace meridian::index {

enum class FieldKind {
  Text,             ///< words, stemmed
  TitleOrAbstract,  ///< words, in either of the two
  Exact,            ///< the whole value, without case
  Number,           ///< a number or a range, in a value slot
};

inline constexpr std::uint32_t kNoSlot = 0xffffffffU;

struct Field {
  std::string_view name, tag, prefix;
  std::uint32_t slot;
  FieldKind kind;
  bool closed;  ///< a short list of values: an unknown one is answered with the known ones
  std::string_view meaning, example;
};

/// Raise where a prefix, slot or the text under it changes; an index of another version is rebuilt.
inline constexpr int kFieldsVersion = 8;

// A prefix, once given, is never used for something else. Slots 0 and 1 are below; prefixes that begin with XQ and
// slots from 20 on are those of query_tags.hpp.
inline constexpr auto kFields = std::to_array<Field>({
    {"title", "ti", "S", kNoSlot, FieldKind::Text, false, "words of the title", "title:neuropathy"},
    {"abstract", "ab", "XAB", kNoSlot, FieldKind::Text, false, "words of the abstract",
     "abstract:\"nerve conduction\""},
    {"vernacular", "tt", "XVT", kNoSlot, FieldKind::Text, false, "words of the title in its own language",
     "vernacular:akupunktur"},
    {"tiab", "tiab", "", kNoSlot, FieldKind::TitleOrAbstract, false, "words of title or abstract", "tiab:numbness"},
    {"mesh", "mh", "XMH", kNoSlot, FieldKind::Text, false, "words of MeSH headings", "mesh:\"diabetic neuropathies\""},
    {"author", "au", "A", kNoSlot, FieldKind::Text, false, "names of authors", "author:\"smith j\""},
    {"journal", "ta", "XTA", kNoSlot, FieldKind::Text, false, "the journal's title or abbreviation", "journal:pain"},
    {"keyword", "ot", "XOT", kNoSlot, FieldKind::Text, false, "the authors' keywords", "keyword:electroacupuncture"},
    {"mechanism", "", "XME", kNoSlot, FieldKind::Exact, true, "a way of working that the study has evidence on",
     "mechanism:nerve-function"},
    {"sub", "", "XSU", kNoSlot, FieldKind::Exact, true, "a sub-mechanism", "sub:nerve-conduction"},
    {"design", "", "XDE", kNoSlot, FieldKind::Exact, true, "the study's design", "design:rct"},
    {"population", "", "XPO", kNoSlot, FieldKind::Exact, true, "whom or what was studied", "population:human"},
    {"direction", "", "XDI", kNoSlot, FieldKind::Exact, true, "what the authors conclude", "direction:favours"},
    {"intervention", "", "XIN", kNoSlot, FieldKind::Exact, true, "a tested intervention",
     "intervention:electroacupuncture"},
    {"comparator", "", "XCP", kNoSlot, FieldKind::Exact, true, "what it was compared with",
     "comparator:sham-acupuncture"},
    {"condition", "", "XCO", kNoSlot, FieldKind::Exact, true, "the illness", "condition:cipn"},
    {"is", "", "XIS", kNoSlot, FieldKind::Exact, true, "integrity: ok, corrected, concern, retracted", "is:retracted"},
    {"topic", "", "XTO", kNoSlot, FieldKind::Exact, true, "the topic under which it was fetched", "topic:neuropathy"},
    {"tag", "", "XTG", kNoSlot, FieldKind::Exact, true, "a tag that you gave", "tag:to-read"},
    {"note", "", "XNT", kNoSlot, FieldKind::Text, false, "words of your notes", "note:dose"},
    {"screen", "", "XSC", kNoSlot, FieldKind::Exact, true, "your decision: include, exclude or none", "screen:include"},
    {"reason", "", "XRS", kNoSlot, FieldKind::Text, false, "words of the reason for a decision", "reason:animals"},
    {"pmid", "pmid", "Q", kNoSlot, FieldKind::Exact, false, "the PubMed number", "pmid:31418820"},
    {"doi", "doi", "XDO", kNoSlot, FieldKind::Exact, false, "the DOI", "doi:10.1000/182"},
    {"language", "la", "L", kNoSlot, FieldKind::Exact, true, "three letters of ISO 639-2", "language:eng"},
    {"pt", "pt", "XPT", kNoSlot, FieldKind::Exact, true, "a publication type, in full",
     "pt:\"randomized controlled trial\""},
    {"year", "dp", "", 2, FieldKind::Number, false, "year of publication, or a range", "year:2018.."},
    {"n", "", "", 3, FieldKind::Number, false, "sample size, or a range", "n:100.."},
    {"level", "", "", 4, FieldKind::Number, false,
     "what the design signals: 1 strongest, 5 animals and cells; no rating", "level:1..2"},
});

inline constexpr std::uint32_t kFacetSlot =
    0;  ///< all facet values of a document in one string, so that counting reads one slot
inline constexpr std::uint32_t kDateSlot = 1;  ///< YYYYMMDD, for sorting

/// The five facets, in the order in which they stand in kFacetSlot; values parted by ',', facets by '|'.
inline constexpr auto kFacets =
    std::to_array<std::string_view>({"mechanism", "design", "population", "direction", "year"});

constexpr bool fields_are_sound() {
  for (std::size_t i = 0; i < kFields.size(); ++i) {
    const Field& a = kFields[i];
    if (a.slot == kFacetSlot || a.slot == kDateSlot || (a.slot != kNoSlot && a.slot >= 20) ||
        a.prefix.substr(0, 2) == "XQ") {
      return false;
    }
    for (std::size_t k = i + 1; k < kFields.size(); ++k) {
      const Field& b = kFields[k];
      if (a.name == b.name || (!a.tag.empty() && a.tag == b.tag) || (!a.prefix.empty() && a.prefix == b.prefix) ||
          (a.slot != kNoSlot && a.slot == b.slot)) {
        return false;
      }
    }
    for (const char letter : a.prefix) {  // values begin with no capital, so that no prefix can run into a value
      if (letter < 'A' || letter > 'Z' || a.prefix == "Z") {
        return false;
      }
    }
  }
  return true;
}
static_assert(fields_are_sound(), "names, tags, prefixes and slots of kFields are unique");

/// The row named `name`, which must be one of kFields.
constexpr const Field& field(std::string_view name) {
  for (const Field& row : kFields) {
    if (row.name == name) {
      return row;
    }
  }
  throw "no such field";
}

}  // namespace meridian::index
