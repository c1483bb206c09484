// The few shapes of SVG that the plots need.
#pragma once

#include <string>
#include <string_view>

namespace meridian::cli {

enum class Anchor { Start, Middle, End };

class Svg {
 public:
  void text(double x, double y, std::string_view words, Anchor anchor = Anchor::Start, int size = 12,
            std::string_view style = "");
  void line(double x1, double y1, double x2, double y2, std::string_view colour, double width = 1,
            std::string_view dash = "");
  /// `tip` is what a pointer or a screen reader is told of the shape.
  void rect(double x, double y, double width, double height, std::string_view fill, std::string_view tip = "");
  void circle(double x, double y, double radius, std::string_view fill, std::string_view tip = "");
  /// A slice between two shares of the turn, clockwise from above.
  void slice(double x, double y, double radius, double from, double to, std::string_view fill, std::string_view tip);
  void diamond(double left, double middle, double right, double y, double half_height, std::string_view fill);
  /// The picture with a title and a description in words.
  [[nodiscard]] std::string take(double width, double height, std::string_view title, std::string_view description);

 private:
  std::string body_;
};

}  // namespace meridian::cli
