// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace gameday {

/// Where a text is anchored.
enum class Anchor { start, middle, end };

/// Writes SVG elements, styled by classes only, so that the page decides on colours. Numbers have
/// one decimal, so that the same picture is the same bytes. All text is escaped here.
class Svg {
 public:
  /// A picture of that size, with a title and a description for those who do not see it.
  Svg(double width, double height, std::string_view id, std::string_view title,
      std::string_view description);

  /// `hint` is shown when pointed at and read aloud; empty = none.
  void rect(double x, double y, double width, double height, std::string_view style,
            std::string_view hint = {});
  void line(double x1, double y1, double x2, double y2, std::string_view style);
  /// A vertical line behind everything else.
  void grid_line(double x, double y1, double y2, std::string_view style);
  /// `path` is written by us alone: commands and numbers.
  void path(std::string_view path, std::string_view style);
  /// Text stands before everything else.
  void text(double x, double y, std::string_view text, std::string_view style,
            Anchor anchor = Anchor::start);
  /// The whole picture, of a height that is known only now.
  [[nodiscard]] std::string finish(double height) const;

 private:
  double m_width;
  std::string m_id;
  std::string m_title;
  std::string m_description;
  std::string m_grid, m_body, m_texts;
};

/// About how wide a text of that font size is; errs on the wide side.
[[nodiscard]] double text_width(std::string_view text, double font_size);

}  // namespace gameday
