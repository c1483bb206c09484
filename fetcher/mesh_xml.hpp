// Reads NLM's file of MeSH descriptors (desc2026.xml), record by record.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "core/error.hpp"

namespace meridian::fetcher {

struct MeshDescriptor {
  std::string heading;
  std::vector<std::string> trees;    ///< such as "C10.668.829"
  std::vector<std::string> entries;  ///< other terms for it, the heading left out
};

/// Hands over every descriptor in the order of the file, plain or gzip; `each` returns false to stop.
/// @return how many were read
/// @errors NotFound: no such file; BadInput: a record is damaged or too large, or the file holds none
/// @source NLM, MeSH XML data elements, DescriptorRecord
[[nodiscard]] Result<std::uint64_t> read_mesh_descriptors(const std::string& path,
                                                          const std::function<bool(MeshDescriptor&&)>& each);

}  // namespace meridian::fetcher
