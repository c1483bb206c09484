// meridian search: find studies by PubMed's query language, by words, and by what was read out of them.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "cli/command.hpp"
#include "cli/layout.hpp"
#include "cli/pager.hpp"
#include "cli/search_batch.hpp"
#include "cli/search_text.hpp"
#include "core/study_json.hpp"
#include "core/text.hpp"
#include "tracker/as_of.hpp"

namespace meridian::cli {
namespace {

struct SearchFlags {
  std::vector<std::string> words;
  std::string sort = "relevance";
  std::string fields;
  std::size_t limit = 10;
  std::size_t offset = 0;
  bool explain = false, count = false, ids = false, table = false, facets_only = false, no_pager = false;
  std::string as_of;
  std::string batch, format = "trec";
  bool all_words = false, any_words = false;
  Pmid like = 0;
};

void print_json(const index::SearchAnswer& answer) {
  using Json = nlohmann::ordered_json;
  Json hits = Json::array();
  for (const auto& hit : answer.hits) {
    hits.push_back({{"pmid", hit.pmid},
                    {"score", hit.score},
                    {"journal", hit.held.citation.journal.title},
                    {"snippet", hit.snippet},
                    {"tags", hit.held.tags},
                    {"corrected_by_hand", !hit.held.judgements.empty()},
                    {"study", Json::parse(to_json(hit.held.study))}});
  }
  Json facets = Json::object();
  for (const auto& facet : answer.facets) {
    Json counts = Json::object();
    for (const auto& count : facet.counts) {
      counts[count.value] = count.count;
    }
    facets[facet.field] = std::move(counts);
  }
  Json row = {{"schema", "meridian.search/1"},
              {"reading", answer.reading},
              {"any_word", answer.any_word},
              {"total", answer.total},
              {"suggestion", answer.suggestion},
              {"warnings", answer.warnings},
              {"facets", facets},
              {"hits", hits}};
  if (!answer.parts.empty()) {
    Json parts = Json::array();
    for (const auto& part : answer.parts) {
      parts.push_back({{"depth", part.depth}, {"label", part.label}, {"count", part.count}});
    }
    row["explain"] = {{"parts", parts}, {"ignored", answer.ignored}, {"engine", answer.engine}};
  }
  fmt::print("{}\n", row.dump(-1, ' ', false, Json::error_handler_t::replace));
}

void print_ids(const std::vector<Pmid>& pmids, bool as_json) {
  if (as_json) {
    fmt::print("{}\n", nlohmann::ordered_json(pmids).dump());
    return;
  }
  for (const Pmid pmid : pmids) {
    fmt::print("{}\n", pmid);
  }
}

Result<index::SearchAnswer> search_as_of(Context& context, const index::Library& library,
                                         const index::SearchRequest& request, const std::string& day) {
  auto ledger = context.open_ledger(index::Access::Read);
  auto vocabulary = context.load_vocabulary();
  if (!ledger || !vocabulary) {
    return tl::unexpected<Error>(!ledger ? ledger.error() : vocabulary.error());
  }
  auto then = tracker::AsOfLibrary::make(day, library, *ledger, **vocabulary);
  if (!then) {
    return tl::unexpected<Error>(then.error());
  }
  return then->search(request);
}

Result<Fault> run_search(Context& context, const SearchFlags& flags, bool limited) {
  std::vector<std::string> columns;
  if (flags.table || !flags.fields.empty()) {
    auto chosen = table_columns(flags.fields);
    if (!chosen) {
      return tl::unexpected<Error>(chosen.error());
    }
    columns = std::move(*chosen);
  }
  auto library = context.open_library(index::Access::Read);
  if (!library) {
    return tl::unexpected<Error>(library.error());
  }
  if (!flags.batch.empty()) {
    return run_batch(context, *library, flags.batch, flags.limit,
                     flags.all_words ? index::Wording::All : index::Wording::Any);
  }
  index::SearchRequest request;
  for (const auto& word : flags.words) {
    request.query += (request.query.empty() ? "" : " ") + word;
  }
  request.sort = flags.sort == "date"       ? index::SortBy::Date
                 : flags.sort == "evidence" ? index::SortBy::Evidence
                                            : index::SortBy::Relevance;
  request.like = flags.like;
  const bool all_ids =
      flags.ids && !limited && flags.offset == 0 && flags.sort == "relevance" && !flags.any_words && flags.like == 0;
  request.limit = flags.count || flags.explain || flags.facets_only || all_ids ? 0 : flags.limit;
  request.offset = flags.offset;
  request.explain = flags.explain;
  request.facets = !flags.count && !flags.ids;
  request.records = !flags.ids;
  request.exact_total = !flags.ids;
  // A count and a list of PMIDs are a set, as what export and tag work on: every word must be there.
  const bool as_set = flags.count || (flags.ids && !limited);
  request.wording = flags.any_words             ? index::Wording::Any
                    : flags.all_words || as_set ? index::Wording::All
                                                : index::Wording::Auto;
  auto answer = flags.as_of.empty() ? library->search(request) : search_as_of(context, *library, request, flags.as_of);
  if (!answer) {
    return tl::unexpected<Error>(answer.error());
  }
  for (const auto& warning : answer->warnings) {
    context.observer->warn(warning);
  }
  if (flags.ids) {
    if (all_ids) {
      auto pmids = library->matching(request.query);
      if (!pmids) {
        return tl::unexpected<Error>(pmids.error());
      }
      print_ids(*pmids, context.flags.json);
      return Fault::None;
    }
    std::vector<Pmid> shown;
    for (const auto& hit : answer->hits) {
      shown.push_back(hit.pmid);
    }
    print_ids(shown, context.flags.json);
    return Fault::None;
  }
  if (context.flags.json) {
    print_json(*answer);
    return Fault::None;
  }
  if (flags.count) {
    fmt::print("{}\n", answer->total);
    return Fault::None;
  }
  if (flags.explain) {
    print_reading(*answer);
    return Fault::None;
  }
  if (answer->total == 0) {
    fmt::print(
        "No study in the library matches: {}\n"
        "Fewer words, or a field alone (`meridian fields`), find more; `meridian update` fetches what is new.\n",
        printable(answer->reading));
    if (!answer->suggestion.empty()) {
      fmt::print("Did you mean: meridian search {}\n", quoted(printable(answer->suggestion)));
    }
    return Fault::None;
  }
  std::optional<Pager> pager;
  if (!flags.no_pager) {
    pager.emplace();
  }
  if (!columns.empty()) {
    print_table(answer->hits, columns);
  } else {
    std::size_t number = flags.offset;
    for (const auto& hit : answer->hits) {
      print_hit(++number, hit);
    }
  }
  if (!flags.facets_only) {
    fmt::print("{} to {} of {} studies{}\n", answer->hits.empty() ? 0 : flags.offset + 1,
               answer->hits.empty() ? 0 : flags.offset + answer->hits.size(), answer->total,
               answer->any_word ? " with any of the words (--all-words for every one)" : "");
  }
  print_facets(answer->facets, flags.facets_only);
  if (flags.facets_only) {
    print_drill_down(request.query, answer->facets);
  }
  return Fault::None;
}

}  // namespace

Action declare_search(CLI::App& app) {
  auto flags = std::make_shared<SearchFlags>();
  app.add_option("query", flags->words,
                 "PubMed's language ([tags], AND OR NOT, \"phrases\", trunc*), or field:value; everything where empty");
  app.add_option("--sort", flags->sort, "relevance, date, or evidence: strongest design, then size, then year")
      ->check(CLI::IsMember({"relevance", "date", "evidence"}));
  CLI::Option* limit = app.add_option("--limit", flags->limit, "Show at most N studies")->check(CLI::Range(0, 10000));
  app.add_option("--offset", flags->offset, "Leave out the first N")->check(CLI::Range(0, 100000000));
  CLI::Option* explain =
      app.add_flag("--explain", flags->explain, "Show how the query was read, with what each part finds");
  CLI::Option* count = app.add_flag("--count", flags->count, "Print only how many studies match");
  CLI::Option* ids = app.add_flag("--ids", flags->ids, "Print only PMIDs, all of them where no limit is given");
  app.add_flag("--table", flags->table, "One line a study, as wide as the terminal");
  app.add_option("--fields", flags->fields, "Columns of the table, parted by commas");
  app.add_option("--like", flags->like, "Studies like this PMID, among those that match")->check(CLI::PositiveNumber);
  CLI::Option* facets =
      app.add_flag("--facets", flags->facets_only, "Only the counts by year, design, journal and so on");
  app.add_flag("--no-pager", flags->no_pager, "Do not page on a terminal");
  app.add_option("--as-of", flags->as_of, "Answer as it was known at the end of this day (2026-11-24)")
      ->excludes(explain)
      ->excludes(ids)
      ->excludes(facets);
  ids->excludes(count);
  CLI::Option* any = app.add_flag("--any-word", flags->any_words, "Rank by any of the words, as sentences are");
  app.add_flag("--all-words", flags->all_words, "Require every word, of a sentence too")->excludes(any);
  CLI::Option* batch =
      app.add_option("--batch", flags->batch, "Run each line of a file: a query's id, a tab, and the query");
  app.add_option("--format", flags->format, "Of --batch: trec, a run file for trec_eval")
      ->check(CLI::IsMember({"trec"}))
      ->needs(batch);
  batch->excludes(count)->excludes(ids)->excludes(facets)->excludes(explain);
  app.allow_extras(false);
  return [flags, limit](Context& context) { return run_search(context, *flags, limit->count() > 0); };
}

}  // namespace meridian::cli
