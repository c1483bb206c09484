// The evidence map: where studies are, how many people, and what they find; conflicts show as slices.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>

#include "cli/plots/plots.hpp"
#include "cli/plots/svg.hpp"

namespace meridian::cli {
namespace {

constexpr std::array<std::string_view, evidence::kFindings> kColours{"#0072B2", "#BBBBBB", "#E69F00", "#D55E00",
                                                                     "#FFFFFF"};
constexpr std::array<std::string_view, evidence::kFindings> kSigns{"+", "=", "±", "−", "?"};
constexpr std::array<std::string_view, evidence::kFindings> kNames{"favours", "no difference", "mixed", "against",
                                                                   "unclear"};
constexpr double kCell = 78, kMost = 16;
constexpr double kLetter = 6.6;                   // of a label, with room to spare
constexpr double kSlantX = 0.79, kSlantY = 0.62;  // of a column's label, at 38 degrees

/// Sizes in steps, so that one large study does not make points of all the others.
struct Size {
  std::uint64_t below;
  double radius;
  std::string_view words;
};
constexpr std::array<Size, 4> kSizes{{{50, 6, "under 50"},
                                      {200, 11, "50 to 199"},
                                      {1000, 17, "200 to 999"},
                                      {std::numeric_limits<std::uint64_t>::max(), 24, "1000 or more"}}};

double radius_of(std::uint64_t participants) {
  for (const auto& size : kSizes) {
    if (participants < size.below) {
      return size.radius;
    }
  }
  return kSizes.back().radius;
}

std::vector<std::string> most_frequent(const std::map<std::string, std::size_t>& counts) {
  std::vector<std::pair<std::size_t, std::string>> order;
  order.reserve(counts.size());
  for (const auto& [id, count] : counts) {
    order.emplace_back(count, id);
  }
  std::sort(order.begin(), order.end(),
            [](const auto& a, const auto& b) { return a.first != b.first ? a.first > b.first : a.second < b.second; });
  std::vector<std::string> out;
  for (const auto& [count, id] : order) {
    if (static_cast<double>(out.size()) < kMost) {
      out.push_back(id);
    }
  }
  return out;
}

std::string signs_of(const evidence::Tally& tally) {
  std::string out;
  for (std::size_t i = 0; i < evidence::kFindings; ++i) {
    if (!tally.by_finding[i].empty()) {
      out += fmt::format("{}{}{}", out.empty() ? "" : " ", tally.by_finding[i].size(), kSigns[i]);
    }
  }
  return out;
}

std::size_t nth_blank(const std::string& text, int n) {
  std::size_t at = text.find(' ');
  while (at != std::string::npos && --n > 0) {
    at = text.find(' ', at + 1);
  }
  return at;
}

class Map {
 public:
  explicit Map(const SummaryView& view) : view_(view) {}

  double panel(double top, const std::string& population, const std::string& heading) {
    std::map<std::string, std::size_t> rows;
    std::map<std::string, std::size_t> columns;
    std::vector<const evidence::Cell*> cells;
    for (const auto& cell : view_.report.summary.cells) {
      if (cell.population == population && cell.primary.studies() > 0 && cell.condition != "other") {
        cells.push_back(&cell);
        rows[cell.intervention] += cell.primary.studies();
        columns[cell.condition] += cell.primary.studies();
      }
    }
    if (cells.empty()) {
      return top;
    }
    const auto row_ids = most_frequent(rows);
    const auto column_ids = most_frequent(columns);
    double left = 60;
    for (const auto& id : row_ids) {
      left = std::max(left, 24 + kLetter * static_cast<double>(label("intervention", id).size()));
    }
    double longest = 0;
    for (const auto& id : column_ids) {
      longest = std::max(longest, kLetter * static_cast<double>(label("condition", id).size()));
    }
    svg_.text(12, top + 18, heading, Anchor::Start, 15, "font-weight=\"bold\"");
    const double first = top + 40 + kSlantY * longest;
    for (std::size_t i = 0; i < column_ids.size(); ++i) {
      const double x = left + kCell * (static_cast<double>(i) + 0.5);
      svg_.text(x - 2, first - 8, label("condition", column_ids[i]), Anchor::Start, 12,
                fmt::format("transform=\"rotate(-38 {:.1f} {:.1f})\"", x - 2, first - 8));
      svg_.line(x, first, x, first + kCell * static_cast<double>(row_ids.size()), "#e4e4e4");
      width_ = std::max(width_, x + 12 + kSlantX * longest);
    }
    for (std::size_t i = 0; i < row_ids.size(); ++i) {
      const double y = first + kCell * (static_cast<double>(i) + 0.5);
      svg_.text(left - 10, y + 4, label("intervention", row_ids[i]), Anchor::End);
      svg_.line(left, y, left + kCell * static_cast<double>(column_ids.size()), y, "#e4e4e4");
    }
    std::size_t outside = 0;
    for (const auto* cell : cells) {
      const auto row = std::find(row_ids.begin(), row_ids.end(), cell->intervention);
      const auto column = std::find(column_ids.begin(), column_ids.end(), cell->condition);
      if (row == row_ids.end() || column == column_ids.end()) {
        ++outside;
        continue;
      }
      bubble(left + kCell * (static_cast<double>(column - column_ids.begin()) + 0.5),
             first + kCell * (static_cast<double>(row - row_ids.begin()) + 0.5) - 4, *cell);
    }
    double bottom = first + kCell * static_cast<double>(row_ids.size());
    if (outside > 0) {
      bottom += 18;
      svg_.text(12, bottom, fmt::format("{} cells of rarer treatments and conditions are not drawn", outside),
                Anchor::Start, 11);
    }
    return bottom + 16;
  }

  std::string take() {
    double bottom = panel(0, "human", "In people");
    const bool people = bottom > 0;
    bottom = panel(bottom + (people ? 10 : 0), "animal", "In animals");
    if (words_.empty()) {
      svg_.text(12, 40, "No study tells both a treatment and a condition.");
      bottom = 60;
    }
    double x = 12;
    bottom += 14;
    for (std::size_t i = 0; i < evidence::kFindings; ++i) {
      svg_.circle(x + 7, bottom, 7, kColours[i]);
      const std::string words = fmt::format("{} {}", kSigns[i], kNames[i]);
      svg_.text(x + 19, bottom + 4, words);
      x += 40 + 7.0 * static_cast<double>(words.size());
    }
    bottom += 40;
    x = 12;
    svg_.text(x, bottom + 4, "Participants:");
    x += 86;
    for (const auto& size : kSizes) {
      svg_.circle(x + size.radius, bottom, size.radius, "#DDDDDD");
      svg_.text(x + 2 * size.radius + 6, bottom + 4, size.words);
      x += 2 * size.radius + 30 + 6.6 * static_cast<double>(size.words.size());
    }
    svg_.text(12, bottom + 42, "A dashed ring: no size is told. Slices and signs: studies by finding.", Anchor::Start,
              11);
    svg_.text(12, bottom + 58,
              "Not drawn: reviews, for they hold the same people, and conditions that have no name in the vocabulary.",
              Anchor::Start, 11);
    bottom += 14;
    return svg_.take(std::max(width_, 640.0), bottom + 58, "Evidence map: treatments by conditions",
                     words_.empty() ? "No cell." : words_);
  }

 private:
  std::string label(std::string_view facet, const std::string& id) const {
    return std::string(view_.vocabulary.label(facet, id));
  }

  void bubble(double x, double y, const evidence::Cell& cell) {
    const evidence::Tally& tally = cell.primary;
    const double radius = radius_of(tally.participants);
    const std::string tip =
        fmt::format("{} for {}: {} ({}), {} participants{}", label("intervention", cell.intervention),
                    label("condition", cell.condition), tally.studies(), signs_of(tally), tally.participants,
                    tally.size_untold.empty() ? "" : fmt::format(", {} without size", tally.size_untold.size()));
    words_ += fmt::format("{}{}, {}.", words_.empty() ? "" : " ", cell.population, tip);
    double from = 0;
    for (std::size_t i = 0; i < evidence::kFindings; ++i) {
      const double part = static_cast<double>(tally.by_finding[i].size()) / static_cast<double>(tally.studies());
      if (part > 0) {
        svg_.slice(x, y, radius, from, from + part, kColours[i], tip);
      }
      from += part;
    }
    if (tally.participants == 0) {
      constexpr int kDashes = 8;
      for (int i = 0; i < kDashes; ++i) {
        const double dash = static_cast<double>(i) / kDashes;
        svg_.line(x + 9 * std::sin(dash * 6.2832), y - 9 * std::cos(dash * 6.2832),
                  x + 9 * std::sin((dash + 0.06) * 6.2832), y - 9 * std::cos((dash + 0.06) * 6.2832), "#222");
      }
    }
    const std::string signs = signs_of(tally);
    const auto third = nth_blank(signs, 3);
    svg_.text(x, y + std::max(radius, 9.0) + 11, signs.substr(0, third), Anchor::Middle, 10);
    if (third != std::string::npos) {
      svg_.text(x, y + std::max(radius, 9.0) + 21, signs.substr(third + 1), Anchor::Middle, 10);
    }
  }

  const SummaryView& view_;
  Svg svg_;
  double width_ = 0;
  std::string words_;
};

}  // namespace

std::string evidence_map(const SummaryView& view) { return Map(view).take(); }

}  // namespace meridian::cli
