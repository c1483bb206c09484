// Tells the form of a draft, and where a byte of it stands.
#include "draft/draft.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/text.hpp"
#include "draft/forms.hpp"

namespace meridian::draft {
namespace {

bool begins(std::string_view text, std::string_view with) { return text.substr(0, with.size()) == with; }

bool ends(std::string_view text, std::string_view with) {
  return text.size() >= with.size() && text.substr(text.size() - with.size()) == with;
}

struct Foreign {
  std::string_view magic, what;
};

constexpr auto kForeign = std::to_array<Foreign>({
    {"%PDF", "a PDF"},
    {"\xD0\xCF\x11\xE0", "an old Word file (.doc)"},
    {"{\\rtf", "an RTF file"},
    {"\x1F\x8B", "a gzip file"},
    {"\x89PNG", "a picture"},
    {"\xFF\xD8\xFF", "a picture"},
    {"GIF8", "a picture"},
    {"\xFF\xFE", "text in UTF-16"},
    {"\xFE\xFF", "text in UTF-16"},
    {"7z\xBC\xAF", "a 7z archive"},
    {"Rar!", "an archive"},
});

bool looks_like_html(std::string_view text) {
  const std::string head = ascii_lower(trim(text.substr(0, 2048)));
  return begins(head, "<!doctype html") || begins(head, "<html") || begins(head, "<?xml") || begins(head, "<body") ||
         begins(head, "<article") || begins(head, "<main") || begins(head, "<div") || begins(head, "<p>");
}

bool looks_like_markdown(std::string_view text) {
  for (const auto line : split(text.substr(0, 65536), '\n')) {
    const auto bare = trim(line);
    if (begins(bare, "# ") || begins(bare, "## ") || begins(bare, "### ") ||
        bare.find("](") != std::string_view::npos || bare.find("**") != std::string_view::npos) {
      return true;
    }
  }
  return false;
}

}  // namespace

Place Draft::place(std::size_t offset) const {
  offset = std::min(offset, source.size());
  Place place;
  place.offset = offset;
  const auto from = source.begin();
  place.line = 1 + static_cast<std::size_t>(std::count(from, from + static_cast<std::ptrdiff_t>(offset), '\n'));
  const auto line_end = offset == 0 ? std::string::npos : source.rfind('\n', offset - 1);
  const std::size_t start = line_end == std::string::npos ? mark : line_end + 1;
  for (std::size_t i = start; i < offset; ++i) {
    place.column += (static_cast<unsigned char>(source[i]) & 0xC0U) != 0x80U ? 1 : 0;
  }
  return place;
}

Result<Draft> read_draft(std::string bytes, const std::string& name) {
  Draft draft;
  draft.name = name;
  constexpr std::string_view kHint = "meridian check reads Markdown, HTML, DOCX and plain text in UTF-8";
  const std::string ending = ascii_lower(name);
  if (bytes.size() > kMostBytes) {
    return fail(Fault::BadInput, fmt::format("{} has more than {} MiB", name, kMostBytes >> 20U), "check a part of it");
  }
  if (trim(bytes).empty()) {
    return fail(Fault::BadInput, fmt::format("{} is empty", name));
  }
  Result<void> read;
  if (begins(bytes, "PK")) {
    draft.form = Form::Docx;
    read = read_docx(bytes, draft);
  } else {
    for (const auto& foreign : kForeign) {
      if (begins(bytes, foreign.magic)) {
        return fail(Fault::BadInput, fmt::format("{} is {}", name, foreign.what), std::string(kHint));
      }
    }
    if (ends(ending, ".docx")) {
      return fail(Fault::BadInput, fmt::format("{} is not a DOCX file, whatever its name says", name),
                  std::string(kHint));
    }
    if (const auto zero = bytes.find('\0'); zero != std::string::npos) {
      return fail(Fault::BadInput, fmt::format("{} is not text: byte {} is zero", name, zero), std::string(kHint));
    }
    if (!is_valid_utf8(bytes)) {
      std::size_t cut = bytes.size();
      for (std::size_t back = 1; back <= 3 && back < bytes.size(); ++back) {
        if (is_valid_utf8(std::string_view(bytes).substr(0, bytes.size() - back))) {
          cut = bytes.size() - back;
          break;
        }
      }
      if (cut != bytes.size()) {
        return fail(Fault::BadInput, fmt::format("{} is cut off: it ends within a character", name),
                    "save or copy it again");
      }
      return fail(Fault::BadInput, fmt::format("{} is not UTF-8", name), "save it as UTF-8");
    }
    if (begins(bytes, "\xEF\xBB\xBF")) {
      draft.mark = 3;
      bytes.replace(0, draft.mark, draft.mark, ' ');  // offsets stay those of the file
    }
    draft.source = std::move(bytes);
    if (ends(ending, ".html") || ends(ending, ".htm") || ends(ending, ".xhtml") || looks_like_html(draft.source)) {
      draft.form = Form::Html;
      read = read_html(draft);
    } else if (ends(ending, ".md") || ends(ending, ".markdown") ||
               (!ends(ending, ".txt") && looks_like_markdown(draft.source))) {
      draft.form = Form::Markdown;
      read = read_markdown(draft);
    } else {
      draft.form = Form::Text;
      read = read_text(draft);
    }
  }
  if (!read) {
    return tl::unexpected<Error>(std::move(read.error()).while_doing(fmt::format("reading {}", name)));
  }
  bool in_references = false;
  for (auto& block : draft.blocks) {
    if (block.kind == BlockKind::Paragraph && opens_references(block.text)) {
      block.kind = BlockKind::Heading;  // "**References**", "References:"
    }
    if (block.kind == BlockKind::Heading) {
      in_references = opens_references(block.text);
    } else if (in_references && (block.kind == BlockKind::ListItem || block.kind == BlockKind::Paragraph)) {
      block.kind = BlockKind::Reference;
    } else if (block.kind == BlockKind::Paragraph && is_aside(block.text)) {
      block.kind = BlockKind::Aside;
    }
  }
  std::string lead;
  for (auto& block : draft.blocks) {
    if (block.kind == BlockKind::Paragraph) {
      const auto cuts = cut_sentences(block.text);
      lead = !cuts.empty() && block.text.back() == ':'
                 ? block.text.substr(cuts.back().first, cuts.back().second - cuts.back().first)
                 : std::string();
    } else if (block.kind == BlockKind::ListItem) {
      block.lead_in = lead;
    } else {
      lead.clear();
    }
  }
  if (draft.blocks.empty()) {
    return fail(Fault::BadInput, fmt::format("{} holds no text that a reader would see", name), std::string(kHint));
  }
  return draft;
}

std::vector<Sentence> sentences(const Draft& draft) {
  std::vector<Sentence> out;
  for (std::size_t i = 0; i < draft.blocks.size(); ++i) {
    const Block& block = draft.blocks[i];
    if (block.kind != BlockKind::Paragraph && block.kind != BlockKind::ListItem) {
      continue;
    }
    for (const auto& [start, end] : cut_sentences(block.text)) {
      out.push_back({i, start, end});
    }
  }
  return out;
}

}  // namespace meridian::draft
