// Time of reading a search, by the kind of search.
#include <benchmark/benchmark.h>

#include "bench/sample.hpp"
#include "index/search/documents.hpp"
#include "index/search/query.hpp"

namespace meridian {
namespace {

Xapian::WritableDatabase sample_index() {
  Xapian::WritableDatabase database("", Xapian::DB_BACKEND_INMEMORY);
  for (const auto& record : bench::sample()) {
    index::Held held;
    held.citation = record.citation;
    held.study.pmid = record.citation.pmid;
    database.add_document(*index::prepared(held).document);
  }
  return database;
}

void parse_a_query(benchmark::State& state, const char* query) {
  const auto database = sample_index();
  const index::Mesh mesh({bench::kData / "mesh/topics.tsv"});
  const index::QueryContext context{&mesh, "2026-11-26"};
  for (auto _ : state) {
    auto parsed = index::parse_query(query, database, context);
    if (!parsed) {
      state.SkipWithError(parsed.error().message.c_str());
      break;
    }
    benchmark::DoNotOptimize(*parsed);
  }
}
BENCHMARK_CAPTURE(parse_a_query, one_word, "neuropathy");
BENCHMARK_CAPTURE(parse_a_query, tags, "electroacupuncture[ti] AND \"nerve conduction\"[tiab:~3] AND 2015:2024[dp]");
BENCHMARK_CAPTURE(parse_a_query, exploded_heading, "peripheral nervous system diseases[mh] NOT review[pt]");
BENCHMARK_CAPTURE(parse_a_query, misspelt_word, "neuropathi conducton");

}  // namespace
}  // namespace meridian

BENCHMARK_MAIN();
