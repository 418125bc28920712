// SPDX-License-Identifier: Apache-2.0
#include "tests/tidy/blank.hpp"

#include <algorithm>

namespace gameday::tidy {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_hex_digit(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/// Walks over a text once; copies or blanks out what it passes.
class Blanker {
 public:
  Blanker(std::string_view text, Blank what) : m_text{text}, m_code_only{what != Blank::comments} {}

  std::string run() {
    while (m_at < m_text.size()) step();
    return std::move(m_out);
  }

 private:
  [[nodiscard]] bool ahead(std::string_view word) const {
    return m_text.substr(m_at, word.size()) == word;
  }

  void step() {
    if (ahead("//")) return pass(m_text.find('\n', m_at), true);
    if (ahead("/*")) return pass(end_behind("*/", m_at + 2), true);
    if (ahead("R\"")) return raw_literal();
    if (ahead("\"")) return literal('"');
    if (ahead("'") && !is_digit_separator()) return literal('\'');
    if (m_code_only && ahead("#") && at_line_start()) return directive();
    pass(m_at + 1, false);
  }

  /// Up to `end`, copied or blanked out.
  void pass(std::size_t end, bool blanked) {
    for (end = std::min(end, m_text.size()); m_at < end; ++m_at) {
      m_out += blanked && m_text[m_at] != '\n' ? ' ' : m_text[m_at];
    }
  }

  [[nodiscard]] std::size_t end_behind(std::string_view closing, std::size_t from) const {
    const std::size_t found = m_text.find(closing, from);
    return found == m_text.npos ? m_text.size() : found + closing.size();
  }

  /// Keeps the quotes, so that a literal still is something.
  void literal(char quote) {
    std::size_t end = m_at + 1;
    while (end < m_text.size() && m_text[end] != quote && m_text[end] != '\n') {
      end += m_text[end] == '\\' ? 2 : 1;
    }
    pass(m_at + 1, false);
    pass(end, m_code_only);
    pass(m_at + 1, false);
  }

  void raw_literal() {
    const std::size_t open = m_text.find('(', m_at);
    const std::string_view delimiter =
        m_text.substr(m_at + 2, open == m_text.npos ? 0 : open - m_at - 2);
    const std::size_t end = end_behind(")" + std::string{delimiter} + "\"", m_at);
    pass(m_at + 2, false);
    pass(end - 1, m_code_only);
    pass(end, false);
  }

  void directive() {
    std::size_t end = m_text.find('\n', m_at);
    while (end != m_text.npos && m_text[end - 1] == '\\') end = m_text.find('\n', end + 1);
    pass(end, true);
  }

  [[nodiscard]] bool is_digit_separator() const {
    return m_at > 0 && is_hex_digit(m_text[m_at - 1]) && m_at + 1 < m_text.size() &&
           is_hex_digit(m_text[m_at + 1]);
  }

  [[nodiscard]] bool at_line_start() const {
    const std::size_t last = m_out.find_last_not_of(" \t");
    return last == m_out.npos || m_out[last] == '\n';
  }

  std::string_view m_text;
  bool m_code_only;
  std::size_t m_at = 0;
  std::string m_out;
};

}  // namespace

std::string blank(std::string_view text, Blank what) { return Blanker{text, what}.run(); }

}  // namespace gameday::tidy
