// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "drills/plan/plan.hpp"
#include "drills/record/event.hpp"

namespace gameday::sim {

/// Somebody else changes a thing that is ours by then; without a value: removes it.
struct Intrusion {
  Duration after{};  ///< since the start of the run
  std::string thing;
  std::optional<std::string> value;
};

/// A drill and the world in which it runs, both drawn from one seed.
struct Script {
  std::uint64_t seed = 0;
  Plan plan;
  std::map<std::string, std::string> start;  ///< the world before the drill

  // How the world answers, by command.
  std::set<std::string> broken;      ///< fail
  std::set<std::string> hanging;     ///< no effect, no answer
  std::set<std::string> unanswered;  ///< effect, no answer
  std::set<std::string> slow;        ///< the process dies of it; the effect comes afterwards
  std::map<std::string, int> flaky;  ///< fail so many times
  std::map<std::string, Duration> takes;
  std::vector<Intrusion> intrusions;

  // How the run goes.
  std::vector<std::pair<Duration, EventBody>> told;  ///< since the start of the run
  std::map<std::string, ProofResult> proofs;         ///< by fault; confirmed otherwise
  bool preflight_go = true;
  bool baseline_holds = true;
  bool bites = true;                      ///< clients notice the faults
  std::optional<Duration> heals_itself;   ///< after the first fault bit
  std::optional<Duration> person_starts;  ///< after being asked; null = never
  std::size_t lost = 0;                   ///< writes, of the last acknowledged before the onset
  std::optional<int> dies_at;             ///< the place at which the process dies
  std::vector<int> recoveries_die_at;     ///< those who recover, one after the other
  Duration dead_for{std::chrono::seconds{1}};  ///< before somebody recovers
};

[[nodiscard]] Script write_script(std::uint64_t seed);

/// What of the world a change makes, and to which value.
struct Target {
  std::string thing;
  std::string ours;
};
[[nodiscard]] Target target_of(const Change& change);

/// The command of an action of the simulated world: "make cut ours".
[[nodiscard]] std::string command_of(const Action& action);

inline constexpr Duration k_period = std::chrono::milliseconds{100};
inline constexpr Duration k_timeout = std::chrono::milliseconds{300};

}  // namespace gameday::sim
