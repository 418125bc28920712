// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "tests/tidy/rules.hpp"

// Finds function bodies by their braces. No parser: it has to be right about this code base, whose
// form clang-format decides.
namespace gameday::tidy {
namespace {

/// What a pair of braces holds.
enum class Scope {
  container,    ///< namespace, class, enum: functions may stand in it
  function,     ///< a body: nothing in it is looked at
  initializer,  ///< of a value: lambdas may stand in it
};

bool starts_with_word(std::string_view text, std::string_view word) {
  return is_word_at(text, 0, word);
}

/// The head without the template line in front of it.
std::string_view without_template(std::string_view head) {
  if (!starts_with_word(head, "template")) return head;
  int depth = 0;
  for (std::size_t i = 0; i < head.size(); ++i) {
    if (head[i] == '<') ++depth;
    if (head[i] == '>' && --depth == 0) return trimmed(head.substr(i + 1));
  }
  return head;
}

bool opens_container(std::string_view head) {
  for (const std::string_view word :
       {"namespace", "class", "struct", "union", "enum", "extern", "inline namespace"}) {
    if (starts_with_word(head, word)) return true;
  }
  return false;
}

/// Where the list of a constructor's members begins, or npos.
std::size_t member_list(std::string_view head) {
  for (std::size_t at = head.find(':'); at != head.npos; at = head.find(':', at + 1)) {
    if (head.substr(at, 2) == "::") {
      ++at;
      continue;
    }
    const std::string_view before = trimmed(head.substr(0, at));
    if (before.ends_with(')') || before.ends_with("noexcept")) return at;
  }
  return head.npos;
}

/// `Thing(int a) : m_a` in front of a brace: a member is initialised, the body is yet to come.
bool ends_in_member(std::string_view head) {
  if (member_list(head) == head.npos) return false;
  return !head.ends_with(')') && !head.ends_with('}');
}

/// The extent of one brace pair under way.
struct Open {
  Scope scope = Scope::container;
  std::size_t head = 0;  ///< where what it belongs to begins
  std::size_t next = 0;  ///< where the next head within it begins
  int parentheses = 0;
};

class Finder {
 public:
  explicit Finder(const Source& source) : m_source{source}, m_code{source.code} {}

  Findings run() {
    m_open.push_back({});
    for (m_at = 0; m_at < m_code.size(); ++m_at) step(m_code[m_at]);
    return std::move(m_findings);
  }

 private:
  void step(char c) {
    Open& inner = m_open.back();
    if (c == '(') ++inner.parentheses;
    if (c == ')') --inner.parentheses;
    const bool ends = c == ';' || (c == ',' && inner.scope == Scope::initializer);
    if (ends && inner.parentheses == 0) inner.next = m_at + 1;
    if (c == '{') open();
    if (c == '}') close();
  }

  void open() {
    const Open& outer = m_open.back();
    const std::string_view raw = m_code.substr(outer.next, m_at - outer.next);
    const std::string_view head = without_template(access_removed(trimmed(raw)));
    Open opened;
    opened.head = m_at - trimmed_front(raw);
    opened.next = m_at + 1;
    opened.scope = classify(outer, head);
    m_open.push_back(opened);
  }

  [[nodiscard]] Scope classify(const Open& outer, std::string_view head) const {
    if (outer.scope == Scope::function) return Scope::function;
    if (outer.scope == Scope::container && opens_container(head)) return Scope::container;
    if (head.find('(') == head.npos && !head.ends_with(']')) return Scope::initializer;
    if (ends_in_member(head)) return Scope::initializer;
    if (outer.parentheses > 0 && !head.ends_with(')')) return Scope::initializer;
    return Scope::function;
  }

  void close() {
    if (m_open.size() == 1) return;
    const Open closed = m_open.back();
    m_open.pop_back();
    Open& outer = m_open.back();
    const bool whole = closed.scope == Scope::function && outer.scope != Scope::function;
    if (whole) measure(closed.head);
    if (closed.scope != Scope::initializer) outer.next = m_at + 1;
  }

  void measure(std::size_t head) {
    const std::size_t first = line_at(m_code, head);
    const std::size_t length = line_at(m_code, m_at) - first + 1;
    if (length <= k_longest_function) return;
    m_findings.push_back({m_source.path, first, fmt::format("a function of {} lines", length)});
  }

  /// `public:` and the like stand in front of the first head behind them.
  static std::string_view access_removed(std::string_view head) {
    for (const std::string_view word : {"public:", "private:", "protected:"}) {
      if (head.starts_with(word)) return trimmed(head.substr(word.size()));
    }
    return head;
  }

  /// How far the first character of the head lies in front of its end.
  static std::size_t trimmed_front(std::string_view raw) {
    const std::size_t first = raw.find_first_not_of(" \t\r\n");
    return first == raw.npos ? 0 : raw.size() - first;
  }

  const Source& m_source;
  std::string_view m_code;
  std::size_t m_at = 0;
  std::vector<Open> m_open;
  Findings m_findings;
};

}  // namespace

Findings check_functions(const Source& source) {
  return source.is_cpp() ? Finder{source}.run() : Findings{};
}

}  // namespace gameday::tidy
