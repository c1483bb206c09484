// meridian summary: what the studies say, weighed by design, people and animals apart.
#include "tracker/summary.hpp"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

#include "cli/command.hpp"
#include "cli/output.hpp"
#include "cli/plots/plots.hpp"
#include "cli/summary_view.hpp"
#include "core/clock.hpp"

namespace meridian::cli {
namespace {

struct SummaryFlags {
  std::vector<std::string> words;
  std::string by = "mechanism", format = "text", plot, out;
  std::size_t limit = 0;
  bool studies = false;
};

using evidence::GroupBy;
constexpr std::array<std::pair<std::string_view, GroupBy>, 5> kBy{{{"mechanism", GroupBy::Mechanism},
                                                                   {"intervention", GroupBy::Intervention},
                                                                   {"condition", GroupBy::Condition},
                                                                   {"outcome", GroupBy::Outcome},
                                                                   {"cell", GroupBy::Cell}}};

std::string written(const SummaryFlags& flags, bool json, const SummaryView& view) {
  if (!flags.plot.empty()) {
    return flags.plot == "map" ? evidence_map(view) : flags.plot == "forest" ? forest_plot(view) : years_plot(view);
  }
  if (json || flags.format == "json") {
    return summary_json(view);
  }
  return flags.format == "html"       ? summary_html(view)
         : flags.format == "markdown" ? summary_markdown(view)
                                      : summary_text(view);
}

Result<Fault> run_summary(Context& context, const SummaryFlags& flags) {
  auto vocabulary = context.load_vocabulary();
  if (!vocabulary) {
    return tl::unexpected<Error>(vocabulary.error());
  }
  auto library = context.open_library(index::Access::Read);
  if (!library) {
    return tl::unexpected<Error>(library.error());
  }
  std::string query;
  for (const auto& word : flags.words) {
    query += (query.empty() ? "" : " ") + word;
  }
  GroupBy by = GroupBy::Mechanism;
  for (const auto& [name, value] : kBy) {
    by = name == flags.by ? value : by;
  }
  auto report = tracker::summarize(*library, **vocabulary, query, by, *context.observer);
  context.finish();
  if (!report) {
    return tl::unexpected<Error>(report.error());
  }
  const SummaryView view{*report, **vocabulary, flags.by, to_iso_day(SystemClock().now()), flags.limit, flags.studies};
  const std::string text = written(flags, context.flags.json, view);
  const auto close = [](std::FILE* file) { return file == stdout ? 0 : std::fclose(file); };
  std::unique_ptr<std::FILE, decltype(close)> out(flags.out.empty() ? stdout : std::fopen(flags.out.c_str(), "wb"),
                                                  close);
  if (!out) {
    return fail(Fault::Storage, fmt::format("{} cannot be written: {}", flags.out, std::strerror(errno)));
  }
  if (std::fwrite(text.data(), 1, text.size(), out.get()) != text.size() || std::fflush(out.get()) != 0) {
    return tl::unexpected<Error>(not_written(errno));
  }
  return Fault::None;
}

}  // namespace

Action declare_summary(CLI::App& app) {
  auto flags = std::make_shared<SummaryFlags>();
  app.add_option("query", flags->words, "Only what this search finds; everything where empty");
  app.add_option("--by", flags->by, "mechanism, intervention, condition, outcome, or cell (intervention × condition)")
      ->check(CLI::IsMember({"mechanism", "intervention", "condition", "outcome", "cell"}));
  app.add_option("--format", flags->format, "text, markdown, json or html")
      ->check(CLI::IsMember({"text", "markdown", "json", "html"}));
  app.add_option("--plot", flags->plot, "Only this picture, as SVG: map, forest or years")
      ->check(CLI::IsMember({"map", "forest", "years"}));
  app.add_option("--limit", flags->limit, "Show at most N groups, 0: all (JSON has all)")->check(CLI::Range(0, 100000));
  app.add_flag("--studies", flags->studies, "Name the PMIDs behind every number");
  app.add_option("-o,--output", flags->out, "Write to this file");
  return [flags](Context& context) { return run_summary(context, *flags); };
}

}  // namespace meridian::cli
