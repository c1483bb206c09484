// How a record becomes a Xapian document.
#pragma once

#include <xapian.h>

#include <string>
#include <string_view>

#include "index/library.hpp"
#include "index/search/fields.hpp"

namespace meridian::index {

/// The term of an exact value, as indexed and as looked for: without case, cut to what Xapian can hold.
[[nodiscard]] std::string exact_term(const Field& field, std::string_view value);

/// The abstract's parts joined by a blank.
[[nodiscard]] std::string abstract_text(const Citation& citation);

[[nodiscard]] Xapian::Document document_of(const Held& held);

}  // namespace meridian::index
