// Laying out text for a person.
#include "cli/layout.hpp"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "cli/pager.hpp"
#include "core/text.hpp"

namespace meridian::cli {
namespace {

bool colours() {
  const char* no_color = std::getenv("NO_COLOR");
  const char* term = std::getenv("TERM");
  // While a pager stands between, stdout is a pipe to it that ends on the terminal.
  const bool terminal = isatty(STDOUT_FILENO) == 1 || pager_is_open();
  return terminal && (no_color == nullptr || *no_color == '\0') &&
         (term == nullptr || std::string_view(term) != "dumb");
}

}  // namespace

std::size_t terminal_width() {
  winsize size{};
  const int terminal = pager_is_open() ? STDERR_FILENO : STDOUT_FILENO;
  if (isatty(terminal) == 1 && ioctl(terminal, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
    return std::clamp<std::size_t>(size.ws_col, 40, 120);
  }
  return 100;
}

std::string wrapped(std::string_view text, std::size_t indent) {
  const std::string clean = squeeze(printable(text));
  const std::size_t width = terminal_width() - std::min<std::size_t>(indent, 30);
  std::string out;
  std::size_t column = 0;
  for (const auto word : split(clean, ' ')) {
    const std::size_t columns = display_width(word);
    if (column != 0 && column + 1 + columns > width) {
      out += '\n';
      column = 0;
    }
    if (column == 0) {
      out.append(indent, ' ');
    } else {
      out += ' ';
      ++column;
    }
    out += word;
    column += columns;
  }
  return out;
}

std::string clipped(std::string_view text, std::size_t columns) {
  std::string clean = squeeze(printable(text));
  if (display_width(clean) <= columns) {
    return clean;
  }
  while (!clean.empty() && display_width(clean) + 1 > columns) {
    do {
      clean.pop_back();
    } while (!clean.empty() && !is_valid_utf8(clean));
  }
  return clean + "…";
}

std::string linked(std::string_view text, std::string_view address) {
  if (!colours()) {
    return std::string(text);
  }
  std::string safe;
  for (const char c : printable(address)) {
    if (c > ' ' && c < 0x7F) {
      safe += c;
    }
  }
  return fmt::format("\x1b]8;;{}\x1b\\{}\x1b]8;;\x1b\\", safe, text);
}

std::string toned(std::string_view text, Tone tone) {
  if (!colours()) {
    return std::string(text);
  }
  const char* code = tone == Tone::Strong ? "1" : tone == Tone::Faint ? "2" : "1;31";
  return fmt::format("\x1b[{}m{}\x1b[0m", code, text);
}

std::string summary_line(const Study& study) {
  std::string out;
  const auto add = [&](const std::string& part) { out += (out.empty() ? "" : " · ") + part; };
  add(study.design ? study.design->id : "design not told");
  if (study.population) {
    add(study.population->id);
  }
  if (study.sample_size) {
    add(fmt::format("n = {}", study.sample_size->value));
  }
  if (study.direction) {
    add(study.direction->id);
  }
  return out;
}

std::string integrity_line(const Integrity& integrity) {
  std::string word;
  switch (integrity.status) {
    case IntegrityStatus::Ok:
      return {};
    case IntegrityStatus::Retracted:
      word = "RETRACTED";
      break;
    case IntegrityStatus::Concern:
      word = "EXPRESSION OF CONCERN";
      break;
    case IntegrityStatus::Corrected:
      word = "CORRECTED";
      break;
  }
  std::string notices;
  for (const Pmid pmid : integrity.by) {
    notices += fmt::format("{}PMID {}", notices.empty() ? "" : ", ", pmid);
  }
  return toned(notices.empty() ? word : fmt::format("{} (notice: {})", word, notices), Tone::Alarm);
}

}  // namespace meridian::cli
