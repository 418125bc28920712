// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/change.hpp"
#include "base/inventory.hpp"
#include "base/params.hpp"

namespace gameday {

/// One step of a runbook as written, checked.
struct StepSpec {
  std::string name;
  std::string kind;
  std::string owner;
  std::string text;                           ///< what a person reads
  Duration within{std::chrono::seconds{30}};  ///< its deadline, from its start
  bool point_of_no_return = false;
  Params params;  ///< of its kind
  bool touches_clients =
      false;  ///< of a failback: clients may feel it, also where its kind does not say

  // For people; see ways.hpp for what the last two do.
  std::string role = {};         ///< who does it in the room: "incident lead"
  std::string link = {};         ///< the page that says how
  std::string on_fail = "stop";  ///< "stop", "continue", or the step that comes then
  std::string group = {};        ///< neighbours of one group run side by side
};

/// A runbook: ordered steps for people and machines.
struct Runbook {
  std::string file;
  std::string title;
  std::vector<StepSpec> steps;
};

/// Something to ask of the world until it is so.
struct Wait {
  Action look;
  Match until;
  std::chrono::milliseconds every{50};
};

/// A step as data: changes in their order, then the waits, then the question. Any may be empty.
struct StepPlan {
  std::vector<Change> changes;
  std::vector<Wait> waits;
  std::optional<std::string> question;
  std::vector<std::string> choices = {};  ///< one of them is the answer; empty = yes or no
};

/// What a step may know of the drill around it.
struct StepScope {
  std::string run_id;
  const Inventory& inventory;
  std::string broken_region;     ///< the region that the drill breaks
  std::string surviving_region;  ///< where the service goes
};

/// A kind of runbook step: a pure function from parameters to what is to be done.
struct StepKind {
  std::string_view name;
  std::string_view summary;
  std::span<const ParamSpec> params;
  bool fences = false;  ///< makes the old primary harmless
  /// Errors: bad_input.
  Result<StepPlan> (*plan)(const StepSpec& step, const StepScope& scope);
};

/// Behind this step there is no way back, and a fence is needed: it is marked as the point of no
/// return, or it is known to promote (a statement that calls pg_promote, a command that says so).
[[nodiscard]] bool promotes(const StepSpec& step);

/// Clients may feel this step of a failback: it shifts traffic, fences, promotes, or says so.
[[nodiscard]] bool touches_clients(const StepSpec& step);

}  // namespace gameday
