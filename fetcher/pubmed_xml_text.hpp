// Plain text out of XML elements with mixed content.
#pragma once

#include <pugixml.hpp>
#include <string>
#include <string_view>

namespace meridian::fetcher {

/// All text inside `node` in its order, markup dropped, squeezed, valid UTF-8; "" for no node. Depth costs no stack.
[[nodiscard]] std::string text_of(pugi::xml_node node);

/// The attribute's value, squeezed; "" where there is none.
[[nodiscard]] std::string attribute_of(pugi::xml_node node, const char* name);

}  // namespace meridian::fetcher
