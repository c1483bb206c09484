// The MeSH thesaurus as a search needs it: which heading a term means, and which headings stand below it.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.hpp"

namespace meridian::index {

class MeshRows;

/// Read only once a search asks for it. `mesh_rows.hpp` describes the files.
/// @source NLM, Medical Subject Headings
class Mesh {
 public:
  Mesh() = default;
  explicit Mesh(std::vector<std::filesystem::path> files) : files_(std::move(files)) {}

  /// Headings that `term` names, as heading or entry term; case, accents and punctuation do not count. A heading of
  /// publication types (tree V) may stand beside one of topics.
  /// @errors Misconfigured: a file cannot be read or has a wrong row, "file:line: what"
  [[nodiscard]] Result<std::vector<std::string>> headings(std::string_view term) const;

  /// `heading` and all below it in every tree where it stands; itself alone where it is not known.
  [[nodiscard]] std::vector<std::string> exploded(const std::string& heading) const;
  [[nodiscard]] bool is_publication_type(const std::string& heading) const;

  /// `qualifier` (lower case, or its abbreviation) and those below it.
  [[nodiscard]] std::vector<std::string> exploded_qualifier(const std::string& qualifier) const;

  /// The known heading or entry term nearest to `term`, or "".
  [[nodiscard]] std::string nearest(std::string_view term) const;

  /// Words of the longest term that is worth looking up; 0 where nothing is loaded.
  [[nodiscard]] std::size_t longest_term() const;

 private:
  using Files = std::vector<MeshRows>;
  Result<std::shared_ptr<const Files>> files() const;
  /// Rows of all files that begin so; none where a file is wrong.
  [[nodiscard]] std::vector<std::string_view> rows(const std::string& beginning) const;
  [[nodiscard]] std::vector<std::string_view> trees_of(std::string_view heading) const;

  std::vector<std::filesystem::path> files_;
  mutable std::shared_ptr<const Files> read_;
};

}  // namespace meridian::index
