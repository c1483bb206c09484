// Forest plots: each study's effect with its interval, the pooled diamond and the prediction interval.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "cli/plots/plots.hpp"
#include "cli/plots/svg.hpp"

namespace meridian::cli {
namespace {

constexpr double kWidth = 860, kLeft = 230, kRight = 620, kLine = 22;

class Forest {
 public:
  double plot(double top, const evidence::PooledEffect& e, const std::string& heading, const std::string& what,
              const evidence::Summary& summary) {
    const auto scaled = [&](double value) { return e.ratio ? std::log(value) : value; };
    const double none = e.ratio ? 1.0 : 0.0;
    low_ = std::min(scaled(none), scaled(e.pool.low));
    high_ = std::max(scaled(none), scaled(e.pool.high));
    for (const auto& m : e.members) {
      low_ = std::min(low_, scaled(m.low));
      high_ = std::max(high_, scaled(m.high));
    }
    const double margin = 0.06 * (high_ - low_);
    low_ -= margin;
    high_ += margin;
    svg_.text(12, top + 18, heading, Anchor::Start, 14, "font-weight=\"bold\"");
    svg_.text(12, top + 36, what);
    double y = top + 64;
    const double first = y - 14;
    double heaviest = 0;
    const auto weight = [&](const evidence::PoolMember& m) {
      const double error = (scaled(m.high) - scaled(m.low)) / 3.92;
      return 1 / (error * error + e.pool.tau2);
    };
    for (const auto& m : e.members) {
      heaviest = std::max(heaviest, weight(m));
    }
    for (const auto& m : e.members) {
      const auto line = summary.studies.find(m.pmid);
      const std::string name = fmt::format(
          "PMID {}{}", m.pmid,
          line == summary.studies.end() || line->second.day.size() < 4 ? "" : ", " + line->second.day.substr(0, 4));
      svg_.text(12, y + 4, name);
      svg_.line(at(scaled(m.low)), y, at(scaled(m.high)), y, "#222", 1.3);
      const double half = 2.5 + 4.5 * std::sqrt(weight(m) / heaviest);
      const std::string numbers =
          fmt::format("{} [{}, {}]", short_number(m.value), short_number(m.low), short_number(m.high));
      svg_.rect(at(scaled(m.value)) - half, y - half, 2 * half, 2 * half, "#0072B2",
                fmt::format("{}: {}", name, numbers));
      svg_.text(kWidth - 12, y + 4, numbers, Anchor::End);
      words_ += fmt::format(" {}: {}.", name, numbers);
      y += kLine;
    }
    const auto& p = e.pool;
    svg_.diamond(at(scaled(p.low)), at(scaled(p.estimate)), at(scaled(p.high)), y, 7, "#D55E00");
    svg_.text(12, y + 4, fmt::format("Pooled, I² {:.0f} %", p.i2), Anchor::Start, 12, "font-weight=\"bold\"");
    const std::string numbers =
        fmt::format("{} [{}, {}]", short_number(p.estimate), short_number(p.low), short_number(p.high));
    svg_.text(kWidth - 12, y + 4, numbers, Anchor::End, 12, "font-weight=\"bold\"");
    words_ += fmt::format(" Pooled: {}.", numbers);
    y += kLine;
    // A prediction interval may be far wider than the picture; it is cut at the edge and told in numbers.
    const double from = std::clamp(at(scaled(p.prediction_low)), kLeft, kRight);
    const double to = std::clamp(at(scaled(p.prediction_high)), kLeft, kRight);
    svg_.line(from, y, to, y, "#D55E00", 3);
    svg_.text(12, y + 4, "Prediction interval");
    svg_.text(kWidth - 12, y + 4,
              fmt::format("[{}, {}]", short_number(p.prediction_low), short_number(p.prediction_high)), Anchor::End);
    svg_.line(at(scaled(none)), first, at(scaled(none)), y + 12, "#222", 1, "4 3");
    svg_.line(kLeft, y + 14, kRight, y + 14, "#222");
    for (int i = 0; i <= 4; ++i) {
      const double value = low_ + (high_ - low_) * i / 4;
      svg_.line(at(value), y + 14, at(value), y + 18, "#222");
      svg_.text(at(value), y + 30, short_number(e.ratio ? std::exp(value) : value), Anchor::Middle, 11);
    }
    return y + 52;
  }

  std::string take(double bottom) {
    if (words_.empty()) {
      svg_.text(12, 34, "No pooled effect: nowhere were three comparable effects read.");
      bottom = 56;
    }
    return svg_.take(kWidth, bottom, "Forest plot of pooled effects",
                     words_.empty() ? "No pooled effect." : words_.substr(1));
  }

 private:
  [[nodiscard]] double at(double value) const { return kLeft + (kRight - kLeft) * (value - low_) / (high_ - low_); }

  Svg svg_;
  double low_ = 0, high_ = 1;
  std::string words_;
};

}  // namespace

std::string forest_plot(const SummaryView& view) {
  Forest forest;
  double bottom = 8;
  for (const auto& group : view.report.summary.groups) {
    for (const auto& part : group.parts) {
      for (const auto& pooled : part.pooled) {
        bottom = forest.plot(bottom, pooled, fmt::format("{}, {}", group.label, part.population),
                             fmt::format("{} of {}, {} against {}", pooled.measure,
                                         std::string(view.vocabulary.label("mechanism", pooled.outcome)),
                                         pooled.intervention, to_word(pooled.against)),
                             view.report.summary);
      }
    }
  }
  return forest.take(bottom);
}

}  // namespace meridian::cli
