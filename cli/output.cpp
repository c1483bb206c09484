// Standard output, where nothing can be written any more.
#include "cli/output.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <csignal>
#include <cstring>

namespace meridian::cli {

Error not_written(int reason) {
  if (reason == EPIPE) {
    std::signal(SIGPIPE, SIG_DFL);
    std::raise(SIGPIPE);
  }
  return {Fault::Storage,
          fmt::format("the output could not be written: {}", std::strerror(reason)),
          {},
          reason == ENOSPC ? "make room on the disk, then run the same command again" : ""};
}

}  // namespace meridian::cli
