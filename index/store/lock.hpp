// One writer at a time: an advisory lock that the kernel drops when its holder ends, however it ends.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <utility>

#include "core/error.hpp"

namespace meridian::index {

class WriteLock {
 public:
  /// @errors Locked: who holds it, since when; Storage: the file cannot be made
  [[nodiscard]] static Result<WriteLock> take(const std::filesystem::path& file, std::chrono::seconds wait,
                                              const std::string& now);

  WriteLock() = default;
  WriteLock(WriteLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  WriteLock& operator=(WriteLock&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
  }
  ~WriteLock();

 private:
  int descriptor_ = -1;
};

}  // namespace meridian::index
