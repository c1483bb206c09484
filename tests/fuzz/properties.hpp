// What several targets assert.
#pragma once

#include <algorithm>
#include <charconv>
#include <string>
#include <string_view>

#include "core/citation_json.hpp"
#include "core/error.hpp"
#include "core/text.hpp"
#include "tests/fuzz/target.hpp"

namespace meridian::fuzz {

inline void must_survive_json(const Citation& citation) {
  const std::string json = to_json(citation);
  must(is_valid_utf8(json) && json.find('\n') == std::string::npos, "a citation is one line of UTF-8", json);
  const auto again = citation_from_json(json);
  must(again.has_value(), "a citation's JSON can be read", json);
  must(*again == citation, "a citation's JSON gives the citation back", json);
}

inline void must_be_told(const Error& error, Fault fault) {
  must(error.fault == fault, "a mistake is told as what it is", error.message);
  must(!error.message.empty(), "a mistake is told in words");
  must(is_valid_utf8(error.describe()), "a mistake is told in UTF-8", error.message);
}

/// "file:line: what", with a line that is there.
inline void must_name_a_line(const Error& error, std::string_view file, std::string_view input) {
  must_be_told(error, Fault::Misconfigured);
  const std::string_view message = error.message;
  must(message.starts_with(file) && message.substr(file.size()).starts_with(":"), "a mistake names the file", message);
  const std::string_view rest = message.substr(file.size() + 1);
  long line = 0;
  const auto [end, wrong] = std::from_chars(rest.data(), rest.data() + rest.size(), line);
  must(wrong == std::errc() && std::string_view(end, 1) == ":", "a mistake names the line", message);
  const auto lines = 1 + std::count(input.begin(), input.end(), '\n');
  must(line >= 1 && line <= lines, "the line that a mistake names is in the file", message);
}

}  // namespace meridian::fuzz
