// Times each search of a file as a library call: search_calls LIBRARY MESH.tsv QUERIES RUNS all|any prints microseconds
// a line. "all" asks for every word, "any" ranks by any of them, as sentences are.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "index/library.hpp"

int main(int argc, char** argv) {
  using meridian::index::Library;
  using meridian::index::Wording;
  if (argc != 6) {
    fmt::print(stderr, "usage: search_calls LIBRARY MESH.tsv QUERIES RUNS all|any\n");
    return 2;
  }
  meridian::Observer silent;
  meridian::index::LibraryOptions options;
  options.folder = argv[1];
  options.mesh = {argv[2]};
  const auto library = Library::open(options, silent);
  if (!library) {
    fmt::print(stderr, "{}\n", library.error().describe());
    return 1;
  }
  const long runs = std::max(1L, std::strtol(argv[4], nullptr, 10));
  std::ifstream in(argv[3]);
  for (std::string line; std::getline(in, line);) {
    std::vector<double> times;
    std::uint64_t total = 0;
    for (long run = 0; run < runs; ++run) {
      meridian::index::SearchRequest request;
      request.query = line;
      request.facets = false;
      request.records = false;
      request.exact_total = false;  // as FTS5 counts none
      request.wording = argv[5] == std::string_view("any") ? Wording::Any : Wording::All;
      const auto start = std::chrono::steady_clock::now();
      const auto answer = library->search(request);
      times.push_back(std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - start).count());
      if (!answer) {
        fmt::print(stderr, "{}\n", answer.error().describe());
        return 1;
      }
      total = answer->total;
    }
    std::sort(times.begin(), times.end());
    fmt::print("{:.1f}\t{}\n", times[times.size() / 2], total);
  }
  return 0;
}
