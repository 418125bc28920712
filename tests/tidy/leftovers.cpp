// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <fmt/format.h>
#include <string>

#include "tests/tidy/rules.hpp"

namespace gameday::tidy {
namespace {

// Written in pieces, so that a search for them does not find this file.
const std::array<std::string, 4> k_marks{std::string{"TO"} + "DO", std::string{"FIX"} + "ME",
                                         std::string{"XX"} + "X", std::string{"HA"} + "CK"};
const std::array<std::string, 3> k_machines{std::string{"/wo"} + "rk/", std::string{"/Us"} + "ers/",
                                            std::string{"/ho"} + "me/"};

void find_marks(const Source& source, std::string_view line, std::size_t number,
                Findings& findings) {
  for (const std::string& mark : k_marks) {
    for (std::size_t at = line.find(mark); at != line.npos; at = line.find(mark, at + 1)) {
      if (!is_word_at(line, at, mark)) continue;
      findings.push_back({source.path, number, fmt::format("a {} was left", mark)});
    }
  }
}

/// An absolute path into somebody's own folder; behind a letter it is part of another path.
void find_machines(const Source& source, std::string_view line, std::size_t number,
                   Findings& findings) {
  for (const std::string& folder : k_machines) {
    // A test may say which home it makes believe to have.
    if (source.is_test() && folder == k_machines.back()) continue;
    const std::size_t at = line.find(folder);
    if (at == line.npos) continue;
    const char before = at == 0 ? ' ' : line[at - 1];
    const bool absolute = std::string_view{" \t\"'(=:`<,[{"}.find(before) != std::string_view::npos;
    const bool goes_on = at + folder.size() < line.size() && line[at + folder.size()] != ' ';
    if (!absolute || !goes_on) continue;
    findings.push_back({source.path, number, fmt::format("{} is a path of one machine", folder)});
  }
}

bool is_banner(std::string_view line) {
  if (!line.starts_with("//")) return false;
  const std::string_view said = trimmed(line.substr(2));
  return said.size() >= 4 && said.find_first_not_of("=-*#/~+ ") == said.npos;
}

bool is_switched_off(std::string_view line) {
  if (line == "#if 0" || line == "#if false") return true;
  if (!line.starts_with("//") || line.starts_with("///")) return false;
  const std::string_view said = trimmed(line.substr(2));
  const bool block = said.starts_with("if (") || said.starts_with("for (");
  const std::size_t parenthesis = line.find('(');
  const bool call = parenthesis != line.npos && parenthesis > 2 && line[parenthesis - 1] != ' ';
  return line.ends_with("};") ||
         ((call || block) && (line.ends_with(");") || line.ends_with(") {")));
}

}  // namespace

Findings check_leftovers(const Source& source) {
  Findings findings;
  const auto lines = lines_of(source.text);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    find_marks(source, lines[i], i + 1, findings);
    find_machines(source, lines[i], i + 1, findings);
    if (!source.is_cpp()) continue;
    const std::string_view line = trimmed(lines[i]);
    if (is_banner(line)) findings.push_back({source.path, i + 1, "a banner"});
    if (is_switched_off(line))
      findings.push_back({source.path, i + 1, "code that is switched off"});
  }
  return findings;
}

}  // namespace gameday::tidy
