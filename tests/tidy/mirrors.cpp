// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <set>

#include "tests/tidy/parts.hpp"
#include "tests/tidy/rules.hpp"

namespace gameday::tidy {
namespace {

/// Programs' entries: whatever they do is in the part they call.
constexpr std::array<std::string_view, 2> k_mains{"cli/main.cpp", "lab/shop/main.cpp"};

bool needs_test(const Source& source) {
  if (part_of(source.path) == nullptr || !source.path.ends_with(".cpp")) return false;
  if (std::find(k_mains.begin(), k_mains.end(), source.path) != k_mains.end()) return false;
  return lines_of(source.text).size() > k_untested_lines;
}

std::string mirror_of(std::string_view path) {
  path.remove_suffix(std::string_view{".cpp"}.size());
  return fmt::format("tests/{}_test.cpp", path);
}

}  // namespace

Findings check_mirrors(const std::vector<Source>& tree) {
  std::set<std::string> paths;
  for (const Source& source : tree) paths.insert(source.path);
  Findings findings;
  for (const Source& source : tree) {
    if (!needs_test(source)) continue;
    const std::string mirror = mirror_of(source.path);
    if (paths.contains(mirror)) continue;
    findings.push_back({source.path, 0, fmt::format("{} is missing", mirror)});
  }
  return findings;
}

}  // namespace gameday::tidy
