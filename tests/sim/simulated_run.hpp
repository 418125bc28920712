// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "drills/run/conductor.hpp"

namespace gameday {

/// A drill under a virtual clock, without a world: every command is answered after a delay, and the
/// service is as healthy as the faults in force and the steps done let it be. The same conductor
/// runs here as in a real run.
class SimulatedRun {
 public:
  explicit SimulatedRun(Plan plan);

  // What the simulated world is like; change before run().
  std::map<std::string, std::string> fault_error;        ///< by fault
  std::map<std::string, Duration> fault_takes;           ///< by fault; 5 ms otherwise
  std::set<std::string> fault_refused;                   ///< of those
  std::map<std::string, std::string> step_error;         ///< by step
  std::map<std::string, std::string> step_note;          ///< by step; what was said
  std::map<std::string, Duration> step_takes;            ///< by step; 200 ms otherwise
  std::function<ProofResult(const std::string&)> proof;  ///< confirmed otherwise
  std::map<std::string, GateState> gates;                ///< by gate; open otherwise
  int fence_fails = 0;                                   ///< so many tries fail
  Duration revert_takes{std::chrono::milliseconds{50}};
  std::vector<std::string> left_once;  ///< what the first general revert leaves in force
  bool preflight_go = true;
  bool baseline_holds = true;
  bool bites = true;              ///< clients notice the fault
  bool recovers_by_steps = true;  ///< the service comes back once all steps are done
  std::vector<std::pair<Duration, EventBody>> at;  ///< told at these times since the start

  /// Until the conductor has finished, at most `limit` of virtual time.
  void run(Duration limit = std::chrono::minutes{5});

  // What came of it.
  std::vector<std::string> orders;      ///< "ApplyFault cut", "StartStep promote-b" ... in order
  std::vector<Duration> ordered_after;  ///< of each order, since the start
  std::vector<Stage> stages;
  std::optional<commands::Finish> finish;
  ConductorState state;
  [[nodiscard]] bool ordered(const std::string& order) const;
  /// Position of an order, or -1.
  [[nodiscard]] int position(const std::string& order) const;
  [[nodiscard]] Duration time_of(const std::string& order) const;

 private:
  friend struct Answering;
  void feed(EventBody body);
  void answer(Duration after, EventBody body);
  void tick();
  void set_health(bool good);
  Plan m_plan;
  Instant m_now{};
  std::multimap<Instant, EventBody> m_pending;
  std::map<std::string, Instant> m_ordered_at;
  bool m_cut = false;
  bool m_failed_over = false;
  bool m_changing_back = false;  ///< the failback has stopped the new primary
  bool m_healthy = true;
  Instant m_healthy_since{};
  std::size_t m_steps_done = 0;
};

/// A plan as small as the catalog's drill: a probe, a survivor's probe, a ledger, a fault, two
/// steps and a fence.
[[nodiscard]] Plan small_plan();

/// The same with a way back: two gates, a rebuilding step, and three that clients feel.
[[nodiscard]] Plan failback_plan();

}  // namespace gameday
