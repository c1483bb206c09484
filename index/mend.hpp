// Mends a library whose store and index disagree.
#pragma once

#include <filesystem>

#include "index/library.hpp"

namespace meridian::index {

struct Mended {
  VerifyReport found;  ///< before, and what was done about it
  VerifyReport left;   ///< what a second look finds: what is damaged in the store cannot be made again
};

/// Looks at the library in `folder` as it stands, which opening it for writing would already change, and builds the
/// index anew where it does not say what the store says.
/// @errors NotFound, Locked, Storage: as Library::open
[[nodiscard]] Result<Mended> mend(const std::filesystem::path& folder, Observer& observer);

}  // namespace meridian::index
