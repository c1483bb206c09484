// Cuts PubMed XML of any root into records by looking at tags alone, so that damage in one record leaves the others
// whole.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "fetcher/bulk_cutter.hpp"

namespace meridian::fetcher {
namespace {

struct Unit {
  std::string_view name;
  bool deletions;
};

constexpr auto kUnits = std::to_array<Unit>({
    {"PubmedArticle", false},
    {"PubmedBookArticle", false},
    {"MedlineCitation", false},
    {"BookDocument", false},
    {"DeleteCitation", true},
    {"DeleteDocument", true},
});

constexpr auto kRoots = std::to_array<std::string_view>(
    {"PubmedArticleSet", "MedlineCitationSet", "PubmedBookArticleSet", "BookDocumentSet"});

constexpr std::size_t kLongestName = 24;  ///< bytes of the longest tag looked for, with "</" and what ends it

bool ends_name(char c) { return c == '>' || c == '/' || c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

/// True where `text` begins with `name` and the name ends there.
bool is_tag(std::string_view text, std::string_view name) {
  return text.size() > name.size() && text.starts_with(name) && ends_name(text[name.size()]);
}

/// The first four bytes of each name of kUnits and kRoots.
constexpr auto kBeginnings = std::to_array<std::string_view>({"Pubm", "Medl", "Book", "Dele"});

static_assert(std::all_of(kUnits.begin(), kUnits.end(), [](const Unit& unit) {
  return std::find(kBeginnings.begin(), kBeginnings.end(), unit.name.substr(0, 4)) != kBeginnings.end();
}));
static_assert(std::all_of(kRoots.begin(), kRoots.end(), [](std::string_view root) {
  return std::find(kBeginnings.begin(), kBeginnings.end(), root.substr(0, 4)) != kBeginnings.end();
}));

/// Where in `text` the next tag stands that may be one of a unit, a root, a comment or a CDATA section: told by four
/// bytes of its name, as nearly all tags are none of these. A tag that `text` does not hold that far is taken for one.
std::size_t next_of_ours(std::string_view text) {
  for (auto at = text.find('<'); at != std::string_view::npos; at = text.find('<', at + 1)) {
    if (text.size() - at < 6) {
      return at;
    }
    const char* name = text.data() + at + 1;
    name += *name == '/' ? 1 : 0;
    if (*name == '!' || std::any_of(kBeginnings.begin(), kBeginnings.end(), [&](std::string_view beginning) {
          return std::memcmp(name, beginning.data(), 4) == 0;
        })) {
      return at;
    }
  }
  return std::string_view::npos;
}

class XmlCutter final : public Cutter {
 public:
  XmlCutter(Window window, std::string name)
      : window_(std::move(window)), name_(std::move(name)), at_(window_.begin()) {}

  std::optional<RawItem> next() override {
    while (!ended_) {
      if (auto item = step()) {
        return item;
      }
    }
    return std::nullopt;
  }
  const ByteSource& source() const override { return window_.source(); }

 private:
  [[nodiscard]] std::uint64_t keep() const { return unit_ != nullptr && !too_large_ ? start_ : at_; }

  /// Moves to the next tag that may matter and acts on it.
  std::optional<RawItem> step() {
    const std::string_view rest = window_.from(at_);
    const auto found = next_of_ours(rest);
    at_ += found == std::string_view::npos ? rest.size() : found;
    if (unit_ != nullptr && !too_large_ && at_ - start_ > kLargestRecord) {
      too_large_ = true;
      return damage(start_, fmt::format("the record is larger than {} MiB", kLargestRecord >> 20U));
    }
    if (found == std::string_view::npos) {
      return window_.more(keep()) ? std::nullopt : end();
    }
    (void)window_.has(at_, kLongestName, keep());
    const std::string_view tag = window_.from(at_).substr(1);
    if (tag.starts_with("!--")) {
      skip_to("-->", 4);
      return std::nullopt;
    }
    if (tag.starts_with("![CDATA[")) {
      skip_to("]]>", 9);
      return std::nullopt;
    }
    return tag.starts_with('/') ? end_tag(tag.substr(1)) : start_tag(tag);
  }

  /// A comment or CDATA section that is not closed within a record's size hides nothing: it is taken for text.
  void skip_to(std::string_view close, std::size_t opener) {
    std::uint64_t from = at_ + opener;
    const std::uint64_t limit = at_ + kLargestRecord;
    if (unclosed_from_ != 0 && from >= unclosed_from_ && close == unclosed_) {
      at_ += opener;
      return;
    }
    while (from < limit) {
      const auto found = from > window_.end() ? std::string_view::npos : window_.from(from).find(close);
      if (found != std::string_view::npos) {
        at_ = from + found + close.size();
        return;
      }
      from = std::max(from, window_.end() - std::min<std::uint64_t>(window_.end() - from, close.size() - 1));
      if (!window_.more(std::min(keep(), at_))) {
        unclosed_from_ = at_ + opener;
        unclosed_ = close;
        break;
      }
    }
    at_ += opener;
  }

  std::optional<RawItem> start_tag(std::string_view tag) {
    for (const auto root : kRoots) {
      if (is_tag(tag, root)) {
        root_ = root;
        ++at_;
        return std::nullopt;
      }
    }
    const Unit* unit = nullptr;
    for (const Unit& one : kUnits) {
      if (is_tag(tag, one.name)) {
        unit = &one;
      }
    }
    // Inside a PubmedArticle the MedlineCitation belongs to it, as BookDocument does to PubmedBookArticle.
    const bool inner = unit != nullptr && unit_ != nullptr &&
                       ((unit->name == "MedlineCitation" && unit_->name == "PubmedArticle") ||
                        (unit->name == "BookDocument" && unit_->name == "PubmedBookArticle"));
    if (unit == nullptr || inner) {
      ++at_;
      return std::nullopt;
    }
    std::optional<RawItem> lost;
    if (unit_ != nullptr && !too_large_) {
      lost = damage(start_, fmt::format("the record has no end tag </{}>: another begins inside it", unit_->name));
    }
    unit_ = unit;
    start_ = at_++;
    too_large_ = false;
    if (!lost && tag.substr(unit->name.size()).starts_with("/>")) {
      unit_ = nullptr;
      if (!unit->deletions) {
        return Damage{name_, start_, "the record is empty", 0};
      }
    }
    return lost;
  }

  std::optional<RawItem> end_tag(std::string_view tag) {
    if (!root_.empty() && is_tag(tag, root_)) {
      std::optional<RawItem> lost;
      if (unit_ != nullptr && !too_large_) {
        lost = damage(start_, fmt::format("the record has no end tag </{}>", unit_->name));
      }
      unit_ = nullptr;
      root_ = {};
      ++at_;
      return lost;
    }
    if (unit_ == nullptr || !is_tag(tag, unit_->name)) {
      ++at_;
      return std::nullopt;
    }
    const std::uint64_t from = at_ + 2 + unit_->name.size();
    std::uint64_t close = from;
    while (window_.has(close, 1, keep()) && window_.from(close)[0] != '>' && close - from < 64) {
      ++close;
    }
    if (!window_.has(close, 1, keep())) {
      at_ = window_.end();
      return std::nullopt;
    }
    at_ = close + 1;
    const Unit unit = *std::exchange(unit_, nullptr);
    if (std::exchange(too_large_, false)) {
      return std::nullopt;
    }
    if (unit.deletions) {
      return deletions(window_.from(start_).substr(0, static_cast<std::size_t>(at_ - start_)));
    }
    if (unit.name == "MedlineCitation" && root_ == "PubmedArticleSet" && data_follows()) {
      return damage(start_, "the record has no start tag <PubmedArticle>");
    }
    if (passes_over_) {
      return std::nullopt;
    }
    return RawRecord{name_, start_, std::string(window_.from(start_).substr(0, static_cast<std::size_t>(at_ - start_))),
                     RawFormat::PubmedXml};
  }

  /// True where the half of a PubmedArticle follows that a MedlineCitation alone does not have: its start tag is lost.
  bool data_follows() {
    constexpr std::string_view kData = "<PubmedData";
    constexpr std::size_t kLook = 256;  ///< bytes of white space looked over
    (void)window_.has(at_, kLook, start_);
    std::string_view rest = window_.from(at_).substr(0, kLook);
    rest.remove_prefix(std::min(rest.find_first_not_of(" \t\r\n"), rest.size()));
    return rest.starts_with(kData);
  }

  static RawItem deletions(std::string_view bytes) {
    Deletions all;
    for (auto at = bytes.find("<PMID"); at != std::string_view::npos; at = bytes.find("<PMID", at + 1)) {
      const auto next = bytes.find("<PMID", at + 1);
      if (const Pmid pmid = pmid_in(bytes.substr(at, next == std::string_view::npos ? next : next - at)); pmid != 0) {
        all.pmids.push_back(pmid);
      }
    }
    return all;
  }

  Damage damage(std::uint64_t start, std::string reason) const {
    return {name_, start, std::move(reason), pmid_in(window_.from(start).substr(0, 65536))};
  }

  /// The end of the stream: at most one Damage tells what is not there.
  std::optional<RawItem> end() {
    ended_ = true;
    const std::string& fault = source().fault();
    if (unit_ != nullptr && !too_large_) {
      return damage(start_, fault.empty() ? "the file ends inside this record" : fault + " inside this record");
    }
    if (!fault.empty()) {
      return Damage{name_, window_.end(), fault, 0};
    }
    if (!root_.empty()) {
      return Damage{name_, window_.end(), fmt::format("the file ends before </{}>", root_), 0};
    }
    return std::nullopt;
  }

  Window window_;
  std::string name_;
  std::uint64_t at_ = 0;     ///< where the search for tags stands
  std::uint64_t start_ = 0;  ///< of the open unit
  const Unit* unit_ = nullptr;
  std::string_view root_;
  bool too_large_ = false;
  bool ended_ = false;
  std::uint64_t unclosed_from_ = 0;  ///< from here to the end nothing closes a comment or section ending in unclosed_
  std::string_view unclosed_;
};

}  // namespace

Pmid pmid_in(std::string_view bytes) {
  auto at = bytes.find("<PMID");
  const bool xml = at != std::string_view::npos;
  at = xml ? bytes.find('>', at) : bytes.find("PMID- ");
  if (at == std::string_view::npos) {
    return 0;
  }
  at = bytes.find_first_not_of(" \t\r\n", at + (xml ? 1 : 6));
  std::uint64_t value = 0;
  for (; at < bytes.size() && bytes[at] >= '0' && bytes[at] <= '9' && value < 1'000'000'000; ++at) {
    value = value * 10 + static_cast<std::uint64_t>(bytes[at] - '0');
  }
  return value < 1'000'000'000 ? static_cast<Pmid>(value) : 0;
}

std::unique_ptr<Cutter> xml_cutter(Window window, std::string name) {
  return std::make_unique<XmlCutter>(std::move(window), std::move(name));
}

}  // namespace meridian::fetcher
