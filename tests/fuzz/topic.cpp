// A topic file: what is accepted is within its bounds and can be written down again; what is not is named with its
// line.
#include "tracker/topic.hpp"

#include <fmt/format.h>

#include "tests/fuzz/properties.hpp"

namespace meridian::fuzz {
namespace {

constexpr std::string_view kFile = "topics/input.toml";

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\' || (c >= 0 && c < ' ') || c == '\x7f') {
      out += fmt::format("\\u{:04x}", static_cast<int>(c));
    } else {
      out += c;
    }
  }
  return out + "\"";
}

std::string written(const tracker::Topic& topic) {
  return fmt::format("name = {}\nwhat_for = {}\nquery = {}\noverlap_days = {}\naudit_days = {}\n", quoted(topic.name),
                     quoted(topic.what_for), quoted(topic.query), topic.overlap_days, topic.audit_days);
}

}  // namespace

void one_input(std::string_view input) {
  const auto topic = tracker::parse_topic(input, std::string(kFile), "input");
  if (!topic) {
    must_name_a_line(topic.error(), kFile, input);
    return;
  }
  must(topic->id == "input" && topic->file == kFile, "a topic knows where it is from");
  must(!topic->query.empty() && !topic->name.empty(), "a topic has a name and a query");
  for (const int days : {topic->overlap_days, topic->audit_days}) {
    must(days >= 1 && days <= 365, "days are a year at most");
  }
  for (const std::string_view text : {topic->name, topic->what_for, topic->query}) {
    must(is_squeezed(text), "a topic's words are plain text", text);
  }
  const auto again = tracker::parse_topic(written(*topic), std::string(kFile), "input");
  must(again && again->name == topic->name && again->what_for == topic->what_for && again->query == topic->query &&
           again->overlap_days == topic->overlap_days && again->audit_days == topic->audit_days,
       "a topic that is written down is the same", written(*topic));
}

}  // namespace meridian::fuzz
