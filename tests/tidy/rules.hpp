// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string_view>
#include <vector>

#include "tests/tidy/source.hpp"

/// The house's rules, each a pure function: from one file, or from the whole tree, to what breaks
/// it.
namespace gameday::tidy {

inline constexpr std::size_t k_longest_function = 70;
inline constexpr std::size_t k_longest_file = 400;
inline constexpr std::size_t k_widest_line = 100;
/// A .cpp of more lines has its mirrored test.
inline constexpr std::size_t k_untested_lines = 25;

using Findings = std::vector<Finding>;

/// No function over k_longest_function lines, its head included.
[[nodiscard]] Findings check_functions(const Source& source);
/// No file over k_longest_file lines, no line over k_widest_line columns.
[[nodiscard]] Findings check_sizes(const Source& source);
/// argv vectors, never a shell; nobody else's rules flushed; no sleeping in a test.
[[nodiscard]] Findings check_calls(const Source& source);
/// No marks of unfinished work, no code switched off, no banners, no path of a developer's machine.
[[nodiscard]] Findings check_leftovers(const Source& source);
/// The licence line first; in a header the guard, and a contract for each declaration.
[[nodiscard]] Findings check_heads(const Source& source);
/// Included by path from the root, in the direction of the house; pure folders do no I/O.
[[nodiscard]] Findings check_includes(const Source& source);

/// No pure folder reaches world/, by however many headers.
[[nodiscard]] Findings check_purity(const std::vector<Source>& tree);
/// Each .cpp has its test at the mirrored path.
[[nodiscard]] Findings check_mirrors(const std::vector<Source>& tree);
/// No two headers define a type of one name in one namespace.
[[nodiscard]] Findings check_types(const std::vector<Source>& tree);

/// A rule that looks at one file, by name.
struct FileRule {
  std::string_view name;
  Findings (*check)(const Source& source);
};
inline constexpr std::array<FileRule, 6> k_file_rules{{{"functions are short", check_functions},
                                                       {"files are small", check_sizes},
                                                       {"nothing forbidden is called", check_calls},
                                                       {"nothing is left over", check_leftovers},
                                                       {"files begin as they should", check_heads},
                                                       {"includes point one way", check_includes}}};

}  // namespace gameday::tidy
