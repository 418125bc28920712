// SPDX-License-Identifier: Apache-2.0
#include "tests/tidy/source.hpp"

#include <algorithm>

#include "tests/tidy/blank.hpp"

namespace gameday::tidy {
namespace {

bool is_word_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

}  // namespace

bool Source::is_cpp() const { return path.ends_with(".cpp") || path.ends_with(".hpp"); }

Source make_source(std::string path, std::string text) {
  Source source{std::move(path), std::move(text), {}, {}};
  if (!source.is_cpp()) return source;
  source.spoken = blank(source.text, Blank::comments);
  source.code = blank(source.text, Blank::all_but_code);
  return source;
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    lines.push_back(line);
    text.remove_prefix(std::min(line.size() + 1, text.size()));
  }
  return lines;
}

std::size_t line_at(std::string_view text, std::size_t offset) {
  const std::string_view before = text.substr(0, offset);
  return 1 + static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n'));
}

std::size_t width_of(std::string_view line) {
  const auto starts = std::count_if(line.begin(), line.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  });
  return static_cast<std::size_t>(starts);
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view k_blanks = " \t\r\n";
  const std::size_t first = text.find_first_not_of(k_blanks);
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(k_blanks) - first + 1);
}

bool is_word_at(std::string_view text, std::size_t at, std::string_view name) {
  if (text.substr(at, name.size()) != name) return false;
  const std::size_t end = at + name.size();
  return (at == 0 || !is_word_character(text[at - 1])) &&
         (end >= text.size() || !is_word_character(text[end]));
}

}  // namespace gameday::tidy
