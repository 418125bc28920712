// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "drills/plan/plan.hpp"
#include "drills/record/event.hpp"

namespace gameday {

/// What the conductor wants done; the runner carries it out and answers with events.
namespace commands {
/// Answered by PreflightDone.
struct RunPreflight {};
/// Ledger tables, samplers. Answered by Prepared.
struct Prepare {};
/// Answered by BaselineJudged.
struct JudgeBaseline {};
/// Answered by FaultApplied.
struct ApplyFault {
  std::string fault;
};
/// Answered by FaultProven.
struct ProveFault {
  std::string fault;
};
/// A person says when the runbook starts. Answered by StepMoved of k_start_step.
struct AskToStart {};
/// The person whom the policy names says whether the runbook starts: on its advice, or, where rules
/// are given, against those that forbid it. Answered by StepMoved of k_start_step or
/// k_override_step.
struct AskForShift {
  std::string person;
  std::vector<std::string> rules;
  std::string question;
};
/// Answered by StepMoved: started, then done, failed or skipped.
struct StartStep {
  std::string step;
};
/// Answered by WritersSettled.
struct SettleWriters {};
struct ResumeWriters {};
/// Answered by one LedgerRead for each ledger.
struct ReadLedgers {
  events::Reading reading = events::Reading::after_failover;
};
/// Looks at a gate of the failback. Answered by GateLooked.
struct LookAtGate {
  std::string gate;
};
/// Undoes what the failback did to clients, as far as it has an undo. Answered by
/// FailbackTakenBack.
struct TakeBackFailback {};
/// The fence step, over the control path. Answered by StepMoved.
struct RunFence {};
/// Answered by FenceSeen.
struct LookAtFence {};
/// Answered by FaultLifted.
struct LiftFault {
  std::string fault;
};
/// Everything that is to be reverted at the end of a run. Answered by Reverted.
struct RevertRest {};
/// All whose fate on_abort is revert. Answered by Reverted.
struct RevertForAbort {};
struct StopSamplers {};
/// The last command.
struct Finish {
  events::Finished how;
  bool refused = false;  ///< exit 5: nothing of the drill was done
};
/// Something the conductor found out itself, for the record.
struct Tell {
  EventBody event;
};
}  // namespace commands

using Command = std::variant<commands::RunPreflight, commands::Prepare, commands::JudgeBaseline,
                             commands::ApplyFault, commands::ProveFault, commands::AskToStart,
                             commands::AskForShift, commands::StartStep, commands::SettleWriters,
                             commands::ResumeWriters, commands::ReadLedgers, commands::RunFence,
                             commands::LookAtFence, commands::LiftFault, commands::RevertRest,
                             commands::RevertForAbort, commands::StopSamplers, commands::Finish,
                             commands::Tell, commands::LookAtGate, commands::TakeBackFailback>;

/// How long a failback waits for all that is judged to be good again.
[[nodiscard]] Duration failback_patience(const Plan& plan);

/// The name under which a person's word to start the runbook is recorded.
inline constexpr std::string_view k_start_step = "(start)";

/// The name under which a person's word to start it against a veto is recorded.
inline constexpr std::string_view k_override_step = "(override)";

/// Where a fault is in its life.
enum class FaultPhase { waiting, applying, in_force, lifting, lifted, stuck };

/// What is known of a fault.
struct FaultProgress {
  FaultPhase phase = FaultPhase::waiting;
  std::optional<Moment> onset;
  std::optional<ProofResult> proof;
};

/// The latest that is known of a probe or ledger.
struct InstrumentHealth {
  bool good = true;
  Instant since{};
  bool recovered = false;
};

/// What is known of the failover policy.
struct PolicyProgress {
  std::optional<events::PolicyDecided> decided;  ///< the first
  events::PolicyVetoed veto;                     ///< what forbids it now
  int asked = 0;                                 ///< how often a person was asked
  bool waiting = false;                          ///< for the answer
};

/// What is known of an alert of the drill.
struct AlertProgress {
  AlertState state = AlertState::silent;
  bool received = false;      ///< since the onset, whatever it is now
  bool acknowledged = false;  ///< the same
};

/// How a run ends before its time.
struct AbortProgress {
  std::string by;
  bool lifting = false;    ///< the faults are being lifted
  bool reverting = false;  ///< the rest is being reverted
  bool reverted = false;
  Instant quiet_until{};  ///< the samplers go on until then, so that the recovery is recorded
};

/// Where the way back is.
struct FailbackProgress {
  enum class Part { steps, recover, count, take_back, over };
  Part part = Part::steps;
  std::size_t next_gate = 0;
  std::size_t next_step = 0;
  bool gate_asked = false;
  std::optional<Moment> onset;  ///< its first step that clients may feel was ordered
  Instant steps_done_at{};
  bool no_return = false;  ///< its own point of no return was passed
  bool failed = false;     ///< a step failed
  bool taking_back = false;
  bool done = false;  ///< all steps are done: the service is back
};

/// All that the conductor knows. A value: copy it, compare it, replay it.
struct ConductorState {
  Stage stage = Stage::preflight;
  Instant stage_since{};
  bool asked = false;     ///< the stage's own command is out and not answered yet
  bool prepared = false;  ///< the samplers run
  bool refused = false;   ///< the run ends before anything of the drill was done
  std::map<std::string, InstrumentHealth> instruments;
  std::map<std::string, FaultProgress> faults;
  std::map<std::uint64_t, AlertProgress> alerts = {};  ///< by their place in the drill
  std::optional<Instant> first_fault_at;               ///< when the first fault was ordered
  std::optional<Moment> onset;                         ///< of the first fault
  std::size_t next_step = 0;
  std::set<std::string> running_steps;  ///< more than one where they run side by side
  std::optional<std::string> go_to;     ///< the step that a branch leads to
  bool start_asked = false;
  bool runbook_started = false;
  PolicyProgress policy;
  bool runbook_failed = false;
  bool point_of_no_return = false;
  bool fenced = false;
  bool fence_running = false;
  int fence_tries = 0;
  Instant fence_again_at{};
  bool gave_up = false;
  bool writers_settled = false;
  bool reading_asked = false;
  Instant judge_again_at{};
  bool isolated_read = false;
  bool fence_seen = false;
  std::set<std::string> ledgers_awaited;
  std::optional<AbortProgress> abort;
  std::vector<std::string> still_in_force;
  std::optional<FailbackProgress> failback = {};  ///< once it was entered upon
  bool finished = false;
};

/// A state and what is to be done because of it.
struct Step {
  ConductorState state;
  std::vector<Command> commands;
};

/// The conductor: a pure function. The same events at the same times give the same commands.
[[nodiscard]] Step step(const Plan& plan, ConductorState state, const Event& event);

/// The first state of a run of this plan.
[[nodiscard]] ConductorState initial_state(const Plan& plan, Instant now);

/// What is waited for now and until when, in words, for the terminal.
[[nodiscard]] std::string expected_next(const Plan& plan, const ConductorState& state, Instant now);

/// How long the baseline must hold: max(after, 5 s, 100 samples of each judged probe).
[[nodiscard]] Duration baseline_length(const Plan& plan);

/// The names of what the RTO is judged on: judged probes, and judged ledgers of the clients' way.
[[nodiscard]] std::vector<std::string> judged_instruments(const Plan& plan);

/// When the drill stops waiting for a recovery and goes on to count: before the fault must end.
[[nodiscard]] Instant count_by(const Plan& plan, const Moment& onset);

/// How long a policy that is expected to stay is watched: until it could no longer decide for what
/// was broken.
[[nodiscard]] Instant watched_until(const Plan& plan, const Moment& onset);

/// When the fault must end at the latest: its onset + lasts; of several the first to end, and in a
/// drill in which the policy is expected to stay the last.
[[nodiscard]] Instant ends_by(const Plan& plan, const Moment& onset);

}  // namespace gameday
