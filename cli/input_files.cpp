// The files that a command is given to read: told of before anything is made, and named where they cannot be read.
#include "cli/input_files.hpp"

#include "cli/output.hpp"
#include "core/text.hpp"

namespace meridian::cli {

Result<void> InputFiles::look(const std::vector<std::string>& files) {
  std::vector<Error> failures;
  for (const auto& file : files) {
    if (looked_at_.contains(file)) {
      continue;
    }
    const auto& looked = looked_at_.emplace(file, fetcher::RecordStream::open(file)).first->second;
    if (looked) {
      return {};
    }
    failures.push_back(looked.error());
  }
  return failures.empty() ? Result<void>() : tl::unexpected<Error>(told_but_last(std::move(failures)));
}

Result<fetcher::RecordStream> InputFiles::open(const std::string& file) {
  if (auto looked = looked_at_.extract(file); !looked.empty()) {
    return std::move(looked.mapped());
  }
  return fetcher::RecordStream::open(file);
}

Error told_but_last(std::vector<Error> failures) {
  Error last = std::move(failures.back());
  failures.pop_back();
  for (const Error& failure : failures) {
    tell("{}\n", printable(failure.describe()));
  }
  return last;
}

}  // namespace meridian::cli
