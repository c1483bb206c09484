// Progress and remarks on stderr, and the signals that ask the program to stop.
#include <fmt/format.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>

#include "cli/context.hpp"
#include "cli/output.hpp"
#include "core/text.hpp"

namespace meridian::cli {
namespace {

volatile std::sig_atomic_t stop_asked = 0;

void ask_to_stop(int /*signal*/) { stop_asked = 1; }

}  // namespace

void install_signal_handlers() {
  struct sigaction action {};
  action.sa_handler = ask_to_stop;
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);  // a file that may grow no further is a failed write too
}

TerminalObserver::TerminalObserver(bool quiet)
    : quiet_(quiet), terminal_(isatty(STDERR_FILENO) == 1), last_(std::chrono::steady_clock::now()) {}

void TerminalObserver::stage(std::string_view name, std::uint64_t total, std::string_view unit) {
  finish();
  stage_ = printable(name);
  unit_ = unit;
  total_ = total;
  done_ = 0;
}

void TerminalObserver::advance(std::uint64_t done) {
  done_ = done;
  const auto now = std::chrono::steady_clock::now();
  const auto pause = terminal_ ? std::chrono::milliseconds(100) : std::chrono::milliseconds(10000);
  if (!quiet_ && (now - last_ >= pause || (terminal_ && done_ == total_))) {
    last_ = now;
    draw();
  }
}

void TerminalObserver::draw() {
  constexpr std::uint64_t kBar = 24;
  std::string line = fmt::format("{}: {}", stage_, done_);
  if (total_ > 0) {
    const auto filled = std::min(kBar, done_ * kBar / total_);
    line = fmt::format("{}: [{:#<{}}{:.<{}}] {} of {}", stage_, "", filled, "", kBar - filled, done_, total_);
  }
  if (terminal_) {
    tell("\r\x1b[K{} {}", line, unit_);
    drawn_ = true;
  } else {
    tell("{} {}\n", line, unit_);
  }
}

void TerminalObserver::finish() {
  if (drawn_) {
    tell("\n");
    drawn_ = false;
  }
}

void TerminalObserver::note(std::string_view text) {
  if (!quiet_) {
    finish();
    tell("{}\n", printable(text));
  }
}

void TerminalObserver::warn(std::string_view text) {
  if (!quiet_) {
    finish();
    tell("warning: {}\n", printable(text));
  }
}

bool TerminalObserver::cancelled() const { return stop_asked != 0; }

}  // namespace meridian::cli
