// The files that a command is given to read: told of before anything is made, and named where they cannot be read.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/error.hpp"
#include "fetcher/bulk.hpp"

namespace meridian::cli {

/// Files of records. What a look beforehand opened is handed on, as standard input can be read once only.
class InputFiles {
 public:
  /// Opens them until one can be read, so that a command makes nothing where none can.
  /// @errors those of the last file where none can be read; those before it are told on stderr
  [[nodiscard]] Result<void> look(const std::vector<std::string>& files);

  /// @errors those of RecordStream::open
  [[nodiscard]] Result<fetcher::RecordStream> open(const std::string& file);

 private:
  std::map<std::string, Result<fetcher::RecordStream>> looked_at_;
};

/// Tells all but the last, and gives the last.
[[nodiscard]] Error told_but_last(std::vector<Error> failures);

}  // namespace meridian::cli
