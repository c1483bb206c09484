// DOCX: word/document.xml out of its zip, one line of visible text a paragraph.
#include <fmt/format.h>
#include <zip.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <map>
#include <memory>
#include <pugixml.hpp>
#include <set>

#include "core/text.hpp"
#include "draft/forms.hpp"

namespace meridian::draft {
namespace {

constexpr int kDeepest = 200;

Result<std::string> unpack(zip_t* zip, const char* name) {
  zip_stat_t stat;
  zip_stat_init(&stat);
  if (zip_stat(zip, name, 0, &stat) != 0) {
    return fail(Fault::NotFound, fmt::format("it holds no {}", name));
  }
  if (stat.size > kMostBytes * 8) {
    return fail(Fault::BadInput, fmt::format("{} unpacks to more than {} MiB", name, (kMostBytes * 8) >> 20U));
  }
  const std::unique_ptr<zip_file_t, int (*)(zip_file_t*)> file(zip_fopen(zip, name, 0), zip_fclose);
  std::string bytes(stat.size, '\0');
  std::size_t got = 0;
  while (file && got < bytes.size()) {
    const auto n = zip_fread(file.get(), bytes.data() + got, bytes.size() - got);
    if (n <= 0) {
      break;
    }
    got += static_cast<std::size_t>(n);
  }
  char beyond = 0;
  if (!file || got != bytes.size() || zip_fread(file.get(), &beyond, 1) != 0) {
    return fail(Fault::BadInput, fmt::format("{} in it is damaged or cut off", name), "save or copy it again");
  }
  return bytes;
}

bool is_set(const pugi::xml_node& property) {
  const std::string_view value = property.attribute("w:val").value();
  return property && value != "0" && value != "false" && value != "off";
}

/// Deleted or moved away under track changes, struck out, hidden, or no text at all.
bool is_unseen(const pugi::xml_node& node) {
  static constexpr auto kNames = std::to_array<std::string_view>(
      {"w:del", "w:moveFrom", "w:instrText", "w:pPr", "w:rPr", "w:sdtPr", "w:tblPr", "w:trPr", "mc:Fallback"});
  if (std::find(kNames.begin(), kNames.end(), node.name()) != kNames.end()) {
    return true;
  }
  const auto run = node.child("w:rPr");
  return node.child("w:trPr").child("w:del") || is_set(run.child("w:strike")) || is_set(run.child("w:dstrike")) ||
         is_set(run.child("w:vanish"));
}

class Walk {
 public:
  Walk(Draft& draft, std::map<std::string, std::string> urls) : draft_(draft), urls_(std::move(urls)) {}

  void blocks(const pugi::xml_node& node, int depth) {
    for (const auto& child : node.children()) {
      if (std::strcmp(child.name(), "w:p") == 0) {
        paragraph(child);
      } else if (depth < kDeepest && !is_unseen(child)) {
        blocks(child, depth + 1);  // tables, text boxes, content controls
      }
    }
  }

 private:
  void text(std::string_view shown) {
    for (const char byte : shown) {
      builder_.add(byte, draft_.source.size());
      draft_.source.push_back(byte == '\n' || byte == '\r' ? ' ' : byte);
    }
  }

  void runs(const pugi::xml_node& node, int depth) {
    for (const auto& child : node.children()) {
      const std::string_view name = child.name();
      if (is_unseen(child)) {
        continue;
      }
      if (name == "w:t") {
        text(valid_utf8(child.text().get()));  // pugixml takes bytes as they come
      } else if (name == "w:tab" || name == "w:br" || name == "w:cr") {
        text(" ");
      } else if (name == "w:noBreakHyphen") {
        text("-");
      } else if (depth < kDeepest) {
        const std::size_t start = builder_.size();
        runs(child, depth + 1);
        if (name == "w:hyperlink") {
          if (const auto url = urls_.find(child.attribute("r:id").value()); url != urls_.end()) {
            builder_.block.links.push_back({start, builder_.size(), url->second});
          }
        }
      }
    }
  }

  void paragraph(const pugi::xml_node& node) {
    runs(node, 0);
    Block block = builder_.take();
    draft_.source.push_back('\n');
    if (block.text.empty()) {
      return;
    }
    const auto properties = node.child("w:pPr");
    std::string style = properties.child("w:pStyle").attribute("w:val").value();
    for (auto& c : style) {
      c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    const bool ends = block.text.find_last_of(".!?:") == block.text.size() - 1;
    const bool styled =
        style.rfind("heading", 0) == 0 || style == "title" || style == "subtitle" || properties.child("w:outlineLvl");
    const bool listed = properties.child("w:numPr") || style.rfind("list", 0) == 0;
    if (styled || (!listed && !ends && block.text.size() < 60)) {
      block.kind = BlockKind::Heading;
    } else if (listed) {
      block.kind = BlockKind::ListItem;
    }
    draft_.blocks.push_back(std::move(block));
  }

  Draft& draft_;
  std::map<std::string, std::string> urls_;
  BlockBuilder builder_;
};

}  // namespace

Result<void> read_docx(std::string_view bytes, Draft& draft) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
  zip_t* opened = source == nullptr ? nullptr : zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &error);
  if (opened == nullptr) {
    zip_source_free(source);
    zip_error_fini(&error);
    return fail(Fault::BadInput, "the DOCX file is cut off or damaged: its list of contents cannot be read",
                "save or copy it again");
  }
  zip_error_fini(&error);
  const std::unique_ptr<zip_t, void (*)(zip_t*)> zip(opened, zip_discard);
  auto document = unpack(zip.get(), "word/document.xml");
  if (!document) {
    if (document.error().fault == Fault::NotFound) {
      return fail(Fault::BadInput, "this is a zip file, but no DOCX: it holds no word/document.xml",
                  "meridian check reads Markdown, HTML, DOCX and plain text in UTF-8");
    }
    return tl::unexpected<Error>(document.error());
  }
  std::map<std::string, std::string> urls;
  if (auto relations = unpack(zip.get(), "word/_rels/document.xml.rels")) {
    pugi::xml_document xml;
    if (xml.load_buffer(relations->data(), relations->size())) {
      for (const auto& relation : xml.document_element().children()) {
        urls[relation.attribute("Id").value()] = valid_utf8(relation.attribute("Target").value());
      }
    }
  }
  pugi::xml_document xml;
  const auto parsed = xml.load_buffer(document->data(), document->size(), pugi::parse_default | pugi::parse_ws_pcdata);
  if (!parsed) {
    return fail(Fault::BadInput,
                fmt::format("word/document.xml is damaged at byte {}: {}", parsed.offset, parsed.description()),
                "save or copy it again");
  }
  Walk(draft, std::move(urls)).blocks(xml.document_element().child("w:body"), 0);
  return {};
}

}  // namespace meridian::draft
