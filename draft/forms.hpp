// What the readers of the four forms share.
#pragma once

#include <string>
#include <string_view>

#include "draft/draft.hpp"

namespace meridian::draft {

[[nodiscard]] Result<void> read_markdown(Draft& draft);
[[nodiscard]] Result<void> read_html(Draft& draft);
[[nodiscard]] Result<void> read_docx(std::string_view bytes, Draft& draft);
[[nodiscard]] Result<void> read_text(Draft& draft);

/// The blocks of a piece of HTML; their places are bytes of the piece.
[[nodiscard]] std::vector<Block> html_blocks(std::string_view html);

/// True where a line of its own begins with `next` behind a line break: the text before does not run on into it.
[[nodiscard]] bool begins_line(std::string_view before, std::string_view next);

/// Builds a block byte by byte, squeezing white space.
class BlockBuilder {
 public:
  void add(char byte, std::size_t at);
  /// Adds `shown`, which stands in `source` from `cursor` on, perhaps escaped there; returns the cursor behind it.
  std::size_t align(std::string_view shown, std::string_view source, std::size_t cursor, std::size_t end);
  [[nodiscard]] std::size_t size() const { return block.text.size(); }
  /// The block without blanks at the ends; the builder is empty afterwards.
  [[nodiscard]] Block take();
  Block block;
};

/// True where a heading's words open the list of references.
[[nodiscard]] bool opens_references(std::string_view heading);
/// True for bylines, dates, reading times and the like.
[[nodiscard]] bool is_aside(std::string_view text);

}  // namespace meridian::draft
