// How a failure is told: one table of faults with the exit status each ends the program with, and the error value that
// rooms hand up.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>
#include <vector>

namespace meridian {

/// What kind of end a command came to. Each is one row of kExitStatuses.
enum class Fault {
  None,
  Internal,
  Usage,
  BadInput,
  Network,
  Incomplete,
  Storage,
  Locked,
  Misconfigured,
  NotFound,
  Warnings,
  Disagreement,
  Interrupted,
};

struct ExitStatusRow {
  Fault fault;
  int status;  ///< process exit status, 0 to 255
  std::string_view name;
  std::string_view meaning;
};

/// The one table of exit statuses: `meridian help exit-status` and the README print it, scripts branch on it.
inline constexpr auto kExitStatuses = std::to_array<ExitStatusRow>({
    {Fault::None, 0, "complete", "everything asked for was done"},
    {Fault::Internal, 1, "internal", "a fault in meridian itself; please report it"},
    {Fault::Usage, 2, "usage", "a flag, command or query that cannot be understood"},
    {Fault::BadInput, 3, "bad-input",
     "a file or record that is damaged or is not what it should be; what could be read was kept"},
    {Fault::Network, 4, "network", "the server did not answer, refused, or kept answering with errors"},
    {Fault::Incomplete, 5, "incomplete", "part of the work was done and kept; run the same command again to resume"},
    {Fault::Storage, 6, "storage", "the library cannot be read or written: disk full, damaged, or no permission"},
    {Fault::Locked, 7, "locked", "another process is writing to this library"},
    {Fault::Misconfigured, 8, "misconfigured", "a settings, topic or vocabulary file has a mistake, or is missing"},
    {Fault::NotFound, 9, "not-found", "nothing in the library has that PMID or name"},
    {Fault::Warnings, 10, "warnings",
     "complete, but something needs a look: an ignored search tag, a record that was damaged"},
    {Fault::Disagreement, 11, "disagreement", "a check found that things which should agree do not"},
    {Fault::Interrupted, 130, "interrupted", "stopped by Ctrl-C or a signal; what was committed is kept"},
});

/// Row of `fault` in kExitStatuses; every Fault has one (checked by a test).
[[nodiscard]] const ExitStatusRow& exit_status(Fault fault);

/// A failure as a value. `message` says what happened in the reader's words; each entry of `during` says, from the
/// inside out, what was being done; `hint` says what to do next and may be empty. All UTF-8, no trailing full stop
/// or newline; none of them ever holds an API key.
struct Error {
  Fault fault = Fault::Internal;
  std::string message;
  std::vector<std::string> during;
  std::string hint;

  /// The same error, with one more outer "while ..." line: `what` is a gerund, such as "fetching page 3 of 7".
  [[nodiscard]] Error while_doing(std::string what) && {
    during.push_back(std::move(what));
    return std::move(*this);
  }

  /// The lines shown to a person on stderr, control characters removed:
  /// "error: ...", one "  while ..." per `during`, "  hint: ... (exit status N)".
  [[nodiscard]] std::string describe() const;
};

template <class T>
using Result = tl::expected<T, Error>;

/// Shorthand for returning a failure from a function whose type is Result<T>.
[[nodiscard]] inline tl::unexpected<Error> fail(Fault fault, std::string message, std::string hint = {}) {
  return tl::unexpected<Error>(Error{fault, std::move(message), {}, std::move(hint)});
}

}  // namespace meridian
