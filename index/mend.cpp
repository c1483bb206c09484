// Mending a library that may not open as it is.
#include "index/mend.hpp"

#include <fmt/format.h>

#include "index/agreement.hpp"
#include "index/library_impl.hpp"

namespace meridian::index {

Result<Mended> mend(const std::filesystem::path& folder, Observer& observer) {
  return guarded([&]() -> Result<Mended> {
    const auto file = folder / "meridian.db";
    if (!std::filesystem::exists(file)) {
      return fail(Fault::NotFound, fmt::format("there is no library in {}", folder.string()),
                  "meridian update or meridian import makes one");
    }
    const auto lock = WriteLock::take(folder / "lock", std::chrono::seconds(0), to_iso(SystemClock().now()));
    if (!lock) {
      return tl::unexpected(lock.error());
    }
    Store store(file, Access::Write);
    SearchIndex search(folder / "search", Access::Write, store.id());
    Mended out;
    auto [found, index_sound] = compare(search, store, observer);
    out.found = std::move(found);
    if (!index_sound) {
      out.found.repaired.push_back(rebuild(search, store, observer));
    }
    out.left = compare(search, store, observer).report;
    return out;
  });
}

}  // namespace meridian::index
