// A library as one file: copied while in use, and put back after a check.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "core/error.hpp"
#include "core/observer.hpp"

namespace meridian::index {

struct BackupReport {
  std::uint64_t citations = 0, revisions = 0, runs = 0;
  int schema = 0;
  std::string library_id;
  std::filesystem::path kept;  ///< restore: where what stood before was kept; empty where nothing stood
};

/// A consistent copy of the library's database in one file, also while another process writes.
/// @errors NotFound: no library; Storage: the file exists or cannot be written; Interrupted
[[nodiscard]] Result<BackupReport> backup_library(const std::filesystem::path& folder,
                                                  const std::filesystem::path& file, const Observer& observer);

/// Reads a backup from end to end.
/// @errors NotFound; BadInput: it is not a library, is damaged, or is of a newer meridian
[[nodiscard]] Result<BackupReport> check_backup(const std::filesystem::path& file);

/// Checks `file`, keeps what stands in `folder` beside it, and replaces it. The search index is built anew by the next
/// command that writes.
/// @errors as check_backup; Locked; Storage: what stood before still stands
[[nodiscard]] Result<BackupReport> restore_library(const std::filesystem::path& file,
                                                   const std::filesystem::path& folder, const std::string& now);

}  // namespace meridian::index
