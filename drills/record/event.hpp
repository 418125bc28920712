// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/change.hpp"
#include "base/interval.hpp"
#include "base/json.hpp"
#include "base/units.hpp"
#include "base/verdict.hpp"
#include "injectors/mechanism.hpp"
#include "runbooks/gate.hpp"

/// All that can happen in a run. The conductor is fed with these and the timeline is made of these,
/// so a stored run can be judged, and its decisions replayed, from the timeline alone.
namespace gameday {

/// The stages of safety.md, in their order.
enum class Stage {
  preflight,
  baseline,
  inject,
  prove,
  watch,
  fail_over,
  recover,
  count,
  fence,
  heal,
  settle,
  count_again,
  fail_back,
  verify,
  finished,
};

enum class ProofResult { confirmed, mismatch, inconclusive };

/// What a monitor shows of an alert: nobody could be asked; it does not fire; it fires and is kept
/// from its receiver; it fires and its receiver has it; somebody has taken it up.
enum class AlertState { unreachable, silent, suppressed, received, acknowledged };

namespace events {

/// Time goes by; what the conductor waits for may be due.
struct Tick {};

/// First of the timeline.
struct Started {
  std::string run_id;
  std::string drill;
  std::string version;
  std::string boot_id;
  std::string operator_name;
  std::string started_at;  ///< UTC
  std::vector<std::string> vantage;
};

/// The run went on to another stage.
struct StageEntered {
  Stage stage = Stage::preflight;
};

/// The preflight found the drill fit to run, or not (exit 5).
struct PreflightDone {
  bool go = false;
  std::vector<std::string> reasons;  ///< why not
};

/// Ledger tables are made and the samplers run, or not; the baseline begins.
struct Prepared {
  std::string error;
};

/// The baseline has been judged (measurement.md, Baseline).
struct BaselineJudged {
  bool held = false;
  std::string serving;               ///< region that answered; empty = unknown
  std::vector<std::string> reasons;  ///< why not
  std::optional<double> p50_ms;
  std::optional<double> p99_ms;
};

/// A probe or ledger turned good or bad; `since` = the sent time of the first sample that did.
struct InstrumentTurned {
  std::string instrument;
  bool good = true;
  Instant since{};
};

/// An instrument has met the conditions of a recovery that held (measurement.md, Outage and RTO).
struct InstrumentRecovered {
  std::string instrument;
  Instant at{};  ///< g.done
};

/// A change got to another state. began and ended bound the deed that brought it there.
struct ChangeMoved {
  std::string change;
  ChangeState state = ChangeState::planned;
  Instant began{};
  Instant ended{};
  std::string error;  ///< empty = it went well
};

/// All changes of a fault are applied: the onset (first began, last returned).
struct FaultApplied {
  std::string fault;
  std::string kind;
  std::string target;
  Moment onset{};
  std::string error;     ///< not empty: it could not be applied; what was is to be reverted
  bool refused = false;  ///< a host could not have been reached through it: it lapsed
};

/// What the proofs of a fault showed; the worst of all.
struct FaultProven {
  std::string fault;
  ProofResult proof = ProofResult::inconclusive;
  std::vector<std::string> details;  ///< one line a proof
};

/// All changes of a fault are gone, seen by verify. `by` = "gameday", "expiry", "keeper",
/// "recover".
struct FaultLifted {
  std::string fault;
  Moment at{};
  std::string by;
  std::string error;  ///< not empty: it may still be in force
};

/// What the rules of a fault have dropped so far.
struct CountersRead {
  std::string fault;
  std::vector<DropCounter> counters;
};

/// A runbook step got on. `by` = who answered or did it.
enum class StepState { started, done, failed, skipped };
struct StepMoved {
  std::string step;
  StepState state = StepState::started;
  std::string by;
  std::string note;
};

/// The failover policy decided, from samples that are all on record by then.
struct PolicyDecided {
  Instant decided{};  ///< by the samples: what a replay gives as well
  Instant since{};    ///< the evidence had held from here on
  std::string from, to;
};

/// What forbids the policy to decide, where it would else, has changed.
struct PolicyVetoed {
  Instant vetoed{};                ///< by the samples
  std::vector<std::string> rules;  ///< their names; none = nothing forbids it, or it would not
  std::vector<std::string> texts;
};

/// A person took it upon themselves to shift against the policy's vetoes, each by its name.
struct PolicyOverridden {
  std::vector<std::string> rules;
  std::string person;  ///< as they named themselves
  std::string by;      ///< whose account answered, or "answers file"
  std::string note;
};

/// Which reading of a ledger: on the isolated side before the fence, after the failover, after the
/// heal, after the failback.
enum class Reading { isolated, after_failover, after_heal, after_failback };

/// A ledger was read, or could not be; the ids are in the record's file of the ledger.
struct LedgerRead {
  std::string ledger;
  Reading reading = Reading::after_failover;
  std::string node;                         ///< host that was read
  bool writable = false;                    ///< it was proven writable
  std::uint64_t count = 0;                  ///< rows read, doubles included
  std::vector<std::string> writable_nodes;  ///< all nodes seen to accept writes at that time
  std::string error;                        ///< not empty: no evidence
};

/// The writers have stopped and nothing is in flight.
struct WritersSettled {};

/// A general revert (end of the run, or an abort) is through.
struct Reverted {
  std::vector<std::string> still_in_force;
};

/// The old primary was looked at after the heal.
struct FenceSeen {
  std::string step;
  bool fenced = false;
  std::string error;
};

/// A gate of the failback was looked at.
struct GateLooked {
  std::string gate;
  GateState state = GateState::unknown;
  std::string detail;
};

/// Writes that only the old primary has were accounted for, or could not be. `word` = "kept",
/// "lost", or empty where nobody decided.
struct Reconciled {
  std::string ledger;
  std::uint64_t stranded = 0;
  std::string word;
  std::string by;     ///< "the drill", or a person
  std::string file;   ///< the export, within the run's folder; empty = none was needed
  std::string error;  ///< not empty: they are not accounted for
};

/// What the failback had done to clients was taken back, as far as it could be.
struct FailbackTakenBack {
  std::vector<std::string> errors;
};

/// A guard, a person or a signal wants the run to end safely.
struct AbortAsked {
  std::string by;  ///< "operator on pts/1", "SIGINT", "guard", "halt"
  std::string why;
};

/// The keeper is gone; what it held is void.
struct KeeperLost {
  std::string why;
};

/// What a monitor shows of an alert of the drill is another than before.
struct AlertMoved {
  std::uint64_t index = 0;  ///< of the drill's alerts
  std::string alert;
  AlertState state = AlertState::silent;
  Moment seen{};  ///< the last look that showed otherwise began, the first that showed it ended
  std::vector<std::string> receivers;
  std::vector<std::string> why;  ///< who keeps it from its receiver, or why nobody could ask
  WallTime started{};            ///< by the monitor's own clock; the epoch = it does not say
};

/// How an alert was watched, told once at the end.
struct AlertWatched {
  std::uint64_t index = 0;
  std::string alert;
  AlertState state = AlertState::unreachable;  ///< the last that was seen
  Instant from{};                              ///< the first look that was answered began
  Instant until{};                             ///< the last one ended
  std::uint64_t looks = 0;                     ///< that were answered; of a listener: pages taken
};

/// Once a second: the clocks side by side and what the machine did to us.
struct ClockPair {
  WallTime wall{};
  double steal = 0;       ///< share of CPU time stolen since the last pair, 0..1
  double lag_p99_ms = 0;  ///< of the samplers, since the last pair
};

/// Something worth knowing that no verdict rests on.
struct Note {
  std::string text;
};

/// A deviation that the scorecard must show.
struct Deviation {
  std::string text;
};

/// Last of the timeline.
struct Finished {
  std::string end_state;            ///< "failed-over", "restored", "failed-back"
  bool everything_reverted = true;  ///< no `revert` change may still be in force
  bool aborted = false;
  bool internal_error = false;
  std::vector<std::string> still_in_force;
};

}  // namespace events

using EventBody = std::variant<
    events::Tick, events::Started, events::StageEntered, events::PreflightDone, events::Prepared,
    events::Reverted, events::BaselineJudged, events::InstrumentTurned, events::InstrumentRecovered,
    events::ChangeMoved, events::FaultApplied, events::FaultProven, events::FaultLifted,
    events::CountersRead, events::StepMoved, events::LedgerRead, events::PolicyDecided,
    events::PolicyVetoed, events::PolicyOverridden, events::WritersSettled, events::FenceSeen,
    events::AbortAsked, events::KeeperLost, events::ClockPair, events::Note, events::Deviation,
    events::Finished, events::GateLooked, events::Reconciled, events::FailbackTakenBack,
    events::AlertMoved, events::AlertWatched>;

/// One thing that happened, on the run's monotonic clock.
struct Event {
  Instant at{};
  EventBody body;
};

/// {"t":<ns>,"event":"fault_applied",...}; Tick is never stored.
[[nodiscard]] Json to_json(const Event& event);
/// Errors: bad_input.
[[nodiscard]] Result<Event> event_from_json(const Json& json);

/// The name under which an event is stored: "fault_applied".
[[nodiscard]] std::string_view event_name(const EventBody& body);

[[nodiscard]] std::string_view to_string(Stage stage);
[[nodiscard]] std::string_view to_string(ProofResult proof);
[[nodiscard]] std::string_view to_string(events::Reading reading);
[[nodiscard]] std::string_view to_string(events::StepState state);
[[nodiscard]] std::string_view to_string(AlertState state);
[[nodiscard]] std::optional<Stage> parse_stage(std::string_view text);
[[nodiscard]] std::optional<ProofResult> parse_proof(std::string_view text);
[[nodiscard]] std::optional<events::Reading> parse_reading(std::string_view text);
[[nodiscard]] std::optional<events::StepState> parse_step_state(std::string_view text);
[[nodiscard]] std::optional<AlertState> parse_alert_state(std::string_view text);

}  // namespace gameday
