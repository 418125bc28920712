// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/interval.hpp"
#include "base/json.hpp"
#include "base/verdict.hpp"
#include "drills/record/record.hpp"

namespace gameday {

inline constexpr int k_rules_version = 1;

/// One objective judged. Counts are those of the worse reading; null = could not be had.
struct ObjectiveScore {
  std::string name;     ///< "rto", "rpo"
  std::string subject;  ///< the worst instrument, or the ledger
  std::string data_class;
  Duration target{};
  Interval measured;
  Verdict verdict = Verdict::unknown;
  std::vector<std::string> reasons;  ///< why it is unknown or missed, in sentences
  int relapses = 0;
  std::optional<Duration> bad_time;
  std::optional<Duration> resolution;
  bool read_only = false;  ///< an RTO without a write instrument
  std::optional<std::uint64_t> attempted, acknowledged, in_doubt, lost, recovered, unexpected,
      duplicated, stranded, lost_after_failover, lost_after_heal;
  std::uint64_t late = 0;
  std::vector<std::int64_t> lost_ids;  ///< ascending
};

/// A part of the way from the onset to the recovery; null = not known.
struct PhaseScore {
  std::string name;
  std::optional<Interval> start, end;  ///< since the onset
};

/// What was broken, and the proof of it.
struct FaultScore {
  std::string name, kind, target;
  std::optional<Moment> onset;
  std::string proof = "inconclusive";
  std::optional<Duration> reverted;  ///< since the run's start
  std::string state = "planned";     ///< "reverted", "stuck", ...
  std::vector<std::string> details;
  std::vector<DropCounter> counters;  ///< the last that were read
  std::string costs;                  ///< of a lag: "data", or "staleness and time"; empty = none
};

/// What one probe or ledger saw.
struct ProbeScore {
  std::string name, layer, client;
  bool judged = true;
  bool is_ledger = false;
  std::size_t samples = 0, bad = 0;
  Interval outage;  ///< null ends = none observed or not known
  Interval rto;
  Duration lag_p99{};
  std::optional<Moment> began, recovered;
  /// Only where client classes are told apart: how long after the shift it reached another region
  /// than before for good, and how many answers it still had from the old one.
  std::optional<Interval> converged = {};
  std::optional<std::size_t> old_answers = {};
};

/// One step of the runbook, judged.
struct StepScore {
  std::string step, owner, by, note;
  Verdict verdict = Verdict::unknown;
  std::optional<Duration> took, started;  ///< started: since the run's start
  Duration within{};
  std::string role = {}, link = {};
};

/// A page that had to come, or must not have.
struct AlertScore {
  std::string name, monitor, receiver;
  std::map<std::string, std::string> labels;
  bool must_not = false;
  bool suppressed = false;  ///< it fired, and was kept from its receiver
  bool detects = false;     ///< the page itself, or what comes nearest to it in this drill
  std::optional<Duration> within;
  Interval latency;                ///< from the onset to the page; null ends = none came
  std::optional<Instant> fired;    ///< by the monitor's own clock, put on the run's
  std::optional<Moment> received;  ///< the first page after the onset
  std::optional<Moment> resolved;  ///< it was silent again, and stayed so
  Verdict verdict = Verdict::unknown;
  std::vector<std::string> reasons;
};

/// Worth knowing; no verdict rests on it. Severity: low, medium, high.
struct Finding {
  std::string id, severity, text;
};

/// Something that must hold beside the objectives, judged.
struct CheckScore {
  std::string name;     ///< "fence", "one_primary"
  std::string subject;  ///< what was looked at
  Verdict verdict = Verdict::unknown;
  std::vector<std::string> reasons;
};

/// What the failover policy decided, by the record, held against what happened.
struct PolicyScore {
  std::string mode, from, to;
  std::string expect;  ///< "shift" or "stay"
  Verdict verdict = Verdict::unknown;
  std::vector<std::string> reasons;
  std::optional<Interval> decided;     ///< the first decision, since the onset
  std::optional<Duration> decided_at;  ///< since the run's start
  std::size_t shifts = 0, false_shifts = 0;
  std::optional<Duration> shifted_at;  ///< when the traffic really moved, since the run's start
  std::string shifted_by;
  std::optional<Duration> ahead;  ///< the real shift less the decision; below zero = it was later
  struct Veto {
    Duration at{};  ///< since the run's start
    std::vector<std::string> rules, texts;
  };
  std::vector<Veto> vetoes;
  struct Asked {
    std::string person, by, answer, note;  ///< answer: "yes", "no", or "none"
    Duration at{};                         ///< since the run's start
    std::optional<Duration> took;
    std::vector<std::string> overrides;  ///< the rules that it overrode; none = nothing
  };
  std::optional<Asked> asked;
  std::string replay;  ///< "identical", "differs", or "not recorded"
};

/// A gate of the failback, as it was found.
struct GateScore {
  std::string name, kind, detail;
  Verdict verdict = Verdict::unknown;
};

/// A write that only the old primary had.
struct StrandedWrite {
  std::int64_t id = 0;
  std::optional<Duration> sent;  ///< since the run's start; null = nobody sent it
  bool acknowledged = false;
};

/// What became of the writes of a ledger that only the old primary had.
struct StrandedScore {
  std::string ledger;
  std::string word;  ///< "kept", "lost", or empty where nobody decided or there are none
  std::string by, file, error;
  std::vector<StrandedWrite> writes;
};

/// The way back, judged. Objectives as those of the way over, from an onset of its own.
struct FailbackScore {
  bool required = true;
  Verdict verdict = Verdict::unknown;
  std::vector<std::string> reasons;
  std::optional<Moment> onset;       ///< its first step that clients may feel began
  std::optional<Duration> prepared;  ///< from its beginning to the onset: nobody felt it
  Interval fresh;                    ///< new connections were served again, since the onset
  Interval kept;                     ///< and those that were open before
  std::vector<ObjectiveScore> objectives;
  std::vector<PhaseScore> phases;
  std::vector<GateScore> gates;
  std::vector<StrandedScore> stranded;
  std::vector<StepScore> runbook;
  std::vector<CheckScore> checks;
};

/// The verdict on everything, with the evidence. Instants are on the run's clock.
struct Scorecard {
  std::string run, run_id, drill, title, hypothesis, architecture, environment, operator_name;
  std::string started_at, ended_at, test_type, failover_by, end_state, version;
  Instant start{}, end{};
  std::optional<Moment> onset;  ///< of the fault that starts the clock
  Verdict verdict = Verdict::unknown;
  int exit_status = 2;
  std::vector<std::string> reasons;  ///< what kept everything from being met, in sentences
  std::vector<ObjectiveScore> objectives;
  std::vector<PhaseScore> phases;
  std::vector<FaultScore> faults;
  std::vector<ProbeScore> probes;
  std::vector<StepScore> runbook;
  std::vector<CheckScore> checks;
  std::vector<AlertScore> alerts;
  std::vector<Finding> findings;
  std::optional<PolicyScore> policy;  ///< null = the drill has none
  std::vector<std::string> vantage, deviations, not_tested, overrides, still_in_force, damage;
  std::optional<std::string> aborted;  ///< by whom and why, in a sentence
  std::optional<std::string> aborted_by, aborted_at;
  std::optional<bool> baseline_held;
  std::string serving;
  std::optional<double> baseline_p50_ms, baseline_p99_ms;
  Duration every{}, timeout{}, stable_for{};
  double availability = 0.99;
  std::optional<double> steal;
  std::vector<Participant> people;
  std::string sha_drill, sha_inventory, sha_runbook, sha_plan, sha_record, sha_failback;
  std::optional<FailbackScore> failback;  ///< null = the drill has no way back
};

/// Judges a record; pure. A rule that cannot judge gives unknown.
[[nodiscard]] Scorecard score(const Record& record);

/// scorecard.json, schema "gameday.scorecard/1". Unknown figures are null, never 0.
[[nodiscard]] Json to_json(const Scorecard& card);

}  // namespace gameday
