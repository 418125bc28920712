// SPDX-License-Identifier: Apache-2.0
#include "drills/definition/check_failback.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "drills/definition/text.hpp"
#include "runbooks/ways.hpp"

namespace gameday {
namespace {

void check_presence(const Part<Drill>& drill) {
  const bool back = drill.value.ends == "failed-back";
  if (back && !drill.value.failback) {
    drill.note({"ends"}, "`ends` is \"failed-back\", but the drill has no [failback]",
               "write [failback] with runbook, gates, and rto or rpo");
  } else if (!back && drill.value.failback) {
    drill.note({"failback"}, "a drill with [failback] ends where it began",
               "write ends = \"failed-back\"");
  }
}

void check_targets(const Part<Drill>& drill) {
  const Objectives& objectives = drill.value.failback->objectives;
  if (!objectives.rto && objectives.rpo.empty()) {
    drill.note({"failback"}, "a failback without objectives is refused",
               "add rto = \"10s\", or rpo = { <class> = \"0s\" }");
  }
  std::vector<std::string_view> classes;
  for (const LedgerSpec& ledger : drill.value.ledgers) {
    if (ledger.judge) classes.push_back(ledger.data_class);
  }
  for (const auto& [name, target] : objectives.rpo) {
    if (std::ranges::find(classes, name) != classes.end()) continue;
    drill.note({"failback", "rpo", name},
               fmt::format("nothing measures `rpo` of {}: no judged [[ledger]] has that class",
                           in_ticks(name)),
               suggest(name, classes));
  }
}

/// The finest that is judged is not finer than what the failback's own target needs.
void check_rto(const Part<Drill>& drill, Duration rto) {
  const auto check = [&](const std::string& name, bool judged, Duration every, Duration timeout) {
    if (!judged || (timeout <= rto / 4 && every <= rto / 20)) return;
    drill.note({"failback", "rto"},
               fmt::format("{} is too slow for a target of {}: its timeout may be at most a "
                           "quarter of it, its period a twentieth",
                           in_ticks(name), format_duration(rto)),
               "at least " + format_duration(std::max(timeout * 4, every * 20)));
  };
  for (const ProbeSpec& probe : drill.value.probes) {
    check(probe.name, probe.judge, probe.every, probe.timeout);
  }
  for (const LedgerSpec& ledger : drill.value.ledgers) {
    check(ledger.name, ledger.judge, ledger.every, ledger.timeout);
  }
}

void check_gates(const Part<Drill>& drill) {
  const std::vector<GateSpec>& gates = drill.value.failback->gates;
  if (gates.empty()) {
    drill.note({"failback"}, "a failback without gates is refused",
               "add gates = [{ kind = \"reachable\", database = \"...\" }, "
               "{ kind = \"reconciled\" }, { kind = \"caught_up\", database = \"...\" }]");
  }
  for (std::size_t i = 0; i < gates.size(); ++i) {
    const auto same = std::ranges::count(gates, gates[i].name, &GateSpec::name);
    const auto first = std::ranges::find(gates, gates[i].name, &GateSpec::name);
    if (same < 2 || first == gates.begin() + static_cast<std::ptrdiff_t>(i)) continue;
    drill.note({"failback", "gates", i},
               fmt::format("the gate {} is there twice", in_ticks(gates[i].name)),
               "give it a `name` of its own");
  }
}

}  // namespace

void check_failback(const Part<Drill>& drill) {
  check_presence(drill);
  if (!drill.value.failback) return;
  check_targets(drill);
  if (const auto rto = drill.value.failback->objectives.rto) check_rto(drill, *rto);
  check_gates(drill);
  if (drill.value.runbook_file.empty() || drill.value.fence.empty()) {
    drill.note({"failback"},
               "there is nothing to fail back from: the drill has no runbook that "
               "fails over, or no `fence`");
  }
}

void check_failback_steps(const Part<Drill>& drill, const Part<Runbook>& failback,
                          const Runbook& over) {
  const std::vector<StepSpec>& steps = failback.value.steps;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    if (std::ranges::find(over.steps, steps[i].name, &StepSpec::name) == over.steps.end()) continue;
    failback.note(
        {"step", i, "name"},
        fmt::format("the runbook {} has a step {} too", over.file, in_ticks(steps[i].name)),
        "the way back and the way over are told apart by the names of their steps");
  }
  for (std::size_t i = 0; i < steps.size(); ++i) {
    if (branches_of(steps[i]).empty() && steps[i].group.empty()) continue;
    failback.note(
        {"step", i},
        fmt::format("the step {} of a failback branches or has a group", in_ticks(steps[i].name)),
        "its steps come one after the other; \"stop\", \"continue\" and \"next\" are known");
  }
  if (steps.empty() || std::ranges::any_of(steps, touches_clients)) return;
  drill.note({"failback", "runbook"}, "no step of the failback is one that clients may feel",
             "mark the first of them with touches_clients = true");
}

}  // namespace gameday
