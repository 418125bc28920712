// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "drills/run/conductor.hpp"

/// One turn of the conductor, shared by its files: a state being changed and the commands so far.
namespace gameday::conducting {

/// One call of step() on its way.
struct Turn {
  const Plan& plan;
  ConductorState& state;
  Instant now;
  std::vector<Command> commands = {};

  void order(Command command) { commands.push_back(std::move(command)); }
  /// Goes to another stage, on record.
  void enter(Stage stage);
  /// Begins an abort, on record; a second one changes nothing.
  void begin_abort(std::string by, std::string why);
  [[nodiscard]] Duration in_stage() const { return now - state.stage_since; }
};

/// Puts what happened into the state.
void observe(Turn& turn, const EventBody& event);

/// Lets the abort conditions of the drill and the always-on ones speak.
void watch_guards(Turn& turn);

/// What an abort needs next.
void conduct_abort(Turn& turn);

/// What the stage needs next; may enter another.
void conduct_stage(Turn& turn);

/// From preflight to proof.
void conduct_opening(Turn& turn);

/// From the count to the end.
void conduct_closing(Turn& turn);

/// Puts the answer of the person whom the policy asked into the state.
void take_answer(Turn& turn, const events::StepMoved& answer);

/// Asks the person whom the policy names where that is due. True once the policy, or the person,
/// says that the runbook starts.
[[nodiscard]] bool follow_policy(Turn& turn);

/// Lifts the faults of a drill in which nothing is to shift, each when its time is over.
void lift_spent_faults(Turn& turn);

/// The way back, once it is entered upon.
void conduct_failback(Turn& turn);

/// Orders that what the failback did to clients be undone, where it is not too late for that. True
/// once there is nothing to wait for.
[[nodiscard]] bool take_back_failback(Turn& turn);

/// Stops the writers, reads every ledger. True once all have been read.
[[nodiscard]] bool count_ledgers(Turn& turn, events::Reading reading);

/// Whether the drill has a way back and may enter upon it.
[[nodiscard]] bool may_fail_back(const Turn& turn);

/// Orders the faults whose time has come. `from` = when the first was, or would be, ordered.
void order_due_faults(Turn& turn);

/// Orders that every fault still in force be lifted, the last one first. True once none is.
[[nodiscard]] bool lift_faults(Turn& turn);

/// Orders the fence until it holds or has been tried enough. True once there is nothing to wait
/// for.
[[nodiscard]] bool fence_first(Turn& turn);

/// An alert may still come in time, or be taken up in time.
[[nodiscard]] bool awaits_alerts(const Turn& turn);

/// An alert that is to resolve after the heal has not, and may in time.
[[nodiscard]] bool awaits_resolution(const Turn& turn);

/// Ends the run.
void finish(Turn& turn);

}  // namespace gameday::conducting
