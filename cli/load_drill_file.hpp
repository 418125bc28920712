// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "drills/plan/plan.hpp"

namespace gameday {

/// A drill file that was looked for, loaded and planned; or every problem of it.
struct DrillFile {
  std::string name;          ///< its path, or the name that was asked for
  std::optional<Plan> plan;  ///< none = there are problems
  std::vector<Diagnostic> problems;
  std::vector<SourceFile> sources;
};

/// Never fails: what is wrong, a file that is not there included, is among the problems.
[[nodiscard]] DrillFile load_drill_file(const std::string& name, const std::string& lab,
                                        const std::string& run_id);

/// Prints the problems on standard error, in colour where that is a terminal and NO_COLOR is not
/// set.
void print_problems(const DrillFile& file);

/// The run id of plans that are only looked at.
inline constexpr const char* k_no_run_id = "00000000";

}  // namespace gameday
