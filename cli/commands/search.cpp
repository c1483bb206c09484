// meridian search: find studies by words, phrases and fields.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "cli/command.hpp"
#include "cli/layout.hpp"
#include "core/study_json.hpp"
#include "core/text.hpp"

namespace meridian::cli {
namespace {

struct SearchFlags {
  std::vector<std::string> words;
  std::string sort = "relevance";
  std::size_t limit = 10;
  std::size_t offset = 0;
};

void print_json(const index::SearchAnswer& answer) {
  using Json = nlohmann::ordered_json;
  Json hits = Json::array();
  for (const auto& hit : answer.hits) {
    hits.push_back({{"pmid", hit.pmid},
                    {"score", hit.score},
                    {"journal", hit.held.citation.journal.title},
                    {"snippet", hit.snippet},
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
  const Json row = {{"schema", "meridian.search/1"}, {"reading", answer.reading}, {"total", answer.total},
                    {"warnings", answer.warnings},   {"facets", facets},          {"hits", hits}};
  fmt::print("{}\n", row.dump(-1, ' ', false, Json::error_handler_t::replace));
}

void print_hit(std::size_t number, const index::SearchHit& hit) {
  const Study& study = hit.held.study;
  const Citation& citation = hit.held.citation;
  fmt::print("{}\n", toned(wrapped(fmt::format("{}. {}", number, citation.title), 0), Tone::Strong));
  if (const std::string integrity = integrity_line(study.integrity); !integrity.empty()) {
    fmt::print("   {}\n", integrity);
  }
  fmt::print("{}\n", wrapped(fmt::format("{} {} · PMID {}", citation.journal.title,
                                         citation.date.year ? std::to_string(*citation.date.year) : "", hit.pmid),
                             3));
  std::string mechanisms;
  for (const auto& mechanism : study.mechanisms) {
    if (mechanism.status != MechanismStatus::Background) {
      mechanisms += fmt::format("{}{} ({})", mechanisms.empty() ? "" : ", ", mechanism.id, to_word(mechanism.status));
    }
  }
  fmt::print("{}\n", wrapped(summary_line(study), 3));
  if (!mechanisms.empty()) {
    fmt::print("{}\n", wrapped(mechanisms, 3));
  }
  if (!hit.snippet.empty()) {
    fmt::print("{}\n", toned(wrapped(hit.snippet, 3), Tone::Faint));
  }
  fmt::print("\n");
}

void print_facets(const std::vector<index::Facet>& facets) {
  constexpr std::size_t kShown = 6;
  for (const auto& facet : facets) {
    std::string line = facet.field + ":";
    for (std::size_t i = 0; i < facet.counts.size() && i < kShown; ++i) {
      line +=
          fmt::format(" {} {}{}", facet.counts[i].value, facet.counts[i].count, i + 1 < facet.counts.size() ? "," : "");
    }
    line += facet.counts.size() > kShown ? " ..." : "";
    fmt::print("{}\n", wrapped(line, 0));
  }
}

Result<Fault> run_search(Context& context, const SearchFlags& flags) {
  auto library = context.open_library(index::Access::Read);
  if (!library) {
    return tl::unexpected<Error>(library.error());
  }
  index::SearchRequest request;
  for (const auto& word : flags.words) {
    request.query += (request.query.empty() ? "" : " ") + word;
  }
  request.sort = flags.sort == "date" ? index::SortBy::Date : index::SortBy::Relevance;
  request.limit = flags.limit;
  request.offset = flags.offset;
  auto answer = library->search(request);
  if (!answer) {
    return tl::unexpected<Error>(answer.error());
  }
  for (const auto& warning : answer->warnings) {
    context.observer->warn(warning);
  }
  if (context.flags.json) {
    print_json(*answer);
    return Fault::None;
  }
  if (answer->total == 0) {
    fmt::print(
        "No study in the library matches: {}\n"
        "Fewer words, or a field alone (`meridian fields`), find more; `meridian update` fetches what is new.\n",
        printable(answer->reading));
    return Fault::None;
  }
  std::size_t number = flags.offset;
  for (const auto& hit : answer->hits) {
    print_hit(++number, hit);
  }
  fmt::print("{} to {} of {} studies\n", answer->hits.empty() ? 0 : flags.offset + 1, number, answer->total);
  print_facets(answer->facets);
  return Fault::None;
}

}  // namespace

Action declare_search(CLI::App& app) {
  auto flags = std::make_shared<SearchFlags>();
  app.add_option("query", flags->words,
                 "Words, \"phrases\", field:value, AND OR NOT, brackets; everything where empty");
  app.add_option("--sort", flags->sort, "relevance or date")->check(CLI::IsMember({"relevance", "date"}));
  app.add_option("--limit", flags->limit, "Show at most N studies")->check(CLI::Range(0, 10000));
  app.add_option("--offset", flags->offset, "Leave out the first N")->check(CLI::Range(0, 100000000));
  app.allow_extras(false);
  return [flags](Context& context) { return run_search(context, *flags); };
}

}  // namespace meridian::cli
