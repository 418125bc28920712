// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "tests/tidy/rules.hpp"

namespace gameday::tidy {

Findings check_sizes(const Source& source) {
  if (!source.is_cpp()) return {};
  Findings findings;
  const auto lines = lines_of(source.text);
  if (lines.size() > k_longest_file) {
    findings.push_back({source.path, 0, fmt::format("{} lines: it is two things", lines.size())});
  }
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::size_t width = width_of(lines[i]);
    if (width <= k_widest_line) continue;
    findings.push_back({source.path, i + 1, fmt::format("{} columns", width)});
  }
  return findings;
}

}  // namespace gameday::tidy
