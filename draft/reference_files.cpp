// Entries of a BibTeX or RIS file beside a draft.
#include <re2/re2.h>

#include <algorithm>
#include <optional>

#include "core/tex.hpp"
#include "core/text.hpp"
#include "draft/citations.hpp"
#include "draft/identifiers.hpp"

namespace meridian::draft {
namespace {

constexpr std::size_t kNoBlock = static_cast<std::size_t>(-1);

/// Of "2019", "2019/09/01", "2020-03-11" and "March 2019"; 0 where there is none.
int year_of(std::string_view value) {
  static const RE2 kYear(R"(\b((?:19|20)\d\d)\b)");
  int year = 0;
  RE2::PartialMatch(re2::StringPiece(value.data(), value.size()), kYear, &year);
  return year;
}

std::string family_of(std::string_view author) {
  author = trim(author);
  if (const auto comma = author.find(','); comma != std::string_view::npos) {
    return std::string(trim(author.substr(0, comma)));
  }
  const auto blank = author.rfind(' ');
  return std::string(blank == std::string_view::npos ? author : author.substr(blank + 1));
}

bool is_number(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

void take_doi(Mention& mention, const std::string& value) {
  const auto at = value.find("10.");
  mention.doi = trimmed_doi(at == std::string::npos ? value : value.substr(at));
}

void take_pmid(Mention& mention, std::string_view text) {
  if (const auto found = pmids_in(text); mention.pmid == 0 && !found.empty()) {
    mention.pmid = found.front().pmid;
    mention.impossible_pmid = found.front().pmid == 0;
  }
}

/// What an entry says before it is known to be whole.
struct Entry {
  Mention mention;
  std::string title;
  std::string accession, database;  ///< a number in a database is a PMID where that is PubMed

  Mention finish(const std::string& file, std::size_t line) {
    const std::string base = ascii_lower(database);
    const bool pubmed = base.empty() || base.find("pubmed") != std::string::npos ||
                        base.find("medline") != std::string::npos || base.find("nlm") != std::string::npos;
    if (pubmed && is_number(accession)) {
      take_pmid(mention, "PMID " + accession);
    }
    mention.text = mention.author + (mention.year != 0 ? " (" + std::to_string(mention.year) + ")" : "") + ". " + title;
    mention.is_reference = true;
    mention.block = kNoBlock;
    mention.file = file;
    mention.line = line;
    return std::move(mention);
  }
};

Result<std::vector<Mention>> read_ris(std::string_view text, const std::string& name) {
  std::vector<Mention> out;
  std::optional<Entry> entry;
  std::size_t number = 0;
  std::size_t begun = 0;
  for (const auto line : split(text, '\n')) {
    ++number;
    const auto row = trim(line);
    if (row.size() < 5 || row.substr(2, 3) != "  -") {
      continue;
    }
    const auto tag = row.substr(0, 2);
    const auto value = squeeze(row.substr(5));
    if (tag == "TY") {
      entry.emplace();
      begun = number;
    } else if (!entry) {
      continue;
    } else if (tag == "ER") {
      out.push_back(entry->finish(name, begun));
      entry.reset();
    } else if ((tag == "AU" || tag == "A1") && entry->mention.author.empty()) {
      entry->mention.author = family_of(value);
    } else if (tag == "TI" || tag == "T1") {
      entry->title = value;
    } else if ((tag == "PY" || tag == "Y1" || tag == "DA") && entry->mention.year == 0) {
      entry->mention.year = year_of(value);
    } else if (tag == "DO") {
      take_doi(entry->mention, value);
    } else if (tag == "AN" || tag == "C7") {
      entry->accession = value;
    } else if (tag == "DB" || tag == "DP") {
      entry->database = value;
    } else if (tag == "UR" || tag == "N1") {
      take_pmid(entry->mention, value);
    }
  }
  if (entry) {
    return fail(Fault::BadInput, name + " is cut off: its last entry has no ER line", "export it again");
  }
  return out;
}

void read_field(Entry& entry, const std::string& key, const std::string& value) {
  Mention& mention = entry.mention;
  if (key == "author") {
    mention.author = family_of(std::string_view(value).substr(0, value.find(" and ")));
  } else if (key == "title") {
    entry.title = value;
  } else if (key == "year" || key == "date") {
    mention.year = mention.year == 0 ? year_of(value) : mention.year;
  } else if (key == "doi") {
    take_doi(mention, value);
  } else if (key == "pmid") {
    take_pmid(mention, "PMID " + value);
  } else if (key == "eprint") {
    entry.accession = value;
  } else if (key == "eprinttype" || key == "archiveprefix") {
    entry.database = value;
  } else if (key == "url" || key == "note") {
    take_pmid(mention, value);
  }
}

Entry read_entry(std::string_view body) {
  Entry entry;
  entry.database = "none";  // an eprint of no named archive is no PMID
  std::size_t i = body.find(',');
  while (i != std::string_view::npos && i < body.size()) {
    const auto equals = body.find('=', i);
    if (equals == std::string_view::npos) {
      break;
    }
    std::size_t end = equals + 1;
    int inner = 0;
    bool quoted = false;
    while (end < body.size() && (inner > 0 || quoted || body[end] != ',')) {
      inner += body[end] == '{' ? 1 : body[end] == '}' ? -1 : 0;
      quoted = body[end] == '"' && inner == 0 ? !quoted : quoted;
      ++end;
    }
    auto value = trim(body.substr(equals + 1, end - equals - 1));
    if (value.size() > 1 && value.front() == '"' && value.back() == '"') {
      value = value.substr(1, value.size() - 2);
    }
    read_field(entry, ascii_lower(trim(body.substr(i + 1, equals - i - 1))), squeeze(decoded_tex(value)));
    i = end;
  }
  return entry;
}

Result<std::vector<Mention>> read_bibtex(std::string_view text, const std::string& name) {
  std::vector<Mention> out;
  std::size_t line = 1;
  std::size_t counted = 0;
  for (std::size_t at = text.find('@'); at != std::string_view::npos; at = text.find('@', at + 1)) {
    const auto open = text.find('{', at);
    if (open == std::string_view::npos || open - at > 30) {
      continue;
    }
    const std::string kind = ascii_lower(trim(text.substr(at + 1, open - at - 1)));
    int depth = 0;
    std::size_t close = open;
    for (; close < text.size(); ++close) {
      depth += text[close] == '{' ? 1 : text[close] == '}' ? -1 : 0;
      if (depth == 0) {
        break;
      }
    }
    if (close == text.size()) {
      return fail(Fault::BadInput, name + " is cut off: its last entry does not close", "export it again");
    }
    if (kind != "comment" && kind != "string" && kind != "preamble") {
      line += static_cast<std::size_t>(std::count(text.begin() + static_cast<std::ptrdiff_t>(counted),
                                                  text.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
      counted = at;
      out.push_back(read_entry(text.substr(open + 1, close - open - 1)).finish(name, line));
    }
    at = close;
  }
  if (out.empty() && !trim(text).empty()) {
    return fail(Fault::BadInput, name + " holds no BibTeX entry");
  }
  return out;
}

}  // namespace

Result<std::vector<Mention>> read_references(std::string_view text, const std::string& path) {
  const std::string name = path.substr(path.rfind('/') == std::string::npos ? 0 : path.rfind('/') + 1);
  return ascii_lower(name).ends_with(".ris") ? read_ris(text, name) : read_bibtex(text, name);
}

}  // namespace meridian::draft
