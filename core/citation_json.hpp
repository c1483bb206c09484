// A citation as JSON, schema meridian.citation/1, and back.
#pragma once

#include <string>
#include <string_view>

#include "core/citation.hpp"
#include "core/error.hpp"

namespace meridian {

inline constexpr std::string_view kCitationSchema = "meridian.citation/1";

/// One line of JSON, UTF-8, no newline; absent strings are null, absent lists []. Keys stand in the schema's order.
[[nodiscard]] std::string to_json(const Citation& citation);

/// The same line behind what `out` holds.
void append_json(std::string& out, const Citation& citation);

/// @errors BadInput: not JSON, another schema, or a value of the wrong type
[[nodiscard]] Result<Citation> citation_from_json(std::string_view line);

}  // namespace meridian
