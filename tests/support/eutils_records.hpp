// PubMed records as the loopback E-utilities keep them: the bytes to give out and the words to search.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace meridian::test {

/// What of a record can be searched. kFieldCount is how many there are.
enum class Field {
  Title,
  TitleAbstract,  ///< with the authors' keywords, as PubMed has it
  TextWord,
  Mesh,
  MeshMajor,
  Subheading,
  PublicationType,
  PublicationTypeExploded,
  Journal,
  Author,
  FirstAuthor,
  LastAuthor,
  Affiliation,
  Language,
  Keyword,
  Substance,
  Identifier,
  Accession,
  Volume,
  Issue,
  Pages,
  Subset,
  Uid,
  All,
};
inline constexpr std::size_t kFieldCount = static_cast<std::size_t>(Field::All) + 1;

/// The dates that can be searched, each as year*10000 + month*100 + day; a missing month or day counts as 1.
enum class DateField { Created, Entered, Modified, Published, Indexed, Completed };
inline constexpr std::size_t kDateCount = static_cast<std::size_t>(DateField::Completed) + 1;

struct StoredRecord {
  std::uint32_t pmid = 0;
  int version = 1;
  std::string bytes;  ///< the element as it stands in the file, PubmedArticle or PubmedBookArticle
  /// One entry a line and a blank around every word: "\n deep sleep \n pain \n". Lower case, punctuation as blanks.
  std::array<std::string, kFieldCount> text;
  std::array<std::vector<int>, kDateCount> dates;
  std::string title, journal, published;  ///< as they stand, for summaries
  std::vector<std::string> authors;
};

/// Lower-cased words with one blank around each: " deep sleep ". Bytes above 127 are letters.
[[nodiscard]] std::string search_words(std::string_view text);

/// XML text without tags, its entities resolved.
[[nodiscard]] std::string plain_text(std::string_view xml);

/// "2019", "2019/3" or "2019/03/05" (also with "-") as 20190305; the missing parts are the first, or with `last` the
/// last, of the year or month. 0: not a date.
[[nodiscard]] int search_date(std::string_view text, bool last);

/// The records of one file, plain or gzip. Of a PMID met twice the highest version stays, among equals the later.
void add_records(std::string_view file_bytes, std::map<std::uint32_t, StoredRecord>& records);

}  // namespace meridian::test
