// The MeSH thesaurus as a search needs it: which heading a term means, and which headings stand below it.
#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.hpp"

namespace meridian::index {

/// Read only once a search asks for it. Rows of the files: "D<tab>heading<tab>tree numbers, parted by blanks<tab>entry
/// terms, parted by |" for a descriptor, "Q<tab>qualifier<tab>narrower qualifiers, parted by |<tab>abbreviation"; #
/// begins a remark.
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

  /// Words of the longest term known; 0 where nothing is loaded.
  [[nodiscard]] std::size_t longest_term() const;

 private:
  struct Tables;
  Result<std::shared_ptr<const Tables>> tables() const;

  std::vector<std::filesystem::path> files_;
  mutable std::shared_ptr<const Tables> tables_;
};

}  // namespace meridian::index
