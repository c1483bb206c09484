// Studies by year, stacked by level: whether a field grows, and of what.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "cli/plots/plots.hpp"
#include "cli/plots/svg.hpp"
#include "core/level.hpp"
#include "evidence/summary_levels.hpp"

namespace meridian::cli {
namespace {

constexpr std::array<std::string_view, 6> kColours{"#FFFFFF", "#0072B2", "#56B4E9", "#009E73", "#F0E442", "#CC79A7"};
constexpr double kLeft = 46, kTop = 16, kHeight = 220, kWidth = 860;

int step_of(std::size_t most) {
  for (const int step : {1, 2, 5, 10, 20, 50, 100, 200, 500, 1000}) {
    if (most <= static_cast<std::size_t>(step) * 6) {
      return step;
    }
  }
  return 5000;
}

}  // namespace

std::string years_plot(const SummaryView& view) {
  std::map<int, std::map<int, std::size_t>> by_year;
  for (const auto& [design, years] : view.report.summary.years) {
    for (const auto& [year, pmids] : years) {
      by_year[year][level_of(design, "human")] += pmids.size();
    }
  }
  Svg svg;
  if (by_year.empty()) {
    svg.text(12, 34, "No counted study has a year.");
    return svg.take(kWidth, 56, "Studies by year and level", "No study.");
  }
  std::size_t most = 1;
  std::string words;
  for (const auto& [year, levels] : by_year) {
    std::size_t sum = 0;
    for (const auto& [level, count] : levels) {
      sum += count;
    }
    most = std::max(most, sum);
    words += fmt::format("{}{}: {}", words.empty() ? "" : ", ", year, sum);
  }
  const int first = by_year.begin()->first;
  const int last = by_year.rbegin()->first;
  const double slot = (kWidth - kLeft - 14) / (last - first + 1);
  const double unit = kHeight / static_cast<double>(most);
  const int step = step_of(most);
  for (int tick = 0; static_cast<std::size_t>(tick) <= most; tick += step) {
    const double y = kTop + kHeight - unit * tick;
    svg.line(kLeft, y, kWidth - 14, y, "#e4e4e4");
    svg.text(kLeft - 6, y + 4, std::to_string(tick), Anchor::End, 11);
  }
  const int every = slot >= 34 ? 1 : slot >= 16 ? 2 : slot >= 7 ? 5 : 10;
  for (int year = first; year <= last; ++year) {
    const double x = kLeft + slot * (year - first);
    double y = kTop + kHeight;
    if (const auto found = by_year.find(year); found != by_year.end()) {
      for (const int level : {1, 2, 3, 4, 5, 0}) {
        if (const auto at = found->second.find(level); at != found->second.end()) {
          const double height = unit * static_cast<double>(at->second);
          y -= height;
          svg.rect(x + 0.1 * slot, y, 0.8 * slot, height, kColours[static_cast<std::size_t>(level)],
                   fmt::format("{}: {} {}", year, at->second, evidence::level_label(level)));
        }
      }
    }
    if (year % every == 0) {
      svg.text(x + slot / 2, kTop + kHeight + 16, std::to_string(year), Anchor::Middle, 11);
    }
  }
  double y = kTop + kHeight + 42;
  for (const int level : {1, 2, 3, 4, 5, 0}) {
    svg.rect(kLeft, y - 10, 12, 12, kColours[static_cast<std::size_t>(level)]);
    svg.text(kLeft + 20, y,
             fmt::format("{}{}", level == 0 ? "" : fmt::format("level {}: ", level), evidence::level_label(level)));
    y += 18;
  }
  return svg.take(kWidth, y, "Studies by year and level", words);
}

}  // namespace meridian::cli
