// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace gameday::lab {

/// How far a lab has come.
enum class Phase { starting, ready, failed };

/// What the supervisor tells about its lab, in status.json of the lab's folder.
struct State {
  Phase phase = Phase::starting;
  std::int64_t pid = 0;  ///< the supervisor's, as seen from outside
  std::string identity;  ///< its start time and the inodes of its namespaces
  bool rootless = false;
  bool synchronous = true;
  bool witness = false;
  std::vector<std::string> with;     ///< the servers that were asked for besides
  double first_order_s = 0;          ///< from `up` to the first acknowledged order
  std::vector<std::string> servers;  ///< "postgres-a: ready" ...
  std::string error;                 ///< why it failed
};

/// The JSON of the status file.
[[nodiscard]] std::string write_state(const State& state);
/// Errors: bad_input.
[[nodiscard]] Result<State> parse_state(std::string_view text);

/// Puts the state into the folder, at once or not at all. Errors: failed.
[[nodiscard]] Result<void> store_state(const std::filesystem::path& folder, const State& state);
/// Errors: absent, bad_input.
[[nodiscard]] Result<State> load_state(const std::filesystem::path& folder);

}  // namespace gameday::lab
