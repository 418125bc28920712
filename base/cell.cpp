// SPDX-License-Identifier: Apache-2.0
#include "base/cell.hpp"

#include <algorithm>
#include <charconv>

namespace gameday {
namespace {

constexpr std::string_view k_blanks = " \t\r\n";

/// A parsed `where`: the column wanted, and what picks the line (no key = the last line).
struct Where {
  int column = 0;
  int key_column = 0;
  std::string_view key;
};

std::optional<int> parse_column(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value < 1) return std::nullopt;
  return value;
}

std::optional<Where> parse_where(std::string_view text) {
  const std::size_t bracket = std::min(text.find('['), text.size());
  const auto column = parse_column(text.substr(0, bracket));
  if (!column) return std::nullopt;
  if (bracket == text.size()) return Where{*column, 0, {}};
  const std::string_view picker = text.substr(bracket + 1);
  const std::size_t equals = picker.find('=');
  if (equals == picker.npos || !picker.ends_with(']')) return std::nullopt;
  const auto key_column = parse_column(picker.substr(0, equals));
  if (!key_column) return std::nullopt;
  return Where{*column, *key_column, picker.substr(equals + 1, picker.size() - equals - 2)};
}

/// The word in a column (from 1) of a line; empty where there are fewer.
std::string_view word_at(std::string_view line, int column) {
  std::string_view word;
  for (int i = 0; i < column; ++i) {
    line.remove_prefix(std::min(line.find_first_not_of(k_blanks), line.size()));
    word = line.substr(0, line.find_first_of(k_blanks));
    line.remove_prefix(word.size());
  }
  return word;
}

}  // namespace

std::optional<std::string> find_cell(std::string_view text, std::string_view where) {
  const auto wanted = parse_where(where);
  if (!wanted) return std::nullopt;
  std::string_view found;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    if (word_at(line, 1).empty()) continue;
    if (wanted->key_column == 0) {
      found = word_at(line, wanted->column);
    } else if (word_at(line, wanted->key_column) == wanted->key) {
      found = word_at(line, wanted->column);
      break;
    }
  }
  if (found.empty()) return std::nullopt;
  return std::string{found};
}

}  // namespace gameday
