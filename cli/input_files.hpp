// The files that a command is given to read: told of before anything is made, and named where they cannot be read.
#pragma once

#include <string>
#include <vector>

#include "core/error.hpp"

namespace meridian::cli {

/// That at least one of `files` may be read ("-" is standard input; it and pipes count as readable, for they can be
/// read once only), so that a command which can read nothing makes and overwrites nothing.
/// @errors as RecordStream::open of the last file; those before it are told on stderr
[[nodiscard]] Result<void> any_readable(const std::vector<std::string>& files);

/// Tells all failures but the last on stderr. @return the last, which the command ends with; there must be one
[[nodiscard]] Error told_but_last(std::vector<Error> failures);

}  // namespace meridian::cli
