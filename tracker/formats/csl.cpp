// CSL-JSON, from which citation styles (Vancouver, APA) are made by pandoc, Zotero and others.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "core/text.hpp"
#include "tracker/formats.hpp"

namespace meridian::tracker {
namespace {

using Json = nlohmann::ordered_json;

Json names_of(const std::vector<Author>& authors) {
  Json out = Json::array();
  for (const Author& author : authors) {
    Json name = Json::object();
    if (!author.collective.empty()) {
      name["literal"] = author.collective;
    } else {
      name["family"] = author.last;
      const std::string& given = author.fore.empty() ? author.initials : author.fore;
      if (!given.empty()) {
        name["given"] = given;
      }
      if (!author.suffix.empty()) {
        name["suffix"] = author.suffix;
      }
    }
    out.push_back(std::move(name));
  }
  return out;
}

}  // namespace

std::string csl_record(const index::Held& held, bool first) {
  const Citation& c = held.citation;
  const bool book = c.kind == CitationKind::Book;
  Json out = Json::object();
  const auto put = [&](const char* name, const std::string& value) {
    if (!value.empty()) {
      out[name] = value;
    }
  };
  const bool chapter = book && c.book && c.book->title != c.title;
  put("id", citation_key(c));
  put("type", chapter ? "chapter" : book ? "book" : "article-journal");
  put("title", c.title.empty() ? c.vernacular_title : c.title);
  if (!c.authors.empty()) {
    out["author"] = names_of(c.authors);
  }
  if (!c.editors.empty()) {
    out["editor"] = names_of(c.editors);
  }
  put("container-title", chapter ? c.book->title : c.journal.title);
  put("container-title-short", c.journal.abbreviation);
  if (c.date.year) {
    Json parts = Json::array({*c.date.year});
    if (c.date.month) {
      parts.push_back(*c.date.month);
      if (c.date.day && *c.date.day > 0) {
        parts.push_back(*c.date.day);
      }
    }
    out["issued"] = Json::object({{"date-parts", Json::array({parts})}});
  }
  put("volume", c.journal.volume);
  put("issue", c.journal.issue);
  const Pages pages = pages_of(c.journal.pages);
  put("page", pages.last.empty() ? pages.first : pages.first + "-" + pages.last);
  put("publisher", c.book ? c.book->publisher : "");
  put("ISBN", c.book ? c.book->isbn : "");
  put("ISSN", c.journal.issn);
  put("DOI", c.doi);
  put("PMID", std::to_string(c.pmid));
  put("PMCID", c.pmc);
  put("URL", fmt::format("https://pubmed.ncbi.nlm.nih.gov/{}/", c.pmid));
  put("language", c.languages.empty() ? "" : c.languages.front());
  put("abstract", labelled_abstract(c));
  // Headings hold commas of their own, such as "Aged, 80 and over".
  put("keyword", fmt::format("{}", fmt::join(keywords_of(held), "; ")));
  put("note", fmt::format("{}", fmt::join(remarks_of(held), "\n")));
  return (first ? "" : ",\n") + out.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace meridian::tracker
