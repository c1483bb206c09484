// Reads a topic file.
#include "tracker/topic.hpp"

#include <fmt/format.h>

#include <array>

#include "core/text.hpp"
#include "core/toml.hpp"

namespace meridian::tracker {
namespace {

constexpr std::array<std::string_view, 5> kKeys{"name", "query", "what_for", "overlap_days", "audit_days"};
constexpr std::int64_t kMostDays = 365;

std::string at(const std::string& file, const toml::source_region& where) {
  return fmt::format("{}:{}", file, where.begin.line);
}

}  // namespace

Result<Topic> parse_topic(std::string_view text, const std::string& file, const std::string& id) {
  const toml::parse_result parsed = toml::parse(text, file);
  if (!parsed) {
    return fail(Fault::Misconfigured,
                fmt::format("{}: {}", at(file, parsed.error().source()), parsed.error().description()),
                "a topic file is TOML with name, query and what_for");
  }
  Topic topic;
  topic.id = id;
  topic.file = file;
  for (const auto& [key, value] : parsed.table()) {
    if (key == "overlap_days" || key == "audit_days") {
      const auto days = value.value<std::int64_t>();
      if (!value.is_integer() || !days || *days < 1 || *days > kMostDays) {
        return fail(Fault::Misconfigured, fmt::format("{}: \"{}\" must be a whole number of days from 1 to {}",
                                                      at(file, value.source()), key.str(), kMostDays));
      }
      (key == "overlap_days" ? topic.overlap_days : topic.audit_days) = static_cast<int>(*days);
      continue;
    }
    std::string* place = nullptr;
    if (key == "name") {
      place = &topic.name;
    } else if (key == "query") {
      place = &topic.query;
    } else if (key == "what_for") {
      place = &topic.what_for;
    } else {
      const auto near = nearest_name(key.str(), {kKeys.begin(), kKeys.end()});
      return fail(Fault::Misconfigured,
                  fmt::format("{}: unknown key \"{}\"", at(file, value.source()), printable(key.str())),
                  near.empty() ? "a topic has name, query, what_for, overlap_days and audit_days"
                               : fmt::format("did you mean \"{}\"?", near));
    }
    if (!value.is_string()) {
      return fail(Fault::Misconfigured,
                  fmt::format("{}: \"{}\" must be a string", at(file, value.source()), key.str()));
    }
    *place = squeeze(valid_utf8(value.ref<std::string>()));
  }
  if (topic.query.empty()) {
    return fail(Fault::Misconfigured, fmt::format("{}:1: no query", file),
                "a topic needs query = \"...\" in PubMed's language");
  }
  if (topic.name.empty()) {
    topic.name = id;
  }
  return topic;
}

}  // namespace meridian::tracker
