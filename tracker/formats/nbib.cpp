// MEDLINE text as PubMed saves it (.nbib).
#include <fmt/format.h>

#include <array>

#include "core/text.hpp"
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

std::string date_of(const PubDate& date) {
  if (!date.text.empty()) {
    return date.text;
  }
  if (!date.year) {
    return {};
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

std::string initials_name(const Author& a) {
  return a.last + (a.initials.empty() ? "" : " " + a.initials) + (a.suffix.empty() ? "" : " " + a.suffix);
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

}  // namespace

std::string nbib_record(const index::Held& held, bool first) {
  const Citation& c = held.citation;
  Lines out;
  out.text = first ? "" : "\n";
  out.add("PMID", std::to_string(c.pmid));
  out.add("STAT", c.status);
  out.add("LR", digits_of(c.revised));
  out.add("DCOM", digits_of(c.completed));
  out.add("IS", c.journal.issn);
  out.add("VI", c.journal.volume);
  out.add("IP", c.journal.issue);
  out.add("DP", date_of(c.date));
  out.add("TI", c.title);
  out.add("PG", c.journal.pages);
  out.add("LID", c.doi.empty() ? "" : c.doi + " [doi]");
  out.add("BTI", c.book ? c.book->title : "");
  out.add("AB", labelled_abstract(c));
  out.add("CI", c.copyright);
  for (const Author& a : c.authors) {
    if (!a.collective.empty()) {
      out.add("CN", a.collective);
      continue;
    }
    out.add("FAU", a.fore.empty() ? a.last : a.last + ", " + a.fore + (a.suffix.empty() ? "" : " " + a.suffix));
    out.add("AU", initials_name(a));
    out.add("AUID", a.orcid.empty() ? "" : "ORCID: " + a.orcid);
    for (const std::string& affiliation : a.affiliations) {
      out.add("AD", affiliation);
    }
  }
  for (const std::string& language : c.languages) {
    out.add("LA", language);
  }
  for (const Registration& one : c.registrations) {
    out.add("SI", one.bank + "/" + one.id);
  }
  for (const Grant& grant : c.grants) {
    out.add("GR", fmt::format("{}/{}/{}", grant.id, grant.agency, grant.country));
  }
  for (const PublicationType& type : c.publication_types) {
    out.add("PT", type.name);
  }
  out.add("DEP", digits_of(c.electronic_date));
  out.add("TT", c.vernacular_title);
  out.add("PL", c.journal.country);
  out.add("TA", c.journal.abbreviation);
  out.add("JT", c.journal.title);
  out.add("JID", c.journal.nlm_id);
  for (const std::string& subset : c.subsets) {
    out.add("SB", subset);
  }
  headings(c, out);
  if (!c.keywords.empty() || !held.tags.empty()) {
    out.add("OTO", "NOTNLM");
  }
  for (const auto* words : {&held.tags, &c.keywords}) {
    for (const std::string& word : *words) {
      out.add("OT", word);
    }
  }
  for (const std::string& remark : remarks_of(held)) {
    out.add("GN", remark);
  }
  out.add("PMC", c.pmc);
  out.add("EDAT", c.entered.empty() ? c.created : c.entered);
  out.add("MHDA", c.indexed);
  out.add("CRDT", c.created);
  out.add("AID", c.doi.empty() ? "" : c.doi + " [doi]");
  out.add("AID", c.pii.empty() ? "" : c.pii + " [pii]");
  out.add("SO", fmt::format("{}. {};{}{}:{}.", c.journal.abbreviation, date_of(c.date), c.journal.volume,
                            c.journal.issue.empty() ? "" : "(" + c.journal.issue + ")", c.journal.pages));
  return out.text;
}

}  // namespace meridian::tracker
