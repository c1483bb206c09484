// Writes shapes; all words are escaped here and nowhere else.
#include "cli/plots/svg.hpp"

#include <fmt/format.h>

#include <cmath>
#include <numbers>

#include "cli/summary_view.hpp"

namespace meridian::cli {
namespace {

std::string tipped(std::string_view tip) {
  return tip.empty() ? std::string("/>") : fmt::format("><title>{}</title>", html_escaped(tip));
}

std::string_view closing(std::string_view tip, std::string_view element) { return tip.empty() ? "" : element; }

}  // namespace

void Svg::text(double x, double y, std::string_view words, Anchor anchor, int size, std::string_view style) {
  const std::string_view at = anchor == Anchor::Start ? "start" : anchor == Anchor::Middle ? "middle" : "end";
  body_ += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" font-size=\"{}\" text-anchor=\"{}\" {}>{}</text>\n", x, y, size,
                       at, style, html_escaped(words));
}

void Svg::line(double x1, double y1, double x2, double y2, std::string_view colour, double width,
               std::string_view dash) {
  body_ += fmt::format(
      "<line x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" y2=\"{:.1f}\" stroke=\"{}\" stroke-width=\"{}\"{}/>\n", x1, y1,
      x2, y2, colour, width, dash.empty() ? "" : fmt::format(" stroke-dasharray=\"{}\"", dash));
}

void Svg::rect(double x, double y, double width, double height, std::string_view fill, std::string_view tip) {
  body_ += fmt::format(
      "<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" fill=\"{}\" stroke=\"#222\" "
      "stroke-width=\"0.5\"{}{}\n",
      x, y, width, height, fill, tipped(tip), closing(tip, "</rect>"));
}

void Svg::circle(double x, double y, double radius, std::string_view fill, std::string_view tip) {
  body_ += fmt::format(
      "<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"{:.1f}\" fill=\"{}\" stroke=\"#222\" "
      "stroke-width=\"0.7\"{}{}\n",
      x, y, radius, fill, tipped(tip), closing(tip, "</circle>"));
}

void Svg::slice(double x, double y, double radius, double from, double to, std::string_view fill,
                std::string_view tip) {
  if (to - from > 0.9999) {
    circle(x, y, radius, fill, tip);
    return;
  }
  const auto at = [&](double share) {
    const double angle = 2 * std::numbers::pi * share;
    return fmt::format("{:.2f} {:.2f}", x + radius * std::sin(angle), y - radius * std::cos(angle));
  };
  body_ += fmt::format(
      "<path d=\"M {:.2f} {:.2f} L {} A {:.2f} {:.2f} 0 {} 1 {} Z\" fill=\"{}\" stroke=\"#222\" "
      "stroke-width=\"0.7\"{}{}\n",
      x, y, at(from), radius, radius, to - from > 0.5 ? 1 : 0, at(to), fill, tipped(tip), closing(tip, "</path>"));
}

void Svg::diamond(double left, double middle, double right, double y, double half_height, std::string_view fill) {
  body_ += fmt::format(
      "<polygon points=\"{:.1f},{:.1f} {:.1f},{:.1f} {:.1f},{:.1f} {:.1f},{:.1f}\" fill=\"{}\" "
      "stroke=\"#222\"/>\n",
      left, y, middle, y - half_height, right, y, middle, y + half_height, fill);
}

std::string Svg::take(double width, double height, std::string_view title, std::string_view description) {
  return fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {:.0f} {:.0f}\" width=\"{:.0f}\" height=\"{:.0f}\" "
      "role=\"img\" font-family=\"Helvetica, Arial, 'DejaVu Sans', sans-serif\">\n<title>{}</title>\n<desc>{}</desc>\n"
      "<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n{}</svg>\n",
      width, height, width, height, html_escaped(title), html_escaped(description), body_);
}

}  // namespace meridian::cli
