// Files of PubMed records, read as a stream in bounded memory.
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "core/error.hpp"
#include "core/observer.hpp"
#include "fetcher/record.hpp"

namespace meridian::fetcher {

/// A record's bytes before it is read; cheap to hand to another thread.
struct RawRecord {
  std::string file;
  std::uint64_t offset = 0;  ///< bytes after decompression
  std::string bytes;
  RawFormat format = RawFormat::PubmedXml;
};

/// Cuts a file into records: plain or gzip (told by content, not by name), PubMed XML of any root or MEDLINE text (told
/// by content), "-" is standard input. Memory is bounded by the largest single record (64 MiB; a larger one is damage).
class RecordStream {
 public:
  /// @errors NotFound: no such file; BadInput: neither PubMed XML nor MEDLINE text
  [[nodiscard]] static Result<RecordStream> open(const std::string& path);
  /// The same over bytes in memory (an EFetch answer); `name` stands in Damage::file.
  [[nodiscard]] static RecordStream over(std::string bytes, std::string name);

  RecordStream(RecordStream&&) noexcept;
  RecordStream& operator=(RecordStream&&) noexcept;
  ~RecordStream();

  /// The next raw record, deletions or damage; nullopt at the end. Truncated XML or gzip ends with one Damage that
  /// says so; every whole record before it is given.
  [[nodiscard]] std::optional<std::variant<RawRecord, Deletions, Damage>> next();

  /// Bytes consumed of the file as it lies on disk, and its size (0 where unknown), for progress.
  [[nodiscard]] std::uint64_t consumed() const;
  [[nodiscard]] std::uint64_t size() const;

 private:
  struct Impl;
  explicit RecordStream(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;

  friend Result<std::vector<Pmid>> withdrawn_in(const std::string& path);
};

/// Reads one raw record: a Record, or Damage where it is not well-formed.
[[nodiscard]] Item read_record(RawRecord&& raw);

/// The same, for whoever does not keep the record's bytes.
[[nodiscard]] std::variant<Citation, Damage> read_citation(RawRecord&& raw);

/// The PMIDs that a file withdraws, in its order; much less work than cutting its records.
/// @errors as RecordStream::open
[[nodiscard]] Result<std::vector<Pmid>> withdrawn_in(const std::string& path);

}  // namespace meridian::fetcher
