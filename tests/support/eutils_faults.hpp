// The faults a loopback server is asked to show, and when.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace meridian::test {

struct ServerFault {
  std::string kind, value;                     ///< "truncate", "1000"
  std::map<std::string, std::string> options;  ///< "retry-after", "at", "every", "from", "to", "of"

  /// @param number   of the request among all, from 1
  /// @param number_of_program  among those to the same program
  [[nodiscard]] bool due(std::string_view program, int number, int number_of_program) const;
  [[nodiscard]] int option(const std::string& name, int otherwise) const;
};

/// Reads the language that EutilsServer::Options::faults describes.
/// @throws std::runtime_error: names the clause that is not understood
[[nodiscard]] std::vector<ServerFault> parse_faults(std::string_view text);

}  // namespace meridian::test
