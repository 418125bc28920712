// SPDX-License-Identifier: Apache-2.0
#include "drills/definition/guard.hpp"

#include <fmt/format.h>
#include <string>
#include <string_view>

#include "drills/definition/text.hpp"

namespace gameday {
namespace {

/// A problem at a byte of the text.
Diagnostic problem_at(const SourceFile& source, std::size_t at, std::string message,
                      std::string hint = {}) {
  const std::string_view before = std::string_view{source.text}.substr(0, at);
  const std::size_t line_start = before.rfind('\n') + 1;  // npos + 1 = 0
  int line = 1;
  for (const char c : before) line += c == '\n' ? 1 : 0;
  return {.file = source.path,
          .line = line,
          .column = count_code_points(before.substr(line_start)) + 1,
          .message = std::move(message),
          .hint = std::move(hint)};
}

std::optional<Diagnostic> guard_encoding(const SourceFile& source) {
  const std::string_view text = source.text;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = utf8_length(text, at);
    const char c = text[at];
    if (length == 0) return problem_at(source, at, "not a text file: this is not UTF-8");
    if (c == '\0') return problem_at(source, at, "not a text file: it holds a zero byte");
    at += length;
  }
  return std::nullopt;
}

/// Just enough of TOML's grammar to tell brackets and dots from what stands in texts and comments.
class DepthScan {
 public:
  explicit DepthScan(std::string_view text) : m_text{text} {}

  /// The byte where it gets too deep; npos = nowhere.
  std::size_t find() {
    while (m_at < m_text.size()) {
      const char c = m_text[m_at];
      if (c == '"' || c == '\'') {
        skip_text(c);
        continue;
      }
      if (c == '#') {
        m_at = std::min(m_text.size(), m_text.find('\n', m_at));
        continue;
      }
      count(c);
      if (m_depth > k_nesting_cap || m_dots > k_nesting_cap) return m_at;
      ++m_at;
    }
    return std::string_view::npos;
  }

 private:
  void count(char c) {
    if (c == '.') ++m_dots;
    if (c == '[' || c == '{') ++m_depth;
    if ((c == ']' || c == '}') && m_depth > 0) --m_depth;
    if (c == ',' || c == '=' || c == '\n' || c == '[' || c == '{') m_dots = 0;
  }

  /// Steps over a text in quotes; one that is not closed ends with its line, or with the file.
  void skip_text(char quote) {
    const std::string triple(3, quote);
    const bool many_lines = m_text.substr(m_at, 3) == triple;
    m_at += many_lines ? 3 : 1;
    while (m_at < m_text.size()) {
      if (quote == '"' && m_text[m_at] == '\\') {
        m_at += 2;
        continue;
      }
      if (many_lines ? m_text.substr(m_at, 3) == triple : m_text[m_at] == quote) {
        m_at += many_lines ? 3 : 1;
        return;
      }
      if (!many_lines && m_text[m_at] == '\n') return;
      ++m_at;
    }
  }

  std::string_view m_text;
  std::size_t m_at = 0;
  int m_depth = 0;
  int m_dots = 0;
};

}  // namespace

std::optional<Diagnostic> guard_text(const SourceFile& source) {
  if (source.text.size() > k_definition_cap) {
    return Diagnostic{.file = source.path,
                      .message = fmt::format("larger than {} KiB, which no definition is",
                                             k_definition_cap / 1024),
                      .hint = "is this the right file?"};
  }
  if (auto problem = guard_encoding(source)) return problem;
  const std::size_t at = DepthScan{source.text}.find();
  if (at == std::string_view::npos) return std::nullopt;
  return problem_at(source, at,
                    fmt::format("nested deeper than {} levels, which is refused", k_nesting_cap));
}

std::optional<Diagnostic> guard_tree(const std::string& file, const TomlNode& root) {
  const bool long_list = root.items.size() > k_table_cap && root.is_table_list();
  if (root.members.size() > k_table_cap || long_list) {
    return Diagnostic{
        .file = file,
        .line = root.place.line,
        .column = root.place.column,
        .length = root.place.length,
        .message = fmt::format("more than {} entries, which no definition has", k_table_cap)};
  }
  for (const TomlNode& item : root.items) {
    if (auto problem = guard_tree(file, item)) return problem;
  }
  for (const TomlMember& member : root.members) {
    if (auto problem = guard_tree(file, member.value)) return problem;
  }
  return std::nullopt;
}

}  // namespace gameday
