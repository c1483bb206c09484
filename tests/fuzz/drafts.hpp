// What holds of every draft that was read, whatever its form.
#pragma once

#include "draft/citations.hpp"
#include "draft/draft.hpp"
#include "tests/fuzz/properties.hpp"

namespace meridian::fuzz {

inline void must_know_its_places(const draft::Draft& read) {
  for (const auto& block : read.blocks) {
    must(is_valid_utf8(block.text) && !block.text.empty(), "a block is text", block.text);
    must(block.at.size() == block.text.size(), "every byte has its place", block.text);
    for (std::size_t i = 0; i < block.at.size(); ++i) {
      must(block.at[i] < read.source.size(), "a place is in the file", block.text);
      must(i == 0 || block.at[i - 1] <= block.at[i], "text stands in the order of the file", block.text);
    }
    for (const auto& link : block.links) {
      must(link.start <= link.end && link.end <= block.text.size(), "a link is of the block's text", block.text);
    }
    const auto place = read.place(block.at.front());
    must(place.line >= 1 && place.column >= 1 && place.offset == block.at.front(), "a place has line and column");
  }
}

inline void must_be_quoted_to_the_letter(const draft::Draft& read) {
  std::size_t block = 0;
  std::size_t from = 0;
  for (const auto& sentence : draft::sentences(read)) {
    must(sentence.block < read.blocks.size(), "a sentence is of a block");
    from = sentence.block == block ? from : 0;
    block = sentence.block;
    must(sentence.start >= from && sentence.start < sentence.end && sentence.end <= read.blocks[block].text.size(),
         "sentences follow each other within the block", read.blocks[block].text);
    from = sentence.end;
  }
  for (const auto& mention : draft::find_mentions(read, {})) {
    must(mention.block < read.blocks.size(), "a citation is of a block", mention.text);
    const std::string_view text = read.blocks[mention.block].text;
    must(mention.start <= mention.end && mention.end <= text.size(), "a citation is within its block", mention.text);
    must(mention.pmid <= 99'999'999, "a PMID has eight digits at most", mention.text);
    must(is_valid_utf8(mention.text), "a citation is text", mention.text);
    for (const auto& sentence : mention.sentences) {
      must(std::any_of(read.blocks.begin(), read.blocks.end(),
                       [&](const auto& one) { return one.text.find(sentence) != std::string::npos; }),
           "a sentence that cites stands in the draft", sentence);
    }
  }
}

/// Reads `bytes` as the file `name`.
inline void must_be_read_or_refused(std::string_view bytes, const std::string& name) {
  const auto read = draft::read_draft(std::string(bytes), name);
  if (!read) {
    must_be_told(read.error(), Fault::BadInput);
    return;
  }
  must(read->form == draft::Form::Docx || read->source.size() == bytes.size(), "offsets are those of the file");
  must_know_its_places(*read);
  must_be_quoted_to_the_letter(*read);
}

}  // namespace meridian::fuzz
