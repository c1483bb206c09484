// How a record becomes a Xapian document.
#pragma once

#include <xapian.h>

#include <optional>
#include <string>
#include <string_view>

#include "index/library.hpp"
#include "index/search/fields.hpp"

namespace meridian::index {

/// The term of an exact value, as indexed and as looked for: without case, cut to what Xapian can hold.
[[nodiscard]] std::string exact_term(const Field& field, std::string_view value);

/// The abstract's parts with their labels ("METHODS: ..."), joined by a blank.
[[nodiscard]] std::string abstract_text(const Citation& citation);

[[nodiscard]] Xapian::Document document_of(const Held& held);

/// A document ready to be written; none where the record was withdrawn.
struct PreparedDocument {
  Pmid pmid = 0;
  std::optional<Xapian::Document> document;
};

/// May run on several threads at once.
[[nodiscard]] PreparedDocument prepared(const Held& held);

}  // namespace meridian::index
