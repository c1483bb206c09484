// Time of reading one record of PubMed XML, and of cutting a file into records.
#include <benchmark/benchmark.h>

#include "bench/sample.hpp"
#include "fetcher/pubmed_xml.hpp"

namespace meridian {
namespace {

void read_a_record(benchmark::State& state) {
  const auto records = bench::sample();
  std::int64_t bytes = 0;
  for (std::size_t i = 0; auto _ : state) {
    const std::string& xml = records[i++ % records.size()].raw;
    benchmark::DoNotOptimize(fetcher::read_pubmed_xml(xml));
    bytes += static_cast<std::int64_t>(xml.size());
  }
  state.SetBytesProcessed(bytes);
}
BENCHMARK(read_a_record);

void cut_the_sample(benchmark::State& state) {
  const std::string xml = bench::file_text(bench::kData / "sample/sample.xml");
  for (auto _ : state) {
    auto stream = fetcher::RecordStream::over(xml, "sample.xml");
    while (auto item = stream.next()) {
      benchmark::DoNotOptimize(item);
    }
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(xml.size()) * state.iterations());
}
BENCHMARK(cut_the_sample);

}  // namespace
}  // namespace meridian

BENCHMARK_MAIN();
