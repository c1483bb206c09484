// A citation read back from JSON.
#include "core/citation_json.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "core/json_number.hpp"

namespace meridian {
namespace {

using Json = nlohmann::ordered_json;

std::string text_of(const Json& row, const char* key) {
  const auto found = row.find(key);
  return found == row.end() || found->is_null() ? std::string() : found->get<std::string>();
}

Pmid pmid_of(const Json& row) { return maybe_whole_number<Pmid>(row, "pmid").value_or(0); }

bool flag_of(const Json& row, const char* key) { return row.value(key, false); }

const Json& list_of(const Json& row, const char* key) {
  static const Json kEmpty = Json::array();
  const auto found = row.find(key);
  return found == row.end() || found->is_null() ? kEmpty : *found;
}

template <class T, class F>
std::vector<T> read_list(const Json& row, const char* key, F&& each) {
  std::vector<T> out;
  for (const auto& value : list_of(row, key)) {
    out.push_back(each(value));
  }
  return out;
}

AbstractPart part_of(const Json& row) {
  return {text_of(row, "label"), text_of(row, "category"), text_of(row, "text")};
}

Author author_of(const Json& row) {
  return {text_of(row, "last"),
          text_of(row, "fore"),
          text_of(row, "initials"),
          text_of(row, "suffix"),
          text_of(row, "collective"),
          text_of(row, "orcid"),
          list_of(row, "affiliations").get<std::vector<std::string>>()};
}

MeshHeading heading_of(const Json& row) {
  return {text_of(row, "ui"), text_of(row, "heading"), flag_of(row, "major"),
          read_list<MeshQualifier>(row, "qualifiers", [](const Json& q) {
            return MeshQualifier{text_of(q, "ui"), text_of(q, "name"), flag_of(q, "major")};
          })};
}

Citation read(const Json& row) {
  Citation c;
  c.pmid = pmid_of(row);
  c.version = maybe_whole_number<int>(row, "version").value_or(1);
  c.status = text_of(row, "status");
  c.indexing_method = text_of(row, "indexing_method");
  c.kind = text_of(row, "kind") == "book" ? CitationKind::Book : CitationKind::Article;
  c.title = text_of(row, "title");
  c.vernacular_title = text_of(row, "vernacular_title");
  c.abstract = read_list<AbstractPart>(row, "abstract", part_of);
  c.copyright = text_of(row, "copyright");
  c.other_abstracts = read_list<OtherAbstract>(row, "other_abstracts", [](const Json& o) {
    return OtherAbstract{text_of(o, "type"), text_of(o, "language"), read_list<AbstractPart>(o, "parts", part_of)};
  });
  if (const auto found = row.find("journal"); found != row.end() && found->is_object()) {
    const Json& j = *found;
    c.journal = {text_of(j, "title"), text_of(j, "abbreviation"), text_of(j, "issn"),   text_of(j, "volume"),
                 text_of(j, "issue"), text_of(j, "pages"),        text_of(j, "nlm_id"), text_of(j, "country")};
  }
  if (const auto found = row.find("date"); found != row.end() && found->is_object()) {
    c.date = {maybe_whole_number<int>(*found, "year"), maybe_whole_number<int>(*found, "month"),
              maybe_whole_number<int>(*found, "day"), text_of(*found, "text")};
  }
  c.electronic_date = text_of(row, "electronic_date");
  c.publication_model = text_of(row, "publication_model");
  c.authors = read_list<Author>(row, "authors", author_of);
  c.editors = read_list<Author>(row, "editors", author_of);
  c.investigators = read_list<Author>(row, "investigators", author_of);
  const auto words = [&](const char* key) { return list_of(row, key).get<std::vector<std::string>>(); };
  c.languages = words("languages");
  c.publication_types = read_list<PublicationType>(row, "publication_types", [](const Json& p) {
    return PublicationType{text_of(p, "ui"), text_of(p, "name")};
  });
  c.mesh = read_list<MeshHeading>(row, "mesh", heading_of);
  c.supplementary_mesh = read_list<MeshHeading>(row, "supplementary_mesh", heading_of);
  c.keywords = words("keywords");
  c.chemicals = words("chemicals");
  c.gene_symbols = words("gene_symbols");
  c.subjects = words("subjects");
  c.subsets = words("subsets");
  c.registrations = read_list<Registration>(row, "registrations", [](const Json& r) {
    return Registration{text_of(r, "bank"), text_of(r, "id")};
  });
  c.grants = read_list<Grant>(row, "grants", [](const Json& g) {
    return Grant{text_of(g, "id"), text_of(g, "agency"), text_of(g, "country")};
  });
  if (const auto found = row.find("ids"); found != row.end() && found->is_object()) {
    c.doi = text_of(*found, "doi");
    c.pmc = text_of(*found, "pmc");
    c.pii = text_of(*found, "pii");
  }
  c.corrections = read_list<Correction>(row, "corrections", [](const Json& k) {
    return Correction{text_of(k, "type"), pmid_of(k), text_of(k, "source"), text_of(k, "note")};
  });
  c.references = read_list<Reference>(row, "references", [](const Json& r) {
    return Reference{text_of(r, "text"), pmid_of(r), text_of(r, "doi")};
  });
  c.conflict_of_interest = text_of(row, "conflict_of_interest");
  if (const auto found = row.find("book"); found != row.end() && found->is_object()) {
    const Json& b = *found;
    c.book = Book{text_of(b, "title"), text_of(b, "publisher"), text_of(b, "accession"),
                  text_of(b, "isbn"),  text_of(b, "edition"),   text_of(b, "medium")};
  }
  c.created = text_of(row, "created");
  c.entered = text_of(row, "entered");
  c.indexed = text_of(row, "indexed");
  c.completed = text_of(row, "completed");
  c.revised = text_of(row, "revised");
  return c;
}

}  // namespace

Result<Citation> citation_from_json(std::string_view line) {
  try {
    const Json row = Json::parse(line);
    if (row.value("schema", "") != kCitationSchema) {
      return fail(Fault::BadInput, fmt::format("not a citation of schema {}", kCitationSchema));
    }
    return read(row);
  } catch (const Json::exception& broken) {
    return fail(Fault::BadInput, fmt::format("a citation's JSON cannot be read ({})", broken.what()));
  }
}

}  // namespace meridian
