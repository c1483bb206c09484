// The files that a command is given to read: told of before anything is made, and named where they cannot be read.
#include "cli/input_files.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <filesystem>

#include "core/text.hpp"
#include "fetcher/bulk.hpp"

namespace meridian::cli {

Result<void> any_readable(const std::vector<std::string>& files) {
  std::vector<Error> failures;
  for (const auto& file : files) {
    std::error_code ignored;
    if (file == "-" || std::filesystem::is_fifo(file, ignored)) {
      return {};
    }
    auto stream = fetcher::RecordStream::open(file);
    if (stream) {
      return {};
    }
    failures.push_back(std::move(stream.error()));
  }
  return failures.empty() ? Result<void>() : tl::unexpected<Error>(told_but_last(std::move(failures)));
}

Error told_but_last(std::vector<Error> failures) {
  Error last = std::move(failures.back());
  failures.pop_back();
  for (const Error& failure : failures) {
    fmt::print(stderr, "{}\n", printable(failure.describe()));
  }
  return last;
}

}  // namespace meridian::cli
