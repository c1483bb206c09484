// MEDLINE text as PubMed saves it (.nbib).
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/text.hpp"
#include "fetcher/medline_tables.hpp"
#include "tracker/formats.hpp"

namespace meridian::tracker {
namespace {

constexpr std::size_t kWidth = 80;
constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

class Lines {
 public:
  /// Long values go on in lines that begin with six blanks.
  void add(std::string_view tag, std::string_view value) {
    const std::string clean = squeeze(valid_utf8(value));
    if (clean.empty()) {
      return;
    }
    std::string line = fmt::format("{:<4}- ", tag);
    bool empty = true;
    for (const std::string_view word : split(clean, ' ')) {
      if (!empty && line.size() + 1 + word.size() > kWidth) {
        text += line + "\n";
        line = "      ";
        empty = true;
      }
      line += empty ? "" : " ";
      line += word;
      empty = false;
    }
    text += line + "\n";
  }
  std::string text;
};

/// The words of the record; a month that its XML has as a number by its name, as PubMed writes all months.
std::string date_of(const PubDate& date) {
  const auto words = split(date.text, ' ');
  const bool named = words.size() < 2 || words[1].find_first_not_of("0123456789") != std::string_view::npos;
  if (!date.year || (!date.text.empty() && (named || !date.month))) {
    return date.text;
  }
  std::string out = std::to_string(*date.year);
  if (date.month && *date.month >= 1 && *date.month <= 12) {
    out += fmt::format(" {}", kMonths[static_cast<std::size_t>(*date.month) - 1]);
    out += date.day ? fmt::format(" {}", *date.day) : "";
  }
  return out;
}

std::string digits_of(const std::string& iso_day) {
  std::string out = iso_day;
  std::erase(out, '-');
  return out;
}

/// "2019/05/03 00:00": PubMed writes an hour too, which no record keeps.
std::string hour_of(const std::string& iso_day) {
  std::string out = iso_day;
  std::replace(out.begin(), out.end(), '-', '/');
  return out.empty() ? out : out + " 00:00";
}

std::string initials_name(const Author& a) {
  return a.last + (a.initials.empty() ? "" : " " + a.initials) + (a.suffix.empty() ? "" : " " + a.suffix);
}

/// The lines of a person's full name, short name and affiliation.
struct PersonTags {
  std::string_view full, brief, affiliation;
};

void people(const std::vector<Author>& list, const PersonTags& tags, Lines& out) {
  for (const Author& a : list) {
    if (!a.collective.empty()) {
      out.add(tags.full == "FED" ? tags.full : "CN", a.collective);
    } else {
      const std::string suffix = a.suffix.empty() ? "" : " " + a.suffix;
      out.add(tags.full, a.fore.empty() ? a.last : a.last + ", " + a.fore + suffix);
      out.add(tags.brief, initials_name(a));
    }
    out.add("AUID", a.orcid.empty() ? "" : "ORCID: " + a.orcid);
    for (const std::string& affiliation : a.affiliations) {
      out.add(tags.affiliation, affiliation);
    }
  }
}

void headings(const Citation& c, Lines& out) {
  for (const MeshHeading& heading : c.mesh) {
    std::string line = (heading.major ? "*" : "") + heading.heading;
    for (const MeshQualifier& qualifier : heading.qualifiers) {
      line += fmt::format("/{}{}", qualifier.major ? "*" : "", qualifier.name);
    }
    out.add("MH", line);
  }
}

void substances(const Citation& c, Lines& out) {
  for (const std::string& name : c.chemicals) {
    out.add("RN", fmt::format("0 ({})", name));  // the record keeps no registry number
  }
  for (const MeshHeading& name : c.supplementary_mesh) {
    out.add("NM", name.heading);
  }
  for (const std::string& gene : c.gene_symbols) {
    out.add("GS", gene);
  }
}

/// "CIN - Lancet. 2000 Oct;177:371. PMID: 11116784"; kinds without a tag, such as "Cites", are left out as PubMed does.
void corrections(const Citation& c, Lines& out) {
  for (const Correction& one : c.corrections) {
    const auto* row = std::find_if(fetcher::kCorrectionTags.begin(), fetcher::kCorrectionTags.end(),
                                   [&](const auto& tag) { return tag.type == one.type; });
    if (row != fetcher::kCorrectionTags.end()) {
      out.add(row->tag, one.source + (one.pmid == 0 ? "" : fmt::format(" PMID: {}", one.pmid)));
    }
  }
}

void other_abstracts(const Citation& c, Lines& out) {
  for (const OtherAbstract& other : c.other_abstracts) {
    std::string text = other.type.empty() ? "" : other.type + ":";
    for (const AbstractPart& part : other.parts) {
      text += fmt::format(" {}{}", part.label.empty() ? "" : part.label + ": ", part.text);
    }
    out.add("OAB", text);
    out.add("OABL", other.language);
  }
}

void grants(const Citation& c, Lines& out) {
  for (const Grant& grant : c.grants) {
    // The record keeps no acronym. An empty one parts the id from the agency where the two could be misread: an id that
    // ends as an acronym would ("KG/12/AG"), an agency with slashes of its own, a grant without agency.
    const std::size_t slash = grant.id.rfind('/');
    const std::string_view tail = slash == std::string::npos ? grant.id : std::string_view(grant.id).substr(slash + 1);
    const bool parted =
        fetcher::is_grant_acronym(tail) || grant.agency.empty() || grant.agency.find('/') != std::string::npos;
    const std::string front = grant.id + (parted ? "//" : grant.id.empty() ? "" : "/");
    out.add("GR", fmt::format("{}{}/{}", front, grant.agency, grant.country));
  }
}

void book(const Citation& c, Lines& out) {
  if (c.kind != CitationKind::Book) {
    return;
  }
  const Book about = c.book.value_or(Book{});
  out.add("ISBN", about.isbn);
  out.add("BTI", about.title);
  out.add("EN", about.edition);
  out.add("PB", about.publisher);
  people(c.editors, {"FED", "ED", "AD"}, out);
}

void indexing(const index::Held& held, Lines& out) {
  const Citation& c = held.citation;
  substances(c, out);
  for (const std::string& subset : c.subsets) {
    out.add("SB", subset);
  }
  corrections(c, out);
  other_abstracts(c, out);
  headings(c, out);
  for (const std::string& name : c.subjects) {
    out.add("PS", name);
  }
  out.add("PMC", c.pmc);
  out.add("COIS", c.conflict_of_interest);
  if (!c.keywords.empty() || !held.tags.empty()) {
    out.add("OTO", "NOTNLM");
  }
  for (const auto* words : {&held.tags, &c.keywords}) {
    for (const std::string& word : *words) {
      out.add("OT", word);
    }
  }
  people(c.investigators, {"FIR", "IR", "IRAD"}, out);
  for (const std::string& remark : remarks_of(held)) {
    out.add("GN", remark);
  }
}

}  // namespace

std::string nbib_record(const index::Held& held, bool first) {
  const Citation& c = held.citation;
  Lines out;
  out.text = first ? "" : "\n";
  out.add("PMID", std::to_string(c.pmid));
  out.add("STAT", c.status);
  out.add("DCOM", digits_of(c.completed));
  out.add("LR", digits_of(c.revised));
  out.add("IS", c.journal.issn);
  out.add("VI", c.journal.volume);
  out.add("IP", c.journal.issue);
  out.add("DP", date_of(c.date));
  out.add("TI", c.title);
  out.add("PG", c.journal.pages);
  out.add("LID", c.doi.empty() ? "" : c.doi + " [doi]");
  out.add("AB", labelled_abstract(c));
  out.add("CI", c.copyright);
  people(c.authors, {"FAU", "AU", "AD"}, out);
  book(c, out);
  for (const std::string& language : c.languages) {
    out.add("LA", language);
  }
  for (const Registration& one : c.registrations) {
    out.add("SI", one.bank + "/" + one.id);
  }
  grants(c, out);
  for (const PublicationType& type : c.publication_types) {
    out.add("PT", type.name);
  }
  out.add("PUBM", c.publication_model);
  out.add("DEP", digits_of(c.electronic_date));
  out.add("TT", c.vernacular_title);
  out.add("PL", c.journal.country);
  out.add("TA", c.journal.abbreviation);
  out.add("JT", c.journal.title);
  out.add("JID", c.journal.nlm_id);
  indexing(held, out);
  out.add("EDAT", hour_of(c.entered));
  out.add("MHDA", hour_of(c.indexed));
  out.add("CRDT", hour_of(c.created));
  out.add("AID", c.book && !c.book->accession.empty() ? c.book->accession + " [bookaccession]" : "");
  out.add("AID", c.doi.empty() ? "" : c.doi + " [doi]");
  out.add("AID", c.pii.empty() ? "" : c.pii + " [pii]");
  out.add("SO", fmt::format("{}. {};{}{}:{}.", c.journal.abbreviation, date_of(c.date), c.journal.volume,
                            c.journal.issue.empty() ? "" : "(" + c.journal.issue + ")", c.journal.pages));
  return out.text;
}

}  // namespace meridian::tracker
