// The sample corpus, for benchmarks of one call.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "fetcher/bulk.hpp"

namespace meridian::bench {

inline const std::filesystem::path kData = MERIDIAN_SOURCE_DIR "/data";

inline std::string file_text(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// The records of data/sample; ends the program where there are none, so that nothing is never what is measured.
inline std::vector<fetcher::Record> sample() {
  auto stream = fetcher::RecordStream::over(file_text(kData / "sample/sample.xml"), "sample.xml");
  std::vector<fetcher::Record> records;
  while (auto item = stream.next()) {
    if (auto* raw = std::get_if<fetcher::RawRecord>(&*item)) {
      records.push_back(std::get<fetcher::Record>(fetcher::read_record(std::move(*raw))));
    }
  }
  if (records.empty()) {
    std::abort();
  }
  return records;
}

}  // namespace meridian::bench
