// Standard error, which may take nothing, and standard output, where nothing can be written any more.
#pragma once

#include <fmt/format.h>

#include <cstdio>
#include <string>
#include <utility>

#include "core/error.hpp"

namespace meridian::cli {

/// Talk on stderr. Where that can take nothing nobody can be told, and the work goes on all the same.
template <class... Words>
void tell(fmt::format_string<Words...> text, Words&&... words) {
  const std::string line = fmt::format(text, std::forward<Words>(words)...);
  static_cast<void>(std::fwrite(line.data(), 1, line.size(), stderr));
}

/// What a command ends with where its output could not be written.
///
/// Does not return where the reader has closed the pipe, as `head` does: it has read enough, and the program ends at
/// once and silently by SIGPIPE, like any other in a pipeline.
/// @param reason  errno of the write
/// @errors Storage
[[nodiscard]] Error not_written(int reason);

}  // namespace meridian::cli
