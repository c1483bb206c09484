// PubMed's field tags: one table of names, of what the library answers them with, and of what it cannot answer.
#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>

#include "index/search/fields.hpp"

namespace meridian::index {

enum class How {
  Words,   ///< words and phrases under `prefixes`
  Exact,   ///< the whole value, folded by term_key
  Author,  ///< last name and initials, or the full name
  Mesh,    ///< a heading, exploded
  MajorMesh,
  Subheading,
  Substance,  ///< a substance or supplementary concept
  PublicationType,
  Journal,
  Language,
  Date,  ///< YYYYMMDD in `slot`
  Uid,
  Doi,
  Subset,
  NotKept,  ///< `meaning` says why
};

struct Tag {
  std::string_view name;   ///< short
  std::string_view names;  ///< all others, parted by |
  How how;
  std::string_view prefixes;  ///< parted by |; an empty one is every field of text
  std::uint32_t slot;
  std::string_view meaning, example;
};

// Prefixes and slots of the terms that only tags ask for; fields.hpp holds the others.
inline constexpr std::uint32_t kPublishedSlot = 20;   ///< PubDate
inline constexpr std::uint32_t kElectronicSlot = 21;  ///< ArticleDate
inline constexpr std::uint32_t kCreatedSlot = 22;
inline constexpr std::uint32_t kCompletedSlot = 23;
inline constexpr std::uint32_t kRevisedSlot = 24;
inline constexpr std::uint32_t kPmidSlot = 25;
inline constexpr std::uint32_t kJournalSlot = 26;
inline constexpr std::uint32_t kLanguageSlot = 27;
inline constexpr std::uint32_t kEnteredSlot = 28;
inline constexpr std::uint32_t kIndexedSlot = 29;

/// @source NLM, PubMed User Guide, search field tags
inline constexpr auto kTags = std::to_array<Tag>({
    {"ad", "affiliation", How::Words, "XQAD", kNoSlot, "authors' affiliations", "harbin[ad]"},
    {"aid", "article identifier", How::Doi, "XDO|XQAI", kNoSlot, "DOI, PMC number or publisher's id",
     "10.1000/182[aid]"},
    {"doi", "", How::Doi, "XDO", kNoSlot, "the DOI", "10.1000/182[doi]"},
    {"lid", "location id", How::Doi, "XDO|XQAI", kNoSlot, "DOI or publisher's id", "10.1000/182[lid]"},
    {"pmc", "pmcid", How::Doi, "XQAI", kNoSlot, "the PubMed Central number", "PMC1234567[pmc]"},
    {"all", "all fields", How::Words, "|XQAD|XQOA|XQBK|XQGR|XQPS|XQCN|XQPW|XQED", kNoSlot, "words of any field",
     "acupuncture[all]"},
    {"au", "author", How::Author, "XQAU|XQFA", kNoSlot, "an author: last name and initials, or the full name",
     "smith j[au]"},
    {"1au", "author - first|first author|author first", How::Author, "XQFI", kNoSlot, "the first author",
     "smith j[1au]"},
    {"lastau", "author - last|last author|author last", How::Author, "XQLA", kNoSlot, "the last author",
     "smith j[lastau]"},
    {"fau", "full author name|author - full|full author", How::Author, "XQFA", kNoSlot, "an author's full name",
     "smith jane[fau]"},
    {"auid", "author - identifier|author identifier", How::Exact, "XQID", kNoSlot, "an author's ORCID",
     "0000-0002-1825-0097[auid]"},
    {"cn", "author - corporate|corporate author", How::Words, "XQCN", kNoSlot, "a group that is an author",
     "study group[cn]"},
    {"ir", "investigator", How::Author, "XQIR|XQIF", kNoSlot, "an investigator", "smith j[ir]"},
    {"fir", "investigator - full|full investigator name", How::Author, "XQIF", kNoSlot, "an investigator's full name",
     "smith jane[fir]"},
    {"ed", "editor", How::Author, "XQED", kNoSlot, "an editor of a book", "smith j[ed]"},
    {"ps", "personal name as subject|subject - personal name", How::Words, "XQPS", kNoSlot, "a person written about",
     "freud[ps]"},
    {"ti", "title", How::Words, "S|XQBK", kNoSlot, "words of the title", "neuropathy[ti]"},
    {"tiab", "title/abstract", How::Words, "S|XAB|XQOA|XQKW|XQBK", kNoSlot,
     "words of title, abstract or the authors' keywords", "\"nerve conduction\"[tiab:~3]"},
    {"ab", "abstract", How::Words, "XAB|XQOA", kNoSlot, "words of the abstract", "numbness[ab]"},
    {"tw", "text word|text words|word", How::Words, "S|XAB|XQOA|XQKW|XQBK|XVT|XMH|XOT|XQPS|XQCN|XQPW", kNoSlot,
     "words of title, abstract, MeSH, substances, keywords and publication types", "neuropathy[tw]"},
    {"tt", "transliterated title", How::Words, "XVT", kNoSlot, "words of the title in its own language",
     "akupunktur[tt]"},
    {"ot", "other term|other terms", How::Words, "XQKW", kNoSlot, "the authors' keywords", "acupuncture[ot]"},
    {"cois", "conflict of interest statements|conflict of interest", How::Words, "XQCF", kNoSlot,
     "words of the conflict of interest statement", "funding[cois]"},
    {"gr", "grants and funding|grant|grants|grant number", How::Words, "XQGR", kNoSlot, "a grant's number or agency",
     "wellcome trust[gr]"},
    {"book", "", How::Words, "XQBK", kNoSlot, "words of a book's title", "neuropathy[book]"},
    {"isbn", "", How::Exact, "XQIB", kNoSlot, "a book's ISBN", "9780000000002[isbn]"},
    {"pubn", "publisher", How::Words, "XQPB", kNoSlot, "a book's publisher", "national institutes[pubn]"},
    {"mh", "mesh|mesh terms|mesh term", How::Mesh, "XQMD|XQMQ", kNoSlot,
     "a MeSH heading and all below it; :noexp alone; heading/subheading", "diabetic neuropathies/therapy[mh]"},
    {"majr", "mesh major topic|major mesh", How::MajorMesh, "XQMJ|XQMR", kNoSlot, "the same, where it is a major topic",
     "acupuncture therapy[majr]"},
    {"sh", "mesh subheading|mesh subheadings|subheading", How::Subheading, "XQSH", kNoSlot, "a MeSH subheading",
     "drug therapy[sh]"},
    {"nm", "supplementary concept|substance name|substance", How::Substance, "XQNM", kNoSlot,
     "a substance or supplementary concept", "vitamin b 12[nm]"},
    {"pt", "publication type|ptyp", How::PublicationType, "XPT", kNoSlot, "a publication type and all below it",
     "randomized controlled trial[pt]"},
    {"la", "language|lang", How::Language, "L", kNoSlot, "the language, by name or code", "chinese[la]"},
    {"ta", "journal|jour|so", How::Journal, "XQJT", kNoSlot, "the journal: title, abbreviation or ISSN", "pain[ta]"},
    {"is", "issn", How::Exact, "XQIS", kNoSlot, "the journal's ISSN", "0304-3959[issn]"},
    {"jid", "nlm unique id|nlmid", How::Exact, "XQJI", kNoSlot, "the journal's NLM number", "7508686[jid]"},
    {"vi", "volume", How::Exact, "XQVI", kNoSlot, "the volume", "12[vi]"},
    {"ip", "issue", How::Exact, "XQIP", kNoSlot, "the issue", "3[ip]"},
    {"pg", "pagination|page|pages", How::Exact, "XQPG", kNoSlot, "the first page", "101[pg]"},
    {"pl", "place of publication|country", How::Exact, "XQPL", kNoSlot, "the journal's country", "china[pl]"},
    {"si", "secondary source id|secondary source", How::Exact, "XQSI", kNoSlot, "a trial registration or data deposit",
     "clinicaltrials.gov[si]"},
    {"dp", "date - publication|publication date|pdat|date of publication", How::Date, "", kPublishedSlot,
     "publication, in print or before", "2019:2024[dp]"},
    {"ppdat", "print publication date|date - print", How::Date, "", kPublishedSlot, "publication in print",
     "2019/05[ppdat]"},
    {"epdat", "electronic publication date|date - electronic", How::Date, "", kElectronicSlot, "electronic publication",
     "2019/05/03[epdat]"},
    {"crdt", "date - create|create date|date - created", How::Date, "", kCreatedSlot, "when the record was made",
     "2024/01/01:2024/06/30[crdt]"},
    {"edat", "date - entry|entry date|entrez date|date - entrez", How::Date, "", kEnteredSlot,
     "when the record came to PubMed; of back issues their publication", "2024/01:2024/06[edat]"},
    {"mhda", "date - mesh|mesh date", How::Date, "", kIndexedSlot, "when MeSH headings were assigned",
     "2024/01:2024/06[mhda]"},
    {"dcom", "date - completion|completion date|date - completed", How::Date, "", kCompletedSlot,
     "when NLM completed the record", "2023[dcom]"},
    {"lr", "date - modification|modification date|date last revised|date - last revised|mdat", How::Date, "",
     kRevisedSlot, "the last revision", "2024:3000[lr]"},
    {"uid", "pmid|filter pmid", How::Uid, "", kPmidSlot, "the PubMed number, or a range", "31000000:32000000[uid]"},
    {"sb", "subset|filter|text", How::Subset, "XQST", kNoSlot, "a subset, such as hasabstract or systematic",
     "systematic[sb]"},
    {"pa", "pharmacological action|pharm action", How::NotKept, "", kNoSlot,
     "pharmacological actions are not part of a record", ""},
    {"rn", "ec/rn number|registry number", How::NotKept, "", kNoSlot,
     "registry numbers are not kept; [nm] finds a substance by name", ""},
    {"pubstatus", "publication status", How::NotKept, "", kNoSlot, "the publication status is not kept", ""},
});

/// Null where nothing has that name (lower case, one blank between words).
[[nodiscard]] const Tag* find_tag(std::string_view name);
[[nodiscard]] const Field* find_field(std::string_view name);
/// The nearest name, or "".
[[nodiscard]] std::string nearest_tag(std::string_view name);
[[nodiscard]] std::string nearest_field(std::string_view name);

/// A subset is a search of its own, or a term under XQST.
struct Subset {
  std::string_view name;
  std::string_view means;  ///< a search; empty: the term
  std::string_view meaning;
};
[[nodiscard]] std::span<const Subset> subsets();
[[nodiscard]] const Subset* find_subset(std::string_view name);

/// A record's own code as MEDLINE writes it: "ENG" and "en" are "eng".
[[nodiscard]] std::string standard_language(std::string_view code);

/// The ISO 639-2 code of a language's English name or code; "" where it is not known.
[[nodiscard]] std::string_view language_code(std::string_view name);

}  // namespace meridian::index
