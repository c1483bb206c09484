// A file of records: each is cut out of the file to the letter, in order, and none is lost between cutting and reading.
#include <fmt/format.h>

#include "fetcher/bulk.hpp"
#include "tests/fuzz/properties.hpp"

namespace meridian::fuzz {
namespace {

bool is_gzip(std::string_view input) { return input.substr(0, 2) == "\x1f\x8b"; }

void read(fetcher::RawRecord raw) {
  const std::string bytes = raw.bytes;
  const auto citation = fetcher::read_citation(fetcher::RawRecord(raw));
  const auto item = fetcher::read_record(std::move(raw));
  if (const auto* record = std::get_if<fetcher::Record>(&item)) {
    must(record->raw == bytes, "a record keeps its bytes");
    must(record->citation.pmid != 0, "a record has a PMID");
    must(std::holds_alternative<Citation>(citation) && std::get<Citation>(citation) == record->citation,
         "a record is read alike with and without its bytes");
    must_survive_json(record->citation);
  } else {
    must(std::holds_alternative<fetcher::Damage>(item) && std::holds_alternative<fetcher::Damage>(citation),
         "what is no record is damage");
    must(!std::get<fetcher::Damage>(item).reason.empty(), "damage has a reason");
  }
}

}  // namespace

void one_input(std::string_view input) {
  auto stream = fetcher::RecordStream::over(std::string(input), "input");
  std::uint64_t from = 0;
  while (auto item = stream.next()) {
    if (auto* raw = std::get_if<fetcher::RawRecord>(&*item)) {
      must(raw->offset >= from, "records come in order");
      from = raw->offset + raw->bytes.size();
      must(!raw->bytes.empty(), "a record has bytes");
      must(is_gzip(input) ||
               input.substr(std::min<std::size_t>(raw->offset, input.size()), raw->bytes.size()) == raw->bytes,
           "a record stands in the file where it is said to", raw->bytes);
      read(std::move(*raw));
    } else if (const auto* damage = std::get_if<fetcher::Damage>(&*item)) {
      must(!damage->reason.empty() && damage->file == "input", "damage names file and reason");
      must(is_gzip(input) || damage->offset <= input.size(), "damage is in the file");
    } else {
      for (const Pmid pmid : std::get<fetcher::Deletions>(*item).pmids) {
        must(pmid != 0, "a withdrawn record has a PMID");
      }
    }
  }
  must(stream.consumed() <= input.size(), "no more is read than there is");
}

}  // namespace meridian::fuzz
