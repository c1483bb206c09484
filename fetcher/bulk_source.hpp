// Bytes of a file, of standard input or of memory, inflated where they are gzip.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/error.hpp"

struct inflate_state;

namespace meridian::fetcher {

/// A stream of bytes; gzip is told by its two magic bytes, and a file of several members is one stream.
class ByteSource {
 public:
  /// @errors NotFound: no such file; BadInput: it cannot be opened, or is a directory
  [[nodiscard]] static Result<std::unique_ptr<ByteSource>> open(const std::string& path);
  [[nodiscard]] static std::unique_ptr<ByteSource> over(std::string bytes);

  ByteSource(const ByteSource&) = delete;
  ByteSource& operator=(const ByteSource&) = delete;
  ~ByteSource();

  /// Fills `out` with up to `size` bytes; fewer than 1 only at the end.
  [[nodiscard]] std::size_t read(char* out, std::size_t size);

  /// Why the stream ended before it should have, or "" where it ended well.
  [[nodiscard]] const std::string& fault() const { return fault_; }
  [[nodiscard]] std::uint64_t consumed() const { return consumed_.load(std::memory_order_relaxed); }
  [[nodiscard]] std::uint64_t size() const { return size_; }

 private:
  ByteSource() = default;
  void begin();
  bool fill();
  void begin_member();
  std::size_t inflate_some(char* out, std::size_t size);

  int descriptor_ = -1;
  bool owns_descriptor_ = false;
  std::string memory_;
  std::size_t memory_at_ = 0;
  std::vector<unsigned char> input_;
  std::size_t from_ = 0, to_ = 0;
  bool begun_ = false, input_ended_ = false, gzip_ = false, inside_member_ = false, ended_ = false;
  std::unique_ptr<inflate_state> inflater_;
  std::string fault_;
  std::atomic<std::uint64_t> consumed_{0};
  std::uint64_t size_ = 0;
};

}  // namespace meridian::fetcher
