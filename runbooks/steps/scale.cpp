// SPDX-License-Identifier: Apache-2.0
// Spins up what the standby keeps at rest: the same program on each of its nodes, one after the
// other, each believed when its proof exits 0. Its time is the phase `scale`. What it did is held.
#include <fmt/format.h>

#include "runbooks/planning.hpp"
#include "runbooks/steps.hpp"

namespace gameday {
namespace {

using Words = std::vector<std::string>;

const ParamSpec k_params[] = {
    {.name = "hosts", .type = ParamType::text_list, .required = true, .help = "the nodes"},
    {.name = "run",
     .type = ParamType::text_list,
     .required = true,
     .help = "program and arguments; \"{host}\" is the node's name"},
    {.name = "proof",
     .type = ParamType::text_list,
     .required = true,
     .help = "exits 0 once the node serves, 1 while it does not"},
};

Words for_host(Words argv, const std::string& host) {
  for (std::string& word : argv) {
    if (word == "{host}") word = host;
  }
  return argv;
}

Result<StepPlan> plan(const StepSpec& step, const StepScope& scope) {
  const auto argv = step.params.get<Words>("run");
  const auto proof = step.params.get<Words>("proof");
  if (argv.empty() || proof.empty()) return cannot_plan(step, "it names no program, or no proof");
  StepPlan planned;
  for (const std::string& name : step.params.get<Words>("hosts")) {
    const auto host = find_host(step, scope, name);
    if (!host) return tl::unexpected{host.error()};
    Change change = held_change(step, fmt::format("bring up {}", host->name));
    change.id += "." + host->name;
    change.apply = run_on(step, *host, for_host(argv, host->name));
    change.verify = {.look = run_on(step, *host, for_host(proof, host->name)),
                     .in_force = {.status = 0},
                     .gone = {.status = 1}};
    planned.changes.push_back(std::move(change));
  }
  if (planned.changes.empty()) return cannot_plan(step, "`hosts` names no node");
  return planned;
}

}  // namespace

const StepKind k_step_scale{
    .name = "scale",
    .summary = "the standby's remaining nodes are brought up",
    .params = k_params,
    .plan = plan,
};

}  // namespace gameday
