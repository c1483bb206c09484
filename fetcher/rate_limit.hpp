// Keeps the gap between requests that NCBI asks for, across all processes of the machine.
#pragma once

#include <chrono>
#include <filesystem>

#include "core/error.hpp"
#include "core/observer.hpp"

namespace meridian::fetcher {

/// NCBI allows 3 requests a second without a key and 10 with one; 400 ms drew no refusal where 350 ms did.
inline constexpr std::chrono::milliseconds kGapWithoutKey{400};
inline constexpr std::chrono::milliseconds kGapWithKey{110};

/// Where the time of the last request is kept: $XDG_RUNTIME_DIR/meridian-rate, else /tmp/meridian-rate-<uid>.
[[nodiscard]] std::filesystem::path default_rate_file();

/// Sleeps, in slices short enough that a stop is heeded at once.
/// @return  false once `observer` is cancelled
[[nodiscard]] bool sleep_unless_cancelled(std::chrono::milliseconds time, const Observer& observer);

class RateLimit {
 public:
  /// `file` empty: the default place.
  RateLimit(std::filesystem::path file, std::chrono::milliseconds gap);

  /// Returns when a request may be sent; counts it as sent. A clock that was set back costs one gap at most.
  /// @errors Interrupted; Misconfigured: the file is a link, belongs to somebody else, or cannot be made
  [[nodiscard]] Result<void> wait(const Observer& observer) const;

 private:
  std::filesystem::path file_;
  std::chrono::milliseconds gap_;
};

}  // namespace meridian::fetcher
