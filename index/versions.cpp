// Asks each engine for its version.
#include "index/versions.hpp"

#include <sqlite3.h>
#include <xapian.h>
#include <zstd.h>

#include "index/store/migrations.hpp"

namespace meridian::index {

std::vector<std::pair<std::string, std::string>> versions() {
  return {{"sqlite", sqlite3_libversion()},
          {"xapian", Xapian::version_string()},
          {"zstd", ZSTD_versionString()},
          {"schema", std::to_string(migrations().back().number)}};
}

}  // namespace meridian::index
