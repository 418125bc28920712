// SPDX-License-Identifier: Apache-2.0
// Runs a program on a host. It is believed when the proof exits 0 (and not done while it exits 1);
// without a proof its own exit status is all there is. What it did is held; with an `undo` it can
// be taken back by name.
#include <fmt/format.h>

#include "runbooks/planning.hpp"
#include "runbooks/steps.hpp"

namespace gameday {
namespace {

using Words = std::vector<std::string>;

const ParamSpec k_params[] = {
    {.name = "host", .help = "where it runs", .fallback = "this machine"},
    {.name = "run",
     .type = ParamType::text_list,
     .required = true,
     .help = "program and arguments"},
    {.name = "proof",
     .type = ParamType::text_list,
     .help = "exits 0 once it is so, 1 while it is not"},
    {.name = "undo", .type = ParamType::text_list, .help = "takes it back; needs a proof"},
};

Result<StepPlan> plan(const StepSpec& step, const StepScope& scope) {
  const auto argv = step.params.get<Words>("run");
  const auto proof = step.params.get<Words>("proof");
  const auto undo = step.params.get<Words>("undo");
  const auto host = find_host(step, scope, step.params.get<std::string>("host"));
  if (!host) return tl::unexpected{host.error()};
  if (argv.empty()) return cannot_plan(step, "`run` names no program");
  if (!undo.empty() && proof.empty()) {
    return cannot_plan(step, "an `undo` without a `proof` could not be seen to have worked",
                       "add a `proof` that exits 0 while it is in force and 1 while it is not");
  }
  Change change = held_change(step, fmt::format("run \"{}\"{}", fmt::join(argv, " "),
                                                proof.empty() ? ", without a proof" : ""));
  change.apply = run_on(step, *host, argv);
  change.verify = {.look = run_on(step, *host, proof.empty() ? Words{"true"} : proof),
                   .in_force = {.status = 0},
                   .gone = {.status = 1}};
  if (!undo.empty()) change.revert = run_on(step, *host, undo);
  return StepPlan{{std::move(change)}, {}, {}};
}

}  // namespace

const StepKind k_step_command{
    .name = "command",
    .summary = "a program on a host",
    .params = k_params,
    .plan = plan,
};

}  // namespace gameday
