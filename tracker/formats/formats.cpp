// The table of formats, and what several of them share.
#include "tracker/formats.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "core/citation_json.hpp"
#include "core/study_json.hpp"
#include "core/text.hpp"

namespace meridian::tracker {
namespace {

std::string nothing() { return {}; }

constexpr auto kFormats = std::to_array<Format>({
    {"jsonl", "what was read, one study a line", nothing,
     [](const index::Held& held, bool) { return with_marks(to_json(held.study), held) + "\n"; }, nothing},
    {"citations", "the records, one JSON object a line", nothing,
     [](const index::Held& held, bool) { return with_marks(to_json(held.citation), held) + "\n"; }, nothing},
    {"csv", "a spreadsheet", csv_head, csv_record, nothing},
    {"ris", "EndNote, Zotero, ASReview and most others", nothing, ris_record, nothing},
    {"bibtex", "BibTeX", nothing, bibtex_record, nothing},
    {"biblatex", "BibLaTeX, JabRef", nothing, biblatex_record, nothing},
    {"csl-json", "CSL-JSON for pandoc and Zotero", [] { return std::string("[\n"); }, csl_record,
     [] { return std::string("\n]\n"); }},
    {"nbib", "PubMed's MEDLINE text", nothing, nbib_record, nothing},
    {"markdown", "a list to read", nothing, markdown_record, nothing},
});

/// Latin letters with accents as their base letters, so that keys are plain ASCII; other letters are left out.
std::string without_accents(std::string_view text) { return index::folded_name(text); }

bool is_number(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

}  // namespace

std::span<const Format> formats() { return kFormats; }

const Format* find_format(std::string_view name) {
  const auto* found = std::find_if(kFormats.begin(), kFormats.end(), [&](const Format& f) { return f.name == name; });
  return found == kFormats.end() ? nullptr : found;
}

std::string citation_key(const Citation& citation) {
  std::string name;
  if (!citation.authors.empty()) {
    const Author& first = citation.authors.front();
    constexpr std::size_t kLongest = 24;
    for (const char c : without_accents(first.collective.empty() ? first.last : first.collective)) {
      if (c >= 'a' && c <= 'z' && name.size() < kLongest) {
        name += c;
      }
    }
  }
  return fmt::format("{}{}_{}", name.empty() ? "anonymous" : name,
                     citation.date.year ? std::to_string(*citation.date.year) : "", citation.pmid);
}

Pages pages_of(std::string_view pages) {
  const std::string_view span = trim(pages.substr(0, pages.find_first_of(",;")));
  const std::size_t dash = span.find('-');
  Pages out{std::string(trim(span.substr(0, dash))), ""};
  if (dash != std::string_view::npos) {
    out.last = std::string(trim(span.substr(dash + 1)));
    if (is_number(out.first) && is_number(out.last) && out.last.size() < out.first.size()) {
      out.last = out.first.substr(0, out.first.size() - out.last.size()) + out.last;
    }
  }
  return out;
}

std::string labelled_abstract(const Citation& citation) {
  std::string out;
  for (const AbstractPart& part : citation.abstract) {
    out += out.empty() ? "" : " ";
    out += part.label.empty() ? part.text : part.label + ": " + part.text;
  }
  return out;
}

std::vector<std::string> keywords_of(const index::Held& held) {
  std::vector<std::string> out;
  const auto add = [&](const std::string& word) {
    if (!word.empty() && std::find(out.begin(), out.end(), word) == out.end()) {
      out.push_back(word);
    }
  };
  std::for_each(held.tags.begin(), held.tags.end(), add);
  std::for_each(held.citation.keywords.begin(), held.citation.keywords.end(), add);
  for (const MeshHeading& heading : held.citation.mesh) {
    add(heading.heading);
  }
  return out;
}

std::string with_marks(std::string json, const index::Held& held) {
  using Json = nlohmann::ordered_json;
  Json marks = Json::object();
  if (!held.tags.empty()) {
    marks["tags"] = held.tags;
  }
  for (const index::Note& note : held.notes) {
    marks["notes"].push_back({{"when", note.when}, {"text", note.text}});
  }
  if (held.screening) {
    const index::Screening& s = *held.screening;
    marks["decision"] = {
        {"include", s.include}, {"reason", s.reason.empty() ? Json(nullptr) : Json(s.reason)}, {"when", s.when}};
  }
  if (!marks.empty()) {
    json.back() = ',';
    json += marks.dump(-1, ' ', false, Json::error_handler_t::replace).substr(1);
  }
  return json;
}

std::vector<std::string> remarks_of(const index::Held& held) {
  std::vector<std::string> out;
  for (const index::Note& note : held.notes) {
    out.push_back(squeeze(note.text));
  }
  if (held.screening) {
    out.push_back(fmt::format("Screening: {}{}", held.screening->include ? "included" : "excluded",
                              held.screening->reason.empty() ? "" : " (" + squeeze(held.screening->reason) + ")"));
  }
  if (held.study.integrity.status == IntegrityStatus::Retracted) {
    out.emplace_back("RETRACTED");
  } else if (held.study.integrity.status == IntegrityStatus::Concern) {
    out.emplace_back("EXPRESSION OF CONCERN");
  }
  return out;
}

}  // namespace meridian::tracker
