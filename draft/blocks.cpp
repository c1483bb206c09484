// Builds blocks of squeezed text whose bytes know their place, and tells references and bylines apart.
#include <algorithm>
#include <array>

#include "core/text.hpp"
#include "draft/forms.hpp"

namespace meridian::draft {
namespace {

/// Behind the entity that begins at `at`; `at` itself where none does.
std::size_t behind_entity(std::string_view source, std::size_t at) {
  constexpr std::size_t kLongestEntity = 40;
  if (at >= source.size() || source[at] != '&') {
    return at;
  }
  const auto end = source.find(';', at);
  return end != std::string_view::npos && end > at + 1 && end - at < kLongestEntity &&
                 source.substr(at, end - at).find_first_of(" \n<") == std::string_view::npos
             ? end + 1
             : at;
}

}  // namespace

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
  const auto put = [&](std::string_view letters, std::size_t at, bool spelt) {
    for (std::size_t i = 0; i < letters.size(); ++i) {
      add(letters[i], spelt ? at + i : at);
    }
  };
  const auto whole = source.substr(0, end).find(shown, cursor);
  if (whole != std::string_view::npos && whole - cursor < 400) {
    put(shown, whole, true);
    return whole + shown.size();
  }
  for (std::size_t i = 0; i < shown.size();) {
    std::size_t next = i + 1;  // behind the letter
    while (next < shown.size() && (static_cast<unsigned char>(shown[next]) & 0xC0U) == 0x80U) {
      ++next;
    }
    const auto letter = shown.substr(i, next - i);
    const std::size_t behind = behind_entity(source.substr(0, end), cursor);
    const std::size_t near = source.substr(0, std::min(end, cursor + 32)).find(letter, cursor);
    if (behind != cursor && !shown.substr(i).starts_with(source.substr(cursor, behind - cursor))) {
      put(letter, cursor, false);  // its place is where its entity begins
      cursor = behind;
    } else if (near != std::string_view::npos) {
      put(letter, near, true);
      cursor = near + letter.size();
    } else {
      put(letter, std::min(cursor, end - std::min<std::size_t>(end, 1)), false);
    }
    i = next;
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

bool begins_line(std::string_view before, std::string_view next) {
  before = trim(before);
  next = trim(next);
  if (before.empty() || next.empty() || std::string_view(",;-(&/").find(before.back()) != std::string_view::npos) {
    return false;
  }
  return (next[0] >= 'A' && next[0] <= 'Z') || next.starts_with("- ") || next.starts_with("\xE2\x80\xA2");
}

bool opens_references(std::string_view heading) {
  static constexpr auto kWords = std::to_array<std::string_view>(
      {"references", "reference", "bibliography", "sources", "literature", "works cited", "literature cited",
       "further reading", "reference list", "studies", "endnotes", "footnotes", "notes", "references and notes",
       "references and further reading", "sources and further reading"});
  std::string lower = ascii_lower(trim(heading));
  while (!lower.empty() && (lower.back() == ':' || lower.back() == '.')) {
    lower.pop_back();
  }
  lower.erase(0, lower.find_first_not_of("0123456789. "));  // "7. References"
  return std::find(kWords.begin(), kWords.end(), lower) != kWords.end();
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
