// The steps from one schema to the next, from the numbered .sql files.
#pragma once

#include <span>

namespace meridian::index {

struct Migration {
  int number;  ///< PRAGMA user_version once applied
  const char* sql;
};

/// In order, from 1 without gaps.
[[nodiscard]] std::span<const Migration> migrations();

}  // namespace meridian::index
