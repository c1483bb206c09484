// The one policy by which a request that failed is tried again.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>

#include "core/error.hpp"
#include "core/observer.hpp"
#include "fetcher/http.hpp"

namespace meridian::fetcher {

struct RetryPolicy {
  int attempts = 6;  ///< the first one included
  std::chrono::milliseconds first_wait{1000};
  std::chrono::milliseconds longest_wait{60000};
};

/// Why one attempt failed.
struct Trouble {
  bool transient = true;
  Fault fault = Fault::Network;  ///< what it ends with where it is not transient, or attempts run out
  std::string what;              ///< UTF-8, without an API key
  std::optional<std::chrono::milliseconds> retry_after = {};
  std::string hint = {};
};

/// Time that a Retry-After header asks for: seconds or an HTTP date, `now` in seconds since 1970.
[[nodiscard]] std::optional<std::chrono::milliseconds> read_retry_after(const std::string& header, std::int64_t now);

/// The wait after attempt number `attempt` (from 1): first_wait doubled each time, spread by a fifth either way by
/// `chance` (0 to 1) so that clients do not come back together; never shorter than Retry-After, never above
/// longest_wait.
[[nodiscard]] std::chrono::milliseconds wait_after(int attempt, const RetryPolicy& policy,
                                                   std::optional<std::chrono::milliseconds> retry_after, double chance);

/// Tells `observer` about the wait and sleeps.
/// @return  false once cancelled
[[nodiscard]] bool wait_for_next(int attempt, const RetryPolicy& policy, const Trouble& trouble, Observer& observer);

[[nodiscard]] Error given_up(int attempts, Trouble&& trouble);

/// Calls `attempt` until it has a value, fails for good, or the attempts are used up.
/// @errors Interrupted; else the last Trouble's fault
template <class Attempt>
[[nodiscard]] auto with_retries(const RetryPolicy& policy, Observer& observer, Attempt&& attempt)
    -> Result<typename decltype(attempt())::value_type> {
  for (int number = 1;; ++number) {
    auto outcome = attempt();
    if (outcome) {
      return std::move(*outcome);
    }
    auto& trouble = outcome.error();
    if (!trouble.transient || number >= policy.attempts) {
      return tl::unexpected(given_up(number, std::move(trouble)));
    }
    if (!wait_for_next(number, policy, trouble, observer)) {
      return fail(Fault::Interrupted, "stopped while waiting for the server");
    }
  }
}

}  // namespace meridian::fetcher
