// Cuts MEDLINE text into records: a record ends at a blank line, or where the next PMID stands.
#include <fmt/format.h>

#include "core/text.hpp"
#include "fetcher/bulk_cutter.hpp"

namespace meridian::fetcher {
namespace {

class MedlineCutter final : public Cutter {
 public:
  MedlineCutter(Window window, std::string name)
      : window_(std::move(window)), name_(std::move(name)), at_(window_.begin()), start_(at_) {}

  std::optional<RawItem> next() override {
    while (!ended_) {
      if (auto item = line()) {
        return item;
      }
    }
    return std::nullopt;
  }
  const ByteSource& source() const override { return window_.source(); }

 private:
  /// Takes one line; gives the record before it where the line ends one.
  std::optional<RawItem> line() {
    std::uint64_t searched = at_;
    std::size_t found = std::string_view::npos;
    for (;;) {
      found = window_.from(searched).find('\n');
      if (found != std::string_view::npos) {
        break;
      }
      searched = window_.end();
      if (open_ && searched - start_ > kLargestRecord && !too_large_) {
        too_large_ = true;
        lost_ = pmid_in(window_.from(start_).substr(0, 65536));
        return Damage{name_, start_, fmt::format("the record is larger than {} MiB", kLargestRecord >> 20U), lost_};
      }
      if (too_large_) {
        at_ = searched;
      }
      if (!window_.more(open_ && !too_large_ ? start_ : at_)) {
        break;
      }
    }
    const bool last = found == std::string_view::npos;
    const std::uint64_t end = last ? window_.end() : searched + found + 1;
    const std::string_view text = window_.from(at_).substr(0, static_cast<std::size_t>(end - at_));
    const bool blank = trim(text).empty();
    const bool pmid = text.starts_with("PMID- ");
    std::optional<RawItem> done;
    if (open_ && (blank || (pmid && has_pmid_))) {
      done = cut(at_);
    }
    if (!blank && !open_) {
      open_ = true;
      start_ = at_;
    }
    has_pmid_ = (has_pmid_ || pmid) && open_;
    if (open_ && !too_large_ && end - start_ > kLargestRecord) {
      too_large_ = true;
      done = Damage{name_, start_, fmt::format("the record is larger than {} MiB", kLargestRecord >> 20U),
                    pmid_in(window_.from(start_).substr(0, 65536))};
    }
    at_ = end;
    if (last && !done) {
      return finish();
    }
    return done;
  }

  std::optional<RawItem> cut(std::uint64_t end) {
    open_ = has_pmid_ = false;
    if (std::exchange(too_large_, false) || passes_over_) {
      return std::nullopt;
    }
    return RawRecord{name_, start_, std::string(window_.from(start_).substr(0, static_cast<std::size_t>(end - start_))),
                     RawFormat::Medline};
  }

  std::optional<RawItem> finish() {
    const std::string& fault = source().fault();
    ended_ = true;
    if (!fault.empty()) {
      const bool inside = open_ && !too_large_;
      return Damage{name_, inside ? start_ : window_.end(), fault + (inside ? " inside this record" : ""),
                    inside ? pmid_in(window_.from(start_)) : 0};
    }
    return open_ ? cut(window_.end()) : std::nullopt;
  }

  Window window_;
  std::string name_;
  std::uint64_t at_ = 0;
  std::uint64_t start_ = 0;
  bool open_ = false, has_pmid_ = false, too_large_ = false, ended_ = false;
  Pmid lost_ = 0;
};

}  // namespace

std::unique_ptr<Cutter> medline_cutter(Window window, std::string name) {
  return std::make_unique<MedlineCutter>(std::move(window), std::move(name));
}

}  // namespace meridian::fetcher
