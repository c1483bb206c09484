// Cuts PubMed records out of XML with plain string search: it shares no code with the reader that is under test.
#include "tests/support/eutils_records.hpp"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <charconv>

namespace meridian::test {
namespace {

struct Element {
  std::string_view attributes, inner, whole;
};

/// The elements of this name that do not lie in one another.
std::vector<Element> elements(std::string_view xml, std::string_view name) {
  std::vector<Element> found;
  const std::string open = "<" + std::string(name);
  const std::string close = "</" + std::string(name) + ">";
  for (std::size_t at = 0; (at = xml.find(open, at)) != std::string_view::npos;) {
    const auto after = at + open.size();
    if (after >= xml.size() || std::string_view(" \t\r\n/>").find(xml[after]) == std::string_view::npos) {
      at = after;
      continue;
    }
    const auto end_of_tag = xml.find('>', after);
    if (end_of_tag == std::string_view::npos) {
      break;
    }
    const auto attributes = xml.substr(after, end_of_tag - after);
    if (attributes.ends_with('/')) {
      at = end_of_tag + 1;
      continue;
    }
    const auto end = xml.find(close, end_of_tag);
    if (end == std::string_view::npos) {
      break;
    }
    found.push_back(
        {attributes, xml.substr(end_of_tag + 1, end - end_of_tag - 1), xml.substr(at, end + close.size() - at)});
    at = end + close.size();
  }
  return found;
}

Element first(std::string_view xml, std::string_view name) {
  const auto all = elements(xml, name);
  return all.empty() ? Element{} : all.front();
}

std::string text_of(std::string_view xml, std::string_view name) { return plain_text(first(xml, name).inner); }

bool has(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

int number(std::string_view text) {
  int value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

std::string gunzip(std::string_view bytes) {
  z_stream stream{};
  if (inflateInit2(&stream, 15 + 32) != Z_OK) {
    return {};
  }
  std::string out;
  std::string block(1U << 16U, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  for (int state = Z_OK; state == Z_OK;) {
    stream.next_out = reinterpret_cast<Bytef*>(block.data());
    stream.avail_out = static_cast<uInt>(block.size());
    state = inflate(&stream, Z_NO_FLUSH);
    out.append(block, 0, block.size() - stream.avail_out);
    if (state == Z_STREAM_END && stream.avail_in > 0) {
      state = inflateReset(&stream);  // several members in one file
    }
  }
  inflateEnd(&stream);
  return out;
}

std::string& text_in(StoredRecord& record, Field field) { return record.text[static_cast<std::size_t>(field)]; }

void add(StoredRecord& record, Field field, std::string_view text) {
  const auto words = search_words(text);
  if (words.size() <= 1) {
    return;
  }
  auto& place = text_in(record, field);
  if (place.empty()) {
    place = "\n";
  }
  place += words + "\n";
}

int date_of(std::string_view xml) {
  static constexpr std::string_view kMonths = "janfebmaraprmayjunjulaugsepoctnovdec";
  int year = number(text_of(xml, "Year"));
  auto month_text = search_words(text_of(xml, "Month"));
  const int day = number(text_of(xml, "Day"));
  if (const auto medline = text_of(xml, "MedlineDate"); year == 0 && !medline.empty()) {
    year = number(medline);
    month_text = search_words(medline.size() > 4 ? std::string_view(medline).substr(4) : "");
  }
  int month = 0;
  if (month_text.size() > 1) {
    month = number(std::string_view(month_text).substr(1));
    const auto at = month_text.size() >= 4 ? kMonths.find(month_text.substr(1, 3)) : std::string_view::npos;
    if (at != std::string_view::npos && at % 3 == 0) {
      month = static_cast<int>(at / 3) + 1;
    }
  }
  return year == 0 ? 0 : year * 10000 + std::clamp(month, 1, 12) * 100 + std::clamp(day, 1, 31);
}

void add_date(StoredRecord& record, DateField field, std::string_view xml) {
  if (const int date = date_of(xml); date != 0) {
    record.dates[static_cast<std::size_t>(field)].push_back(date);
  }
}

struct Pair {
  std::string_view from, to;
};

/// Each publication type and the one above it. Source: NLM, MeSH tree V03.
constexpr Pair kBroader[] = {
    {"randomized controlled trial", "controlled clinical trial"},
    {"controlled clinical trial", "clinical trial"},
    {"equivalence trial", "randomized controlled trial"},
    {"pragmatic clinical trial", "randomized controlled trial"},
    {"adaptive clinical trial", "clinical trial"},
    {"clinical trial phase i", "clinical trial"},
    {"clinical trial phase ii", "clinical trial"},
    {"clinical trial phase iii", "clinical trial"},
    {"clinical trial phase iv", "clinical trial"},
    {"clinical trial", "clinical study"},
    {"observational study", "clinical study"},
    {"systematic review", "review"},
    {"scoping review", "review"},
    {"practice guideline", "guideline"},
};

constexpr Pair kLanguages[] = {
    {"eng", "english"},  {"chi", "chinese"}, {"fre", "french"},     {"ger", "german"},
    {"spa", "spanish"},  {"ita", "italian"}, {"por", "portuguese"}, {"rus", "russian"},
    {"jpn", "japanese"}, {"kor", "korean"},  {"pol", "polish"},     {"tur", "turkish"},
};

void add_types(StoredRecord& record, std::string_view xml) {
  for (const auto& type : elements(xml, "PublicationType")) {
    const auto name = plain_text(type.inner);
    add(record, Field::PublicationType, name);
    auto words = search_words(name);
    for (bool higher = true; higher && words.size() > 2;) {
      add(record, Field::PublicationTypeExploded, words);
      auto joined = words;
      std::erase(joined, ' ');
      add(record, Field::Subset, joined);
      add(record, Field::Subset, words);
      const auto* const row = std::find_if(std::begin(kBroader), std::end(kBroader), [&](const Pair& pair) {
        return words == " " + std::string(pair.from) + " ";
      });
      higher = row != std::end(kBroader);
      if (higher) {
        words = " " + std::string(row->to) + " ";
      }
    }
  }
}

void add_mesh(StoredRecord& record, std::string_view xml) {
  for (const auto& heading : elements(xml, "MeshHeading")) {
    const auto descriptor = first(heading.inner, "DescriptorName");
    const auto name = plain_text(descriptor.inner);
    add(record, Field::Mesh, name);
    add(record, Field::TextWord, name);
    bool major = has(descriptor.attributes, "MajorTopicYN=\"Y\"");
    for (const auto& qualifier : elements(heading.inner, "QualifierName")) {
      const auto subheading = plain_text(qualifier.inner);
      add(record, Field::Mesh, name + " " + subheading);
      add(record, Field::Subheading, subheading);
      add(record, Field::TextWord, subheading);
      if (has(qualifier.attributes, "MajorTopicYN=\"Y\"")) {
        major = true;
        add(record, Field::MeshMajor, name + " " + subheading);
      }
    }
    if (major) {
      add(record, Field::MeshMajor, name);
    }
    if (name == "Humans" || name == "Animals" || name == "Female" || name == "Male") {
      add(record, Field::Subset, name);
    }
  }
}

void add_people(StoredRecord& record, std::string_view xml) {
  for (const auto& author : elements(first(xml, "AuthorList").inner, "Author")) {
    const auto last = text_of(author.inner, "LastName");
    const auto name = last.empty() ? text_of(author.inner, "CollectiveName")
                                   : fmt::format("{} {}", last, text_of(author.inner, "Initials"));
    if (record.authors.empty()) {
      add(record, Field::FirstAuthor, name);
    }
    record.authors.push_back(name);
    add(record, Field::Author, name);
    add(record, Field::Author, last + " " + text_of(author.inner, "ForeName"));
    for (const auto& affiliation : elements(author.inner, "Affiliation")) {
      add(record, Field::Affiliation, plain_text(affiliation.inner));
    }
  }
  if (!record.authors.empty()) {
    add(record, Field::LastAuthor, record.authors.back());
  }
}

void add_words(StoredRecord& record, std::string_view xml) {
  const auto article = first(xml, "ArticleTitle");
  record.title = plain_text(article.inner.empty() ? first(xml, "BookTitle").inner : article.inner);
  for (const auto field : {Field::Title, Field::TitleAbstract, Field::TextWord}) {
    add(record, field, record.title);
  }
  const auto abstract = elements(xml, "AbstractText");
  for (const auto& part : abstract) {
    add(record, Field::TitleAbstract, plain_text(part.inner));
    add(record, Field::TextWord, plain_text(part.inner));
  }
  for (const auto& keyword : elements(xml, "Keyword")) {
    for (const auto field : {Field::Keyword, Field::TitleAbstract, Field::TextWord}) {
      add(record, field, plain_text(keyword.inner));
    }
  }
  for (const auto name : {"NameOfSubstance", "SupplMeshName"}) {
    for (const auto& substance : elements(xml, name)) {
      add(record, Field::Substance, plain_text(substance.inner));
      add(record, Field::TextWord, plain_text(substance.inner));
    }
  }
  for (const auto& language : elements(xml, "Language")) {
    const auto code = plain_text(language.inner);
    add(record, Field::Language, code);
    for (const auto& row : kLanguages) {
      if (code == row.from) {
        add(record, Field::Language, row.to);
        add(record, Field::Subset, row.to);
      }
    }
  }
  if (!abstract.empty()) {
    add(record, Field::Subset, "hasabstract");
    add(record, Field::Subset, "has abstract");
  }
}

void add_place(StoredRecord& record, std::string_view xml) {
  const auto journal = first(xml, "Journal").inner;
  const auto info = first(xml, "MedlineJournalInfo").inner;
  const auto abbreviation = text_of(info, "MedlineTA");
  record.journal = abbreviation.empty() ? text_of(journal, "ISOAbbreviation") : abbreviation;
  for (const auto& name : {text_of(journal, "Title"), text_of(journal, "ISOAbbreviation"), abbreviation,
                           text_of(journal, "ISSN"), text_of(info, "NlmUniqueID")}) {
    add(record, Field::Journal, name);
  }
  add(record, Field::Volume, text_of(journal, "Volume"));
  add(record, Field::Issue, text_of(journal, "Issue"));
  add(record, Field::Pages, text_of(xml, "MedlinePgn"));
  for (const auto& accession : elements(xml, "AccessionNumber")) {
    add(record, Field::Accession, plain_text(accession.inner));
  }
}

void add_dates(StoredRecord& record, std::string_view citation, std::string_view data) {
  const auto issue = first(first(citation, "JournalIssue").inner, "PubDate").inner;
  const auto published = issue.empty() ? first(citation, "PubDate").inner : issue;
  record.published = plain_text(published);
  add_date(record, DateField::Published, published);
  add_date(record, DateField::Published, first(citation, "ArticleDate").inner);
  add_date(record, DateField::Modified, first(citation, "DateRevised").inner);
  add_date(record, DateField::Completed, first(citation, "DateCompleted").inner);
  for (const auto& row : elements(data, "PubMedPubDate")) {
    if (has(row.attributes, "\"entrez\"")) {
      add_date(record, DateField::Created, row.inner);
    } else if (has(row.attributes, "\"pubmed\"")) {
      add_date(record, DateField::Entered, row.inner);
    } else if (has(row.attributes, "\"medline\"")) {
      add_date(record, DateField::Indexed, row.inner);
    }
  }
}

/// The cited papers' ids and titles stand in the same element names as the record's own.
std::string without_cited_papers(std::string_view whole) {
  std::string own(whole);
  for (const auto name : {"ReferenceList", "CommentsCorrectionsList"}) {
    for (auto list = elements(own, name); !list.empty(); list = elements(own, name)) {
      own.erase(static_cast<std::size_t>(list.front().whole.data() - own.data()), list.front().whole.size());
    }
  }
  return own;
}

StoredRecord read(std::string_view whole) {
  StoredRecord record;
  record.bytes = whole;
  const auto pmid = first(whole, "PMID");
  record.pmid = static_cast<std::uint32_t>(std::max(0, number(plain_text(pmid.inner))));
  if (const auto at = pmid.attributes.find("Version=\""); at != std::string_view::npos) {
    record.version = number(pmid.attributes.substr(at + 9));
  }
  const auto own = without_cited_papers(whole);
  const auto end = std::min(own.find("</MedlineCitation>"), own.size());
  const auto citation = std::string_view(own).substr(0, end);
  const auto data = end == own.size() ? std::string_view(own) : std::string_view(own).substr(end);
  add_words(record, citation);
  add_mesh(record, citation);
  add_types(record, citation);
  add_people(record, citation);
  add_place(record, citation);
  add_dates(record, citation, data);
  for (const auto& id : elements(data, "ArticleId")) {
    add(record, Field::Identifier, plain_text(id.inner));
  }
  add(record, Field::Subset, "all");
  if (whole.starts_with("<PubmedBookArticle")) {
    add(record, Field::Subset, "pubmed books");
  }
  const auto status = first(own, "MedlineCitation").attributes;
  if (has(status, "Status=\"MEDLINE\"") || has(status, "Status=\"Completed\"")) {
    add(record, Field::Subset, "medline");
  }
  if (has(text_in(record, Field::PublicationType), "\n systematic review \n") ||
      has(text_in(record, Field::Title), " systematic review ")) {
    add(record, Field::Subset, "systematic");
  }
  add(record, Field::Uid, std::to_string(record.pmid));
  for (const auto field : {Field::TextWord, Field::PublicationType, Field::Journal, Field::Author, Field::Affiliation,
                           Field::Identifier, Field::Accession, Field::Uid}) {
    text_in(record, Field::All) += text_in(record, field);
  }
  return record;
}

}  // namespace

std::string search_words(std::string_view text) {
  std::string out = " ";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x80 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
      out += c;
    } else if (c >= 'A' && c <= 'Z') {
      out += static_cast<char>(c - 'A' + 'a');
    } else if (out.back() != ' ') {
      out += ' ';
    }
  }
  if (out.back() != ' ') {
    out += ' ';
  }
  return out;
}

std::string plain_text(std::string_view xml) {
  static constexpr Pair kEntities[] = {{"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&apos;", "'"}, {"&amp;", "&"}};
  std::string out;
  for (std::size_t i = 0; i < xml.size(); ++i) {
    if (xml[i] == '<') {
      i = std::min(xml.find('>', i), xml.size());
      continue;
    }
    const auto* const row = std::find_if(std::begin(kEntities), std::end(kEntities),
                                         [&](const Pair& pair) { return xml.substr(i).starts_with(pair.from); });
    if (row != std::end(kEntities)) {
      out += row->to;
      i += row->from.size() - 1;
    } else if (xml[i] != '\n' && xml[i] != '\t' && xml[i] != '\r' && xml[i] != ' ') {
      out += xml[i];
    } else if (!out.empty() && out.back() != ' ') {
      out += ' ';
    }
  }
  while (out.ends_with(' ')) {
    out.pop_back();
  }
  return out;
}

int search_date(std::string_view text, bool last) {
  std::array<int, 3> parts{0, 0, 0};
  std::size_t part = 0;
  for (const char c : text) {
    if (c >= '0' && c <= '9') {
      parts[part] = parts[part] * 10 + (c - '0');
      if (parts[part] > 9999) {
        return 0;
      }
    } else if ((c == '/' || c == '-') && part < 2) {
      ++part;
    } else if (c != ' ') {
      return 0;
    }
  }
  const auto [year, month, day] = parts;
  if (year < 1000 || month > 12 || day > 31) {
    return 0;
  }
  const int missing_month = last ? 12 : 1;
  const int missing_day = last ? 31 : 1;
  return year * 10000 + (month != 0 ? month : missing_month) * 100 + (day != 0 ? day : missing_day);
}

void add_records(std::string_view file_bytes, std::map<std::uint32_t, StoredRecord>& records) {
  std::string unpacked;
  if (file_bytes.starts_with("\x1f\x8b")) {
    unpacked = gunzip(file_bytes);
    file_bytes = unpacked;
  }
  for (const auto name : {"PubmedArticle", "PubmedBookArticle"}) {
    for (const auto& element : elements(file_bytes, name)) {
      auto record = read(element.whole);
      const auto known = records.find(record.pmid);
      if (record.pmid != 0 && (known == records.end() || record.version >= known->second.version)) {
        records[record.pmid] = std::move(record);
      }
    }
  }
}

}  // namespace meridian::test
