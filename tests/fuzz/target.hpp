// A fuzz target: what one input must never do. The same function serves libFuzzer and the tests.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace meridian::fuzz {

/// Each target defines this; whatever it throws, or finds not to hold, ends the program.
void one_input(std::string_view input);

inline void must(bool holds, std::string_view what, std::string_view about = {}) {
  if (!holds) {
    for (const std::string_view text : {std::string_view("does not hold: "), what, std::string_view("\n"), about}) {
      std::fwrite(text.data(), 1, text.size(), stderr);
    }
    std::abort();
  }
}

}  // namespace meridian::fuzz
