// Markdown by cmark-gfm: its tree gives the text, the file the places.
#include <cmark-gfm.h>

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
  std::size_t offset(int line, int column) const {
    const auto row = static_cast<std::size_t>(line > 0 ? line - 1 : 0);
    return row < starts_.size()
               ? std::min(starts_[row] + static_cast<std::size_t>(column > 0 ? column - 1 : 0), draft_.source.size())
               : draft_.source.size();
  }

  void visit(cmark_node* node, bool entering) {
    const cmark_node_type type = cmark_node_get_type(node);
    if (type == CMARK_NODE_ITEM) {
      items_ += entering ? 1 : -1;
    } else if (type == CMARK_NODE_PARAGRAPH || type == CMARK_NODE_HEADING) {
      if (entering) {
        cursor_ = offset(cmark_node_get_start_line(node), cmark_node_get_start_column(node));
        end_ = offset(cmark_node_get_end_line(node) + 1, 1);
      } else {
        close(type == CMARK_NODE_HEADING ? BlockKind::Heading
              : items_ > 0               ? BlockKind::ListItem
                                         : BlockKind::Paragraph);
      }
    } else if (type == CMARK_NODE_IMAGE) {
      hidden_ += entering ? 1 : -1;
    } else if (type == CMARK_NODE_LINK) {
      if (entering) {
        link_start_ = builder_.size();
      } else {
        const char* url = cmark_node_get_url(node);
        builder_.block.links.push_back({link_start_, builder_.size(), url == nullptr ? "" : url});
      }
    } else if (entering && hidden_ == 0 && (type == CMARK_NODE_TEXT || type == CMARK_NODE_CODE)) {
      cursor_ = builder_.align(literal(node), draft_.source, cursor_, end_);
    } else if (entering && (type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK)) {
      builder_.add(' ', std::min(cursor_, draft_.source.size() - 1));
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
  int items_ = 0, hidden_ = 0;
};

}  // namespace

Result<void> read_markdown(Draft& draft) {
  std::string text = draft.source;
  if (text.rfind("---\n", 0) == 0) {  // front matter is for the site's machinery, blanked so that places stay
    if (const auto end = text.find("\n---", 3); end != std::string::npos) {
      for (std::size_t i = 0; i < end + 4; ++i) {
        text[i] = text[i] == '\n' ? '\n' : ' ';
      }
    }
  }
  const std::unique_ptr<cmark_node, NodeFree> root(
      cmark_parse_document(text.data(), text.size(), CMARK_OPT_DEFAULT | CMARK_OPT_FOOTNOTES));
  if (!root) {
    return fail(Fault::BadInput, "the Markdown could not be read");
  }
  Walk(draft).run(root.get());
  return {};
}

}  // namespace meridian::draft
