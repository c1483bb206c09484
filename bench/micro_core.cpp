// Time of writing one citation as JSON, and of reading it back.
#include <benchmark/benchmark.h>

#include "bench/sample.hpp"
#include "core/citation_json.hpp"

namespace meridian {
namespace {

void append_a_citation(benchmark::State& state) {
  const auto records = bench::sample();
  std::string out;
  std::int64_t bytes = 0;
  for (std::size_t i = 0; auto _ : state) {
    out.clear();
    append_json(out, records[i++ % records.size()].citation);
    bytes += static_cast<std::int64_t>(out.size());
  }
  state.SetBytesProcessed(bytes);
}
BENCHMARK(append_a_citation);

void read_a_citation(benchmark::State& state) {
  std::vector<std::string> lines;
  for (const auto& record : bench::sample()) {
    lines.push_back(to_json(record.citation));
  }
  for (std::size_t i = 0; auto _ : state) {
    benchmark::DoNotOptimize(citation_from_json(lines[i++ % lines.size()]));
  }
}
BENCHMARK(read_a_citation);

}  // namespace
}  // namespace meridian

BENCHMARK_MAIN();
