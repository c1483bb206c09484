// Escapes text for XML, HTML and Markdown.
#include "tracker/escape.hpp"

#include "core/text.hpp"

namespace meridian::tracker {
namespace {

/// Without the two code points that are valid in UTF-8 and not in XML 1.0: U+FFFE and U+FFFF.
std::string without_noncharacters(std::string text) {
  for (const char* bad : {"\xEF\xBF\xBE", "\xEF\xBF\xBF"}) {
    for (auto at = text.find(bad); at != std::string::npos; at = text.find(bad, at)) {
      text.erase(at, 3);
    }
  }
  return text;
}

}  // namespace

std::string escape_xml(std::string_view text) {
  std::string out;
  for (const char c : without_noncharacters(squeeze(printable(text)))) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string escape_markdown(std::string_view text) {
  constexpr std::string_view kMarkup = "\\`*_{}[]()<>#+-!|~&";
  std::string out;
  for (const char c : squeeze(printable(text))) {
    if (kMarkup.find(c) != std::string_view::npos) {
      out += '\\';
    }
    out += c;
  }
  return out;
}

}  // namespace meridian::tracker
