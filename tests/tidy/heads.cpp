// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <fmt/format.h>
#include <initializer_list>
#include <set>

#include "tests/tidy/rules.hpp"

namespace gameday::tidy {
namespace {

constexpr std::string_view k_licence = "// SPDX-License-Identifier: Apache-2.0";

bool starts_with_any(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return text.starts_with(word); });
}

/// Declares nothing, or what its name and type say: constants, aliases, forward declarations.
bool speaks_for_itself(std::string_view line) {
  if (starts_with_any(line,
                      {"namespace", "}", "using ", "GAMEDAY_", "extern", "inline constexpr"})) {
    return true;
  }
  const bool whole = line.ends_with(';');
  const bool body = line.find('{') != line.npos;
  if (whole && !body && starts_with_any(line, {"class ", "struct "})) return true;
  if (whole && body && starts_with_any(line, {"enum "})) return true;
  // The list of kinds, whose header is about nothing else.
  return line.find("std::span<const ") != line.npos && line.ends_with("s();");
}

/// The name of a function's declaration; empty where it is something else.
std::string_view function_name(std::string_view line) {
  const std::string_view before = line.substr(0, line.find('('));
  if (before.size() == line.size()) return {};
  const std::size_t blank = before.find_last_of(" &*");
  return blank == before.npos ? before : before.substr(blank + 1);
}

/// Functions whose contract is the same wherever they stand.
bool is_customary(std::string_view name) {
  return name == "to_string" || name == "to_json" || name.starts_with("parse_") ||
         name.ends_with("_from_json");
}

/// Goes through a header's lines and stops at each that begins a declaration of a namespace.
class Declarations {
 public:
  explicit Declarations(const Source& source)
      : m_code{lines_of(source.code)}, m_text{lines_of(source.text)} {}

  /// The numbers, from 0, of those without a contract in their paragraph.
  std::vector<std::size_t> bare() {
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < m_code.size(); ++i) {
      const std::string_view line = trimmed(m_code[i]);
      if (line.empty()) continue;
      if (m_depth == 0 && m_between && !is_bound(line, i)) found.push_back(i);
      follow(line);
    }
    return found;
  }

 private:
  /// There is a contract, or it needs none; a second function of a name shares the first one's.
  bool is_bound(std::string_view line, std::size_t i) {
    const std::string_view name = function_name(line);
    if (has_contract(i)) {
      if (!name.empty()) m_bound.insert(name);
      return true;
    }
    return speaks_for_itself(line) || is_customary(name) || m_bound.contains(name);
  }

  /// A contract above, in the same paragraph, or behind it on the line.
  [[nodiscard]] bool has_contract(std::size_t i) const {
    for (++i; i-- > 0;) {
      if (trimmed(m_text[i]).empty()) return false;
      if (m_text[i].find("///") != std::string_view::npos) return true;
    }
    return false;
  }

  /// The braces of namespaces do not count.
  void follow(std::string_view line) {
    if (line.starts_with("namespace") || line.starts_with("GAMEDAY_")) return;
    const auto opened = std::count(line.begin(), line.end(), '{');
    const auto closed = std::count(line.begin(), line.end(), '}');
    m_depth = std::max<long>(0, m_depth + opened - closed);
    m_between = m_depth == 0 && (line.ends_with(';') || line.ends_with('}'));
  }

  std::vector<std::string_view> m_code;
  std::vector<std::string_view> m_text;
  std::set<std::string_view> m_bound;
  long m_depth = 0;
  bool m_between = true;
};

void check_header(const Source& source, const std::vector<std::string_view>& lines,
                  Findings& findings) {
  if (std::find(lines.begin(), lines.end(), "#pragma once") == lines.end()) {
    findings.push_back({source.path, 1, "no #pragma once"});
  }
  if (source.is_test()) return;
  for (const std::size_t i : Declarations{source}.bare()) {
    findings.push_back(
        {source.path, i + 1, fmt::format("no contract (///) for \"{}\"", trimmed(lines[i]))});
  }
}

}  // namespace

Findings check_heads(const Source& source) {
  if (!source.is_cpp()) return {};
  Findings findings;
  const auto lines = lines_of(source.text);
  if (lines.empty() || lines.front() != k_licence) {
    findings.push_back({source.path, 1, fmt::format("the first line is not \"{}\"", k_licence)});
  }
  if (source.is_header()) check_header(source, lines, findings);
  return findings;
}

}  // namespace gameday::tidy
