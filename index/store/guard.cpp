// Says of a failed store or index what to do next.
#include "index/store/guard.hpp"

#include <fmt/format.h>

namespace meridian::index {

Error storage_failure(std::string_view what, std::string_view why) {
  const bool full = why.find("full") != std::string_view::npos || why.find("No space") != std::string_view::npos;
  return {Fault::Storage,
          fmt::format("{} failed: {}", what, why),
          {},
          full ? "make room on the disk, then run the same command again"
               : "check the folder's permissions and the disk; meridian verify tells what is damaged"};
}

}  // namespace meridian::index
