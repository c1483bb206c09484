// The one file that knows curl.
#include "fetcher/http.hpp"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <fmt/format.h>

#include <mutex>

#include "core/text.hpp"
#include "core/version.hpp"

namespace meridian::fetcher {
namespace {

struct EasyEnd {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
struct MultiEnd {
  void operator()(CURLM* handle) const { curl_multi_cleanup(handle); }
};
struct UrlEnd {
  void operator()(CURLU* handle) const { curl_url_cleanup(handle); }
};
struct ListEnd {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

void start_curl() {
  static std::once_flag once;
  std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
}

/// What the callbacks of one transfer write to.
struct Transfer {
  HttpAnswer answer;
  std::uint64_t size_limit = 0;
  bool too_large = false;
};

std::size_t take_body(char* bytes, std::size_t, std::size_t count, void* user) {
  auto& transfer = *static_cast<Transfer*>(user);
  if (transfer.answer.body.size() + count > transfer.size_limit) {
    transfer.too_large = true;
    return 0;
  }
  transfer.answer.body.append(bytes, count);
  return count;
}

std::size_t take_header(char* bytes, std::size_t, std::size_t count, void* user) {
  auto& answer = static_cast<Transfer*>(user)->answer;
  const std::string_view line(bytes, count);
  constexpr std::string_view kName = "retry-after:";
  if (line.size() > kName.size() && line.size() < 200 && ascii_lower(line.substr(0, kName.size())) == kName) {
    answer.retry_after = trim(line.substr(kName.size()));
  }
  return count;
}

std::string url_part(CURLU* url, CURLUPart part) {
  char* text = nullptr;
  std::string value;
  if (curl_url_get(url, part, &text, 0) == CURLUE_OK && text != nullptr) {
    value = text;
  }
  curl_free(text);
  return value;
}

bool is_loopback(const std::string& host) {
  if (host == "localhost") {
    return true;
  }
  in_addr four{};
  if (inet_pton(AF_INET, host.c_str(), &four) == 1) {
    return (ntohl(four.s_addr) >> 24U) == 127U;
  }
  return host == "[::1]";
}

std::string seconds_text(std::chrono::milliseconds time) {
  return fmt::format("{:g} s", static_cast<double>(time.count()) / 1000.0);
}

HttpFault told(CURLcode code, const std::string& host, const HttpLimits& limits, CURL* handle) {
  using Kind = HttpFault::Kind;
  switch (code) {
    case CURLE_OPERATION_TIMEDOUT: {
      curl_off_t connected = 0;
      curl_easy_getinfo(handle, CURLINFO_CONNECT_TIME_T, &connected);
      const auto limit = connected == 0 ? std::min(limits.connect, limits.total) : limits.total;
      return {Kind::Transient, fmt::format("{} did not answer within {}", host, seconds_text(limit))};
    }
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
      return {Kind::Permanent, fmt::format("the certificate of {} could not be verified", host)};
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_URL_MALFORMAT:
      return {Kind::Permanent, fmt::format("the address of {} cannot be used", host)};
    case CURLE_COULDNT_RESOLVE_HOST:
      return {Kind::Transient, fmt::format("the name {} could not be resolved", host)};
    case CURLE_COULDNT_CONNECT:
      return {Kind::Transient, fmt::format("{} refused the connection", host)};
    case CURLE_PARTIAL_FILE:
    case CURLE_BAD_CONTENT_ENCODING:
      return {Kind::Transient, fmt::format("the answer of {} broke off", host)};
    default:
      return {Kind::Transient, fmt::format("the connection to {} failed ({})", host, curl_easy_strerror(code))};
  }
}

}  // namespace

std::string percent_encode(std::string_view text) {
  constexpr std::string_view kUnreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  std::string encoded;
  encoded.reserve(text.size());
  for (const char c : text) {
    if (kUnreserved.find(c) != std::string_view::npos) {
      encoded += c;
    } else {
      encoded += fmt::format("%{:02X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
    }
  }
  return encoded;
}

std::string encode_form(const Form& form) {
  std::string body;
  for (const auto& [name, value] : form) {
    if (!body.empty()) {
      body += '&';
    }
    body += percent_encode(name);
    body += '=';
    body += percent_encode(value);
  }
  return body;
}

std::optional<std::int64_t> read_http_date(const std::string& text) {
  const auto seconds = curl_getdate(text.c_str(), nullptr);
  if (seconds < 0) {
    return std::nullopt;
  }
  return seconds;
}

Result<std::string> check_address(const std::string& address) {
  start_curl();
  const std::unique_ptr<CURLU, UrlEnd> url(curl_url());
  if (!url || curl_url_set(url.get(), CURLUPART_URL, address.c_str(), 0) != CURLUE_OK) {
    return fail(Fault::Misconfigured, "the server's address is not a web address",
                "it looks like https://eutils.ncbi.nlm.nih.gov/entrez/eutils/");
  }
  const auto host = url_part(url.get(), CURLUPART_HOST);
  if (!url_part(url.get(), CURLUPART_USER).empty() || !url_part(url.get(), CURLUPART_PASSWORD).empty() ||
      !url_part(url.get(), CURLUPART_QUERY).empty() || !url_part(url.get(), CURLUPART_FRAGMENT).empty()) {
    return fail(Fault::Misconfigured, fmt::format("the address of {} has a user name, query or fragment", host),
                "give the address alone; a key has its own setting");
  }
  const auto scheme = url_part(url.get(), CURLUPART_SCHEME);
  if (scheme != "https" && !(scheme == "http" && is_loopback(host))) {
    return fail(Fault::Misconfigured, fmt::format("{}:// is not accepted for {}: only https is", scheme, host),
                "http:// is for a server on this machine, such as http://127.0.0.1:8080/");
  }
  return host;
}

struct HttpClient::Impl {
  HttpLimits limits;
  std::unique_ptr<CURLM, MultiEnd> multi;
  std::unique_ptr<CURL, EasyEnd> easy;  // ends before the multi handle, which keeps the connections
};

HttpClient::HttpClient(HttpLimits limits) : impl_(std::make_unique<Impl>()) {
  start_curl();
  impl_->limits = limits;
  impl_->multi.reset(curl_multi_init());
  impl_->easy.reset(curl_easy_init());
}
HttpClient::HttpClient(HttpClient&&) noexcept = default;
HttpClient::~HttpClient() = default;

tl::expected<HttpAnswer, HttpFault> HttpClient::post(const std::string& url, const Form& form,
                                                     const Observer& observer) {
  using Kind = HttpFault::Kind;
  CURL* easy = impl_->easy.get();
  CURLM* multi = impl_->multi.get();
  if (easy == nullptr || multi == nullptr) {
    return tl::unexpected(HttpFault{Kind::Permanent, "the network library could not be started"});
  }
  const auto host = check_address(url);
  if (!host) {
    return tl::unexpected(HttpFault{Kind::Permanent, host.error().message});
  }
  const auto body = encode_form(form);
  const auto agent = fmt::format("meridian/{}", kVersion);
  Transfer transfer;
  transfer.size_limit = impl_->limits.size;
  // Without "Expect:" curl would wait a second for "100 Continue" before long bodies.
  const std::unique_ptr<curl_slist, ListEnd> headers(curl_slist_append(nullptr, "Expect:"));

  curl_easy_reset(easy);
  curl_easy_setopt(easy, CURLOPT_URL, url.c_str());
  curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L);
  curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L);
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);  // a stop must not wait for a name server
  curl_easy_setopt(easy, CURLOPT_TCP_KEEPALIVE, 1L);
  curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "gzip");
  curl_easy_setopt(easy, CURLOPT_USERAGENT, agent.c_str());
  curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(impl_->limits.connect.count()));
  curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(impl_->limits.total.count()));
  curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(easy, CURLOPT_POST, 1L);
  curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
  curl_easy_setopt(easy, CURLOPT_POSTFIELDS, body.c_str());
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_body);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, &transfer);
  curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, take_header);
  curl_easy_setopt(easy, CURLOPT_HEADERDATA, &transfer);
  if (is_loopback(*host)) {
    curl_easy_setopt(easy, CURLOPT_PROXY, "");  // a proxy would take plain http, and the key, off the machine
  }

  // The multi interface, because curl_easy_perform asks only once a second whether to go on while nothing arrives.
  if (curl_multi_add_handle(multi, easy) != CURLM_OK) {
    return tl::unexpected(HttpFault{Kind::Permanent, "the network library could not be started"});
  }
  int running = 1;
  bool cancelled = false;
  CURLcode code = CURLE_FAILED_INIT;
  while (!cancelled) {
    if (curl_multi_perform(multi, &running) != CURLM_OK || running == 0) {
      break;
    }
    curl_multi_poll(multi, nullptr, 0, 100, nullptr);
    cancelled = observer.cancelled();
  }
  int left = 0;
  while (const CURLMsg* message = curl_multi_info_read(multi, &left)) {
    if (message->msg == CURLMSG_DONE) {
      code = message->data.result;
    }
  }
  curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &transfer.answer.status);
  curl_multi_remove_handle(multi, easy);
  if (cancelled) {
    return tl::unexpected(HttpFault{Kind::Cancelled, "stopped"});
  }
  if (transfer.too_large) {
    return tl::unexpected(
        HttpFault{Kind::Permanent, fmt::format("the answer of {} is larger than {} bytes", *host, impl_->limits.size)});
  }
  if (code != CURLE_OK) {
    return tl::unexpected(told(code, *host, impl_->limits, easy));
  }
  return std::move(transfer.answer);
}

}  // namespace meridian::fetcher
