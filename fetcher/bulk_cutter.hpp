// Cuts a stream of bytes into records: one cutter for PubMed XML, one for MEDLINE text.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <variant>

#include "fetcher/bulk.hpp"
#include "fetcher/bulk_window.hpp"

namespace meridian::fetcher {

/// A larger record is damage: nothing that NLM publishes comes near.
inline constexpr std::uint64_t kLargestRecord = std::uint64_t{64} << 20U;

using RawItem = std::variant<RawRecord, Deletions, Damage>;

class Cutter {
 public:
  virtual ~Cutter() = default;
  [[nodiscard]] virtual std::optional<RawItem> next() = 0;
  [[nodiscard]] virtual const ByteSource& source() const = 0;
  /// From now on records are passed over, and only deletions and damage given.
  void pass_over_records() { passes_over_ = true; }

 protected:
  bool passes_over_ = false;
};

/// `name` stands in what is given; `window` stands where the content's form was told.
[[nodiscard]] std::unique_ptr<Cutter> xml_cutter(Window window, std::string name);
[[nodiscard]] std::unique_ptr<Cutter> medline_cutter(Window window, std::string name);

/// The first PMID that can be made out in `bytes`, else 0.
[[nodiscard]] Pmid pmid_in(std::string_view bytes);

}  // namespace meridian::fetcher
