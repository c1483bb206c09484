// Plain text out of XML elements with mixed content.
#include "fetcher/pubmed_xml_text.hpp"

#include <cstdint>
#include <cstring>

#include "core/text.hpp"

namespace meridian::fetcher {
namespace {

/// True where squeeze would surely change nothing: the bulk of all text, so that it is worth one cheap look.
bool is_plain(std::string_view text) {
  bool blank = true;  // none at the front
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte == ' ') {
      if (blank) {
        return false;
      }
      blank = true;
    } else if (byte < 0x20 || byte >= 0x7F) {
      return false;
    } else {
      blank = false;
    }
  }
  return !blank || text.empty();
}

/// A character reference may name a surrogate, which pugixml writes out as it is told: hence the mending.
std::string clean(std::string_view text) {
  if (is_plain(text)) {
    return std::string(text);
  }
  return is_valid_utf8(text) ? squeeze(text) : squeeze(valid_utf8(text));
}

bool is_text(pugi::xml_node node) { return node.type() == pugi::node_pcdata || node.type() == pugi::node_cdata; }

}  // namespace

std::string text_of(pugi::xml_node node) {
  const pugi::xml_node first = node.first_child();
  if (!first) {
    return {};
  }
  if (is_text(first) && !first.next_sibling()) {
    return clean(first.value());
  }
  std::string text;
  for (pugi::xml_node at = first;;) {
    if (is_text(at)) {
      text += at.value();
    }
    if (const auto down = at.first_child()) {
      at = down;
      continue;
    }
    while (!at.next_sibling()) {
      at = at.parent();
      if (at == node) {
        return clean(text);
      }
    }
    at = at.next_sibling();
  }
}

std::string attribute_of(pugi::xml_node node, const char* name) { return clean(node.attribute(name).value()); }

}  // namespace meridian::fetcher
