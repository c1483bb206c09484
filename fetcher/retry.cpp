// How long to wait before a request is tried again, and how that is told.
#include "fetcher/retry.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "core/text.hpp"
#include "fetcher/rate_limit.hpp"

namespace meridian::fetcher {

using std::chrono::milliseconds;

std::optional<milliseconds> read_retry_after(const std::string& header, std::int64_t now) {
  const auto text = trim(header);
  if (text.empty()) {
    return std::nullopt;
  }
  constexpr std::int64_t kDay = 86400;  // far above any longest_wait; keeps the sums from overflowing
  if (text.find_first_not_of("0123456789") == std::string_view::npos) {
    std::int64_t seconds = 0;
    for (const char digit : text) {
      seconds = std::min(kDay, seconds * 10 + (digit - '0'));
    }
    return milliseconds(seconds * 1000);
  }
  const auto then = read_http_date(std::string(text));
  if (!then) {
    return std::nullopt;
  }
  return milliseconds(std::clamp<std::int64_t>(*then - now, 0, kDay) * 1000);
}

milliseconds wait_after(int attempt, const RetryPolicy& policy, std::optional<milliseconds> retry_after,
                        double chance) {
  const auto longest = static_cast<double>(policy.longest_wait.count());
  const auto doubled = static_cast<double>(policy.first_wait.count()) * std::pow(2.0, std::min(attempt - 1, 30));
  auto wait = std::min(doubled, longest) * (0.8 + 0.4 * chance);
  if (retry_after) {
    wait = std::max(wait, static_cast<double>(retry_after->count()));
  }
  return milliseconds(static_cast<std::int64_t>(std::min(wait, longest)));
}

bool wait_for_next(int attempt, const RetryPolicy& policy, const Trouble& trouble, Observer& observer) {
  thread_local std::minstd_rand chance{std::random_device{}()};
  const auto wait =
      wait_after(attempt, policy, trouble.retry_after, std::uniform_real_distribution<double>(0.0, 1.0)(chance));
  const auto shown = wait < milliseconds(1000)
                         ? fmt::format("{} ms", wait.count())
                         : fmt::format("{:g} s", std::round(static_cast<double>(wait.count()) / 100.0) / 10.0);
  observer.note(fmt::format("{}, waiting {}, attempt {} of {}", trouble.what, shown, attempt + 1, policy.attempts));
  return sleep_unless_cancelled(wait, observer);
}

Error given_up(int attempts, Trouble&& trouble) {
  Error error{trouble.fault, std::move(trouble.what), {}, std::move(trouble.hint)};
  if (trouble.transient) {
    error.message += attempts > 1 ? fmt::format(" (after {} attempts)", attempts) : "";
    if (error.hint.empty()) {
      error.hint = "try again later; what was finished is kept";
    }
  }
  return error;
}

}  // namespace meridian::fetcher
