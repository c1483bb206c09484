// Laying out search results.
#include "cli/search_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "cli/layout.hpp"
#include "core/text.hpp"

namespace meridian::cli {
namespace {

constexpr std::string_view kPubMed = "https://pubmed.ncbi.nlm.nih.gov/";

std::string id(const std::optional<Reading>& reading) { return reading ? reading->id : std::string(); }

std::string mechanisms_of(const Study& study, bool status) {
  std::string out;
  for (const auto& mechanism : study.mechanisms) {
    if (mechanism.status != MechanismStatus::Background) {
      out += fmt::format("{}{}", out.empty() ? "" : ", ", mechanism.id);
      out += status ? fmt::format(" ({})", to_word(mechanism.status)) : "";
    }
  }
  return out;
}

std::string joined(const std::vector<std::string>& words) { return fmt::format("{}", fmt::join(words, ", ")); }

struct Column {
  std::string_view name;
  std::size_t width;  ///< at most; 0: what is left of the line
  std::string (*value)(const index::Held& held);
};

constexpr auto kColumns = std::to_array<Column>({
    {"pmid", 8, [](const index::Held& h) { return std::to_string(h.citation.pmid); }},
    {"year", 4, [](const index::Held& h) { return h.study.year ? std::to_string(*h.study.year) : std::string(); }},
    {"design", 17, [](const index::Held& h) { return id(h.study.design); }},
    {"population", 10, [](const index::Held& h) { return id(h.study.population); }},
    {"n", 6,
     [](const index::Held& h) {
       return h.study.sample_size ? std::to_string(h.study.sample_size->value) : std::string();
     }},
    {"direction", 14, [](const index::Held& h) { return id(h.study.direction); }},
    {"mechanism", 30, [](const index::Held& h) { return mechanisms_of(h.study, false); }},
    {"integrity", 9, [](const index::Held& h) { return std::string(to_word(h.study.integrity.status)); }},
    {"title", 0, [](const index::Held& h) { return h.citation.title; }},
    {"journal", 24,
     [](const index::Held& h) {
       return h.citation.journal.abbreviation.empty() ? h.citation.journal.title : h.citation.journal.abbreviation;
     }},
    {"author", 18,
     [](const index::Held& h) {
       const auto& all = h.citation.authors;
       return all.empty() ? std::string() : all[0].collective.empty() ? all[0].last : all[0].collective;
     }},
    {"doi", 32, [](const index::Held& h) { return h.citation.doi; }},
    {"pmc", 12, [](const index::Held& h) { return h.citation.pmc; }},
    {"language", 8, [](const index::Held& h) { return joined(h.citation.languages); }},
    {"created", 10, [](const index::Held& h) { return h.citation.created; }},
    {"tags", 20, [](const index::Held& h) { return joined(h.tags); }},
    {"screen", 9,
     [](const index::Held& h) {
       return std::string(!h.screening ? "" : h.screening->include ? "include" : "exclude");
     }},
    {"reason", 24, [](const index::Held& h) { return h.screening ? h.screening->reason : std::string(); }},
    {"note", 30, [](const index::Held& h) { return h.notes.empty() ? std::string() : h.notes.back().text; }},
});

const Column* column(std::string_view name) {
  const auto* found = std::find_if(kColumns.begin(), kColumns.end(), [&](const Column& c) { return c.name == name; });
  return found == kColumns.end() ? nullptr : found;
}

std::string padded(const std::string& text, std::size_t width) {
  const std::size_t columns = display_width(text);
  return columns < width ? text + std::string(width - columns, ' ') : text;
}

void print_years(const index::Facet& years) {
  constexpr std::size_t kBar = 40;
  std::uint64_t most = 1;
  for (const auto& one : years.counts) {
    most = std::max(most, one.count);
  }
  for (const auto& one : years.counts) {
    const auto length = static_cast<std::size_t>((one.count * kBar + most - 1) / most);
    std::string bar;
    for (std::size_t i = 0; i < length; ++i) {
      bar += "▇";
    }
    fmt::print("  {:<6} {} {}\n", printable(one.value), bar, one.count);
  }
}

}  // namespace

void print_hit(std::size_t number, const index::SearchHit& hit) {
  const Study& study = hit.held.study;
  const Citation& citation = hit.held.citation;
  fmt::print("{}\n", toned(wrapped(fmt::format("{}. {}", number, citation.title), 0), Tone::Strong));
  if (const std::string integrity = integrity_line(study.integrity); !integrity.empty()) {
    fmt::print("   {}\n", integrity);
  }
  if (!hit.held.judgements.empty()) {
    fmt::print("   corrected by hand (`meridian show {}`)\n", hit.pmid);
  }
  const std::string journal = squeeze(printable(citation.journal.title));
  const std::string year = citation.date.year ? fmt::format(" {}", *citation.date.year) : std::string();
  const std::string pmid = fmt::format("PMID {}", hit.pmid);
  std::string ids = linked(pmid, fmt::format("{}{}/", kPubMed, hit.pmid));
  if (!citation.doi.empty()) {
    ids += " · " + linked("DOI", "https://doi.org/" + citation.doi);
  }
  if (!citation.pmc.empty()) {
    ids += " · " + linked(printable(citation.pmc), "https://pmc.ncbi.nlm.nih.gov/articles/" + citation.pmc + "/");
  }
  fmt::print("{} · {}\n", wrapped(journal + year, 3), ids);
  fmt::print("{}\n", wrapped(summary_line(study), 3));
  if (const std::string mechanisms = mechanisms_of(study, true); !mechanisms.empty()) {
    fmt::print("{}\n", wrapped(mechanisms, 3));
  }
  if (!hit.held.tags.empty() || hit.held.screening) {
    std::string yours = hit.held.tags.empty() ? std::string() : "tags: " + joined(hit.held.tags);
    if (hit.held.screening) {
      yours += fmt::format("{}{}{}", yours.empty() ? "" : " · ", hit.held.screening->include ? "included" : "excluded",
                           hit.held.screening->reason.empty() ? "" : ": " + hit.held.screening->reason);
    }
    fmt::print("{}\n", wrapped(yours, 3));
  }
  if (!hit.snippet.empty()) {
    fmt::print("{}\n", toned(wrapped(hit.snippet, 3), Tone::Faint));
  }
  fmt::print("\n");
}

Result<std::vector<std::string>> table_columns(const std::string& names) {
  if (names.empty()) {
    return std::vector<std::string>{"pmid", "year", "design", "n", "direction", "title"};
  }
  std::vector<std::string> out;
  for (const std::string_view name : split(names, ',')) {
    if (column(trim(name)) == nullptr) {
      std::vector<std::string_view> known;
      known.reserve(std::size(kColumns));
      for (const Column& one : kColumns) {
        known.push_back(one.name);
      }
      const auto near = nearest_name(trim(name).substr(0, 40), known);
      return fail(Fault::Usage, fmt::format("there is no column \"{}\"", printable(name)),
                  near.empty() ? fmt::format("the columns are {}", fmt::join(known, ", "))
                               : fmt::format("did you mean {}?", near));
    }
    out.emplace_back(trim(name));
  }
  return out;
}

void print_table(const std::vector<index::SearchHit>& hits, const std::vector<std::string>& columns) {
  constexpr std::size_t kLeastTitle = 20;
  std::vector<std::vector<std::string>> rows(hits.size());
  std::vector<std::size_t> widths;
  std::size_t taken = 0;
  std::size_t wide = 0;
  for (const std::string& name : columns) {
    const Column& one = *column(name);
    std::size_t width = name.size();
    for (std::size_t i = 0; i < hits.size(); ++i) {
      rows[i].push_back(squeeze(printable(one.value(hits[i].held))));
      width = std::max(width, display_width(rows[i].back()));
    }
    width = one.width == 0 ? 0 : std::min(width, std::max(one.width, name.size()));
    wide += one.width == 0 ? 1 : 0;
    widths.push_back(width);
    taken += width + 2;
  }
  const std::size_t left = terminal_width() > taken ? terminal_width() - taken : 0;
  for (std::size_t& width : widths) {
    width = width == 0 ? std::max(kLeastTitle, left / std::max<std::size_t>(1, wide)) : width;
  }
  std::string head;
  for (std::size_t k = 0; k < columns.size(); ++k) {
    head += (k == 0 ? "" : "  ") + padded(columns[k], k + 1 < columns.size() ? widths[k] : 0);
  }
  fmt::print("{}\n", toned(head, Tone::Strong));
  for (std::size_t i = 0; i < rows.size(); ++i) {
    std::string line;
    for (std::size_t k = 0; k < columns.size(); ++k) {
      std::string cell = padded(clipped(rows[i][k], widths[k]), k + 1 < columns.size() ? widths[k] : 0);
      if (columns[k] == "pmid") {
        cell = linked(cell, fmt::format("{}{}/", kPubMed, hits[i].pmid));
      } else if (columns[k] == "doi" && !rows[i][k].empty()) {
        cell = linked(cell, "https://doi.org/" + rows[i][k]);
      }
      line += (k == 0 ? "" : "  ") + cell;
    }
    fmt::print("{}\n", line);
  }
}

void print_facets(const std::vector<index::Facet>& facets, bool full) {
  constexpr std::size_t kShown = 6;
  constexpr std::size_t kMost = 25;
  for (const auto& facet : facets) {
    if (full) {
      fmt::print("{}\n", toned(facet.field, Tone::Strong));
      if (facet.field == "year") {
        print_years(facet);
        continue;
      }
      for (std::size_t i = 0; i < std::min(kMost, facet.counts.size()); ++i) {
        fmt::print("  {:>7}  {}\n", facet.counts[i].count, clipped(facet.counts[i].value, terminal_width() - 11));
      }
      if (facet.counts.size() > kMost) {
        fmt::print("  and {} more\n", facet.counts.size() - kMost);
      }
      continue;
    }
    std::string line = facet.field + ":";
    for (std::size_t i = 0; i < facet.counts.size() && i < kShown; ++i) {
      line +=
          fmt::format(" {} {}{}", facet.counts[i].value, facet.counts[i].count, i + 1 < facet.counts.size() ? "," : "");
    }
    line += facet.counts.size() > kShown ? " ..." : "";
    fmt::print("{}\n", wrapped(line, 0));
  }
}

void print_reading(const index::SearchAnswer& answer) {
  for (const auto& part : answer.parts) {
    fmt::print("{:>9}  {}{}\n", part.count, std::string(static_cast<std::size_t>(part.depth) * 2, ' '),
               squeeze(printable(part.label)));
  }
  if (!answer.ignored.empty()) {
    fmt::print("ignored: {}\n", printable(joined(answer.ignored)));
  }
  fmt::print("read as: {}\n", printable(answer.reading));
  fmt::print("engine:  {}\n", printable(answer.engine));
}

std::string quoted(const std::string& text) {
  std::string out = "'";
  for (const char c : text) {
    out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  }
  return out + "'";
}

void print_drill_down(const std::string& query, const std::vector<index::Facet>& facets) {
  for (const std::string_view name : {"design", "mechanism", "year"}) {
    const auto facet =
        std::find_if(facets.begin(), facets.end(), [name](const auto& one) { return one.field == name; });
    if (facet == facets.end() || facet->counts.size() < 2) {
      continue;
    }
    const auto most = std::max_element(facet->counts.begin(), facet->counts.end(),
                                       [](const auto& a, const auto& b) { return a.count < b.count; });
    const std::string narrowed = query.empty() ? std::string() : "(" + query + ") AND ";
    fmt::print("To narrow it: meridian search --facets {}\n",
               quoted(fmt::format("{}{}:{}", printable(narrowed), name, printable(most->value))));
    return;
  }
}

}  // namespace meridian::cli
