// Reads PubMed XML: one record's bytes into a Citation.
#include "fetcher/pubmed_xml.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <pugixml.hpp>

#include "core/text.hpp"
#include "fetcher/pubmed_xml_date.hpp"
#include "fetcher/pubmed_xml_text.hpp"

namespace meridian::fetcher {
namespace {

using Node = pugi::xml_node;

Pmid pmid_from(std::string_view text) {
  text = trim(text);
  Pmid value = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  return fault == std::errc() && end == text.data() + text.size() ? value : 0;
}

std::string child_text(Node node, const char* name) { return text_of(node.child(name)); }

void add_text(std::vector<std::string>& list, Node node) {
  if (std::string text = text_of(node); !text.empty()) {
    list.push_back(std::move(text));
  }
}

std::string day_of(Node node) {
  return node ? iso_day(node.child_value("Year"), node.child_value("Month"), node.child_value("Day")) : std::string();
}

PubDate date_of(Node node) {
  if (const Node free = node.child("MedlineDate"); free && !node.child("Year")) {
    return read_medline_date(text_of(free));
  }
  PubDate date;
  for (const Node part : node.children()) {
    if (std::string word = text_of(part); !word.empty()) {
      date.text += date.text.empty() ? "" : " ";
      date.text += word;
    }
  }
  date.year = number_between(node.child_value("Year"), 1000, 2999);
  if (date.year) {
    date.month = month_number(node.child_value("Month"));
  }
  if (date.month) {
    date.day = number_between(node.child_value("Day"), 1, 31);
  }
  return date;
}

std::vector<AbstractPart> parts_of(Node abstract) {
  std::vector<AbstractPart> parts;
  for (const Node node : abstract.children("AbstractText")) {
    if (std::string text = text_of(node); !text.empty()) {
      parts.push_back({attribute_of(node, "Label"), attribute_of(node, "NlmCategory"), std::move(text)});
    }
  }
  return parts;
}

/// One walk over the children: authors are the most frequent of all elements.
Author person_of(Node node) {
  Author a;
  const auto first = [](std::string& into, Node from) {
    if (into.empty()) {
      into = text_of(from);
    }
  };
  for (const Node part : node.children()) {
    const std::string_view name = part.name();
    if (name == "LastName") {
      first(a.last, part);
    } else if (name == "ForeName" || name == "FirstName") {  // the latter in DTDs before 2002
      first(a.fore, part);
    } else if (name == "Initials") {
      first(a.initials, part);
    } else if (name == "Suffix") {
      first(a.suffix, part);
    } else if (name == "CollectiveName") {
      first(a.collective, part);
    } else if (name == "Identifier") {
      if (std::string_view(part.attribute("Source").value()) == "ORCID") {
        first(a.orcid, part);
      }
    } else if (name == "Affiliation") {
      add_text(a.affiliations, part);
    } else if (name == "AffiliationInfo") {
      for (const Node affiliation : part.children("Affiliation")) {
        add_text(a.affiliations, affiliation);
      }
    }
  }
  return a;
}

/// All author lists of `parent`: those of Type "editors" into `editors`, the rest into `authors`.
void read_people(Node parent, std::vector<Author>& authors, std::vector<Author>& editors) {
  for (const Node list : parent.children("AuthorList")) {
    auto& into = std::string_view(list.attribute("Type").value()) == "editors" ? editors : authors;
    for (const Node node : list.children("Author")) {
      into.push_back(person_of(node));
    }
  }
}

void read_investigators(Node parent, std::vector<Author>& into) {
  for (const Node list : parent.children("InvestigatorList")) {
    for (const Node node : list.children("Investigator")) {
      into.push_back(person_of(node));
    }
  }
}

bool is_major(Node node) { return std::string_view(node.attribute("MajorTopicYN").value()) == "Y"; }

void read_mesh(Node citation, Citation& c) {
  for (const Node list : citation.children("MeshHeadingList")) {
    for (const Node row : list.children("MeshHeading")) {
      // Sets of 2000 and older put the name straight into MeshHeading/Descriptor.
      Node name = row.child("DescriptorName");
      name = name ? name : row.child("Descriptor");
      MeshHeading m{attribute_of(name, "UI"), text_of(name), is_major(name), {}};
      for (const Node q : row.children("QualifierName")) {
        m.qualifiers.push_back({attribute_of(q, "UI"), text_of(q), is_major(q)});
      }
      c.mesh.push_back(std::move(m));
    }
  }
  for (const Node row : citation.child("SupplMeshList").children("SupplMeshName")) {
    c.supplementary_mesh.push_back({attribute_of(row, "UI"), text_of(row), false, {}});
  }
}

void read_keywords(Node parent, Citation& c) {
  for (const Node list : parent.children("KeywordList")) {
    for (const Node keyword : list.children("Keyword")) {
      add_text(c.keywords, keyword);
    }
  }
}

void read_grants(Node parent, Citation& c) {
  for (const Node g : parent.child("GrantList").children("Grant")) {
    c.grants.push_back({child_text(g, "GrantID"), child_text(g, "Agency"), child_text(g, "Country")});
  }
}

void read_ids(Node list, Citation& c) {
  for (const Node id : list.children("ArticleId")) {
    const std::string_view type = id.attribute("IdType").value();
    std::string* into = type == "doi" ? &c.doi : type == "pmc" ? &c.pmc : type == "pii" ? &c.pii : nullptr;
    if (into != nullptr && into->empty()) {
      *into = text_of(id);
    }
  }
}

/// ELocationIDs serve where the ArticleIdList has none; one marked as not valid only where there is no other.
void read_locations(Node parent, Citation& c) {
  for (const bool valid : {true, false}) {
    for (const Node id : parent.children("ELocationID")) {
      if ((std::string_view(id.attribute("ValidYN").value()) != "N") != valid) {
        continue;
      }
      const std::string_view type = id.attribute("EIdType").value();
      std::string* into = type == "doi" ? &c.doi : type == "pii" ? &c.pii : nullptr;
      if (into != nullptr && into->empty()) {
        *into = text_of(id);
      }
    }
  }
}

std::string pages_of(Node pagination) {
  if (std::string pages = child_text(pagination, "MedlinePgn"); !pages.empty()) {
    return pages;
  }
  const std::string end = child_text(pagination, "EndPage");
  return child_text(pagination, "StartPage") + (end.empty() ? "" : "-" + end);
}

/// Reference lists nest to any depth, so they are walked without calling back into oneself.
void read_references(Node parent, Citation& c) {
  std::vector<Node> open;
  const auto push_lists = [&](Node node) {
    const auto first = static_cast<std::ptrdiff_t>(open.size());
    for (const Node list : node.children("ReferenceList")) {
      open.push_back(list);
    }
    std::reverse(open.begin() + first, open.end());
  };
  push_lists(parent);
  while (!open.empty()) {
    const Node list = open.back();
    open.pop_back();
    for (const Node row : list.children("Reference")) {
      Reference r;
      r.text = child_text(row, "Citation");
      for (const Node id : row.child("ArticleIdList").children("ArticleId")) {
        const std::string_view type = id.attribute("IdType").value();
        if (type == "pubmed" && r.pmid == 0) {
          r.pmid = pmid_from(id.child_value());
        } else if (type == "doi" && r.doi.empty()) {
          r.doi = text_of(id);
        }
      }
      c.references.push_back(std::move(r));
    }
    push_lists(list);
  }
}

/// What PubmedData and PubmedBookData share.
void read_data(Node data, Citation& c) {
  const std::array<std::pair<std::string_view, std::string*>, 3> days{
      {{"entrez", &c.created}, {"pubmed", &c.entered}, {"medline", &c.indexed}}};
  for (const Node row : data.child("History").children("PubMedPubDate")) {
    const std::string_view status = row.attribute("PubStatus").value();
    for (const auto& [name, day] : days) {
      if (status == name && day->empty()) {
        *day = day_of(row);
      }
    }
  }
  if (c.created.empty()) {
    c.created = c.entered;
  }
  read_ids(data.child("ArticleIdList"), c);
  read_references(data, c);
}

void read_journal(Node citation, Node article, Citation& c) {
  const Node journal = article.child("Journal");
  const Node issue = journal.child("JournalIssue");
  const Node about = citation.child("MedlineJournalInfo");
  c.journal.title = child_text(journal, "Title");
  c.journal.abbreviation = child_text(journal, "ISOAbbreviation");
  if (c.journal.abbreviation.empty()) {
    c.journal.abbreviation = child_text(about, "MedlineTA");
  }
  c.journal.issn = child_text(journal, "ISSN");
  if (c.journal.issn.empty()) {
    c.journal.issn = child_text(about, "ISSNLinking");
  }
  c.journal.volume = child_text(issue, "Volume");
  c.journal.issue = child_text(issue, "Issue");
  c.journal.pages = pages_of(article.child("Pagination"));
  c.journal.nlm_id = child_text(about, "NlmUniqueID");
  c.journal.country = child_text(about, "Country");
  c.date = date_of(issue.child("PubDate"));
}

void read_corrections(Node citation, Citation& c) {
  for (const Node row : citation.child("CommentsCorrectionsList").children("CommentsCorrections")) {
    c.corrections.push_back({attribute_of(row, "RefType"), pmid_from(row.child_value("PMID")),
                             child_text(row, "RefSource"), child_text(row, "Note")});
  }
}

void read_article(Node citation, Citation& c) {
  const Node article = citation.child("Article");
  c.status = attribute_of(citation, "Status");
  c.indexing_method = attribute_of(citation, "IndexingMethod");
  c.title = child_text(article, "ArticleTitle");
  c.vernacular_title = child_text(article, "VernacularTitle");
  c.abstract = parts_of(article.child("Abstract"));
  c.copyright = child_text(article.child("Abstract"), "CopyrightInformation");
  for (const Node other : citation.children("OtherAbstract")) {
    c.other_abstracts.push_back({attribute_of(other, "Type"), attribute_of(other, "Language"), parts_of(other)});
  }
  read_journal(citation, article, c);
  c.electronic_date = day_of(article.child("ArticleDate"));
  c.publication_model = attribute_of(article, "PubModel");
  read_people(article, c.authors, c.editors);
  read_investigators(citation, c.investigators);
  for (const Node node : article.children("Language")) {
    add_text(c.languages, node);
  }
  for (const Node node : article.child("PublicationTypeList").children("PublicationType")) {
    c.publication_types.push_back({attribute_of(node, "UI"), text_of(node)});
  }
  read_mesh(citation, c);
  read_keywords(citation, c);
  for (const Node node : citation.child("ChemicalList").children("Chemical")) {
    add_text(c.chemicals, node.child("NameOfSubstance"));
  }
  for (const Node node : citation.child("GeneSymbolList").children("GeneSymbol")) {
    add_text(c.gene_symbols, node);
  }
  for (const Node node : citation.child("PersonalNameSubjectList").children("PersonalNameSubject")) {
    std::string name = child_text(node, "LastName");
    const std::string fore = child_text(node, "ForeName");
    name += (name.empty() || fore.empty() ? "" : " ") + fore;
    c.subjects.push_back(std::move(name));
  }
  for (const Node node : citation.children("CitationSubset")) {
    add_text(c.subsets, node);
  }
  for (const Node bank : article.child("DataBankList").children("DataBank")) {
    const std::string name = child_text(bank, "DataBankName");
    for (const Node id : bank.child("AccessionNumberList").children("AccessionNumber")) {
      c.registrations.push_back({name, text_of(id)});
    }
  }
  read_grants(article, c);
  read_corrections(citation, c);
  c.conflict_of_interest = child_text(citation, "CoiStatement");
  c.completed = day_of(citation.child("DateCompleted"));
  c.revised = day_of(citation.child("DateRevised"));
}

void read_book(Node document, Citation& c) {
  const Node about = document.child("Book");
  c.kind = CitationKind::Book;
  Book book;
  book.title = child_text(about, "BookTitle");
  book.publisher = child_text(about.child("Publisher"), "PublisherName");
  book.isbn = child_text(about, "Isbn");
  book.edition = child_text(about, "Edition");
  book.medium = child_text(about, "Medium");
  for (const Node id : document.child("ArticleIdList").children("ArticleId")) {
    if (std::string_view(id.attribute("IdType").value()) == "bookaccession" && book.accession.empty()) {
      book.accession = text_of(id);
    }
  }
  c.title = child_text(document, "ArticleTitle");
  if (c.title.empty()) {
    c.title = book.title;
  }
  c.book = std::move(book);
  c.vernacular_title = child_text(document, "VernacularTitle");
  c.abstract = parts_of(document.child("Abstract"));
  c.copyright = child_text(document.child("Abstract"), "CopyrightInformation");
  c.journal.volume = child_text(about, "Volume");
  c.journal.pages = pages_of(document.child("Pagination"));
  c.date = date_of(about.child("PubDate"));
  read_people(document, c.authors, c.editors);
  // The book's authors wrote the chapter only where it names none of its own; the book's editors are always told.
  std::vector<Author> of_book;
  read_people(about, of_book, c.editors);
  if (c.authors.empty()) {
    c.authors = std::move(of_book);
  }
  read_investigators(document, c.investigators);
  if (c.investigators.empty()) {
    read_investigators(about, c.investigators);
  }
  for (const Node node : document.children("Language")) {
    add_text(c.languages, node);
  }
  for (const Node node : document.children("PublicationType")) {
    c.publication_types.push_back({attribute_of(node, "UI"), text_of(node)});
  }
  read_keywords(document, c);
  read_grants(document, c);
  read_references(document, c);
  c.revised = day_of(document.child("DateRevised"));
}

/// pugixml takes a NUL for the end of its text.
std::string without_nul(std::string_view xml) {
  std::string out;
  for (const char byte : xml) {
    if (byte == '\0') {
      out += "\xEF\xBF\xBD";
    } else {
      out += byte;
    }
  }
  return out;
}

/// True where white space between two tags may be text: inline markup and MathML have lower-case names (DispFormula
/// alone does not), and all that structures a record begins with a capital.
bool has_markup_in_text(std::string_view xml) {
  for (auto at = xml.find('<'); at != std::string_view::npos; at = xml.find('<', at + 1)) {
    const std::string_view tag = xml.substr(at + 1, 4);
    if (tag.empty() || !((tag[0] >= 'A' && tag[0] <= 'Z') || tag[0] == '/') || tag == "Disp") {
      return true;
    }
  }
  return false;
}

Result<Citation> citation_of(const pugi::xml_document& document) {
  const Node root = document.document_element();
  const std::string_view name = root.name();
  const Node book = name == "BookDocument" ? root : root.child("BookDocument");
  const Node article = name == "MedlineCitation" ? root : root.child("MedlineCitation");
  const Node citation = book ? book : article;
  if (!citation) {
    return fail(Fault::BadInput, "neither an article nor a book of PubMed");
  }
  Citation c;
  c.pmid = pmid_from(citation.child_value("PMID"));
  if (c.pmid == 0) {
    return fail(Fault::BadInput, "the record has no PMID");
  }
  c.version = number_between(citation.child("PMID").attribute("Version").value(), 1, 1'000'000).value_or(1);
  if (book) {
    read_book(book, c);
    read_data(root.child("PubmedBookData"), c);
    read_ids(book.child("ArticleIdList"), c);
    read_locations(book.child("Book"), c);
  } else {
    read_article(article, c);
    read_data(root.child("PubmedData"), c);
    read_locations(article.child("Article"), c);
    if (c.created.empty()) {
      c.created = day_of(article.child("DateCreated"));  // sets of 2017 and older, which have no History
    }
  }
  return c;
}

}  // namespace

Result<Citation> read_pubmed_xml(std::string_view xml) {
  std::string bytes(xml);
  return read_pubmed_xml_in_place(bytes);
}

Result<Citation> read_pubmed_xml_in_place(std::string& xml) {
  if (xml.find('\0') != std::string::npos) {
    xml = without_nul(xml);
  }
  if (!is_valid_utf8(xml)) {
    xml = valid_utf8(xml);
  }
  // White space is squeezed later, so line ends and attributes need no parser's care; entities of a DTD are never
  // expanded. White space between two marked-up words is text and must stay, but as nodes that of a whole record costs
  // more than all its text.
  const unsigned options = pugi::parse_cdata | pugi::parse_escapes | pugi::parse_embed_pcdata |
                           (has_markup_in_text(xml) ? pugi::parse_ws_pcdata : 0U);
  pugi::xml_document document;
  const auto answer = document.load_buffer_inplace(xml.data(), xml.size(), options, pugi::encoding_utf8);
  if (!answer) {
    return fail(Fault::BadInput,
                fmt::format("not well-formed XML: {} at byte {} of the record", answer.description(), answer.offset));
  }
  return citation_of(document);
}

}  // namespace meridian::fetcher
