// Makes untrusted text harmless in XML, HTML and Markdown.
#pragma once

#include <string>
#include <string_view>

namespace meridian::tracker {

/// For text and attribute values: controls dropped, the five special characters as entities.
[[nodiscard]] std::string escape_xml(std::string_view text);

/// On one line, every character that Markdown could read as markup behind a backslash.
[[nodiscard]] std::string escape_markdown(std::string_view text);

}  // namespace meridian::tracker
