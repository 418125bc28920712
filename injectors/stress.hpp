// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/change.hpp"
#include "base/inventory.hpp"
#include "injectors/injector.hpp"

namespace gameday {

/// A load that stress-ng makes on a host, started apart from gameday with a pid file.
struct StressLoad {
  const Host& host;
  const FaultScope& scope;
  std::string kind;                ///< "cpu" or "memory"
  std::vector<std::string> words;  ///< cpu: workers, per cent; memory: per cent, MiB to leave
};

/// Fills apply, verify, revert, note and time limit of a change with an id: stress-ng ends by
/// itself at its --timeout, which is the scope's expires_after; the revert stops it by its pid
/// file, and hits no other program that got its number.
void stress(Change& change, const StressLoad& load);

/// Whether it really loads: its processes' CPU time over a second, or their memory, against what
/// was asked for. A third of it confirms (others want the machine too), a tenth or less refutes.
[[nodiscard]] Proof stress_proof(const Change& change, const StressLoad& load);

}  // namespace gameday
