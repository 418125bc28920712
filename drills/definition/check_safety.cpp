// SPDX-License-Identifier: Apache-2.0
// The refusals of safety.md that a definition alone can show.
#include <algorithm>
#include <fmt/format.h>

#include "base/catalog.hpp"
#include "drills/definition/check.hpp"
#include "drills/definition/text.hpp"
#include "runbooks/steps.hpp"

namespace gameday {
namespace {

bool fences(const StepSpec& step) {
  const StepKind* kind = find_kind(step_kinds(), step.kind);
  return kind != nullptr && kind->fences;
}

/// What may stand behind `fence =`.
std::vector<std::string_view> possible_fences(const Runbook& runbook) {
  std::vector<std::string_view> names;
  for (const StepSpec& step : runbook.steps) {
    if (fences(step)) names.push_back(step.name);
  }
  names.push_back("by-system");
  return names;
}

/// "write fence = "stop-old-primary" or "by-system"".
std::string fence_hint(const Runbook& runbook) {
  return fmt::format("write fence = \"{}\"", fmt::join(possible_fences(runbook), "\" or \""));
}

void check_fence(const Part<Drill>& drill, const Runbook& runbook) {
  const std::string& fence = drill.value.fence;
  if (drill.root.find("fence") == nullptr) {
    const auto promoting = std::ranges::find_if(runbook.steps, promotes);
    if (promoting == runbook.steps.end()) return;
    drill.note(
        {"runbook"},
        fmt::format("the step {} passes the point of no return, but no `fence` makes the old "
                    "primary harmless",
                    in_ticks(promoting->name)),
        fence_hint(runbook));
    return;
  }
  if (fence.empty() || fence == "by-system") return;
  const auto named = std::ranges::find(runbook.steps, fence, &StepSpec::name);
  if (named == runbook.steps.end()) {
    drill.note({"fence"}, fmt::format("the runbook has no step {}", in_ticks(fence)),
               suggest(fence, possible_fences(runbook)));
  } else if (!fences(*named)) {
    drill.note({"fence"},
               fmt::format("the step {} is of the kind {}, which fences nothing", in_ticks(fence),
                           in_ticks(named->kind)),
               fence_hint(runbook));
  }
}

void check_start(const Part<Drill>& drill) {
  const bool has_start = drill.root.find("start_when") != nullptr;
  const bool has_runbook = drill.root.find("runbook") != nullptr;
  if (has_runbook && !has_start && !drill.value.starts_by_policy()) {
    drill.note(
        {"runbook"}, "nothing starts the runbook: `start_when` is missing",
        "write start_when = { probe = \"...\", bad_for = \"1s\" }, or \"person\"; or a [policy] "
        "with mode = \"act\"");
  }
  if (has_start && !has_runbook) {
    drill.note({"start_when"}, "nothing to start: the drill names no `runbook`");
  }
}

}  // namespace

void check_safety(const Part<Drill>& drill, const Runbook& runbook, const Inventory& inventory) {
  check_start(drill);
  check_fence(drill, runbook);
  if (!inventory.lab && drill.root.find("abort") == nullptr) {
    drill.note({"inventory"}, "outside a lab a drill needs at least one [[abort]]",
               "write [[abort]] with probe = \"...\" and bad_for = \"3s\"");
  }
}

}  // namespace gameday
