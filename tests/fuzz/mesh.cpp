// A file of MeSH headings: every heading is found under its own name; what is wrong is named with its line.
#include "index/search/mesh.hpp"

#include <fmt/format.h>
#include <sys/mman.h>
#include <unistd.h>

#include "tests/fuzz/properties.hpp"

namespace meridian::fuzz {
namespace {

/// A file in memory, for a reader that takes a path.
std::string file_of(std::string_view input) {
  static const int descriptor = ::memfd_create("mesh", 0);
  must(::ftruncate(descriptor, 0) == 0 &&
           ::pwrite(descriptor, input.data(), input.size(), 0) == static_cast<ssize_t>(input.size()),
       "a file in memory can be written");
  return fmt::format("/proc/self/fd/{}", descriptor);
}

std::string_view heading_in(std::string_view row) {
  const auto cells = split(row, '\t');
  return (cells.size() == 4 && cells[0] == "D") || (cells.size() == 3 && cells[0] == "H") ? cells[1]
                                                                                          : std::string_view();
}

}  // namespace

void one_input(std::string_view input) {
  const std::string file = file_of(input);
  const index::Mesh mesh({file});
  if (const auto found = mesh.headings("pain"); !found) {
    must_name_a_line(found.error(), file, input);
    return;
  }
  for (const std::string_view row : split(input, '\n')) {
    if (const std::string heading(heading_in(row)); !heading.empty()) {
      const auto below = mesh.exploded(heading);
      must(std::find(below.begin(), below.end(), heading) != below.end(), "a heading stands below itself", heading);
      const auto named = mesh.headings(heading);
      must(named.has_value(), "a heading can be looked up", heading);
      for (const auto& one : *named) {
        must(input.find(one) != std::string_view::npos, "a heading comes out of the file", one);
      }
    }
  }
  static_cast<void>(mesh.exploded_qualifier("blood"));
  const std::string near = mesh.nearest("neuropathies");
  must(near.empty() || is_valid_utf8(near), "a nearest term is text", near);
}

}  // namespace meridian::fuzz
