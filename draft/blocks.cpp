// Builds blocks of squeezed text whose bytes know their place, and tells references and bylines apart.
#include <array>

#include "core/text.hpp"
#include "draft/forms.hpp"

namespace meridian::draft {

void BlockBuilder::add(char byte, std::size_t at) {
  if (byte == '\n' || byte == '\t' || byte == '\r' || byte == '\f' || byte == '\v') {
    byte = ' ';
  }
  if (byte == ' ' && (block.text.empty() || block.text.back() == ' ')) {
    return;
  }
  // a no-break space is a blank to a reader
  if (static_cast<unsigned char>(byte) == 0xA0U && !block.text.empty() &&
      static_cast<unsigned char>(block.text.back()) == 0xC2U) {
    block.text.pop_back();
    at = block.at.back();
    block.at.pop_back();
    add(' ', at);
    return;
  }
  if (static_cast<unsigned char>(byte) < 0x20U || byte == 0x7F) {
    return;
  }
  block.text.push_back(byte);
  block.at.push_back(static_cast<std::uint32_t>(at));
}

std::size_t BlockBuilder::align(std::string_view shown, std::string_view source, std::size_t cursor, std::size_t end) {
  end = std::min(end, source.size());
  const auto whole = source.substr(0, end).find(shown, cursor);
  if (whole != std::string_view::npos && whole - cursor < 400) {
    for (std::size_t i = 0; i < shown.size(); ++i) {
      add(shown[i], whole + i);
    }
    return whole + shown.size();
  }
  for (const char byte : shown) {
    std::size_t probe = cursor;
    const std::size_t limit = std::min(end, cursor + 32);
    while (probe < limit && source[probe] != byte) {
      ++probe;
    }
    if (probe < limit) {
      add(byte, probe);
      cursor = probe + 1;
    } else {
      add(byte, std::min(cursor, end - std::min<std::size_t>(end, 1)));  // of an entity: its place is where that begins
      if (cursor < end && source[cursor] == '&') {
        const auto semicolon = source.find(';', cursor);
        cursor = semicolon != std::string_view::npos && semicolon - cursor < 12 ? semicolon + 1 : cursor;
      }
    }
  }
  return cursor;
}

Block BlockBuilder::take() {
  while (!block.text.empty() && block.text.back() == ' ') {
    block.text.pop_back();
    block.at.pop_back();
  }
  for (auto& link : block.links) {
    link.end = std::min(link.end, block.text.size());
    link.start = std::min(link.start, link.end);
  }
  Block out = std::move(block);
  block = Block();
  return out;
}

bool opens_references(std::string_view heading) {
  static constexpr auto kWords = std::to_array<std::string_view>(
      {"references", "reference", "bibliography", "sources", "literature", "works cited", "literature cited",
       "further reading", "reference list", "references:", "sources:", "studies", "endnotes", "footnotes", "notes"});
  const std::string lower = ascii_lower(trim(heading));
  for (const auto word : kWords) {
    if (lower == word) {
      return true;
    }
  }
  return false;
}

bool is_aside(std::string_view text) {
  const std::string lower = ascii_lower(text);
  static constexpr auto kOpenings = std::to_array<std::string_view>({"by ",
                                                                     "posted ",
                                                                     "published ",
                                                                     "words:",
                                                                     "text:",
                                                                     "photo",
                                                                     "written by",
                                                                     "image:",
                                                                     "updated ",
                                                                     "author:",
                                                                     "last updated",
                                                                     "further reading",
                                                                     "read more",
                                                                     "related:",
                                                                     "tags:",
                                                                     "filed under",
                                                                     "share ",
                                                                     "illustration",
                                                                     "issue ",
                                                                     "yours",
                                                                     "with love",
                                                                     "best wishes",
                                                                     "warmly",
                                                                     "unsubscribe",
                                                                     "you get this mail",
                                                                     "you are receiving",
                                                                     "copyright",
                                                                     "\xC2\xA9",
                                                                     "disclaimer",
                                                                     "advertisement",
                                                                     "sponsored",
                                                                     "photos:",
                                                                     "video:"});
  for (const auto opening : kOpenings) {
    if (lower.rfind(opening, 0) == 0 &&
        (lower.size() < 120 || opening == "further reading" || opening == "you get this mail")) {
      return true;
    }
  }
  return lower.size() < 160 &&
         (lower.find("min read") != std::string::npos || lower.find("reading time") != std::string::npos);
}

}  // namespace meridian::draft
