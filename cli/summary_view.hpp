// The forms in which a summary is written: text, Markdown, HTML and JSON, all from one document.
#pragma once

#include <string>
#include <vector>

#include "evidence/vocabulary.hpp"
#include "tracker/summary.hpp"

namespace meridian::cli {

struct SummaryView {
  const tracker::SummaryReport& report;
  const evidence::Vocabulary& vocabulary;
  std::string by;        ///< as on the command line
  std::string made;      ///< ISO day
  std::size_t limit;     ///< groups shown in text and Markdown; 0: all
  bool studies = false;  ///< name the PMIDs behind each number in text and Markdown
};

/// A number or words, with the studies behind them.
struct Opened {
  std::string text;
  std::vector<Pmid> pmids;
};

struct Block {
  enum class Kind { Title, Section, Part, Line, Item, Alarm, Quote, Table };
  Kind kind = Kind::Line;
  Opened content;
  std::vector<std::vector<Opened>> rows;  ///< of a table; the first is its head
};

[[nodiscard]] std::vector<Block> summary_document(const SummaryView& view, std::size_t limit);

[[nodiscard]] std::string summary_text(const SummaryView& view);
[[nodiscard]] std::string summary_markdown(const SummaryView& view);
/// Self-contained and printable: no script, nothing from the network; links lead to PubMed.
[[nodiscard]] std::string summary_html(const SummaryView& view);
/// Schema meridian.summary/1, one line.
[[nodiscard]] std::string summary_json(const SummaryView& view);

/// `text` (untrusted) made printable and safe within HTML, SVG and their attributes.
[[nodiscard]] std::string html_escaped(std::string_view text);

/// "0.31", "12", "-1.2": three significant digits, no exponent for what people read.
[[nodiscard]] std::string short_number(double value);

}  // namespace meridian::cli
