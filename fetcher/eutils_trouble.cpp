// Tells an E-utilities answer from the many ways in which one goes wrong, HTTP 200 included.
#include <fmt/format.h>

#include <array>
#include <pugixml.hpp>

#include "core/text.hpp"
#include "fetcher/eutils.hpp"

namespace meridian::fetcher {
namespace {

/// Words of the back end, lower case: the same request works a moment later.
constexpr auto kPassing = std::to_array<std::string_view>({
    "search backend failed",
    "database is not supported",
    "unable to obtain query",
    "unable to route request",
    "ratecontrol",
    "proxy_stream",
    "failed to connect",
    "pubone",
    "rate limit exceeded",
    "temporarily unavailable",
    "timed out",
    "timeout",
    "bad gateway",
    "try again",
    "internal error",
});

/// Words about the request, lower case; they can follow "Search Backend failed".
constexpr auto kLasting = std::to_array<std::string_view>({"cannot be larger than", "out of acceptable range"});

template <class Words>
bool holds_any(std::string_view lower, const Words& words) {
  for (const auto word : words) {
    if (lower.find(word) != std::string_view::npos) {
      return true;
    }
  }
  return false;
}

bool is_passing(std::string_view text) {
  const auto lower = ascii_lower(text.substr(0, 4096));
  return holds_any(lower, kPassing) && !holds_any(lower, kLasting);
}

bool is_html(std::string_view text) {
  const auto start = ascii_lower(text.substr(0, 512));
  return start.starts_with("<!doctype html") || start.find("<html") != std::string::npos;
}

/// What a server said, short and on one line.
std::string shown(std::string_view text) {
  auto line = squeeze(printable(text.substr(0, 800)));
  if (line.size() > 300) {
    line = valid_utf8(line.substr(0, 300)) + "…";
  }
  return line;
}

std::optional<std::string> error_text(std::string_view body) {
  const auto start = body.find("<ERROR>");
  const auto end = start == std::string_view::npos ? start : body.find("</ERROR>", start);
  if (end == std::string_view::npos) {
    return std::nullopt;
  }
  const auto element = body.substr(start, end + 8 - start);
  pugi::xml_document document;
  if (document.load_buffer(element.data(), element.size(), pugi::parse_default, pugi::encoding_utf8)) {
    return document.child("ERROR").text().get();
  }
  return std::string(element.substr(7, element.size() - 15));
}

Trouble passing(std::string what) { return {.what = std::move(what)}; }

Trouble said(const std::string& text) {
  if (text.empty() || is_passing(text)) {
    return passing(fmt::format("the server reports a fault of its own: {}", text.empty() ? "no words" : shown(text)));
  }
  return {.transient = false,
          .fault = Fault::BadInput,
          .what = fmt::format("the server rejects the request: {}", shown(text)),
          .hint = "check the search term"};
}

Trouble refused(const HttpAnswer& answer) {
  const auto text = error_text(answer.body).value_or(is_html(trim(answer.body)) ? "" : answer.body);
  if (is_passing(answer.body)) {
    return passing(fmt::format("the server reports a fault of its own ({})", answer.status));
  }
  if (ascii_lower(text.substr(0, 800)).find("api key") != std::string::npos) {
    return {.transient = false,
            .fault = Fault::Misconfigured,
            .what = fmt::format("the server refuses the API key ({})", answer.status),
            .hint = "check the key, or go on without one"};
  }
  return {.transient = false,
          .fault = answer.status == 400 || answer.status == 414 ? Fault::BadInput : Fault::Network,
          .what = fmt::format("the server refuses the request ({}): {}", answer.status, shown(text)),
          .hint = "check the search term and the server's address"};
}

/// True where the document has a start tag of `root` and ends with its end tag.
bool is_whole(std::string_view body, std::string_view root) {
  if (!body.ends_with('>')) {
    return false;
  }
  const auto last = body.rfind('<');
  const auto tag = body.substr(last);
  if (tag.starts_with("</")) {
    return trim(tag.substr(2, tag.size() - 3)) == root;
  }
  return tag.ends_with("/>") && trim(tag.substr(1, tag.size() - 3)) == root;
}

bool has_root(std::string_view body, std::string_view root) {
  const auto start = body.find(fmt::format("<{}", root));
  return start != std::string_view::npos && start < 4096 && start + root.size() + 1 < body.size() &&
         std::string_view(" \t\r\n/>").find(body[start + root.size() + 1]) != std::string_view::npos;
}

}  // namespace

std::optional<Trouble> find_trouble(const HttpAnswer& answer, std::string_view root, std::int64_t now) {
  if (answer.status == 429) {
    auto trouble = passing("server busy (429)");
    trouble.retry_after = read_retry_after(answer.retry_after, now);
    return trouble;
  }
  if (answer.status >= 500 || answer.status == 408) {
    auto trouble = passing(fmt::format("server fault ({})", answer.status));
    trouble.retry_after = read_retry_after(answer.retry_after, now);
    return trouble;
  }
  if (answer.status != 200) {
    return refused(answer);
  }
  auto body = trim(answer.body);
  if (body.starts_with("\xEF\xBB\xBF")) {
    body.remove_prefix(3);
  }
  if (body.empty()) {
    return passing("the server sent an empty answer");
  }
  if (is_html(body)) {
    return passing("the server sent a web page instead of data");
  }
  if (!body.starts_with('<')) {
    return is_passing(body) ? passing("the server reports a fault of its own")
                            : passing("the server sent something that is not XML");
  }
  if (const auto text = error_text(body)) {
    return said(std::string(trim(*text)));
  }
  if (!has_root(body, root)) {
    return passing("the server sent an answer without content");
  }
  if (!is_whole(body, root)) {
    return passing("the server's answer broke off");
  }
  return std::nullopt;
}

}  // namespace meridian::fetcher
