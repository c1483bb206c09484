// A summary as one HTML file: plots within it, every number opens to its studies, nothing from the network.
#include <fmt/format.h>

#include "cli/plots/plots.hpp"
#include "cli/summary_view.hpp"

namespace meridian::cli {
namespace {

using Kind = Block::Kind;

constexpr std::string_view kHead = R"(<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="referrer" content="no-referrer"><title>{}</title><style>
body {{ font: 16px/1.5 Georgia, 'DejaVu Serif', serif; color: #1a1a1a; background: #fff; max-width: 62rem; margin: 2rem auto; padding: 0 1rem }}
h1, h2, h3, table, nav, details, figcaption {{ font-family: Helvetica, Arial, 'DejaVu Sans', sans-serif }}
h1 {{ font-size: 1.7rem; line-height: 1.25 }} h2 {{ font-size: 1.25rem; margin: 2.4rem 0 .4rem; border-top: 2px solid #1a1a1a; padding-top: .5rem }}
h3 {{ font-size: 1rem; margin: 1.3rem 0 .3rem }}
table {{ border-collapse: collapse; font-size: .875rem; width: 100% }} th, td {{ padding: .3rem .5rem; border-bottom: 1px solid #ccc; text-align: right; vertical-align: top }}
th:first-child, td:first-child {{ text-align: left }} tr.sub td:first-child {{ padding-left: 1.6rem; color: #444 }}
.all td, .all th {{ text-align: left }} blockquote {{ margin: .4rem 0 .8rem; padding-left: 1rem; border-left: 3px solid #999; color: #333 }}
.alarm {{ border-left: 4px solid #D55E00; padding: .15rem .7rem; margin: .35rem 0; background: #fdf3ec }} .item {{ margin: .25rem 0 .25rem 1rem; font-size: .92rem }}
details {{ display: inline-block; text-align: left }} details summary {{ cursor: pointer; text-decoration: underline dotted }} td details {{ text-align: right }}
.wide {{ overflow-x: auto }} figure {{ margin: 1rem 0 }} figure svg {{ max-width: 100%; height: auto }} nav a {{ margin-right: .8rem }} a {{ color: #004a7c }}
@media print {{ body {{ margin: 0; max-width: none; font-size: 11pt }} h2 {{ break-after: avoid }} table, figure {{ break-inside: avoid }} nav {{ display: none }} .all {{ break-inside: auto }} }}
</style></head><body>
)";

std::string link(Pmid pmid, const evidence::Summary& summary) {
  const auto line = summary.studies.find(pmid);
  const std::string title = line == summary.studies.end() ? "" : html_escaped(line->second.title);
  return fmt::format("<a href=\"#p{0}\" title=\"{1}\">{0}</a>", pmid, title);
}

std::string opened(const Opened& what, const evidence::Summary& summary) {
  if (what.pmids.empty()) {
    return html_escaped(what.text);
  }
  std::string out = fmt::format("<details><summary>{}</summary>", html_escaped(what.text));
  for (const Pmid pmid : what.pmids) {
    out += " " + link(pmid, summary);
  }
  return out + "</details>";
}

void put_table(std::string& out, const Block& block, const evidence::Summary& summary) {
  out += "<div class=\"wide\"><table>\n";
  for (std::size_t i = 0; i < block.rows.size(); ++i) {
    const char* cell = i == 0 ? "th" : "td";
    out += block.rows[i][0].text.rfind("  ", 0) == 0 ? "<tr class=\"sub\">" : "<tr>";
    for (const auto& what : block.rows[i]) {
      out += fmt::format("<{0}>{1}</{0}>", cell, opened(what, summary));
    }
    out += "</tr>\n";
  }
  out += "</table></div>\n";
}

void put_studies(std::string& out, const evidence::Summary& summary) {
  out +=
      "<h2 id=\"studies\">All studies that were found</h2>\n<div class=\"wide\"><table class=\"all\"><tr><th>PMID</th>"
      "<th>study</th><th>design</th><th>population</th><th>n</th><th>finding, and its words</th></tr>\n";
  for (const auto& [pmid, line] : summary.studies) {
    const std::string_view mark = line.integrity == IntegrityStatus::Retracted ? "<strong>RETRACTED</strong> "
                                  : line.integrity == IntegrityStatus::Concern
                                      ? "<strong>EXPRESSION OF CONCERN</strong> "
                                      : "";
    out += fmt::format(
        "<tr id=\"p{0}\"><td><a href=\"https://pubmed.ncbi.nlm.nih.gov/{0}/\">{0}</a></td><td>{1}{2} "
        "<em>{3}</em> {4}{5}</td><td>{6}</td><td>{7}</td><td>{8}</td><td>{9}{10}</td></tr>\n",
        pmid, mark, html_escaped(line.title), html_escaped(line.journal), html_escaped(line.day),
        line.corrected ? " (corrected by hand)" : "", html_escaped(line.design), html_escaped(line.population),
        line.size ? std::to_string(*line.size) : "", html_escaped(line.direction),
        line.quote.empty() ? "" : ": “" + html_escaped(line.quote) + "”");
  }
  out += "</table></div>\n";
}

}  // namespace

std::string summary_html(const SummaryView& view) {
  const evidence::Summary& summary = view.report.summary;
  const auto document = summary_document(view, view.limit);
  std::string out = fmt::format(fmt::runtime(kHead), html_escaped(document.front().content.text));
  std::size_t section = 0;
  std::string contents;
  std::string body;
  bool plots = false;
  for (const auto& block : document) {
    if (block.kind == Kind::Section && !plots) {
      plots = true;
      body += "<h2 id=\"map\">Evidence map</h2>\n<figure class=\"wide\">" + evidence_map(view) + "</figure>\n";
      body += "<h2 id=\"years\">Studies by year and level</h2>\n<figure>" + years_plot(view) + "</figure>\n";
      body += "<h2 id=\"forest\">Pooled effects</h2>\n<figure>" + forest_plot(view) + "</figure>\n";
    }
    const std::string text = opened(block.content, summary);
    switch (block.kind) {
      case Kind::Title:
        out += fmt::format("<h1>{}</h1>\n", html_escaped(block.content.text));
        break;
      case Kind::Section:
        ++section;
        contents += fmt::format("<a href=\"#s{}\">{}</a> ", section, html_escaped(block.content.text));
        body += fmt::format("<h2 id=\"s{}\">{}</h2>\n", section, html_escaped(block.content.text));
        break;
      case Kind::Part:
        body += fmt::format("<h3>{}</h3>\n", text);
        break;
      case Kind::Line:
        body += fmt::format("<p>{}</p>\n", text);
        break;
      case Kind::Item:
        body += fmt::format("<div class=\"item\">{}</div>\n", text);
        break;
      case Kind::Alarm:
        body += fmt::format("<div class=\"alarm\">{}</div>\n", text);
        break;
      case Kind::Quote:
        body += fmt::format("<blockquote>“{}”</blockquote>\n", text);
        break;
      case Kind::Table:
        put_table(body, block, summary);
        break;
    }
  }
  out += "<nav>" + contents + "<a href=\"#studies\">all studies</a></nav>\n" + body;
  put_studies(out, summary);
  return out + "</body></html>\n";
}

}  // namespace meridian::cli
