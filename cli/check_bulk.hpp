// Single claims checked in bulk: a line of JSON in, a line of JSON out.
#pragma once

#include <string>
#include <vector>

#include "tracker/check.hpp"

namespace meridian::cli {

struct BulkClaims {
  std::string name;                  ///< of the file, for errors
  std::string text;                  ///< lines of {"id","claim"}
  std::vector<std::string> only;     ///< verdicts and flags that are answered; empty: all
  std::vector<std::string> fail_on;  ///< verdicts and flags that shut the gate, shown or not
  bool explain = false;
};

/// @param out  the answers are added to it
/// @return     Disagreement where the gate is shut, else None
/// @errors     BadInput with file and line; what the library fails with
[[nodiscard]] Result<Fault> check_in_bulk(tracker::Checker& checker, const BulkClaims& claims, std::string& out);

}  // namespace meridian::cli
