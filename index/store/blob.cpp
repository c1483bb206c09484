// zstd with a checksum, so that a flipped bit on disk is noticed.
#include "index/store/blob.hpp"

#include <zstd.h>

#include <memory>
#include <stdexcept>

namespace meridian::index {
namespace {

constexpr unsigned long long kLargest = 1ULL << 30U;
constexpr int kLevel = 3;

}  // namespace

std::string compress(std::string_view text) {
  thread_local const std::unique_ptr<ZSTD_CCtx, decltype(&ZSTD_freeCCtx)> context(ZSTD_createCCtx(), &ZSTD_freeCCtx);
  if (!context) {
    throw std::bad_alloc();
  }
  ZSTD_CCtx_setParameter(context.get(), ZSTD_c_compressionLevel, kLevel);
  ZSTD_CCtx_setParameter(context.get(), ZSTD_c_checksumFlag, 1);
  std::string out(ZSTD_compressBound(text.size()), '\0');
  const std::size_t size = ZSTD_compress2(context.get(), out.data(), out.size(), text.data(), text.size());
  if (ZSTD_isError(size) != 0) {
    throw std::runtime_error("a record could not be compressed");
  }
  out.resize(size);
  return out;
}

std::optional<std::string> decompress_if_whole(std::string_view blob) {
  const auto size = ZSTD_getFrameContentSize(blob.data(), blob.size());
  if (size == ZSTD_CONTENTSIZE_UNKNOWN || size == ZSTD_CONTENTSIZE_ERROR || size > kLargest) {
    return std::nullopt;
  }
  std::string out(size, '\0');
  const std::size_t got = ZSTD_decompress(out.data(), out.size(), blob.data(), blob.size());
  if (ZSTD_isError(got) != 0 || got != size) {
    return std::nullopt;
  }
  return out;
}

std::string decompress(std::string_view blob) {
  auto text = decompress_if_whole(blob);
  if (!text) {
    throw std::runtime_error("a stored record is damaged");
  }
  return std::move(*text);
}

}  // namespace meridian::index
