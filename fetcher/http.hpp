// One HTTP POST after another over kept connections, with limits and a way to stop.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>
#include <vector>

#include "core/error.hpp"
#include "core/observer.hpp"

namespace meridian::fetcher {

struct HttpLimits {
  std::chrono::milliseconds connect{15000};
  std::chrono::milliseconds total{120000};  ///< from the call to the last byte
  std::uint64_t size = 512ULL << 20U;       ///< bytes of a body after decompression
};

struct HttpAnswer {
  long status = 0;
  std::string body;         ///< decompressed
  std::string retry_after;  ///< the header as it came, or ""
};

/// Why no answer came.
struct HttpFault {
  enum class Kind { Transient, Permanent, Cancelled };
  Kind kind = Kind::Transient;
  std::string message;  ///< UTF-8, names the host, never the body that was sent
};

/// Fields of a form, in the order in which they are sent.
using Form = std::vector<std::pair<std::string, std::string>>;

/// `form` as application/x-www-form-urlencoded; everything but unreserved characters is escaped.
[[nodiscard]] std::string encode_form(const Form& form);

/// `text` with all but letters, digits and "-._~" escaped.
[[nodiscard]] std::string percent_encode(std::string_view text);

/// Seconds since 1970 of an HTTP date (RFC 9110, all three forms), or nullopt.
[[nodiscard]] std::optional<std::int64_t> read_http_date(const std::string& text);

/// Checks that a server's address may be used: https, or http to a loopback address (a key must not cross a network in
/// clear), without a user name, query or fragment.
/// @return  the host
/// @errors  Misconfigured
[[nodiscard]] Result<std::string> check_address(const std::string& url);

/// Not for use by two threads at once.
class HttpClient {
 public:
  explicit HttpClient(HttpLimits limits);
  HttpClient(HttpClient&&) noexcept;
  ~HttpClient();

  /// Sends `form` and waits for the answer, whatever its status. Redirects are not followed: they could carry the form
  /// to another host. `observer.cancelled()` is asked at least ten times a second.
  [[nodiscard]] tl::expected<HttpAnswer, HttpFault> post(const std::string& url, const Form& form,
                                                         const Observer& observer);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace meridian::fetcher
