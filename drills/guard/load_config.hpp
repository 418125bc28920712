// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "drills/definition/diagnostic.hpp"
#include "drills/definition/document.hpp"
#include "drills/definition/problems.hpp"
#include "drills/guard/config.hpp"

namespace gameday {

/// What the files say, or every problem of them at once.
struct LoadedGuards {
  std::optional<Guards> guards;  ///< none = there are problems
  std::vector<Diagnostic> problems;
  std::vector<SourceFile> sources;
};

/// Parses and checks the operators' files, the one that may widen first.
[[nodiscard]] LoadedGuards load_guards(std::vector<SourceFile> sources);

/// Reads one [[freeze]]; what is wrong is noted.
[[nodiscard]] Freeze read_freeze(const TomlNode& node, Problems& problems);

/// Reads one [[incident]]; what is wrong is noted.
[[nodiscard]] IncidentCheck read_incident_check(const TomlNode& node, Problems& problems);

}  // namespace gameday
