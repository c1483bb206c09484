// A window over the file that holds one DescriptorRecord at a time, so that 300 MB need little memory.
#include "fetcher/mesh_xml.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <pugixml.hpp>

#include "core/text.hpp"
#include "fetcher/bulk_source.hpp"

namespace meridian::fetcher {
namespace {

constexpr std::size_t kBlock = 1U << 20U;
constexpr std::size_t kLargestRecord = 16U << 20U;
constexpr std::string_view kOpen = "<DescriptorRecord ";
constexpr std::string_view kClose = "</DescriptorRecord>";

std::string text_of(const pugi::xml_node& node) { return squeeze(valid_utf8(node.text().get())); }

MeshDescriptor descriptor_of(const pugi::xml_node& record) {
  MeshDescriptor out;
  out.heading = text_of(record.child("DescriptorName").child("String"));
  for (const auto& number : record.child("TreeNumberList").children("TreeNumber")) {
    out.trees.push_back(text_of(number));
  }
  for (const auto& concept_node : record.child("ConceptList").children("Concept")) {
    for (const auto& term : concept_node.child("TermList").children("Term")) {
      std::string entry = text_of(term.child("String"));
      if (!entry.empty() && entry != out.heading) {
        out.entries.push_back(std::move(entry));
      }
    }
  }
  return out;
}

}  // namespace

Result<std::uint64_t> read_mesh_descriptors(const std::string& path,
                                            const std::function<bool(MeshDescriptor&&)>& each) {
  auto source = ByteSource::open(path);
  if (!source) {
    return tl::unexpected<Error>(source.error());
  }
  std::string window;
  std::uint64_t count = 0;
  bool ended = false;
  std::size_t searched = 0;  // of the open record, so that no byte is searched twice
  for (;;) {
    const std::size_t open = window.find(kOpen);
    const std::size_t close = open == std::string::npos ? open : window.find(kClose, std::max(open, searched));
    if (close == std::string::npos) {
      if (ended) {
        if (open != std::string::npos) {
          return fail(Fault::BadInput, fmt::format("{} ends within record {}", path, count + 1), "fetch it again");
        }
        break;
      }
      if (open == std::string::npos && window.size() > kOpen.size()) {
        window.erase(0, window.size() - kOpen.size());
      } else if (open != std::string::npos) {
        window.erase(0, open);
        searched = window.size() > kClose.size() ? window.size() - kClose.size() : 0;
      }
      if (window.size() > kLargestRecord) {
        return fail(Fault::BadInput, fmt::format("{}: record {} is too large", path, count + 1));
      }
      const std::size_t held = window.size();
      window.resize(held + kBlock);
      const std::size_t got = (*source)->read(window.data() + held, kBlock);
      if (const std::string& fault = (*source)->fault(); !fault.empty()) {
        return fail(Fault::BadInput, fmt::format("{} is damaged: {}", path, fault), "fetch it again");
      }
      window.resize(held + got);
      ended = got == 0;
      continue;
    }
    pugi::xml_document document;
    const auto parsed = document.load_buffer(window.data() + open, close + kClose.size() - open);
    MeshDescriptor descriptor = parsed ? descriptor_of(document.first_child()) : MeshDescriptor{};
    if (!parsed || descriptor.heading.empty()) {
      return fail(Fault::BadInput, fmt::format("{}: record {} cannot be read", path, count + 1), "fetch it again");
    }
    ++count;
    window.erase(0, close + kClose.size());
    searched = 0;
    if (!each(std::move(descriptor))) {
      return count;
    }
  }
  if (count == 0) {
    return fail(Fault::BadInput, fmt::format("{} holds no MeSH descriptor", path),
                "NLM's descriptor file is named desc2026.xml or the like");
  }
  return count;
}

}  // namespace meridian::fetcher
