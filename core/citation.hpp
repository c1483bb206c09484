// What a citation is: one PubMed record as the program keeps it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace meridian {

/// PubMed identifier, 1 to 99,999,999 today; 0 means none.
using Pmid = std::uint32_t;

// Every string below is UTF-8 plain text: markup dropped with what it encloses kept, entities resolved, runs of white
// space one blank. An empty string means that the record has no such element.
// Source of names and meanings: NLM, PubMed DTD of 1 January 2025.

struct PubDate {
  std::optional<int> year;   ///< 1000 to 2999
  std::optional<int> month;  ///< 1 to 12
  std::optional<int> day;    ///< 1 to 31
  std::string text;          ///< the words of PubDate joined by a blank, such as "2019 Nov-Dec"
  bool operator==(const PubDate&) const = default;
};

struct AbstractPart {
  std::string label;     ///< what the authors wrote, such as "METHODS"
  std::string category;  ///< BACKGROUND OBJECTIVE METHODS RESULTS CONCLUSIONS UNASSIGNED
  std::string text;
  bool operator==(const AbstractPart&) const = default;
};

/// An abstract in another language or by another party (OtherAbstract).
struct OtherAbstract {
  std::string type;      ///< such as "Publisher" or "plain-language-summary"
  std::string language;  ///< ISO 639-2, such as "spa"
  std::vector<AbstractPart> parts;
  bool operator==(const OtherAbstract&) const = default;
};

struct Journal {
  std::string title, abbreviation, issn, volume, issue, pages;
  std::string nlm_id, country;
  bool operator==(const Journal&) const = default;
};

struct Author {
  std::string last, fore, initials, suffix;
  std::string collective;  ///< a group's name; then the personal names are empty
  std::string orcid;       ///< as it stands, with or without the address before it
  std::vector<std::string> affiliations;
  bool operator==(const Author&) const = default;
};

struct PublicationType {
  std::string ui;  ///< MeSH unique id, such as "D016449"
  std::string name;
  bool operator==(const PublicationType&) const = default;
};

struct MeshQualifier {
  std::string ui, name;
  bool major = false;
  bool operator==(const MeshQualifier&) const = default;
};

struct MeshHeading {
  std::string ui, heading;
  bool major = false;
  std::vector<MeshQualifier> qualifiers;
  bool operator==(const MeshHeading&) const = default;
};

/// A trial registration or data deposit (DataBank).
struct Registration {
  std::string bank, id;
  bool operator==(const Registration&) const = default;
};

struct Grant {
  std::string id, agency, country;
  bool operator==(const Grant&) const = default;
};

/// A CommentsCorrections entry; `type` is the RefType, such as "RetractionIn".
struct Correction {
  std::string type;
  Pmid pmid = 0;
  std::string source;
  std::string note;
  bool operator==(const Correction&) const = default;
};

/// A cited paper (ReferenceList).
struct Reference {
  std::string text;
  Pmid pmid = 0;
  std::string doi;
  bool operator==(const Reference&) const = default;
};

/// What only a book or chapter has (PubmedBookArticle).
struct Book {
  std::string title, publisher, accession, isbn, edition, medium;
  bool operator==(const Book&) const = default;
};

enum class CitationKind { Article, Book };

struct Citation {
  Pmid pmid = 0;
  int version = 1;              ///< PMID@Version, 1 or more; the highest is the newest
  std::string status;           ///< MedlineCitation@Status, such as "MEDLINE" or "Publisher"
  std::string indexing_method;  ///< MedlineCitation@IndexingMethod: "Automated", "Curated" or empty
  CitationKind kind = CitationKind::Article;
  std::string title;
  std::string vernacular_title;
  std::vector<AbstractPart> abstract;
  std::string copyright;  ///< CopyrightInformation of the abstract
  std::vector<OtherAbstract> other_abstracts;
  Journal journal;
  PubDate date;
  std::string electronic_date;  ///< ArticleDate, ISO day such as "2019-05-03"
  std::string publication_model;
  std::vector<Author> authors;
  std::vector<Author> editors;
  std::vector<Author> investigators;
  std::vector<std::string> languages;  ///< ISO 639-2
  std::vector<PublicationType> publication_types;
  std::vector<MeshHeading> mesh;
  std::vector<MeshHeading> supplementary_mesh;
  std::vector<std::string> keywords;
  std::vector<std::string> chemicals;
  std::vector<std::string> gene_symbols;
  std::vector<std::string> subjects;  ///< persons written about (PersonalNameSubject), "Last Fore"
  std::vector<std::string> subsets;   ///< CitationSubset
  std::vector<Registration> registrations;
  std::vector<Grant> grants;
  std::string doi;  ///< the article's own, as it stands; compare without case
  std::string pmc;  ///< "PMC..."
  std::string pii;
  std::vector<Correction> corrections;
  std::vector<Reference> references;
  std::string conflict_of_interest;
  std::optional<Book> book;
  std::string created;    ///< ISO day: PubMedPubDate with status entrez, else pubmed (CRDT)
  std::string entered;    ///< ISO day: PubMedPubDate with status pubmed; of back issues the publication (EDAT)
  std::string indexed;    ///< ISO day: PubMedPubDate with status medline, when MeSH was assigned (MHDA)
  std::string completed;  ///< ISO day: DateCompleted
  std::string revised;    ///< ISO day: DateRevised

  bool operator==(const Citation&) const = default;

  /// True where a publication type has this MeSH unique id.
  [[nodiscard]] bool has_publication_type(std::string_view ui) const {
    for (const auto& type : publication_types) {
      if (type.ui == ui) {
        return true;
      }
    }
    return false;
  }
};

/// In what form the bytes of a record came; kept beside the raw record so that a better reader can reread it.
enum class RawFormat { PubmedXml, Medline };

}  // namespace meridian
