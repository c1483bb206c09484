// How a failure is told to a person.
#include "core/error.hpp"

#include <fmt/format.h>

#include "core/text.hpp"

namespace meridian {

const ExitStatusRow& exit_status(Fault fault) {
  for (const auto& row : kExitStatuses) {
    if (row.fault == fault) {
      return row;
    }
  }
  return kExitStatuses[1];  // Internal
}

std::string Error::describe() const {
  std::string text = fmt::format("error: {}", printable(message));
  for (const auto& step : during) {
    text += fmt::format("\n  while {}", printable(step));
  }
  const auto status = exit_status(fault).status;
  if (hint.empty()) {
    text += fmt::format("  (exit status {})", status);
  } else {
    text += fmt::format("\n  hint: {}  (exit status {})", printable(hint), status);
  }
  return text;
}

}  // namespace meridian
