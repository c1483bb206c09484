// A summary as text for a terminal, and as Markdown.
#include <fmt/format.h>

#include <algorithm>

#include "cli/layout.hpp"
#include "cli/summary_view.hpp"
#include "core/text.hpp"

namespace meridian::cli {
namespace {

using Kind = Block::Kind;

std::string list_of(const std::vector<Pmid>& pmids) {
  std::string out;
  for (const Pmid pmid : pmids) {
    out += (out.empty() ? "PMID " : ", ") + std::to_string(pmid);
  }
  return out;
}

std::string padded(const std::string& text, std::size_t width, bool right) {
  const std::size_t have = display_width(text);
  const std::string blanks(width > have ? width - have : 0, ' ');
  return right ? blanks + text : text + blanks;
}

void put_table(std::string& out, const Block& table, bool studies) {
  const std::size_t columns = table.rows.front().size();
  std::vector<std::size_t> widths(columns, 0);
  for (const auto& row : table.rows) {
    for (std::size_t i = 0; i < columns; ++i) {
      widths[i] = std::max(widths[i], display_width(printable(row[i].text)));
    }
  }
  for (const auto& row : table.rows) {
    out += "  ";
    for (std::size_t i = 0; i < columns; ++i) {
      out += padded(printable(row[i].text), widths[i], i > 0) + (i + 1 < columns ? "  " : "\n");
    }
    for (std::size_t i = 1; studies && i + 1 < columns; ++i) {
      if (!row[i].pmids.empty()) {
        out +=
            toned(wrapped(fmt::format("{}: {}", table.rows.front()[i].text, list_of(row[i].pmids)), 6), Tone::Faint) +
            "\n";
      }
    }
  }
}

std::string markdown(std::string_view text) {
  std::string out;
  for (const char c : printable(text)) {
    if (std::string_view("\\`*_[]<>|#").find(c) != std::string_view::npos) {
      out += '\\';
    }
    out += c;
  }
  return out;
}

std::string links(const std::vector<Pmid>& pmids) {
  std::string out;
  for (const Pmid pmid : pmids) {
    out += fmt::format("{}[{}](https://pubmed.ncbi.nlm.nih.gov/{}/)", out.empty() ? "" : ", ", pmid, pmid);
  }
  return out;
}

}  // namespace

std::string summary_text(const SummaryView& view) {
  std::string out;
  for (const auto& block : summary_document(view, view.limit)) {
    const std::string& text = block.content.text;
    switch (block.kind) {
      case Kind::Title:
        out += toned(wrapped(text, 0), Tone::Strong) + "\n";
        break;
      case Kind::Section:
        out += "\n" + toned(wrapped(text, 0), Tone::Strong) + "\n";
        break;
      case Kind::Part:
        out += toned(wrapped(text, 2), Tone::Strong) + "\n";
        break;
      case Kind::Line:
        out += wrapped(text, 2) + "\n";
        break;
      case Kind::Item:
        out += wrapped("- " + text, 2) + "\n";
        break;
      case Kind::Alarm:
        out += toned(wrapped("! " + text, 2), Tone::Alarm) + "\n";
        break;
      case Kind::Quote:
        out += toned(wrapped("“" + text + "”", 6), Tone::Faint) + "\n";
        break;
      case Kind::Table:
        put_table(out, block, view.studies);
        break;
    }
    if (view.studies && !block.content.pmids.empty()) {
      out += toned(wrapped(list_of(block.content.pmids), 6), Tone::Faint) + "\n";
    }
  }
  if (!view.studies) {
    out += wrapped("`--studies` names the studies behind every number.", 2) + "\n";
  }
  return out;
}

std::string summary_markdown(const SummaryView& view) {
  std::string out;
  for (const auto& block : summary_document(view, view.limit)) {
    std::string text = markdown(block.content.text);
    if (view.studies && !block.content.pmids.empty()) {
      text += " (" + links(block.content.pmids) + ")";
    }
    switch (block.kind) {
      case Kind::Title:
        out += "# " + text + "\n\n";
        break;
      case Kind::Section:
        out += "\n## " + text + "\n\n";
        break;
      case Kind::Part:
        out += "### " + text + "\n\n";
        break;
      case Kind::Line:
        out += text + "\n\n";
        break;
      case Kind::Item:
        out += "- " + text + "\n";
        break;
      case Kind::Alarm:
        out += "- **" + text + "**\n";
        break;
      case Kind::Quote:
        out += "> " + text + "\n\n";
        break;
      case Kind::Table:
        for (std::size_t i = 0; i < block.rows.size(); ++i) {
          for (const auto& cell : block.rows[i]) {
            out +=
                "| " + markdown(cell.text) +
                (view.studies && !cell.pmids.empty() && &cell != &block.rows[i].back() ? " (" + links(cell.pmids) + ")"
                                                                                       : "") +
                " ";
          }
          out += "|\n";
          if (i == 0) {
            out += "| --- " + std::string("| ---: ").append("| ---: | ---: | ---: | ---: | ---: |\n");
          }
        }
        out += "\n";
        break;
    }
  }
  return out;
}

}  // namespace meridian::cli
