// Time of reading one study out of its citation with the shipped vocabulary.
#include <benchmark/benchmark.h>

#include <algorithm>

#include "bench/sample.hpp"
#include "evidence/study.hpp"

namespace meridian {
namespace {

std::shared_ptr<const evidence::Vocabulary> shipped_vocabulary() {
  std::vector<std::filesystem::path> paths;
  for (const char* folder : {"vocabulary", "models"}) {
    for (const auto& entry : std::filesystem::directory_iterator(bench::kData / folder)) {
      if (entry.path().extension() == ".toml" || entry.path().extension() == ".model") {
        paths.push_back(entry.path());
      }
    }
  }
  std::sort(paths.begin(), paths.end());
  std::vector<evidence::VocabularyFile> files;
  for (const auto& path : paths) {
    files.push_back({path.filename().string(), bench::file_text(path)});
  }
  return evidence::Vocabulary::load(files).value();
}

void read_a_study(benchmark::State& state) {
  const auto records = bench::sample();
  const auto vocabulary = shipped_vocabulary();
  for (std::size_t i = 0; auto _ : state) {
    benchmark::DoNotOptimize(evidence::read(records[i++ % records.size()].citation, *vocabulary));
  }
}
BENCHMARK(read_a_study);

}  // namespace
}  // namespace meridian

BENCHMARK_MAIN();
