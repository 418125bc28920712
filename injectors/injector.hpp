// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/change.hpp"
#include "base/inventory.hpp"
#include "base/params.hpp"
#include "injectors/mechanism.hpp"

namespace gameday {

/// What an injector may know of the drill around it.
struct FaultScope {
  std::string run_id;  ///< eight hex digits
  std::string fault;   ///< name of the fault in the drill
  const Inventory& inventory;
  Duration expires_after{};  ///< after apply the world must lift it by itself
  bool fence_first = false;  ///< nothing may lift it before the fence: no crash switch
};

/// Something to look at that shows whether the fault bit.
struct Proof {
  std::string name;
  bool inside = false;  ///< seen from within the broken part, or from outside
  Action look;
  Match confirms;
  Match refutes;  ///< what fits neither is inconclusive
};

/// A fault as data: what will be changed, and how it is proven and counted.
struct FaultPlan {
  std::vector<Change> changes;
  std::vector<Proof> proofs;
  std::string mechanism;              ///< empty where the kind has no choice
  std::vector<Action> counters = {};  ///< read by the mechanism's read_counters
  /// What was asked for happens later (cloud APIs): the onset ends with the first proof that saw
  /// it.
  bool asynchronous = false;
  /// What it costs a database, where it lags: "data" or "staleness and time"; empty = no matter.
  std::string costs = {};
};

/// A kind of fault: a pure function from parameters to reversible changes.
struct Injector {
  std::string_view name;
  std::string_view summary;
  std::string_view breaks;  ///< what breaks
  std::string_view heals;   ///< what should heal it
  std::span<const ParamSpec> params;
  /// Errors: bad_input.
  Result<FaultPlan> (*plan)(const Params& params, const FaultScope& scope);
  std::string_view dead_man = {};  ///< who lifts it if gameday and its machine vanish
  /// The lines of a [[fault]] besides kind, name, after and lasts, for the inventory beside it.
  std::string_view example = {};
  std::string_view example_inventory = "lab.toml";
};

}  // namespace gameday
