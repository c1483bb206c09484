// Turns what SQLite throws into an Error at a door.
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>

#include <exception>
#include <filesystem>
#include <string_view>

#include "core/error.hpp"
#include "index/store/store.hpp"

namespace meridian::index {

/// `what` names what failed, such as "the library's books".
template <class F>
auto guarded_store(std::string_view what, F&& work) -> decltype(work()) {
  try {
    return work();
  } catch (const StoreFault& fault) {
    return tl::unexpected(fault.error);
  } catch (const std::exception& error) {
    const std::string_view why = error.what();
    const bool full = why.find("full") != std::string_view::npos || why.find("No space") != std::string_view::npos;
    return tl::unexpected(Error{Fault::Storage,
                                fmt::format("{} failed: {}", what, why),
                                {},
                                full ? "make room on the disk, then run the same command again"
                                     : "check the folder's permissions and the disk"});
  }
}

}  // namespace meridian::index
