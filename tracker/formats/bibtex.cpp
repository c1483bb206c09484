// BibTeX and BibLaTeX. Letters stay UTF-8, as today's TeX reads them; only what TeX takes for a command is escaped.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/text.hpp"
#include "tracker/formats.hpp"

namespace meridian::tracker {
namespace {

constexpr std::array<std::string_view, 12> kMonths{"jan", "feb", "mar", "apr", "may", "jun",
                                                   "jul", "aug", "sep", "oct", "nov", "dec"};

/// BibTeX counts braces also where a backslash stands before them, so braces that do not close are named instead.
bool braces_close(std::string_view text) {
  int open = 0;
  for (const char c : text) {
    open += c == '{' ? 1 : c == '}' ? -1 : 0;
    if (open < 0) {
      return false;
    }
  }
  return open == 0;
}

std::string escaped(std::string_view raw) {
  const std::string text = squeeze(valid_utf8(raw));
  const bool close = braces_close(text);
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
      case '%':
      case '$':
      case '#':
      case '_':
        out += '\\';
        out += c;
        break;
      case '{':
        out += close ? "\\{" : "\\textbraceleft{}";
        break;
      case '}':
        out += close ? "\\}" : "\\textbraceright{}";
        break;
      case '\\':
        out += "\\textbackslash{}";
        break;
      case '~':
        out += "\\textasciitilde{}";
        break;
      case '^':
        out += "\\textasciicircum{}";
        break;
      default:
        out += c;
    }
  }
  return out;
}

/// As it stands, for DOIs and addresses: braces are taken out, for they would end the field.
std::string verbatim(std::string_view raw) {
  std::string out = squeeze(valid_utf8(raw));
  std::erase_if(out, [](char c) { return c == '{' || c == '}' || c == '\\'; });
  return out;
}

class Entry {
 public:
  Entry(std::string_view kind, const std::string& key) : text(fmt::format("@{}{{{}", kind, key)) {}

  void field(std::string_view name, const std::string& value) {
    if (!value.empty()) {
      text += fmt::format(",\n  {} = {{{}}}", name, value);
    }
  }
  void bare(std::string_view name, std::string_view value) { text += fmt::format(",\n  {} = {}", name, value); }

  std::string text;
};

std::string names_of(const std::vector<Author>& authors) {
  std::string out;
  for (const Author& author : authors) {
    out += out.empty() ? "" : " and ";
    if (!author.collective.empty()) {
      out += "{" + escaped(author.collective) + "}";
      continue;
    }
    const std::string given = escaped(author.fore.empty() ? author.initials : author.fore);
    out += fmt::format("{}{}{}", escaped(author.last), author.suffix.empty() ? "" : ", " + escaped(author.suffix),
                       given.empty() ? "" : ", " + given);
  }
  return out;
}

std::string entry(const index::Held& held, bool biblatex) {
  const Citation& c = held.citation;
  const bool book = c.kind == CitationKind::Book;
  const bool chapter = book && c.book && c.book->title != c.title;
  Entry out(chapter ? "incollection" : book ? "book" : "article", citation_key(c));
  out.field("author", names_of(c.authors));
  out.field("editor", names_of(c.editors));
  const std::string title = escaped(c.title.empty() ? c.vernacular_title : c.title);
  out.field("title", title.empty() ? "" : "{" + title + "}");
  if (book && c.book) {
    out.field("booktitle", chapter ? escaped(c.book->title) : "");
    out.field("publisher", escaped(c.book->publisher));
    out.field("isbn", verbatim(c.book->isbn));
    out.field("edition", escaped(c.book->edition));
  }
  out.field(biblatex ? "journaltitle" : "journal", escaped(c.journal.title));
  out.field("shortjournal", biblatex ? escaped(c.journal.abbreviation) : "");
  if (c.date.year && biblatex) {
    std::string date = fmt::format("{:04}", *c.date.year);
    if (c.date.month) {
      date += fmt::format("-{:02}", *c.date.month);
      date += c.date.day && *c.date.day > 0 ? fmt::format("-{:02}", *c.date.day) : "";
    }
    out.field("date", date);
  } else if (c.date.year) {
    out.field("year", std::to_string(*c.date.year));
    if (c.date.month && *c.date.month >= 1 && *c.date.month <= 12) {
      out.bare("month", kMonths[static_cast<std::size_t>(*c.date.month) - 1]);
    }
  }
  out.field("volume", escaped(c.journal.volume));
  out.field("number", escaped(c.journal.issue));
  const Pages pages = pages_of(c.journal.pages);
  out.field("pages", escaped(pages.last.empty() ? pages.first : pages.first + "--" + pages.last));
  out.field("issn", verbatim(c.journal.issn));
  out.field("doi", verbatim(c.doi));
  if (biblatex) {
    out.field("eprint", std::to_string(c.pmid));
    out.field("eprinttype", "pubmed");
  }
  out.field("pmid", std::to_string(c.pmid));
  out.field("pmcid", verbatim(c.pmc));
  out.field("url", fmt::format("https://pubmed.ncbi.nlm.nih.gov/{}/", c.pmid));
  out.field(biblatex ? "langid" : "language", c.languages.empty() ? "" : escaped(c.languages.front()));
  std::string words;
  for (std::string word : keywords_of(held)) {
    std::replace(word.begin(), word.end(), ',', ';');  // a comma parts keywords
    words += (words.empty() ? "" : ", ") + escaped(word);
  }
  out.field("keywords", words);
  out.field("abstract", escaped(labelled_abstract(c)));
  std::string remarks;
  for (const std::string& remark : remarks_of(held)) {
    remarks += (remarks.empty() ? "" : " | ") + escaped(remark);
  }
  out.field(biblatex ? "annotation" : "annote", remarks);
  out.text += "\n}\n\n";
  return out.text;
}

}  // namespace

std::string bibtex_record(const index::Held& held, bool) { return entry(held, false); }
std::string biblatex_record(const index::Held& held, bool) { return entry(held, true); }

}  // namespace meridian::tracker
