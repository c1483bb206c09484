// CSV for spreadsheets and ASReview, and Markdown to read.
#include <fmt/format.h>

#include "core/text.hpp"
#include "tracker/formats.hpp"

namespace meridian::tracker {
namespace {

/// A CSV cell (RFC 4180). A cell that a spreadsheet would take for a formula gets an apostrophe before it (OWASP, CSV
/// Injection); blanks before the sign do not hide it, and the wide forms of the signs count too.
std::string cell(std::string_view raw) {
  std::string value = valid_utf8(raw);
  std::erase(value, '\0');
  const std::size_t start = value.find_first_not_of(" \t\r\n");
  bool formula = start != std::string::npos && std::string_view("=+-@").find(value[start]) != std::string_view::npos;
  for (const std::string_view wide : {"＝", "＋", "－", "＠"}) {
    formula = formula || (start != std::string::npos && value.compare(start, wide.size(), wide) == 0);
  }
  if (formula || (!value.empty() && (value[0] == '\t' || value[0] == '\r' || value[0] == '\n'))) {
    value.insert(value.begin(), '\'');
  }
  std::string out = "\"";
  for (const char c : value) {
    out += c == '"' ? "\"\"" : std::string(1, c);
  }
  return out + "\"";
}

std::string people(const Citation& c, std::string_view between) {
  std::string out;
  for (const Author& a : c.authors) {
    out += out.empty() ? "" : std::string(between);
    out += !a.collective.empty()
               ? a.collective
               : a.last + (a.initials.empty() ? "" : " " + a.initials) + (a.suffix.empty() ? "" : " " + a.suffix);
  }
  return out;
}

std::string marked(std::string_view text) {
  std::string out;
  for (const char c : squeeze(printable(text))) {
    if (std::string_view("\\`*_[]<>#|").find(c) != std::string_view::npos) {
      out += '\\';
    }
    out += c;
  }
  return out;
}

}  // namespace

std::string csv_head() {
  return "pmid,year,title,journal,doi,design,population,sample_size,interventions,conditions,mechanisms,direction,"
         "integrity,authors,abstract,keywords,pmc,url,tags,notes,screening,reason,included\r\n";
}

std::string csv_record(const index::Held& held, bool) {
  const Study& s = held.study;
  std::vector<std::string> tested;
  std::vector<std::string> conditions;
  std::vector<std::string> mechanisms;
  std::vector<std::string> notes;
  for (const auto& i : s.interventions) {
    if (i.role == Role::Tested) {
      tested.push_back(i.id);
    }
  }
  for (const auto& c : s.conditions) {
    conditions.push_back(c.id);
  }
  for (const auto& m : s.mechanisms) {
    mechanisms.push_back(fmt::format("{} ({})", m.id, to_word(m.status)));
  }
  for (const auto& note : held.notes) {
    notes.push_back(note.text);
  }
  const auto list = [](const std::vector<std::string>& words) {
    return cell(fmt::format("{}", fmt::join(words, "; ")));
  };
  const auto id = [](const std::optional<Reading>& r) { return cell(r ? r->id : ""); };
  const std::string decision = !held.screening ? "" : held.screening->include ? "include" : "exclude";
  return fmt::format("{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{}\r\n", held.citation.pmid,
                     s.year ? std::to_string(*s.year) : "", cell(held.citation.title),
                     cell(held.citation.journal.title), cell(held.citation.doi), id(s.design), id(s.population),
                     s.sample_size ? std::to_string(s.sample_size->value) : "", list(tested), list(conditions),
                     list(mechanisms), id(s.direction), cell(to_word(s.integrity.status)),
                     cell(people(held.citation, "; ")), cell(labelled_abstract(held.citation)),
                     list(held.citation.keywords), cell(held.citation.pmc),
                     cell(fmt::format("https://pubmed.ncbi.nlm.nih.gov/{}/", held.citation.pmid)), list(held.tags),
                     list(notes), cell(decision), cell(held.screening ? held.screening->reason : ""),
                     !held.screening           ? ""
                     : held.screening->include ? "1"
                                               : "0");
}

std::string markdown_record(const index::Held& held, bool) {
  const Citation& c = held.citation;
  std::string out = "- ";
  if (const std::string names = people(c, ", "); !names.empty()) {
    out += marked(names) + ". ";
  }
  out += fmt::format("**{}** ", marked(c.title.empty() ? c.vernacular_title : c.title));
  out += fmt::format("*{}*", marked(c.journal.abbreviation.empty() ? c.journal.title : c.journal.abbreviation));
  if (c.date.year) {
    out += fmt::format(". {}", *c.date.year);
  }
  if (!c.journal.volume.empty()) {
    out += fmt::format(";{}{}", marked(c.journal.volume),
                       c.journal.issue.empty() ? "" : fmt::format("({})", marked(c.journal.issue)));
  }
  out += c.journal.pages.empty() ? "" : ":" + marked(c.journal.pages);
  out += fmt::format(". PMID [{0}](https://pubmed.ncbi.nlm.nih.gov/{0}/)", c.pmid);
  out += c.doi.empty() ? "" : fmt::format(", doi {}", marked(c.doi));
  out += "\n";
  for (const std::string& remark : remarks_of(held)) {
    out += "  - " + marked(remark) + "\n";
  }
  return out;
}

}  // namespace meridian::tracker
