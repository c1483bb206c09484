// A topic's events as an Atom feed.
#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <tuple>

#include "tracker/digest.hpp"
#include "tracker/escape.hpp"

namespace meridian::tracker {
namespace {

/// FNV-1a, 64 bit; `seed` tells two halves of an id apart.
std::uint64_t hash(std::string_view text, std::uint64_t seed) {
  std::uint64_t value = 14695981039346656037ULL ^ seed;
  for (const char c : text) {
    value = (value ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  }
  return value;
}

/// A version-8 UUID (RFC 9562) that is the same for the same words.
std::string uuid_of(std::string_view words) {
  const std::uint64_t high = hash(words, 1);
  const std::uint64_t low = hash(words, 0x9e3779b97f4a7c15ULL);
  return fmt::format("urn:uuid:{:08x}-{:04x}-8{:03x}-{:04x}-{:012x}", high >> 32U, (high >> 16U) & 0xffffU,
                     high & 0xfffU, 0x8000U | (low >> 48U & 0x3fffU), low & 0xffffffffffffULL);
}

std::string abstract_of(const Citation& citation) {
  std::string out;
  for (const auto& part : citation.abstract) {
    out += (out.empty() ? "" : " ") + (part.label.empty() ? "" : part.label + ": ") + part.text;
  }
  return out;
}

}  // namespace

Result<std::string> make_feed(const std::string& topic, const std::string& title, std::size_t most,
                              index::Library& library, index::Ledger& ledger) {
  auto id = ledger.library_id();
  auto digest = make_digest(topic, {.since = {}, .unread = false, .fold = false}, library, ledger);
  if (!id || !digest) {
    return tl::unexpected<Error>(!id ? id.error() : digest.error());
  }
  std::vector<const DigestItem*> items;
  for (const auto& item : digest->alarms) {
    items.push_back(&item);
  }
  for (const auto& group : digest->fresh) {
    for (const auto& item : group.items) {
      items.push_back(&item);
    }
  }
  for (const auto& item : digest->changed) {
    items.push_back(&item);
  }
  std::sort(items.begin(), items.end(), [](const DigestItem* a, const DigestItem* b) {
    return std::tie(b->event.seen, b->event.pmid, b->event.kind, b->event.item) <
           std::tie(a->event.seen, a->event.pmid, a->event.kind, a->event.item);
  });
  items.resize(std::min(items.size(), most));
  std::string out = fmt::format(
      "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n<id>{}</id>\n"
      "<title>{}</title>\n<updated>{}</updated>\n<author><name>meridian</name></author>\n",
      uuid_of(*id + "/" + topic), escape_xml(title),
      items.empty() ? "1970-01-01T00:00:00Z" : items.front()->event.seen);
  for (const DigestItem* item : items) {
    const auto& event = item->event;
    const std::string prefix = event.kind == "new" ? "" : fmt::format("[{}] ", item->what);
    const std::string summary = event.kind == "changed" ? fmt::format("Changed: {}", fmt::join(item->fields, ", "))
                                : event.kind == "new"
                                    ? abstract_of(item->held.citation)
                                    : fmt::format("{}; notice: PMID {}", item->what, fmt::join(item->notices, ", "));
    out += fmt::format(
        "<entry>\n<id>{}</id>\n<title>{}</title>\n<updated>{}</updated>\n<link rel=\"alternate\" "
        "href=\"https://pubmed.ncbi.nlm.nih.gov/{}/\"/>\n<category term=\"{}\"/>\n<summary>{}</summary>\n</entry>\n",
        uuid_of(fmt::format("{}/{}/{}/{}/{}", *id, topic, event.pmid, event.kind, event.item)),
        escape_xml(prefix + item->held.citation.title), event.seen, event.pmid, escape_xml(event.kind),
        escape_xml(summary));
  }
  return out + "</feed>\n";
}

}  // namespace meridian::tracker
