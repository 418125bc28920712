// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace gameday {

/// Width of the text report.
inline constexpr std::size_t k_text_columns = 96;

/// The text with whatever could upset a terminal taken out: a control character is a space.
[[nodiscard]] std::string plain(std::string_view text);

/// The text broken at spaces so that no line is longer than the columns; each line indented.
[[nodiscard]] std::string wrapped(std::string_view text, std::size_t indent);

/// A table without lines: columns as wide as they must be, the last one wrapped.
class TextTable {
 public:
  explicit TextTable(std::vector<std::string> heads) : m_heads(std::move(heads)) {}
  /// Missing cells are empty.
  void row(std::vector<std::string> cells) { m_rows.push_back(std::move(cells)); }
  /// A sentence under the row before it.
  void note(std::string text) { m_rows.push_back({std::move(text)}); }
  [[nodiscard]] bool empty() const { return m_rows.empty(); }
  [[nodiscard]] std::string text() const;

 private:
  [[nodiscard]] std::vector<std::size_t> widths() const;
  [[nodiscard]] std::string line(const std::vector<std::string>& cells,
                                 const std::vector<std::size_t>& widths) const;

  std::vector<std::string> m_heads;
  std::vector<std::vector<std::string>> m_rows;
};

}  // namespace gameday
