// Reads MEDLINE/NBIB text: one record's lines into a Citation.
#include "fetcher/medline.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/text.hpp"
#include "fetcher/medline_abstract.hpp"
#include "fetcher/medline_tables.hpp"
#include "fetcher/pubmed_xml.hpp"
#include "fetcher/pubmed_xml_date.hpp"

namespace meridian::fetcher {
namespace {

struct Field {
  std::string tag;
  std::string value;
};

/// The fields in their order, wrapped lines joined by a blank.
std::vector<Field> fields_of(std::string_view text) {
  std::vector<Field> fields;
  while (!text.empty()) {
    const auto end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.size() >= 5 && line[4] == '-' && line[0] != ' ') {
      fields.push_back({std::string(trim(line.substr(0, 4))), std::string(trim(line.substr(5)))});
    } else if (!fields.empty() && !trim(line).empty()) {
      fields.back().value += ' ';
      fields.back().value += trim(line);
    }
  }
  for (Field& field : fields) {
    field.value = squeeze(field.value);
  }
  return fields;
}

/// "20190503" or "2019/05/03 06:00" as "2019-05-03".
std::string day_of(std::string_view text) {
  std::string digits;
  for (const char c : text.substr(0, text.find(' '))) {
    if (c >= '0' && c <= '9') {
      digits += c;
    }
  }
  const std::string_view d = digits;
  return d.size() == 8 ? iso_day(d.substr(0, 4), d.substr(4, 2), d.substr(6, 2)) : std::string();
}

Pmid pmid_from(std::string_view text) {
  const auto end = text.find_first_not_of("0123456789");
  return static_cast<Pmid>(number_between(text.substr(0, end), 1, 2'000'000'000).value_or(0));
}

/// "Smith, John A" into last and fore name; a name without a comma is a last name.
Author full_name(std::string_view text) {
  Author a;
  const auto comma = text.find(", ");
  a.last = text.substr(0, comma);
  if (comma != std::string_view::npos) {
    a.fore = text.substr(comma + 2);
  }
  return a;
}

constexpr auto kSuffixes =
    std::to_array<std::string_view>({"2nd", "3rd", "4th", "5th", "6th", "7th", "8th", "II", "III", "Jr", "Sr"});

bool is_suffix(std::string_view word) { return std::find(kSuffixes.begin(), kSuffixes.end(), word) != kSuffixes.end(); }

/// "Smith JA Jr": what follows the last name is the initials, which may hold a blank ("Bitu Sde O"), and the suffix.
void add_short_name(Author& a, std::string_view text) {
  if (a.last.empty()) {
    const auto capitals = [](std::string_view word) {
      return std::all_of(word.begin(), word.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
    };
    // "Ivanov II" is I. I. Ivanov; "Smith JA II" is the second.
    if (const auto blank = text.rfind(' '); blank != std::string_view::npos && is_suffix(text.substr(blank + 1)) &&
                                            (!capitals(text.substr(blank + 1)) || text.find(' ') != blank)) {
      a.suffix = text.substr(blank + 1);
      text = text.substr(0, blank);
    }
    const auto blank = text.rfind(' ');
    a.last = text.substr(0, blank);
    a.initials = blank == std::string_view::npos ? std::string() : std::string(text.substr(blank + 1));
    return;
  }
  if (!text.starts_with(a.last) || text.size() <= a.last.size() + 1 || text[a.last.size()] != ' ') {
    return;
  }
  const std::string_view rest = text.substr(a.last.size() + 1);
  a.initials = rest;
  const auto blank = rest.rfind(' ');
  if (blank == std::string_view::npos) {
    return;
  }
  const std::string_view tail = rest.substr(blank);
  const bool repeated = a.fore.ends_with(tail);  // the full name has the suffix too
  // Initials hold a blank only behind a particle: "Sde O", "Mdo R".
  const bool particle = std::any_of(rest.begin(), rest.begin() + static_cast<std::ptrdiff_t>(blank),
                                    [](char c) { return c >= 'a' && c <= 'z'; });
  if (is_suffix(tail.substr(1)) || !particle) {
    a.initials = rest.substr(0, blank);
    a.suffix = tail.substr(1);
    if (repeated) {
      a.fore.resize(a.fore.size() - tail.size());
    }
  }
}

std::string without_suffix(std::string_view text, std::string_view suffix) {
  return std::string(trim(text.substr(0, text.size() - suffix.size())));
}

/// "*Pain/*drug therapy/etiology"; a star marks a major topic.
MeshHeading heading_of(std::string_view text) {
  MeshHeading m;
  bool first = true;
  for (std::string_view part : split(text, '/')) {
    const bool major = part.starts_with('*');
    part.remove_prefix(major ? 1 : 0);
    if (first) {
      m.heading = part;
      m.major = major;
    } else {
      m.qualifiers.push_back({"", std::string(part), major});
    }
    first = false;
  }
  return m;
}

/// "R01 AG123/AG/NIA NIH HHS/United States": id, acronym, agency, country; the front ones may be missing.
Grant grant_of(std::string_view text) {
  Grant g;
  auto none = text.find("//");
  while (none != std::string_view::npos && none > 0 && text[none - 1] == ':') {  // of an address
    none = text.find("//", none + 2);
  }
  if (none != std::string_view::npos) {  // an empty acronym parts id and agency
    g.id = text.substr(0, none);
    text = text.substr(none + 2);
    const auto slash = std::min(text.rfind('/'), text.size());
    g.agency = text.substr(0, slash);
    g.country = text.substr(std::min(slash + 1, text.size()));
    return g;
  }
  auto parts = split(text, '/');
  if (parts.size() == 1) {
    g.id = parts[0];
    return g;
  }
  g.country = parts.back();
  parts.pop_back();
  g.agency = parts.back();
  parts.pop_back();
  if (!parts.empty() && is_grant_acronym(parts.back())) {
    parts.pop_back();
  }
  for (const auto part : parts) {
    g.id += g.id.empty() ? "" : "/";
    g.id += part;
  }
  return g;
}

/// "Lancet. 2000 Oct;177:371. PMID: 11116784".
Correction correction_of(std::string_view type, std::string_view text) {
  Correction k;
  k.type = type;
  if (const auto at = text.rfind("PMID: "); at != std::string_view::npos) {
    k.pmid = pmid_from(text.substr(at + 6));
    if (k.pmid != 0) {
      text = trim(text.substr(0, at));
    }
  }
  k.source = text;
  return k;
}

/// "Publisher: Resumen.": the type before the text, where it is one that PubMed knows.
OtherAbstract other_abstract_of(std::string_view text) {
  for (const std::string_view type : kOtherAbstractTypes) {
    if (text.starts_with(type) && text.substr(type.size()).starts_with(": ")) {
      return {std::string(type), "", {{"", "", std::string(text.substr(type.size() + 2))}}};
    }
  }
  return {"", "", {{"", "", std::string(text)}}};
}

/// "0 (Analgesics, Opioid)" or "QUC7NX6WMB (Sertraline)": the name alone; a number without a name is no chemical's
/// name.
std::string chemical_of(std::string_view text) {
  const auto open = text.find(" (");
  return open != std::string_view::npos && text.ends_with(')')
             ? std::string(text.substr(open + 2, text.size() - open - 3))
             : std::string();
}

class Reader {
 public:
  Citation read(const std::vector<Field>& fields) {
    for (const Field& field : fields) {
      if (!field.value.empty() && !person(field) && !identity(field) && !topic(field)) {
        source(field);
      }
    }
    finish();
    return std::move(c_);
  }

 private:
  /// Names and what belongs to the name before it.
  bool person(const Field& f) {
    const std::string& tag = f.tag;
    if (tag == "FAU" || tag == "FED" || tag == "FIR") {
      list(tag).push_back(full_name(f.value));
      full_ = true;
    } else if (tag == "AU" || tag == "ED" || tag == "IR") {
      auto& people = list(tag);
      if (!full_ || people.empty()) {
        people.emplace_back();
      }
      add_short_name(people.back(), f.value);
      full_ = false;
    } else if (tag == "CN") {
      list("AU").emplace_back().collective = f.value;
      full_ = false;
    } else if (tag == "AD" || tag == "IRAD") {
      if (last_ != nullptr && !last_->empty()) {
        last_->back().affiliations.push_back(f.value);
      } else {
        early_affiliations_.push_back(f.value);  // older records give it before the names, for the first author
      }
    } else if (tag == "AUID") {
      if (last_ != nullptr && !last_->empty() && last_->back().orcid.empty()) {
        const std::string_view value = f.value;
        last_->back().orcid = trim(value.starts_with("ORCID:") ? value.substr(6) : value);
      }
    } else {
      return false;
    }
    return true;
  }

  std::vector<Author>& list(std::string_view tag) {
    last_ = tag.ends_with("ED") ? &c_.editors : tag.ends_with("IR") ? &c_.investigators : &c_.authors;
    return *last_;
  }

  /// Numbers, days and standing.
  bool identity(const Field& f) {
    const std::string& tag = f.tag;
    const std::string_view value = f.value;
    if (tag == "PMID") {
      c_.pmid = c_.pmid == 0 ? pmid_from(value) : c_.pmid;
    } else if (tag == "STAT") {
      c_.status = value;
    } else if (tag == "AID" || tag == "LID") {
      auto& [doi, pii] = tag == "AID" ? article_id_ : location_id_;
      if (value.ends_with("[doi]") && doi.empty()) {
        doi = without_suffix(value, "[doi]");
      } else if (value.ends_with("[pii]") && pii.empty()) {
        pii = without_suffix(value, "[pii]");
      } else if (value.ends_with("[bookaccession]")) {
        book().accession = without_suffix(value, "[bookaccession]");
      }
    } else if (tag == "PMC") {
      c_.pmc = value;
    } else if (tag == "CRDT") {
      c_.created = day_of(value);
    } else if (tag == "EDAT") {
      c_.entered = day_of(value);
    } else if (tag == "MHDA") {
      c_.indexed = day_of(value);
    } else if (tag == "DA") {
      date_created_ = day_of(value);
    } else if (tag == "DCOM") {
      c_.completed = day_of(value);
    } else if (tag == "LR") {
      c_.revised = day_of(value);
    } else if (tag == "DEP") {
      c_.electronic_date = day_of(value);
    } else if (tag == "DP") {
      c_.date = read_medline_date(value);
    } else if (tag == "PUBM") {
      c_.publication_model = value;
    } else {
      return false;
    }
    return true;
  }

  /// What the record is about and how it is indexed.
  bool topic(const Field& f) {
    const std::string& tag = f.tag;
    const std::string& value = f.value;
    if (tag == "TI") {
      c_.title = value;
    } else if (tag == "TT") {
      c_.vernacular_title = value;
    } else if (tag == "AB") {
      for (AbstractPart& part : abstract_parts(value)) {
        c_.abstract.push_back(std::move(part));
      }
    } else if (tag == "CI") {
      c_.copyright = value;
    } else if (tag == "OAB") {
      c_.other_abstracts.push_back(other_abstract_of(value));
    } else if (tag == "OABL") {
      if (!c_.other_abstracts.empty()) {
        c_.other_abstracts.back().language = value;
      }
    } else if (tag == "LA") {
      c_.languages.push_back(value);
    } else if (tag == "PT") {
      const auto row = std::find_if(kPublicationTypes.begin(), kPublicationTypes.end(),
                                    [&](const auto& type) { return ascii_lower(type.name) == ascii_lower(value); });
      c_.publication_types.push_back({row == kPublicationTypes.end() ? "" : std::string(row->ui), value});
    } else if (tag == "MH") {
      c_.mesh.push_back(heading_of(value));
    } else if (tag == "NM") {
      c_.supplementary_mesh.push_back({"", value, false, {}});
    } else if (tag == "OT") {
      const bool major = value.starts_with('*');
      c_.keywords.push_back(major ? value.substr(1) : value);
    } else if (tag == "RN") {
      if (std::string name = chemical_of(value); !name.empty()) {
        c_.chemicals.push_back(std::move(name));
      }
    } else if (tag == "GS") {
      c_.gene_symbols.push_back(value);
    } else if (tag == "SB") {
      c_.subsets.push_back(value);
    } else if (tag == "PS" || tag == "FPS") {
      subject(f);
    } else if (tag == "SI") {
      const auto slash = value.find('/');
      c_.registrations.push_back(slash == std::string::npos
                                     ? Registration{value, ""}
                                     : Registration{value.substr(0, slash), value.substr(slash + 1)});
    } else if (tag == "GR") {
      c_.grants.push_back(grant_of(value));
    } else if (tag == "COIS") {
      c_.conflict_of_interest = value;
    } else {
      return false;
    }
    return true;
  }

  /// PS repeats the FPS before it with initials alone.
  void subject(const Field& f) {
    if (f.tag == "FPS") {
      const Author a = full_name(f.value);
      c_.subjects.push_back(a.last + (a.fore.empty() ? "" : " " + a.fore));
    } else if (!full_subject_) {
      c_.subjects.push_back(f.value);
    }
    full_subject_ = f.tag == "FPS";
  }

  /// Where the record was published, and the notices on it.
  void source(const Field& f) {
    const std::string& tag = f.tag;
    const std::string& value = f.value;
    Journal& j = c_.journal;
    if (tag == "TA") {
      j.abbreviation = value;
    } else if (tag == "JT") {
      j.title = value;
    } else if (tag == "IS") {
      j.issn = j.issn.empty() ? value.substr(0, value.find(' ')) : j.issn;
    } else if (tag == "VI") {
      j.volume = value;
    } else if (tag == "IP") {
      j.issue = value;
    } else if (tag == "PG") {
      j.pages = value;
    } else if (tag == "JID") {
      j.nlm_id = value;
    } else if (tag == "PL") {
      j.country = value;
    } else if (tag == "BTI") {
      book().title = value;
      c_.kind = CitationKind::Book;
    } else if (tag == "PB") {
      book().publisher = value;
    } else if (tag == "ISBN") {
      book().isbn = value;
    } else if (tag == "EN") {
      book().edition = value;
    }
    for (const auto& row : kCorrectionTags) {
      if (row.tag == tag) {
        c_.corrections.push_back(correction_of(row.type, value));
      }
    }
  }

  Book& book() {
    if (!book_) {
      book_.emplace();
    }
    return *book_;
  }

  void finish() {
    c_.doi = article_id_.first.empty() ? location_id_.first : article_id_.first;
    c_.pii = article_id_.second.empty() ? location_id_.second : article_id_.second;
    if (c_.created.empty()) {
      c_.created = !c_.entered.empty() ? c_.entered : date_created_;
    }
    if (c_.kind == CitationKind::Book) {
      c_.book = std::move(book_);
      if (c_.title.empty()) {
        c_.title = c_.book->title;
      }
    }
    if (!early_affiliations_.empty() && !c_.authors.empty()) {
      auto& first = c_.authors.front().affiliations;
      first.insert(first.begin(), early_affiliations_.begin(), early_affiliations_.end());
    }
  }

  Citation c_;
  std::vector<Author>* last_ = nullptr;  ///< the list to which AD and AUID belong
  bool full_ = false;                    ///< a full name waits for its short form
  bool full_subject_ = false;
  std::pair<std::string, std::string> article_id_, location_id_;  ///< doi, pii
  std::string date_created_;
  std::vector<std::string> early_affiliations_;
  std::optional<Book> book_;
};

}  // namespace

Result<Citation> read_medline(std::string_view text) {
  std::string mended;
  if (!is_valid_utf8(text)) {
    mended = valid_utf8(text);
    text = mended;
  }
  if (text.starts_with("\xEF\xBB\xBF")) {
    text.remove_prefix(3);
  }
  Citation citation = Reader().read(fields_of(text));
  if (citation.pmid == 0) {
    return fail(Fault::BadInput, "the record has no PMID");
  }
  return citation;
}

}  // namespace meridian::fetcher
