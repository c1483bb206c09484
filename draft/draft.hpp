// A writer's draft as blocks of plain text, each byte of which knows its place in the file.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.hpp"

namespace meridian::draft {

enum class Form { Markdown, Html, Docx, Text };

enum class BlockKind {
  Heading,
  Paragraph,
  ListItem,
  Aside,     ///< bylines, captions, dates: shown, never judged
  Reference  ///< an entry of the list of references
};

struct Link {
  std::size_t start = 0, end = 0;  ///< bytes of the block's text that are linked
  std::string url;
};

struct Block {
  BlockKind kind = BlockKind::Paragraph;
  std::string text;               ///< UTF-8, runs of white space one blank
  std::vector<std::uint32_t> at;  ///< for each byte of `text` its offset in Draft::source
  std::vector<Link> links;
  std::string lead_in;  ///< of a list item: the sentence before the list, where that ends in a colon
};

/// A place in the file as the writer has it.
struct Place {
  std::size_t line = 1, column = 1;  ///< from 1; columns count characters
  std::size_t offset = 0;            ///< bytes from 0
};

struct Draft {
  Form form = Form::Text;
  std::string name;
  /// The file's own bytes; of a DOCX its visible text, one paragraph a line, which is what a writer sees of it.
  std::string source;
  std::size_t mark = 0;  ///< bytes of a byte-order mark in front, blanked in `source`; they take no column
  std::vector<Block> blocks;

  [[nodiscard]] Place place(std::size_t offset) const;
};

/// Most bytes of a draft, and of what a DOCX unpacks to.
inline constexpr std::size_t kMostBytes = 8U << 20U;

/// @param name  the file's name; its ending decides between Markdown and plain text
/// @errors BadInput: not one of the four forms, not UTF-8, cut off, empty or above kMostBytes; says which and where
[[nodiscard]] Result<Draft> read_draft(std::string bytes, const std::string& name);

/// A sentence of a block, as bytes of the block's text.
struct Sentence {
  std::size_t block = 0, start = 0, end = 0;
};

/// The sentences of every paragraph and list item, in order.
[[nodiscard]] std::vector<Sentence> sentences(const Draft& draft);

/// Ends of sentences in running text, as (start, end) pairs without blanks around.
[[nodiscard]] std::vector<std::pair<std::size_t, std::size_t>> cut_sentences(std::string_view text);

}  // namespace meridian::draft
