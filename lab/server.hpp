// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "lab/launch.hpp"
#include "lab/site.hpp"

namespace gameday::lab {

/// One process of a server, to be started by the supervisor and never started again.
struct Process {
  std::string name;  ///< "postgres-a"
  Launch launch;
};

/// A kind of server of the lab.
struct Server {
  std::string_view name;
  std::string_view summary;
  /// Makes its files in the lab's folder and gives what to start. Errors: failed, timeout.
  Result<std::vector<Process>> (*prepare)(const Site& site);
  /// What one of its processes says of itself now, in a word: k_ready once it can serve. Quick.
  std::string (*state)(const Site& site, const Process& process);
  /// Whether all of it plays together, once each process is ready; null = nothing to wait for.
  bool (*settled)(const Site& site);
};

inline constexpr std::string_view k_ready = "ready";

}  // namespace gameday::lab
