// Plain text out of XML elements with mixed content.
#include "fetcher/pubmed_xml_text.hpp"

#include "core/text.hpp"

namespace meridian::fetcher {
namespace {

/// A character reference may name a surrogate, which pugixml writes out as it is told: hence the mending.
std::string clean(std::string_view text) {
  if (is_squeezed(text)) {
    return std::string(text);
  }
  return is_valid_utf8(text) ? squeeze(text) : squeeze(valid_utf8(text));
}

bool is_text(pugi::xml_node node) { return node.type() == pugi::node_pcdata || node.type() == pugi::node_cdata; }

/// The text of all below `node` after what it holds itself.
std::string text_below(pugi::xml_node node) {
  std::string text = node.value();
  for (pugi::xml_node at = node.first_child();;) {
    if (is_text(at) || at.type() == pugi::node_element) {
      text += at.value();
    }
    if (const auto down = at.first_child()) {
      at = down;
      continue;
    }
    while (!at.next_sibling()) {
      at = at.parent();
      if (at == node) {
        return text;
      }
    }
    at = at.next_sibling();
  }
}

}  // namespace

std::string text_of(pugi::xml_node node) {
  // An element's first text is its own value: records are parsed with parse_embed_pcdata.
  if (!node.first_child()) {
    return clean(node.value());
  }
  return clean(text_below(node));
}

std::string attribute_of(pugi::xml_node node, const char* name) { return clean(node.attribute(name).value()); }

}  // namespace meridian::fetcher
