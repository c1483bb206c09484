// A study as JSON, schema meridian.study/1, and back.
#pragma once

#include <string>
#include <string_view>

#include "core/error.hpp"
#include "core/study.hpp"

namespace meridian {

inline constexpr std::string_view kStudySchema = "meridian.study/1";

/// One line of JSON, UTF-8, no newline; absent values are null, absent lists []. Keys stand in the schema's order.
[[nodiscard]] std::string to_json(const Study& study);

/// @errors BadInput: not JSON, another schema, or a value of the wrong type
[[nodiscard]] Result<Study> study_from_json(std::string_view line);

}  // namespace meridian
