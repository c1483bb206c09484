// Turns what SQLite throws into an Error at a door.
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <exception>
#include <filesystem>
#include <string_view>

#include "core/error.hpp"
#include "index/store/store.hpp"

namespace meridian::index {

/// Storage, with the advice that fits: room where the disk is full. `what` failed, and said `why`.
[[nodiscard]] Error storage_failure(std::string_view what, std::string_view why);

/// `what` names what failed, such as "the library's books".
template <class F>
auto guarded_store(std::string_view what, F&& work) -> decltype(work()) {
  try {
    return work();
  } catch (const StoreFault& fault) {
    return tl::unexpected(fault.error);
  } catch (const std::exception& error) {
    return tl::unexpected(storage_failure(what, error.what()));
  }
}

}  // namespace meridian::index
