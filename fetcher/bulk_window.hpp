// A sliding window over a byte stream, addressed by offsets from the stream's first byte.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "fetcher/bulk_source.hpp"

namespace meridian::fetcher {

class Window {
 public:
  explicit Window(std::unique_ptr<ByteSource> source) : source_(std::move(source)) {}

  /// The bytes at hand from offset `at` on; `at` lies in begin() to end().
  [[nodiscard]] std::string_view from(std::uint64_t at) const {
    return std::string_view(bytes_).substr(static_cast<std::size_t>(at - begin_));
  }
  [[nodiscard]] std::uint64_t begin() const { return begin_; }
  [[nodiscard]] std::uint64_t end() const { return begin_ + bytes_.size(); }

  /// Gets more bytes; those before `keep_from` may be forgotten. False at the stream's end.
  [[nodiscard]] bool more(std::uint64_t keep_from) {
    constexpr std::size_t kStep = std::size_t{256} << 10U;
    bytes_.erase(0, static_cast<std::size_t>(keep_from - begin_));
    begin_ = keep_from;
    const std::size_t had = bytes_.size();
    bytes_.resize(had + kStep);
    const std::size_t got = source_->read(bytes_.data() + had, kStep);
    bytes_.resize(had + got);
    if (got > 0 && had == 0 && bytes_.capacity() > kLargeBytes) {
      bytes_.shrink_to_fit();  // after a huge record
    }
    return got > 0;
  }

  /// At least `count` bytes from `at` on, where the stream has them.
  [[nodiscard]] bool has(std::uint64_t at, std::size_t count, std::uint64_t keep_from) {
    while (end() < at + count) {
      if (!more(keep_from)) {
        return false;
      }
    }
    return true;
  }

  /// Forgets the first `count` bytes at hand; offsets stay what they are.
  void drop(std::size_t count) {
    bytes_.erase(0, count);
    begin_ += count;
  }

  [[nodiscard]] const ByteSource& source() const { return *source_; }

 private:
  static constexpr std::size_t kLargeBytes = std::size_t{16} << 20U;
  std::unique_ptr<ByteSource> source_;
  std::string bytes_;
  std::uint64_t begin_ = 0;
};

}  // namespace meridian::fetcher
