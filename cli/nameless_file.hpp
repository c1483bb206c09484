// A file without a name, for what must wait and is too large for memory.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "cli/descriptor.hpp"

namespace meridian::cli {

/// Stands in the folder that TMPDIR names, else in /var/tmp, which unlike /tmp is seldom memory, else in /tmp. Nothing
/// is left of it once the program ends, however it ends.
class NamelessFile {
 public:
  /// nullopt where none can be made.
  [[nodiscard]] static std::optional<NamelessFile> make();

  /// False where the file takes no more; what was added before is kept, and nothing of `text` counts.
  [[nodiscard]] bool append(std::string_view text);

  [[nodiscard]] std::uint64_t size() const { return size_; }  ///< bytes
  /// Bytes that its file system had free when it was made.
  [[nodiscard]] std::uint64_t room() const { return room_; }
  [[nodiscard]] int number() const { return file_.number(); }  ///< the descriptor, to be read

 private:
  explicit NamelessFile(Descriptor file);
  Descriptor file_;
  std::uint64_t size_ = 0;
  std::uint64_t room_ = 0;
};

}  // namespace meridian::cli
