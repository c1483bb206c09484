// RIS, the tagged form that every reference manager reads.
#include <fmt/format.h>

#include "core/text.hpp"
#include "tracker/formats.hpp"

namespace meridian::tracker {
namespace {

class Lines {
 public:
  void add(std::string_view tag, std::string_view value) {
    if (const std::string clean = squeeze(valid_utf8(value)); !clean.empty()) {
      text += fmt::format("{}  - {}\r\n", tag, clean);
    }
  }
  std::string text;
};

std::string name_of(const Author& author) {
  if (!author.collective.empty()) {
    return author.collective;
  }
  const std::string& given = author.fore.empty() ? author.initials : author.fore;
  return author.last + (given.empty() ? "" : ", " + given) + (author.suffix.empty() ? "" : ", " + author.suffix);
}

}  // namespace

std::string ris_record(const index::Held& held, bool) {
  const Citation& c = held.citation;
  const bool book = c.kind == CitationKind::Book;
  Lines out;
  out.add("TY", book ? (c.book && c.book->title == c.title ? "BOOK" : "CHAP") : "JOUR");
  out.add("ID", citation_key(c));
  out.add("TI", c.title.empty() ? c.vernacular_title : c.title);
  for (const Author& author : c.authors) {
    out.add("AU", name_of(author));
  }
  for (const Author& editor : c.editors) {
    out.add("ED", name_of(editor));
  }
  if (c.date.year) {
    out.add("PY", std::to_string(*c.date.year));
    out.add("DA", fmt::format("{}/{}/{}/", *c.date.year, c.date.month ? fmt::format("{:02}", *c.date.month) : "",
                              c.date.month && c.date.day ? fmt::format("{:02}", *c.date.day) : ""));
  }
  out.add("T2", book && c.book ? c.book->title : c.journal.title);
  out.add("J2", c.journal.abbreviation);
  out.add("VL", c.journal.volume);
  out.add("IS", c.journal.issue);
  const Pages pages = pages_of(c.journal.pages);
  out.add("SP", pages.first);
  out.add("EP", pages.last);
  out.add("SN", book && c.book ? c.book->isbn : c.journal.issn);
  out.add("PB", c.book ? c.book->publisher : "");
  out.add("DO", c.doi);
  out.add("AN", std::to_string(c.pmid));
  out.add("C2", c.pmc);
  out.add("DB", "PubMed");
  out.add("LA", c.languages.empty() ? "" : c.languages.front());
  for (const std::string& word : keywords_of(held)) {
    out.add("KW", word);
  }
  for (const std::string& remark : remarks_of(held)) {
    out.add("N1", remark);
  }
  if (held.screening) {
    out.add("N1", held.screening->include ? "ASReview_relevant" : "ASReview_irrelevant");
  }
  out.add("AB", labelled_abstract(c));
  out.add("UR", fmt::format("https://pubmed.ncbi.nlm.nih.gov/{}/", c.pmid));
  out.text += "ER  - \r\n\r\n";
  return out.text;
}

}  // namespace meridian::tracker
