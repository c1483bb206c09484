// The form of a file of MeSH headings, which is asked as it stands: nothing is built of it before the first answer.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.hpp"

namespace meridian::index {

/// A file of rows in byte order (`LC_ALL=C sort`), UTF-8, cells parted by tabs; remarks, which # begins, and empty
/// lines stand before the first row.
///
///     H  heading    its tree numbers, parted by blanks
///     N  key        a heading that this names: the key_of() of the heading or of an entry term
///     Q  qualifier  narrower qualifiers, parted by |, and the abbreviation as a fourth cell; all in lower case
///     T  tree       the heading that has this tree number
///
/// A file whose first row is another is written by hand, in any order, and is brought into this form whenever it is
/// read:
///
///     D  heading    its tree numbers, parted by blanks, and the entry terms, parted by |, as a fourth cell
///     Q  qualifier  as above, in any case
///
/// @source NLM, Medical Subject Headings
class MeshRows {
 public:
  /// @errors Misconfigured: the file cannot be read, has a wrong row or one out of order, "file:line: what"
  [[nodiscard]] static Result<MeshRows> read(const std::filesystem::path& file);

  /// All rows that begin with `beginning`, such as "H\tPain\t", in their order.
  [[nodiscard]] std::vector<std::string_view> beginning_with(std::string_view beginning) const;
  [[nodiscard]] bool empty() const { return rows_at_ == text_.size(); }

 private:
  [[nodiscard]] std::size_t first_not_before(std::string_view wanted) const;

  std::string text_;  ///< ends with a line's end
  std::size_t rows_at_ = 0;
};

/// Makes the text of such a file.
class MeshRowsWriter {
 public:
  void heading(std::string_view name, std::span<const std::string_view> trees, std::span<const std::string_view> terms);
  void qualifier(std::string_view name, std::string_view narrower, std::string_view abbreviation);
  /// The rows, in order and each once, below `remarks`, which are whole lines.
  [[nodiscard]] std::string text(std::string_view remarks) const;

 private:
  std::vector<std::string> rows_;
};

}  // namespace meridian::index
