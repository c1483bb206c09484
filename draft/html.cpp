// HTML by gumbo: the article's own text, without navigation, adverts, comments and scripts.
#include <gumbo.h>

#include <algorithm>
#include <array>
#include <memory>

#include "core/text.hpp"
#include "draft/forms.hpp"

namespace meridian::draft {
namespace {

constexpr int kDeepest = 400;

bool is_one_of(GumboTag tag, std::initializer_list<GumboTag> tags) {
  return std::find(tags.begin(), tags.end(), tag) != tags.end();
}

const GumboVector* children(const GumboNode* node) {
  return node->type == GUMBO_NODE_ELEMENT    ? &node->v.element.children
         : node->type == GUMBO_NODE_DOCUMENT ? &node->v.document.children
                                             : nullptr;
}

const GumboNode* child(const GumboVector* list, unsigned i) { return static_cast<const GumboNode*>(list->data[i]); }

/// True where class, id or role says that this is not the article.
bool is_furniture(const GumboNode* node) {
  const GumboTag tag = node->v.element.tag;
  if (is_one_of(tag, {GUMBO_TAG_SCRIPT, GUMBO_TAG_STYLE, GUMBO_TAG_NOSCRIPT, GUMBO_TAG_NAV, GUMBO_TAG_ASIDE,
                      GUMBO_TAG_FOOTER, GUMBO_TAG_FORM, GUMBO_TAG_BUTTON, GUMBO_TAG_IFRAME, GUMBO_TAG_SVG,
                      GUMBO_TAG_TEMPLATE, GUMBO_TAG_SELECT, GUMBO_TAG_TEXTAREA, GUMBO_TAG_HEAD, GUMBO_TAG_OBJECT})) {
    return true;
  }
  static constexpr auto kWords = std::to_array<std::string_view>(
      {"ad",         "ads",         "advert",     "adverts",  "advertisement", "advertising", "banner",   "promo",
       "promotion",  "sponsor",     "sponsored",  "cookie",   "cookies",       "comment",     "comments", "sidebar",
       "related",    "share",       "sharing",    "social",   "newsletter",    "subscribe",   "signup",   "menu",
       "breadcrumb", "breadcrumbs", "navigation", "navbar",   "nav",           "footer",      "popup",    "modal",
       "widget",     "recommended", "byline",     "hidden",   "complementary", "contentinfo", "outbrain", "taboola",
       "pagination", "tags",        "toolbar",    "masthead", "skip"});
  for (const char* name : {"class", "id", "role"}) {
    const GumboAttribute* attribute = gumbo_get_attribute(&node->v.element.attributes, name);
    if (attribute == nullptr) {
      continue;
    }
    std::string value = ascii_lower(attribute->value);
    std::replace_if(
        value.begin(), value.end(), [](char c) { return c == '-' || c == '_' || c == ':'; }, ' ');
    for (const auto word : split(value, ' ')) {
      if (std::find(kWords.begin(), kWords.end(), word) != kWords.end() && tag != GUMBO_TAG_BODY &&
          tag != GUMBO_TAG_ARTICLE && tag != GUMBO_TAG_MAIN) {
        return true;
      }
    }
  }
  return gumbo_get_attribute(&node->v.element.attributes, "hidden") != nullptr;
}

std::size_t prose(const GumboNode* node, int depth) {
  if (node->type == GUMBO_NODE_TEXT) {
    return trim(node->v.text.text).size();
  }
  const GumboVector* list = children(node);
  if (list == nullptr || depth > kDeepest || (node->type == GUMBO_NODE_ELEMENT && is_furniture(node))) {
    return 0;
  }
  std::size_t sum = 0;
  for (unsigned i = 0; i < list->length; ++i) {
    sum += prose(child(list, i), depth + 1);
  }
  return sum;
}

void best_of(const GumboNode* node, GumboTag tag, const GumboNode*& best, std::size_t& most, int depth) {
  const GumboVector* list = children(node);
  if (list == nullptr || depth > kDeepest || (node->type == GUMBO_NODE_ELEMENT && is_furniture(node))) {
    return;
  }
  if (node->type == GUMBO_NODE_ELEMENT && node->v.element.tag == tag) {
    if (const std::size_t size = prose(node, 0); size > most) {
      most = size;
      best = node;
    }
    return;
  }
  for (unsigned i = 0; i < list->length; ++i) {
    best_of(child(list, i), tag, best, most, depth + 1);
  }
}

/// The element whose own paragraphs hold most text.
void densest(const GumboNode* node, const GumboNode*& best, std::size_t& most, int depth) {
  const GumboVector* list = children(node);
  if (list == nullptr || depth > kDeepest || (node->type == GUMBO_NODE_ELEMENT && is_furniture(node))) {
    return;
  }
  std::size_t sum = 0;
  for (unsigned i = 0; i < list->length; ++i) {
    const GumboNode* below = child(list, i);
    if (below->type == GUMBO_NODE_ELEMENT &&
        is_one_of(below->v.element.tag, {GUMBO_TAG_P, GUMBO_TAG_UL, GUMBO_TAG_OL})) {
      sum += prose(below, depth + 1);
    }
    densest(below, best, most, depth + 1);
  }
  if (sum > most) {
    most = sum;
    best = node;
  }
}

class Walk {
 public:
  explicit Walk(Draft& draft) : draft_(draft) {}

  void run(const GumboNode* node, BlockKind kind, int depth) {
    if (depth > kDeepest) {
      return;
    }
    if (node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_WHITESPACE || node->type == GUMBO_NODE_CDATA) {
      const auto start = static_cast<std::size_t>(node->v.text.start_pos.offset);
      builder_.align(node->v.text.text, draft_.source, start, start + node->v.text.original_text.length);
      return;
    }
    const GumboVector* list = children(node);
    if (list == nullptr || (node->type == GUMBO_NODE_ELEMENT && is_furniture(node))) {
      return;
    }
    const GumboTag tag = node->type == GUMBO_NODE_ELEMENT ? node->v.element.tag : GUMBO_TAG_HTML;
    if (tag == GUMBO_TAG_BR) {
      builder_.add(' ', node->v.element.start_pos.offset);
      return;
    }
    BlockKind inner = kind;
    const bool apart =
        !is_one_of(tag, {GUMBO_TAG_A,     GUMBO_TAG_EM,   GUMBO_TAG_STRONG, GUMBO_TAG_B,    GUMBO_TAG_I,
                         GUMBO_TAG_SPAN,  GUMBO_TAG_SUP,  GUMBO_TAG_SUB,    GUMBO_TAG_MARK, GUMBO_TAG_U,
                         GUMBO_TAG_SMALL, GUMBO_TAG_ABBR, GUMBO_TAG_CITE,   GUMBO_TAG_Q,    GUMBO_TAG_TIME,
                         GUMBO_TAG_CODE,  GUMBO_TAG_FONT, GUMBO_TAG_DEL,    GUMBO_TAG_INS,  GUMBO_TAG_DFN});
    if (is_one_of(tag, {GUMBO_TAG_H1, GUMBO_TAG_H2, GUMBO_TAG_H3, GUMBO_TAG_H4, GUMBO_TAG_H5, GUMBO_TAG_H6,
                        GUMBO_TAG_TITLE})) {
      inner = BlockKind::Heading;
    } else if (tag == GUMBO_TAG_LI) {
      inner = BlockKind::ListItem;
    } else if (is_one_of(tag, {GUMBO_TAG_FIGCAPTION, GUMBO_TAG_CAPTION, GUMBO_TAG_ADDRESS})) {
      inner = BlockKind::Aside;
    }
    if (apart) {
      close(kind);
    }
    const GumboAttribute* const href =
        tag == GUMBO_TAG_A ? gumbo_get_attribute(&node->v.element.attributes, "href") : nullptr;
    if (href != nullptr) {
      link_ = href->value;
      link_start_ = builder_.size();
    }
    for (unsigned i = 0; i < list->length; ++i) {
      run(child(list, i), inner, depth + 1);
    }
    if (href != nullptr) {
      end_link();
      link_ = nullptr;
    }
    if (apart) {
      close(inner);
    }
  }

  void close(BlockKind kind) {
    end_link();
    link_start_ = 0;  // a link may go on in the next block
    Block block = builder_.take();
    block.kind = kind;
    if (!block.text.empty()) {
      draft_.blocks.push_back(std::move(block));
    }
  }

 private:
  void end_link() {
    if (link_ != nullptr && builder_.size() > link_start_) {
      builder_.block.links.push_back({link_start_, builder_.size(), link_});
    }
  }

  Draft& draft_;
  BlockBuilder builder_;
  const char* link_ = nullptr;  // of the link that is open
  std::size_t link_start_ = 0;
};

/// What is missing at the end of a page that was cut off; empty where it is whole.
std::string_view missing_end(std::string_view source) {
  const std::string lower = ascii_lower(source);
  const auto has = [&](std::string_view what) { return lower.find(what) != std::string::npos; };
  const auto last = [&](std::string_view what) { return lower.rfind(what); };
  if (has("<!--") && (!has("-->") || last("-->") < last("<!--"))) {
    return "a comment is not closed";
  }
  if (has("<html") && !has("</html")) {
    return "</html> is missing";
  }
  if (has("<body") && !has("</body") && !has("</html")) {
    return "</body> is missing";
  }
  if (has("<article") && !has("</article")) {
    return "</article> is missing";
  }
  if (has("<script") && !has("</script")) {
    return "</script> is missing";
  }
  const auto open = lower.rfind('<');
  const auto shut = lower.rfind('>');
  if (open != std::string::npos && open + 1 < lower.size() && (shut == std::string::npos || shut < open) &&
      ((lower[open + 1] >= 'a' && lower[open + 1] <= 'z') || lower[open + 1] == '/')) {
    return "it ends within a tag";
  }
  return {};
}

}  // namespace

Result<void> read_html(Draft& draft) {
  if (const auto missing = missing_end(draft.source); !missing.empty()) {
    return fail(Fault::BadInput, "the page is cut off: " + std::string(missing), "save or copy it again");
  }
  GumboOptions options = kGumboDefaultOptions;
  options.max_errors = 0;
  const auto drop = [&options](GumboOutput* output) { gumbo_destroy_output(&options, output); };
  const std::unique_ptr<GumboOutput, decltype(drop)> page(
      gumbo_parse_with_options(&options, draft.source.data(), draft.source.size()), drop);
  if (!page) {
    return fail(Fault::BadInput, "the HTML could not be read");
  }
  const GumboNode* best = nullptr;
  std::size_t most = 0;
  best_of(page->root, GUMBO_TAG_ARTICLE, best, most, 0);
  if (best == nullptr) {
    best_of(page->root, GUMBO_TAG_MAIN, best, most, 0);
  }
  if (best == nullptr) {
    densest(page->root, best, most, 0);
  }
  Walk walk(draft);
  walk.run(best == nullptr ? page->root : best, BlockKind::Paragraph, 0);
  walk.close(BlockKind::Paragraph);
  return {};
}

}  // namespace meridian::draft
