// Terms, positions and value slots of one record, by the table of fields.
#include "index/search/documents.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "core/level.hpp"
#include "core/text.hpp"
#include "index/search/expansion.hpp"
#include "index/search/keys.hpp"
#include "index/search/pubmed_terms.hpp"
#include "index/search/query_tags.hpp"
#include "index/search/ranking.hpp"

namespace meridian::index {
namespace {

constexpr std::size_t kLongestValue = 180;  // bytes; a Xapian term holds 245 of which a zero byte takes two
constexpr Xapian::termcount kTitleWeight = 3;

class Writer {
 public:
  explicit Writer(Xapian::Document& document) : document_(document) { generator_.set_document(document_); }

  /// Under the field's prefix, with positions; finish() adds the stems.
  void words(std::string_view name, const std::string& text) {
    if (!text.empty()) {
      generator_.index_text(unaccented(text), 1, std::string(field(name).prefix));
      generator_.increase_termpos();
    }
  }

  /// Under the field's prefix alone: not part of what the study says.
  void only(std::string_view name, const std::string& text) {
    generator_.index_text(unaccented(text), 1, std::string(field(name).prefix));
    generator_.increase_termpos();
  }

  void exact(std::string_view name, std::string_view value) {
    if (!value.empty()) {
      document_.add_boolean_term(exact_term(field(name), value));
    }
  }

  void number(std::string_view name, double value) {
    document_.add_value(field(name).slot, Xapian::sortable_serialise(value));
  }

  /// The number of terms decides what an index costs. So a word stands under its field alone, with positions, and a
  /// stem without a field alone: expansion.hpp asks for the rest.
  void finish() {
    struct Said {
      std::string word, stem;
      Xapian::termcount times, weighed;
    };
    std::vector<Said> all;
    double length = 0;
    const auto& prefixes = text_prefixes();
    for (auto term = document_.termlist_begin(); term != document_.termlist_end(); ++term) {
      std::string whole = *term;
      const auto word_at = std::find_if(whole.begin(), whole.end(), [](char c) { return c < 'A' || c > 'Z'; });
      const std::string prefix(whole.begin(), word_at);
      if (word_at == whole.end() || std::find(prefixes.begin(), prefixes.end(), prefix) == prefixes.end()) {
        continue;
      }
      std::string word(word_at, whole.end());
      const Xapian::termcount times = term.get_wdf();
      const Xapian::termcount weighed = times * (prefix == kTitlePrefix ? kTitleWeight : 1);
      all.push_back({std::move(whole), has_stem(word) ? "Z" + stem_of(word) : std::move(word), times, weighed});
      length += weighed;
    }
    const Xapian::termcount share = share_of_once(length);
    for (const auto& [word, stem, times, weighed] : all) {
      document_.add_term(word, times * (share - 1));
      document_.add_term(stem, weighed * share);
    }
  }

 private:
  static constexpr std::string_view kTitlePrefix = "S";
  Xapian::Document& document_;
  Xapian::TermGenerator generator_;
};

std::string author_name(const Author& author) {
  if (!author.collective.empty()) {
    return author.collective;
  }
  return author.last + " " + author.initials + " " + author.fore;
}

std::string joined_mechanisms(const Study& study) {
  std::vector<std::string> ids;
  for (const Mechanism& mechanism : study.mechanisms) {
    if (mechanism.status != MechanismStatus::Background) {
      ids.push_back(mechanism.id);
    }
  }
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  return fmt::format("{}", fmt::join(ids, ","));
}

std::optional<int> year_of(const Held& held) {
  return held.citation.date.year ? held.citation.date.year : held.study.year;
}

}  // namespace

std::string exact_term(const Field& field, std::string_view value) {
  return std::string(field.prefix) + ascii_lower(value.substr(0, kLongestValue));
}

std::string abstract_text(const Citation& citation) {
  std::string text;
  for (const AbstractPart& part : citation.abstract) {
    text += text.empty() ? "" : " ";
    text += part.label.empty() ? "" : part.label + ": ";  // PubMed finds "methods" too, and MEDLINE text holds them
    text += part.text;
  }
  return text;
}

Xapian::Document document_of(const Held& held) {
  const Citation& c = held.citation;
  const Study& s = held.study;
  Xapian::Document document;
  Writer writer(document);
  writer.words("title", c.title);
  writer.words("vernacular", c.vernacular_title);
  writer.words("abstract", abstract_text(c));
  for (const auto* headings : {&c.mesh, &c.supplementary_mesh}) {
    for (const MeshHeading& heading : *headings) {
      writer.words("mesh", heading.heading);
      for (const MeshQualifier& qualifier : heading.qualifiers) {
        writer.words("mesh", qualifier.name);
      }
    }
  }
  for (const Author& author : c.authors) {
    writer.words("author", author_name(author));
  }
  writer.words("journal", c.journal.title);
  if (c.journal.abbreviation != c.journal.title) {
    writer.words("journal", c.journal.abbreviation);
  }
  for (const auto* list : {&c.keywords, &c.chemicals, &c.gene_symbols}) {
    for (const std::string& word : *list) {
      writer.words("keyword", word);
    }
  }
  writer.finish();
  add_pubmed_terms(c, s, document);
  for (const Mechanism& mechanism : s.mechanisms) {
    if (mechanism.status == MechanismStatus::Background) {
      continue;
    }
    writer.exact("mechanism", mechanism.id);
    for (const std::string& sub : mechanism.sub) {
      writer.exact("sub", sub);
    }
  }
  for (const Intervention& intervention : s.interventions) {
    writer.exact(intervention.role == Role::Tested ? "intervention" : "comparator", intervention.id);
  }
  for (const Reading& condition : s.conditions) {
    writer.exact("condition", condition.id);
  }
  const auto id = [](const std::optional<Reading>& reading) { return reading ? reading->id : std::string(); };
  writer.exact("design", id(s.design));
  writer.exact("population", id(s.population));
  writer.exact("direction", id(s.direction));
  writer.exact("is", to_word(s.integrity.status));
  for (const std::string& topic : held.topics) {
    writer.exact("topic", topic);
  }
  for (const std::string& tag : held.tags) {
    writer.exact("tag", tag);
  }
  for (const Note& note : held.notes) {
    writer.only("note", note.text);
  }
  writer.exact("screen", !held.screening ? "none" : held.screening->include ? "include" : "exclude");
  writer.only("reason", held.screening ? held.screening->reason : "");
  writer.exact("pmid", std::to_string(c.pmid));
  writer.exact("doi", c.doi);
  for (const std::string& language : c.languages) {
    writer.exact("language", standard_language(language));
  }
  for (const PublicationType& type : c.publication_types) {
    writer.exact("pt", type.name);
  }
  const auto year = year_of(held);
  if (year) {
    writer.number("year", *year);
  }
  if (const int level = level_of(id(s.design), id(s.population)); level > 0) {
    writer.number("level", level);
  }
  if (s.sample_size) {
    writer.number("n", s.sample_size->value);
  }
  document.add_value(
      kDateSlot, fmt::format("{:04}{:02}{:02}", year.value_or(0), c.date.month.value_or(0), c.date.day.value_or(0)));
  document.add_value(kFacetSlot, fmt::format("{}|{}|{}|{}|{}", joined_mechanisms(s), id(s.design), id(s.population),
                                             id(s.direction), year ? std::to_string(*year) : ""));
  return document;
}

PreparedDocument prepared(const Held& held) {
  return {held.citation.pmid, held.deleted ? std::nullopt : std::optional(document_of(held))};
}

}  // namespace meridian::index
