// Markdown by cmark-gfm with GitHub's tables and strikethrough: its tree gives the text, the file the places.
#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm-extension_api.h>
#include <cmark-gfm.h>

#include <algorithm>
#include <memory>

#include "core/text.hpp"
#include "draft/forms.hpp"

namespace meridian::draft {
namespace {

struct NodeFree {
  void operator()(cmark_node* node) const { cmark_node_free(node); }
};

std::string_view literal(cmark_node* node) {
  const char* text = cmark_node_get_literal(node);
  return text == nullptr ? std::string_view() : std::string_view(text);
}

std::string_view trimmed_end(std::string_view line) {
  while (!line.empty() && (line.back() == '\n' || line.back() == '\r' || line.back() == ' ')) {
    line.remove_suffix(1);
  }
  return line;
}

bool is_of_type(cmark_node* node, std::string_view type) { return type == cmark_node_get_type_string(node); }

/// Behind the ']' or ')' that closes the bracket at `at`; `at` itself where none does before `end`.
std::size_t behind_bracket(std::string_view source, std::size_t at, std::size_t end) {
  const char open = source[at];
  const char close = open == '[' ? ']' : ')';
  int depth = 0;
  for (std::size_t i = at; i < end; ++i) {
    if (source[i] == '\\') {
      ++i;
    } else if (open == '(' && depth == 1 && source[i] == '<') {
      i = std::min(source.find('>', i), end);
    } else if (open == '(' && depth == 1 && (source[i] == '"' || source[i] == '\'') && source[i - 1] == ' ') {
      i = std::min(source.find(source[i], i + 1), end);  // a title
    } else if (source[i] == open) {
      ++depth;
    } else if (source[i] == close && --depth == 0) {
      return i + 1;
    }
  }
  return at;
}

class Walk {
 public:
  explicit Walk(Draft& draft) : draft_(draft) {
    starts_.push_back(0);
    const std::string& source = draft.source;
    for (std::size_t i = 0; i < source.size(); ++i) {
      // cmark ends a line at a carriage return alone, too
      if (source[i] == '\n' || (source[i] == '\r' && source.substr(i + 1, 1) != "\n")) {
        starts_.push_back(i + 1);
      }
    }
  }

  void run(cmark_node* root) {
    std::unique_ptr<cmark_iter, void (*)(cmark_iter*)> iter(cmark_iter_new(root), cmark_iter_free);
    for (cmark_event_type event = cmark_iter_next(iter.get()); event != CMARK_EVENT_DONE;
         event = cmark_iter_next(iter.get())) {
      visit(cmark_iter_get_node(iter.get()), event == CMARK_EVENT_ENTER);
    }
  }

 private:
  std::size_t line_start(int line) const {
    const auto row = static_cast<std::size_t>(line > 0 ? line - 1 : 0);
    return row < starts_.size() ? starts_[row] : draft_.source.size();
  }

  std::size_t offset(int line, int column) const {
    return std::min(line_start(line) + static_cast<std::size_t>(column > 0 ? column - 1 : 0), draft_.source.size());
  }

  void visit(cmark_node* node, bool entering) {
    const cmark_node_type type = cmark_node_get_type(node);
    if (type == CMARK_NODE_ITEM) {
      items_ += entering ? 1 : -1;
    } else if (type == CMARK_NODE_FOOTNOTE_DEFINITION) {
      notes_ += entering ? 1 : -1;
    } else if (is_of_type(node, "table_header")) {
      header_ = entering;
    } else if (type == CMARK_NODE_PARAGRAPH || type == CMARK_NODE_HEADING || is_of_type(node, "table_cell")) {
      entering ? open(node) : close(kind_of(node));
    } else if (type == CMARK_NODE_HTML_BLOCK && entering) {
      html(node);
    } else if (entering || type == CMARK_NODE_LINK || type == CMARK_NODE_IMAGE || is_of_type(node, "strikethrough")) {
      inlines(node, type, entering);
    }
  }

  BlockKind kind_of(cmark_node* node) const {
    return cmark_node_get_type(node) == CMARK_NODE_HEADING ? BlockKind::Heading
           : notes_ > 0                                    ? BlockKind::Reference
           : header_                                       ? BlockKind::Aside
           : items_ > 0                                    ? BlockKind::ListItem
                                                           : BlockKind::Paragraph;
  }

  void open(cmark_node* node) {
    cursor_ = offset(cmark_node_get_start_line(node), cmark_node_get_start_column(node));
    end_ = line_start(cmark_node_get_end_line(node) + 1);
    kind_ = kind_of(node);
    hidden_ = 0;
    broken_ = false;
  }

  void inlines(cmark_node* node, cmark_node_type type, bool entering) {
    if (type == CMARK_NODE_IMAGE) {
      hidden_ += entering ? 1 : -1;
      if (entering && hidden_ == 1) {
        skip_to("![", 1);
        pass_bracket('[');
        pass_destination();
      }
    } else if (is_of_type(node, "strikethrough")) {
      struck(entering);
    } else if (type == CMARK_NODE_LINK && hidden_ == 0) {
      link(node, entering);
    } else if (type == CMARK_NODE_FOOTNOTE_REFERENCE && hidden_ == 0) {
      skip_to("[^", 0);
      pass_bracket('[');
    } else if (type == CMARK_NODE_HTML_INLINE && hidden_ == 0) {
      tag(literal(node));
    } else if (type == CMARK_NODE_HTML_INLINE) {
      struck_tag(ascii_lower(literal(node)));
    } else if (type == CMARK_NODE_LINEBREAK && hidden_ == 0) {
      line_break();
    } else if (type == CMARK_NODE_SOFTBREAK && hidden_ == 0) {
      builder_.add(' ', std::min(cursor_, draft_.source.size() - 1));
    } else if (type == CMARK_NODE_TEXT || type == CMARK_NODE_CODE) {
      text(literal(node));
    }
  }

  void text(std::string_view shown) {
    if (hidden_ > 0) {
      if (struck_ > 0) {  // the cursor goes along
        cursor_ = BlockBuilder().align(shown, draft_.source, cursor_, end_);
      }
      return;
    }
    if (broken_ && !in_link_ && begins_line(builder_.block.text, shown)) {
      close(kind_);
    }
    broken_ = broken_ && trim(shown).empty();
    cursor_ = builder_.align(shown, draft_.source, cursor_, end_);
  }

  void struck(bool entering) {
    struck_ += entering ? 1 : -1;
    hidden_ += entering ? 1 : -1;
  }

  void struck_tag(const std::string& lower) {
    for (const std::string_view name : {"del", "s", "strike"}) {
      if (lower == "<" + std::string(name) + ">") {
        struck(true);
      } else if (lower == "</" + std::string(name) + ">" && struck_ > 0) {
        struck(false);
      }
    }
  }

  void tag(std::string_view html) {
    if (const auto at = draft_.source.find(html, cursor_); at < end_) {
      cursor_ = at + html.size();
    }
    const std::string lower = ascii_lower(html);
    if (lower.starts_with("<br")) {
      line_break();
    }
    struck_tag(lower);
  }

  void line_break() {
    builder_.add(' ', std::min(cursor_, draft_.source.size() - 1));
    broken_ = true;
  }

  void link(cmark_node* node, bool entering) {
    in_link_ = entering;
    if (entering) {
      link_start_ = builder_.size();
      return;
    }
    const char* url = cmark_node_get_url(node);
    builder_.block.links.push_back({link_start_, builder_.size(), url == nullptr ? "" : url});
    const auto closing = draft_.source.find_first_of("]>", cursor_);
    if (closing < end_) {
      cursor_ = closing + 1;
      if (draft_.source[closing] == ']') {
        pass_destination();
      }
    }
  }

  void skip_to(std::string_view mark, std::size_t into) {
    if (const auto at = draft_.source.find(mark, cursor_); at < end_) {
      cursor_ = at + into;
    }
  }

  bool pass_bracket(char open) {
    if (cursor_ >= end_ || draft_.source[cursor_] != open) {
      return false;
    }
    const std::size_t behind = behind_bracket(draft_.source, cursor_, std::min(end_, draft_.source.size()));
    const bool passed = behind != cursor_;
    cursor_ = behind;
    return passed;
  }

  /// "(https://a.org/x.html)" or "[ref]", which a reader does not see and which holds stops of its own.
  void pass_destination() {
    if (!pass_bracket('(')) {
      (void)pass_bracket('[');
    }
  }

  /// A block of HTML is read as HTML; its lines may stand behind the marks of a quotation or a list.
  void html(cmark_node* node) {
    const auto shown = literal(node);
    const int first = cmark_node_get_start_line(node);
    std::vector<std::size_t> places;  // of each byte in the file
    int line = first;
    for (std::size_t i = 0; i < shown.size(); ++line) {
      const std::size_t next = std::min(shown.find('\n', i), shown.size() - 1) + 1;
      const auto row = trimmed_end(
          std::string_view(draft_.source).substr(line_start(line), line_start(line + 1) - line_start(line)));
      const std::size_t size = trimmed_end(shown.substr(i, next - i)).size();
      const std::size_t start = line_start(line) + (row.size() > size ? row.size() - size : 0);
      for (std::size_t k = i; k < next; ++k) {
        places.push_back(std::min(start + (k - i), draft_.source.size() - 1));
      }
      i = next;
    }
    for (auto& block : html_blocks(shown)) {
      for (auto& at : block.at) {
        at = static_cast<std::uint32_t>(places[std::min<std::size_t>(at, places.size() - 1)]);
      }
      draft_.blocks.push_back(std::move(block));
    }
  }

  void close(BlockKind kind) {
    Block block = builder_.take();
    block.kind = kind;
    if (!block.text.empty()) {
      draft_.blocks.push_back(std::move(block));
    }
  }

  Draft& draft_;
  std::vector<std::size_t> starts_;
  BlockBuilder builder_;
  std::size_t cursor_ = 0, end_ = 0, link_start_ = 0;
  int items_ = 0, notes_ = 0, hidden_ = 0, struck_ = 0;
  bool header_ = false, in_link_ = false;
  bool broken_ = false;  // by a line break, with no text behind it yet
  BlockKind kind_ = BlockKind::Paragraph;
};

/// Front matter is for the site's machinery; blanked, so that places stay.
void blank_front_matter(std::string& text, std::size_t from) {
  if (text.compare(from, 4, "---\n") != 0 && text.compare(from, 5, "---\r\n") != 0) {
    return;
  }
  const auto end = text.find("\n---", from + 3);
  for (std::size_t i = from; end != std::string::npos && i < end + 4; ++i) {
    text[i] = text[i] == '\n' || text[i] == '\r' ? text[i] : ' ';
  }
}

}  // namespace

Result<void> read_markdown(Draft& draft) {
  std::string text = draft.source;
  blank_front_matter(text, draft.mark);
  cmark_gfm_core_extensions_ensure_registered();
  const std::unique_ptr<cmark_parser, void (*)(cmark_parser*)> parser(
      cmark_parser_new(CMARK_OPT_DEFAULT | CMARK_OPT_FOOTNOTES), cmark_parser_free);
  for (const char* name : {"table", "strikethrough", "tasklist"}) {
    if (auto* extension = cmark_find_syntax_extension(name)) {
      cmark_parser_attach_syntax_extension(parser.get(), extension);
    }
  }
  cmark_parser_feed(parser.get(), text.data(), text.size());
  const std::unique_ptr<cmark_node, NodeFree> root(cmark_parser_finish(parser.get()));
  if (!root) {
    return fail(Fault::BadInput, "the Markdown could not be read");
  }
  Walk(draft).run(root.get());
  return {};
}

}  // namespace meridian::draft
