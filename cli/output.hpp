// Standard output, where nothing can be written any more.
#pragma once

#include "core/error.hpp"

namespace meridian::cli {

/// What a command ends with where its output could not be written.
///
/// Does not return where the reader has closed the pipe, as `head` does: it has read enough, and the program ends at
/// once and silently by SIGPIPE, like any other in a pipeline.
/// @param reason  errno of the write
/// @errors Storage
[[nodiscard]] Error not_written(int reason);

}  // namespace meridian::cli
