// Reads "429:every=5,retry-after=1;500:at=3" and says which fault is due.
#include "tests/support/eutils_faults.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <stdexcept>

namespace meridian::test {
namespace {

constexpr auto kKinds = std::to_array<std::string_view>(
    {"429", "500", "502", "503", "html", "error", "truncate", "stall", "reset", "missing", "drift"});
constexpr auto kOptions = std::to_array<std::string_view>({"at", "every", "from", "to", "of", "retry-after"});

int number(std::string_view text, int otherwise) {
  text.remove_prefix(text.starts_with('+') ? 1 : 0);
  int value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  return read.ec == std::errc() ? value : otherwise;
}

/// Whether the value is of the sort that its kind needs.
bool fits(std::string_view kind, std::string_view value) {
  if (kind != "truncate" && kind != "stall" && kind != "missing" && kind != "drift") {
    return true;
  }
  if (kind == "drift" && (value.starts_with('+') || value.starts_with('-'))) {
    value.remove_prefix(1);
  }
  const std::string_view allowed = kind == "stall" ? "0123456789." : "0123456789";
  return !value.empty() && value.size() < 10 && value.find_first_not_of(allowed) == std::string_view::npos;
}

std::string_view cut(std::string_view& rest, std::string_view separators) {
  const auto end = std::min(rest.find_first_of(separators), rest.size());
  const auto part = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return part;
}

}  // namespace

int ServerFault::option(const std::string& name, int otherwise) const {
  const auto row = options.find(name);
  return row == options.end() ? otherwise : number(row->second, otherwise);
}

bool ServerFault::due(std::string_view program, int number, int number_of_program) const {
  if (const auto row = options.find("of"); row != options.end()) {
    if (row->second != program) {
      return false;
    }
    number = number_of_program;
  }
  const int every = option("every", 1);
  return number == option("at", number) && number >= option("from", number) && number <= option("to", number) &&
         every > 0 && number % every == 0;
}

std::vector<ServerFault> parse_faults(std::string_view text) {
  std::vector<ServerFault> faults;
  while (!text.empty()) {
    const auto clause = cut(text, ";");
    if (clause.empty()) {
      continue;
    }
    auto rest = clause;
    const auto head = cut(rest, ":,");
    ServerFault fault;
    fault.kind = head.substr(0, head.find('='));
    fault.value = head.find('=') == std::string_view::npos ? "" : head.substr(head.find('=') + 1);
    bool understood =
        std::find(kKinds.begin(), kKinds.end(), fault.kind) != kKinds.end() && fits(fault.kind, fault.value);
    while (!rest.empty()) {
      const auto part = cut(rest, ":,");
      const auto equals = part.find('=');
      const std::string name(part.substr(0, equals));
      understood = understood && equals != std::string_view::npos &&
                   std::find(kOptions.begin(), kOptions.end(), name) != kOptions.end();
      fault.options[name] = equals == std::string_view::npos ? "" : part.substr(equals + 1);
    }
    if (!understood) {
      throw std::runtime_error(fmt::format("fault not understood: \"{}\"", clause));
    }
    faults.push_back(std::move(fault));
  }
  return faults;
}

}  // namespace meridian::test
