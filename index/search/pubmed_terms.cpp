// Words, names, headings and dates of a record under the prefixes and slots of query_tags.hpp.
#include "index/search/pubmed_terms.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.hpp"
#include "index/search/keys.hpp"
#include "index/search/query_tags.hpp"

namespace meridian::index {
namespace {

class TermWriter {
 public:
  explicit TermWriter(Xapian::Document& document) : document_(document) { generator_.set_document(document_); }

  void words(const char* prefix, const std::string& text) {
    if (!text.empty()) {
      // Found by its tag, but no part of a record's length: many affiliations make no study less about its subject.
      generator_.index_text(folded(text), 0, prefix);
      generator_.increase_termpos();
    }
  }

  void exact(const char* prefix, std::string_view value) {
    if (const std::string key = term_key(value); !key.empty()) {
      document_.add_boolean_term(prefix + key);
    }
  }

  /// A heading with its subheading: the slash stays, so that neither runs into the other.
  void pair(const char* prefix, std::string_view heading, std::string_view qualifier) {
    document_.add_boolean_term(prefix + term_key(heading) + "/" + term_key(qualifier));
  }

  void date(std::uint32_t slot, std::string_view iso_day) {
    if (iso_day.size() == 10) {
      document_.add_value(slot, std::string(iso_day.substr(0, 4)) + std::string(iso_day.substr(5, 2)) +
                                    std::string(iso_day.substr(8, 2)));
    }
  }

 private:
  Xapian::Document& document_;
  Xapian::TermGenerator generator_;
};

void people(const Citation& c, TermWriter& writer) {
  const Author* first = nullptr;
  const Author* last = nullptr;
  for (const Author& author : c.authors) {
    for (const std::string& affiliation : author.affiliations) {
      writer.words("XQAD", affiliation);
    }
    if (!author.collective.empty()) {
      writer.words("XQCN", author.collective);
      continue;
    }
    writer.exact("XQAU", author_key(author));
    writer.exact("XQFA", full_author_key(author));
    const std::size_t slash = author.orcid.rfind('/');
    writer.exact("XQID", slash == std::string::npos ? author.orcid : author.orcid.substr(slash + 1));
    first = first == nullptr ? &author : first;
    last = &author;
  }
  if (first != nullptr) {
    writer.exact("XQFI", author_key(*first));
    writer.exact("XQLA", author_key(*last));
  }
  for (const Author& one : c.investigators) {
    writer.exact("XQIR", author_key(one));
    writer.exact("XQIF", full_author_key(one));
  }
  for (const Author& one : c.editors) {
    writer.exact("XQED", one.collective.empty() ? author_key(one) : one.collective);
  }
}

void headings(const Citation& c, TermWriter& writer) {
  for (const MeshHeading& heading : c.mesh) {
    bool major = heading.major;
    writer.exact("XQMD", heading.heading);
    for (const MeshQualifier& qualifier : heading.qualifiers) {
      writer.exact("XQSH", qualifier.name);
      writer.pair("XQMQ", heading.heading, qualifier.name);
      if (qualifier.major || heading.major) {
        writer.pair("XQMR", heading.heading, qualifier.name);
      }
      major = major || qualifier.major;
    }
    if (major) {
      writer.exact("XQMJ", heading.heading);
    }
  }
  for (const MeshHeading& one : c.supplementary_mesh) {
    writer.exact("XQNM", one.heading);
  }
  for (const std::string& chemical : c.chemicals) {
    writer.exact("XQNM", chemical);
  }
}

void place(const Citation& c, TermWriter& writer) {
  writer.exact("XQJT", c.journal.title);
  writer.exact("XQJT", c.journal.abbreviation);
  writer.exact("XQJT", c.journal.issn);
  writer.exact("XQIS", c.journal.issn);
  writer.exact("XQJI", c.journal.nlm_id);
  writer.exact("XQPL", c.journal.country);
  writer.exact("XQVI", c.journal.volume);
  writer.exact("XQIP", c.journal.issue);
  writer.exact("XQPG", c.journal.pages.substr(0, c.journal.pages.find_first_of("-,;")));
  if (c.book) {
    writer.words("XQBK", c.book->title);
    writer.words("XQPB", c.book->publisher);
    writer.exact("XQIB", c.book->isbn);
  }
}

void belongings(const Citation& c, TermWriter& writer) {
  std::string status;
  std::copy_if(c.status.begin(), c.status.end(), std::back_inserter(status), [](char x) { return x != '-'; });
  writer.exact("XQST", status);
  writer.exact("XQST", c.abstract.empty() ? "" : "hasabstract");
  writer.exact("XQST", c.kind == CitationKind::Book ? "books" : "");
  writer.exact("XQST", c.pmc.empty() ? "" : "pubmed pmc");
  for (const std::string& subset : c.subsets) {
    writer.exact("XQST", "jsubset" + subset);
  }
  for (const Correction& correction : c.corrections) {
    if (correction.type == "RetractionIn" || correction.type == "ErratumIn" || correction.type == "CommentIn") {
      writer.exact("XQST", "has" + correction.type);
    }
  }
  for (const Registration& one : c.registrations) {
    writer.exact("XQSI", one.bank);
    writer.exact("XQSI", one.id);
    writer.exact("XQSI", one.bank + "/" + one.id);
  }
  writer.exact("XQAI", c.pmc);
  writer.exact("XQAI", c.pii);
}

}  // namespace

std::string author_key(const Author& author) {
  return author.last.empty() ? "" : term_key(author.last + " " + author.initials);
}

std::string full_author_key(const Author& author) {
  return author.last.empty() || author.fore.empty() ? "" : term_key(author.last + " " + author.fore);
}

std::string sortable_date(const PubDate& date) {
  return date.year ? fmt::format("{:04}{:02}{:02}", *date.year, std::max(1, date.month.value_or(1)),
                                 std::max(1, date.day.value_or(1)))
                   : std::string();
}

void add_pubmed_terms(const Citation& c, const Study& study, Xapian::Document& document) {
  TermWriter writer(document);
  people(c, writer);
  headings(c, writer);
  place(c, writer);
  belongings(c, writer);
  for (const OtherAbstract& other : c.other_abstracts) {
    for (const AbstractPart& part : other.parts) {
      writer.words("XQOA", part.text);
    }
  }
  for (const std::string& keyword : c.keywords) {
    writer.words("XQKW", keyword);
  }
  for (const PublicationType& type : c.publication_types) {
    writer.words("XQPW", type.name);
  }
  for (const std::string& subject : c.subjects) {
    writer.words("XQPS", subject);
  }
  for (const Grant& grant : c.grants) {
    writer.words("XQGR", grant.id + " " + grant.agency);
  }
  writer.words("XQCF", c.conflict_of_interest);
  PubDate date = c.date;
  date.year = date.year ? date.year : study.year;
  if (const std::string day = sortable_date(date); !day.empty()) {
    document.add_value(kPublishedSlot, day);
  }
  if (c.electronic_date.size() >= 4) {
    const std::string iso = c.electronic_date + std::string("-01-01").substr(0, c.electronic_date.size() == 4   ? 6
                                                                                : c.electronic_date.size() == 7 ? 3
                                                                                                                : 0);
    writer.date(kElectronicSlot, iso);
  }
  writer.date(kCreatedSlot, c.created);
  writer.date(kEnteredSlot, c.entered.empty() ? c.created : c.entered);
  writer.date(kIndexedSlot, c.indexed);
  writer.date(kCompletedSlot, c.completed);
  writer.date(kRevisedSlot, c.revised);
  document.add_value(kPmidSlot, Xapian::sortable_serialise(c.pmid));
  document.add_value(kJournalSlot, c.journal.abbreviation.empty() ? c.journal.title : c.journal.abbreviation);
  std::string languages;
  for (const std::string& language : c.languages) {
    languages += (languages.empty() ? "" : ",") + standard_language(language);
  }
  document.add_value(kLanguageSlot, languages);
}

}  // namespace meridian::index
