// SPDX-License-Identifier: Apache-2.0
#include "drills/report/text_table.hpp"

#include <algorithm>

namespace gameday {
namespace {

constexpr std::size_t k_indent = 2;
constexpr std::size_t k_gap = 2;

/// Code points: what a terminal shows as one column each.
std::size_t width(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::string padded(const std::string& text, std::size_t to) {
  const std::size_t has = width(text);
  return has < to ? text + std::string(to - has, ' ') : text;
}

}  // namespace

std::string plain(std::string_view text) {
  std::string clean{text};
  std::ranges::replace_if(
      clean, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }, ' ');
  return clean;
}

std::string wrapped(std::string_view text, std::size_t indent) {
  const std::string clean = plain(text);
  std::string result;
  std::string line(indent, ' ');
  bool empty = true;
  const auto flush = [&] {
    result += line + '\n';
    line = std::string(indent, ' ');
    empty = true;
  };
  for (std::size_t begin = 0; begin < clean.size();) {
    const std::size_t end = std::min(clean.find(' ', begin), clean.size());
    const std::string word = clean.substr(begin, end - begin);
    begin = end + 1;
    if (word.empty()) continue;
    if (!empty && width(line) + 1 + width(word) > k_text_columns) flush();
    line += (empty ? "" : " ") + word;
    empty = false;
  }
  if (!empty) flush();
  return result;
}

std::vector<std::size_t> TextTable::widths() const {
  std::vector<std::size_t> widths;
  for (const std::string& head : m_heads) widths.push_back(width(head));
  for (const auto& row : m_rows) {
    if (row.size() == 1) continue;
    for (std::size_t column = 0; column < std::min(row.size(), widths.size()); ++column) {
      widths[column] = std::max(widths[column], width(row[column]));
    }
  }
  return widths;
}

std::string TextTable::line(const std::vector<std::string>& cells,
                            const std::vector<std::size_t>& widths) const {
  std::string text(k_indent, ' ');
  for (std::size_t column = 0; column < cells.size(); ++column) {
    const bool last = column + 1 == cells.size();
    text += last ? plain(cells[column])
                 : padded(plain(cells[column]), widths[column]) + std::string(k_gap, ' ');
  }
  text.erase(text.find_last_not_of(' ') + 1);
  return text + '\n';
}

std::string TextTable::text() const {
  const std::vector<std::size_t> all = widths();
  std::string text = line(m_heads, all);
  for (const auto& row : m_rows) {
    text += row.size() == 1 ? wrapped(row.front(), k_indent + all.front() + k_gap) : line(row, all);
  }
  return text;
}

}  // namespace gameday
