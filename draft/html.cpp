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

constexpr auto kFurniture = std::to_array<std::string_view>(
    {"ad",         "ads",         "advert",     "adverts",  "advertisement", "advertising", "banner",   "promo",
     "promotion",  "sponsor",     "sponsored",  "cookie",   "cookies",       "comment",     "comments", "sidebar",
     "related",    "share",       "sharing",    "social",   "newsletter",    "subscribe",   "signup",   "menu",
     "breadcrumb", "breadcrumbs", "navigation", "navbar",   "nav",           "footer",      "popup",    "modal",
     "widget",     "recommended", "byline",     "outbrain", "complementary", "contentinfo", "taboola",  "pagination",
     "tags",       "toolbar",     "masthead",   "skip"});
constexpr auto kHiding = std::to_array<std::string_view>({"hidden", "is-hidden", "visually-hidden"});
constexpr auto kLayout = std::to_array<std::string_view>(
    {"has",    "have",     "with",    "without",  "no",       "not",     "hide",  "hides",
     "show",   "shows",    "enabled", "enable",   "disabled", "disable", "open",  "closed",
     "active", "inactive", "layout",  "category", "tag",      "format",  "status"});

template <std::size_t N>
bool is_word_of(const std::array<std::string_view, N>& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

/// True where a class, id or role names a part of the page that is not the article. "has-sidebar" and
/// "social-enabled" tell of the layout and not of what the element is; "overflow-hidden" hides nothing.
bool names_furniture(std::string_view name) {
  if (is_word_of(kHiding, name)) {
    return true;
  }
  std::string parts(name);
  std::replace_if(
      parts.begin(), parts.end(), [](char c) { return c == '-' || c == '_' || c == ':'; }, ' ');
  const auto words = split(parts, ' ');
  return std::any_of(words.begin(), words.end(), [&](auto word) { return is_word_of(kFurniture, word); }) &&
         std::none_of(words.begin(), words.end(), [&](auto word) { return is_word_of(kLayout, word); });
}

bool contains(const GumboNode* node, std::initializer_list<GumboTag> tags, int depth) {
  const GumboVector* list = children(node);
  if (list == nullptr || depth > kDeepest) {
    return false;
  }
  for (unsigned i = 0; i < list->length; ++i) {
    const GumboNode* below = child(list, i);
    if ((below->type == GUMBO_NODE_ELEMENT && is_one_of(below->v.element.tag, tags)) ||
        contains(below, tags, depth + 1)) {
      return true;
    }
  }
  return false;
}

/// True where tag, class, id or role say that this is not the article, or that a reader does not see it.
bool is_furniture(const GumboNode* node) {
  const GumboTag tag = node->v.element.tag;
  if (is_one_of(
          tag, {GUMBO_TAG_SCRIPT, GUMBO_TAG_STYLE, GUMBO_TAG_NOSCRIPT, GUMBO_TAG_NAV, GUMBO_TAG_ASIDE, GUMBO_TAG_FOOTER,
                GUMBO_TAG_BUTTON, GUMBO_TAG_IFRAME, GUMBO_TAG_SVG, GUMBO_TAG_HEAD, GUMBO_TAG_SELECT, GUMBO_TAG_TEMPLATE,
                GUMBO_TAG_TEXTAREA, GUMBO_TAG_OBJECT, GUMBO_TAG_DEL, GUMBO_TAG_S, GUMBO_TAG_STRIKE}) ||
      gumbo_get_attribute(&node->v.element.attributes, "hidden") != nullptr) {
    return true;
  }
  if (is_one_of(tag, {GUMBO_TAG_BODY, GUMBO_TAG_ARTICLE, GUMBO_TAG_MAIN})) {
    return false;
  }
  bool frame = tag == GUMBO_TAG_FORM;
  for (const char* name : {"class", "id", "role"}) {
    const GumboAttribute* attribute = gumbo_get_attribute(&node->v.element.attributes, name);
    if (attribute == nullptr) {
      continue;
    }
    std::string value = ascii_lower(attribute->value);
    std::replace_if(
        value.begin(), value.end(), [](char c) { return c == '\n' || c == '\t' || c == '\r'; }, ' ');
    const auto names = split(value, ' ');
    frame = frame || std::any_of(names.begin(), names.end(), names_furniture);
  }
  return frame && !contains(node, {GUMBO_TAG_MAIN, GUMBO_TAG_H1}, 0);  // what holds the article is no part of its frame
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
      const std::string shown = valid_utf8(node->v.text.text);  // gumbo makes of "&#99999999999;" what is no letter
      if (broken_ && begins_line(builder_.block.text, shown)) {
        close(kind);
      }
      broken_ = broken_ && trim(shown).empty();
      builder_.align(shown, draft_.source, start, start + node->v.text.original_text.length);
      return;
    }
    const GumboVector* list = children(node);
    if (list == nullptr || (node->type == GUMBO_NODE_ELEMENT && is_furniture(node))) {
      return;
    }
    const GumboTag tag = node->type == GUMBO_NODE_ELEMENT ? node->v.element.tag : GUMBO_TAG_HTML;
    if (tag == GUMBO_TAG_BR) {
      if (broken_) {  // two make a paragraph
        close(kind);
      }
      builder_.add(' ', node->v.element.start_pos.offset);
      broken_ = true;
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
  bool broken_ = false;  // by <br>, with no text behind it yet
};

/// Behind the '>' that ends the tag at `at`; npos where the file ends within it or within a quoted value.
std::size_t end_of_tag(std::string_view source, std::size_t at) {
  char quote = 0;
  for (char before = 0; at < source.size(); ++at) {
    const char c = source[at];
    if (quote != 0) {
      quote = c == quote ? '\0' : quote;
    } else if ((c == '"' || c == '\'') && before == '=') {
      quote = c;
    } else if (c == '>') {
      return at + 1;
    }
    before = c == ' ' || c == '\n' || c == '\t' || c == '\r' ? before : c;
  }
  return std::string_view::npos;
}

/// What is missing at the end of a page that was cut off; empty where it is whole. HTML lets </html>, </body>, </p> and
/// </li> go without saying, so their lack tells nothing.
std::string missing_end(std::string_view source) {
  const std::string lower = ascii_lower(source);
  const std::string_view text = lower;
  const auto is_letter = [](char c) { return c >= 'a' && c <= 'z'; };
  bool article = false;
  bool page = false;
  for (std::size_t at = text.find('<'); at != std::string_view::npos; at = text.find('<', at)) {
    const auto rest = text.substr(at + 1);
    if (rest.starts_with("!--")) {
      // "<!-->" is a whole comment
      const auto end = text.find("-->", at + 2);
      if (end == std::string_view::npos) {
        return "a comment is not closed";
      }
      at = end + 3;
      continue;
    }
    const bool closing = rest.starts_with('/');
    const auto name = rest.substr(closing ? 1 : 0);
    if (name.empty() || !is_letter(name[0])) {
      ++at;
      continue;
    }
    const auto word =
        name.substr(0, static_cast<std::size_t>(std::find_if_not(name.begin(), name.end(), is_letter) - name.begin()));
    const auto end = end_of_tag(text, at);
    if (end == std::string_view::npos) {
      return "it ends within a tag";
    }
    article = word == "article" ? !closing : article;
    page = page || word == "html" || word == "body";
    at = end;
    static constexpr auto kRaw = std::to_array<std::string_view>({"script", "style", "textarea", "title"});
    if (!closing && std::find(kRaw.begin(), kRaw.end(), word) != kRaw.end()) {
      const std::string closer = "</" + std::string(word);
      at = text.find(closer, end);
      if (at == std::string_view::npos) {
        return closer + "> is missing";
      }
    }
  }
  if (article) {
    return "</article> is missing";
  }
  const auto bare = trim(text);
  const bool whole = bare.empty() || std::string_view(">.!?:\"')]").find(bare.back()) != std::string_view::npos ||
                     static_cast<unsigned char>(bare.back()) >= 0x80U;
  return page && !whole ? "it ends within a sentence" : "";
}

using Page = std::unique_ptr<GumboOutput, void (*)(GumboOutput*)>;

Page parse(std::string_view source) {
  GumboOptions options = kGumboDefaultOptions;
  options.max_errors = 0;
  return {gumbo_parse_with_options(&options, source.data(), source.size()),
          [](GumboOutput* output) { gumbo_destroy_output(&kGumboDefaultOptions, output); }};
}

}  // namespace

Result<void> read_html(Draft& draft) {
  if (const auto missing = missing_end(draft.source); !missing.empty()) {
    return fail(Fault::BadInput, "the page is cut off: " + missing, "save or copy it again");
  }
  const Page page = parse(draft.source);
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

std::vector<Block> html_blocks(std::string_view html) {
  Draft part;
  part.source = html;
  if (const Page page = parse(part.source)) {
    Walk walk(part);
    walk.run(page->root, BlockKind::Paragraph, 0);
    walk.close(BlockKind::Paragraph);
  }
  return std::move(part.blocks);
}

}  // namespace meridian::draft
