// Plain text: paragraphs are parted by empty lines, and lines without an end are headings or list items.
#include "core/text.hpp"
#include "draft/forms.hpp"

namespace meridian::draft {
namespace {

struct Line {
  std::size_t start = 0, end = 0;
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Bytes of a list marker such as "- ", "* ", "• ", "3. ", "[3] "; 0 where there is none.
std::size_t marker_of(std::string_view line) {
  if (line.size() > 2 && (line[0] == '-' || line[0] == '*' || line[0] == '+') && line[1] == ' ') {
    return 2;
  }
  if (line.rfind("\xE2\x80\xA2", 0) == 0 || line.rfind("\xE2\x80\x93 ", 0) == 0) {
    return 3;
  }
  std::size_t digits = 0;
  const std::size_t open = !line.empty() && line[0] == '[' ? 1 : 0;
  while (open + digits < line.size() && digits < 4 && is_digit(line[open + digits])) {
    ++digits;
  }
  const std::size_t close = open + digits;
  if (digits == 0 || digits > 3 || close + 1 >= line.size() || line[close + 1] != ' ') {
    return 0;
  }
  return (open == 1 && line[close] == ']') || (open == 0 && (line[close] == '.' || line[close] == ')')) ? close + 1 : 0;
}

bool ends_a_sentence(std::string_view line) {
  line = trim(line);
  while (!line.empty() && (line.back() == '"' || line.back() == ')' || line.back() == ']')) {
    line.remove_suffix(1);
  }
  return !line.empty() && (line.back() == '.' || line.back() == '!' || line.back() == '?' || line.back() == ':' ||
                           line.back() == ';' || line.back() == ',');
}

}  // namespace

Result<void> read_text(Draft& draft) {
  const std::string_view source = draft.source;
  std::vector<Line> paragraph;
  BlockBuilder builder;
  const auto put = [&](BlockKind kind, const std::vector<Line>& lines, std::size_t skip) {
    for (std::size_t i = 0; i < lines.size(); ++i) {
      for (std::size_t at = lines[i].start + (i == 0 ? skip : 0); at < lines[i].end; ++at) {
        builder.add(source[at], at);
      }
      builder.add(' ', lines[i].end);
    }
    Block block = builder.take();
    block.kind = kind;
    if (!block.text.empty()) {
      draft.blocks.push_back(std::move(block));
    }
  };
  const auto flush = [&] {
    if (paragraph.empty()) {
      return;
    }
    std::vector<Line> run;
    bool item = false;
    std::size_t skip = 0;
    const auto close = [&] {
      if (run.empty()) {
        return;
      }
      std::size_t bytes = 0;
      bool ended = false;
      for (const auto& line : run) {
        bytes += line.end - line.start;
        ended = ended || ends_a_sentence(source.substr(line.start, line.end - line.start));
      }
      const bool heading = !item && !ended && bytes < 110;
      put(item ? BlockKind::ListItem : heading ? BlockKind::Heading : BlockKind::Paragraph, run, skip);
      run.clear();
    };
    for (const auto& line : paragraph) {
      std::size_t indent = 0;
      while (line.start + indent < line.end &&
             (source[line.start + indent] == ' ' || source[line.start + indent] == '\t')) {
        ++indent;
      }
      const std::size_t marker = marker_of(source.substr(line.start + indent, line.end - line.start - indent));
      if (marker > 0) {
        close();
        item = true;
        skip = indent + marker;
      }
      run.push_back(line);
    }
    close();
    paragraph.clear();
  };
  std::size_t start = 0;
  while (start < source.size()) {
    auto end = source.find('\n', start);
    end = end == std::string_view::npos ? source.size() : end;
    if (trim(source.substr(start, end - start)).empty()) {
      flush();
    } else {
      paragraph.push_back({start, end});
    }
    start = end + 1;
  }
  flush();
  return {};
}

}  // namespace meridian::draft
