// Reading RIS and BibTeX for what finds each entry in PubMed: its PMID or its DOI.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "core/tex.hpp"
#include "core/text.hpp"
#include "tracker/formats.hpp"

namespace meridian::tracker {
namespace {

constexpr std::size_t kMostEntries = 1'000'000;

/// Any number that the library can hold; 0 for what is no number or too large.
Pmid pmid_in(std::string_view text) {
  const std::string_view digits = trim(text);
  Pmid out = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), out);
  return error == std::errc() && end == digits.data() + digits.size() ? out : 0;
}

/// The number after PubMed's address.
Pmid pmid_of_address(std::string_view text) {
  for (const std::string_view host : {"pubmed.ncbi.nlm.nih.gov/", "ncbi.nlm.nih.gov/pubmed/"}) {
    if (const std::size_t at = text.find(host); at != std::string_view::npos) {
      const std::string_view rest = text.substr(at + host.size());
      return pmid_in(rest.substr(0, rest.find_first_not_of("0123456789")));
    }
  }
  return 0;
}

std::string doi_in(std::string_view text) {
  const std::size_t at = text.find("10.");
  if (at == std::string_view::npos) {
    return {};
  }
  const std::string_view rest = text.substr(at);
  return std::string(rest.substr(0, rest.find_first_of(" \t\"\r\n")));
}

void take(ReferenceId& entry, std::string_view name, std::string_view value, bool accession) {
  if (name == "pmid" || name == "pm" || accession) {
    entry.pmid = entry.pmid == 0 ? pmid_in(value) : entry.pmid;
  } else if (name == "doi" || name == "do") {
    entry.doi = doi_in(value);
  } else if (name == "url" || name == "ur" || name == "l2") {
    entry.pmid = entry.pmid == 0 ? pmid_of_address(value) : entry.pmid;
    if (entry.doi.empty() && value.find("doi.org/") != std::string_view::npos) {
      entry.doi = doi_in(value);
    }
  } else if (name == "title" || name == "ti" || name == "t1") {
    entry.title = squeeze(value);
  }
}

Result<std::vector<ReferenceId>> read_ris(std::string_view text) {
  std::vector<ReferenceId> out;
  ReferenceId entry;
  std::string accession;
  bool open = false;
  bool pubmed = false;
  for (const std::string_view raw : split(text, '\n')) {
    const std::string_view line = trim(raw);
    if (line.size() < 5 || line.substr(2, 2) != "  " || line[4] != '-') {
      continue;
    }
    const std::string tag = ascii_lower(line.substr(0, 2));
    const std::string_view value = trim(line.substr(5));
    if (tag == "ty") {
      if (open) {
        return fail(Fault::BadInput, fmt::format("entry {} is not closed by ER", out.size() + 1));
      }
      entry = {};
      accession.clear();
      open = true;
      pubmed = false;
    } else if (tag == "er" && open) {
      if (pubmed) {  // an accession number is a PMID where the database is PubMed
        take(entry, "an", accession, true);
      }
      out.push_back(std::move(entry));
      entry = {};
      open = false;
      if (out.size() > kMostEntries) {
        return fail(Fault::BadInput, fmt::format("more than {} references", kMostEntries));
      }
    } else if (tag == "an") {
      accession = value;
    } else if (tag == "db" || tag == "dp") {
      const std::string base = ascii_lower(value);
      pubmed = pubmed || base.find("pubmed") != std::string::npos || base.find("medline") != std::string::npos ||
               base.find("nlm") != std::string::npos;
    } else if (tag == "n1" && ascii_lower(value).rfind("pmid:", 0) == 0) {
      take(entry, "pmid", value.substr(5), false);
    } else {
      take(entry, tag, value, false);
    }
  }
  if (open) {
    return fail(Fault::BadInput, fmt::format("entry {} is not closed by ER", out.size() + 1));
  }
  return out;
}

/// A value in braces, in quotation marks or bare, without its outer signs; `at` goes behind it.
std::string bibtex_value(std::string_view text, std::size_t& at) {
  std::string out;
  int depth = 0;
  bool quoted = false;
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '\\' && at + 1 < text.size()) {
      out += c;
      out += text[++at];
      continue;
    }
    if (c == '"' && depth == 0) {
      quoted = !quoted;
      continue;
    }
    if (!quoted && depth == 0 && (c == ',' || c == '}')) {
      break;
    }
    depth += c == '{' ? 1 : c == '}' ? -1 : 0;
    out += c;
  }
  return squeeze(decoded_tex(out));
}

Result<std::vector<ReferenceId>> read_bibtex(std::string_view text) {
  std::vector<ReferenceId> out;
  std::size_t at = 0;
  while ((at = text.find('@', at)) != std::string_view::npos) {
    const std::size_t open = text.find('{', at);
    if (open == std::string_view::npos) {
      break;
    }
    const std::string kind = ascii_lower(trim(text.substr(at + 1, open - at - 1)));
    at = open + 1;
    if (kind.find_first_not_of("abcdefghijklmnopqrstuvwxyz") != std::string::npos || kind.empty() ||
        kind == "comment" || kind == "string" || kind == "preamble") {
      continue;
    }
    at = std::min(text.find_first_of(",}", at), text.size());  // behind the key
    ReferenceId entry;
    std::string eprint;
    bool pubmed = false;
    while (at < text.size() && text[at] != '}') {
      ++at;  // the comma
      const std::size_t equals = text.find_first_of("=}", at);
      if (equals == std::string_view::npos) {
        at = text.size();
        break;
      }
      if (text[equals] == '}') {
        at = equals;
        break;
      }
      const std::string name = ascii_lower(trim(text.substr(at, equals - at)));
      at = equals + 1;
      const std::string value = bibtex_value(text, at);
      if (name == "eprint") {
        eprint = value;
      } else if (name == "eprinttype" || name == "archiveprefix") {
        pubmed = ascii_lower(value) == "pubmed";
      } else {
        take(entry, name, value, false);
      }
    }
    if (at >= text.size()) {
      return fail(Fault::BadInput, fmt::format("entry {} is not closed", out.size() + 1));
    }
    if (pubmed) {
      take(entry, "pmid", eprint, false);
    }
    out.push_back(std::move(entry));
    if (out.size() > kMostEntries) {
      return fail(Fault::BadInput, fmt::format("more than {} references", kMostEntries));
    }
  }
  return out;
}

std::string_view begin_of(std::string_view text) {
  if (text.substr(0, 3) == "\xEF\xBB\xBF") {
    text.remove_prefix(3);
  }
  return trim(text);
}

}  // namespace

bool looks_like_references(std::string_view text) {
  const std::string_view start = begin_of(text);
  if (start.substr(0, 5) == "TY  -") {
    return true;
  }
  // BibTeX may begin with remarks; its first entry is "@kind{".
  const std::size_t at = start.find('@');
  if (at == std::string_view::npos || start.substr(0, 1) == "<" || start.substr(0, 4) == "PMID") {
    return false;
  }
  const std::size_t end = start.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", at + 1);
  return end != std::string_view::npos && end > at + 1 && trim(start.substr(end)).substr(0, 1) == "{" &&
         (at == 0 || start[at - 1] == '\n');
}

Result<std::vector<ReferenceId>> read_references(std::string_view text) {
  if (!is_valid_utf8(text)) {
    return read_references(valid_utf8(text));
  }
  const std::string_view start = begin_of(text);
  if (!looks_like_references(text)) {
    return fail(Fault::BadInput, "this is neither RIS nor BibTeX");
  }
  return start.substr(0, 5) == "TY  -" ? read_ris(start) : read_bibtex(start);
}

}  // namespace meridian::tracker
