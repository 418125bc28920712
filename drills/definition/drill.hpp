// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/params.hpp"
#include "base/units.hpp"
#include "drills/checks/alert.hpp"
#include "drills/definition/policy.hpp"
#include "runbooks/gate.hpp"

namespace gameday {

/// One client request every so often. Kind-specific parameters (url, target, expect ...) in params.
struct ProbeSpec {
  std::string name;
  std::string kind;
  std::string layer = "app";
  std::string client = "fresh";
  Duration every{};
  Duration timeout{};
  std::optional<Duration> good_within;  ///< default: the timeout
  bool judge = true;
  std::string from;  ///< region whose network it is sent from; empty = where the clients are
  Params params;
};

/// Numbered writes that are looked for after the failover.
struct LedgerSpec {
  std::string name;
  std::string data_class;
  std::string kind;
  std::string database;  ///< of the inventory
  Duration every{};
  Duration timeout{std::chrono::milliseconds{500}};
  std::string from;  ///< region from inside which it writes; empty = the way of the clients
  bool judge = true;
  Params params;
};

/// One fault of a kind on a target for a bounded time.
struct FaultSpec {
  std::string name;  ///< default: the kind, with a number from the second on
  std::string kind;
  Duration after{};  ///< of healthy baseline
  Duration lasts{};
  Params params;                   ///< region, mechanism ...
  bool accept_no_deadman = false;  ///< nobody lifts it if gameday and its machine vanish
};

/// Stop safely when the probe has been bad for so long.
struct AbortSpec {
  std::string probe;
  Duration bad_for{};
};

/// What starts the runbook: a probe that is bad, or a person.
struct StartWhen {
  std::string probe;  ///< empty = a person
  Duration bad_for{};
};

/// What is promised: a time to recover, how much may be lost, and when somebody knows of it.
struct Objectives {
  std::optional<Duration> rto;
  std::optional<Duration> detect;       ///< from the onset to the first page that got through
  std::map<std::string, Duration> rpo;  ///< per data class
};

/// A person who takes part.
struct Participant {
  std::string name;
  std::string role;
};

/// The way back to the first region: a runbook, gates and objectives of its own.
struct FailbackSpec {
  std::string runbook_file;
  Objectives objectives;
  bool required = true;  ///< what becomes of it counts for the drill's verdict
  std::vector<GateSpec> gates;
};

/// A drill as written, checked and with its defaults filled in.
struct Drill {
  std::string file;
  std::string name;
  std::string title;
  std::string hypothesis;
  std::string architecture = "warm-standby";
  std::string inventory_file;
  std::string runbook_file;
  std::optional<StartWhen> start_when;
  std::string fence;  ///< step name, "by-system", or empty where nothing is promoted
  std::string ends = "failed-over";
  Duration stable_for{};  ///< max(5 s, 20 periods of the slowest judged probe) by default
  double availability = 0.99;
  Duration settle{std::chrono::seconds{5}};
  std::optional<Duration> give_up_after;  ///< default: twice the RTO target
  Objectives objectives;
  std::vector<ProbeSpec> probes;
  std::vector<LedgerSpec> ledgers;
  std::vector<FaultSpec> faults;
  std::vector<AbortSpec> aborts;
  std::vector<AlertSpec> alerts;
  std::vector<Participant> people;
  std::optional<PolicySpec> policy;
  std::optional<FailbackSpec> failback;

  /// The runbook waits for the policy: for its decision, or for whom it advises.
  [[nodiscard]] bool starts_by_policy() const { return policy && policy->mode != "observe"; }
  /// The runbook waits for the policy, and is expected to wait in vain.
  [[nodiscard]] bool is_to_stay() const {
    return starts_by_policy() && policy->expect == Expected::stay;
  }
};

}  // namespace gameday
