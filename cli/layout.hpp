// The one place that lays out text for a person: wrapping, colour, links.
#pragma once

#include <string>
#include <string_view>

#include "core/study.hpp"

namespace meridian::cli {

/// Columns of the terminal on stdout, 40 to 120; 100 where stdout is not a terminal.
[[nodiscard]] std::size_t terminal_width();

/// `text` (untrusted) made printable and wrapped, each line after `indent` blanks; no newline at the end.
[[nodiscard]] std::string wrapped(std::string_view text, std::size_t indent);

/// `text` (untrusted) made printable and cut to `columns`, with an ellipsis where it was longer.
[[nodiscard]] std::string clipped(std::string_view text, std::size_t columns);

/// `text` as a link to `address` on a terminal that shows such links (OSC 8); `text` alone elsewhere.
[[nodiscard]] std::string linked(std::string_view text, std::string_view address);

enum class Tone { Strong, Faint, Alarm };

/// `text` in that tone on a colour terminal; plain with NO_COLOR or elsewhere.
[[nodiscard]] std::string toned(std::string_view text, Tone tone);

/// "rct · human · n = 63 · no-difference": what is known, in that order.
[[nodiscard]] std::string summary_line(const Study& study);

/// "RETRACTED (notice: PMID 1)" and the like, in alarm tone; empty where integrity is ok.
[[nodiscard]] std::string integrity_line(const Integrity& integrity);

}  // namespace meridian::cli
