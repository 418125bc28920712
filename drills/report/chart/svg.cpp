// SPDX-License-Identifier: Apache-2.0
#include "drills/report/chart/svg.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "drills/report/xml.hpp"

namespace gameday {
namespace {

std::string_view anchor_word(Anchor anchor) {
  switch (anchor) {
    case Anchor::middle: return " text-anchor=\"middle\"";
    case Anchor::end: return " text-anchor=\"end\"";
    default: return "";
  }
}

}  // namespace

Svg::Svg(double width, double height, std::string_view id, std::string_view title,
         std::string_view description)
    : m_width(width),
      m_id(id),
      m_title(xml_escaped(title)),
      m_description(xml_escaped(description)) {
  m_body.reserve(static_cast<std::size_t>(height) * 64);
}

void Svg::rect(double x, double y, double width, double height, std::string_view style,
               std::string_view hint) {
  fmt::format_to(std::back_inserter(m_body),
                 "<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" class=\"{}\"",
                 x, y, std::max(width, 0.0), std::max(height, 0.0), style);
  m_body += hint.empty() ? "/>\n" : fmt::format("><title>{}</title></rect>\n", xml_escaped(hint));
}

void Svg::line(double x1, double y1, double x2, double y2, std::string_view style) {
  fmt::format_to(std::back_inserter(m_body),
                 "<line x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" y2=\"{:.1f}\" class=\"{}\"/>\n",
                 x1, y1, x2, y2, style);
}

void Svg::grid_line(double x, double y1, double y2, std::string_view style) {
  fmt::format_to(
      std::back_inserter(m_grid),
      "<line x1=\"{0:.1f}\" y1=\"{1:.1f}\" x2=\"{0:.1f}\" y2=\"{2:.1f}\" class=\"{3}\"/>\n", x, y1,
      y2, style);
}

void Svg::path(std::string_view path, std::string_view style) {
  fmt::format_to(std::back_inserter(m_body), "<path d=\"{}\" class=\"{}\"/>\n", path, style);
}

void Svg::text(double x, double y, std::string_view text, std::string_view style, Anchor anchor) {
  fmt::format_to(std::back_inserter(m_texts),
                 "<text x=\"{:.1f}\" y=\"{:.1f}\" class=\"{}\"{}>{}</text>\n", x, y, style,
                 anchor_word(anchor), xml_escaped(text));
}

std::string Svg::finish(double height) const {
  return fmt::format(
      "<svg viewBox=\"0 0 {0:.0f} {1:.0f}\" role=\"img\" aria-labelledby=\"{2}-title {2}-desc\">\n"
      "<title id=\"{2}-title\">{3}</title>\n<desc id=\"{2}-desc\">{4}</desc>\n{5}</svg>\n",
      m_width, height, m_id, m_title, m_description, m_grid + m_body + m_texts);
}

double text_width(std::string_view text, double font_size) {
  constexpr double k_per_character = 0.58;
  const auto characters = std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
  return static_cast<double>(characters) * font_size * k_per_character;
}

}  // namespace gameday
