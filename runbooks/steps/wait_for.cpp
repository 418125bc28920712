// SPDX-License-Identifier: Apache-2.0
// Waits until a query answers what it should, or a program exits 0; changes nothing.
#include "runbooks/planning.hpp"
#include "runbooks/steps.hpp"

namespace gameday {
namespace {

using Words = std::vector<std::string>;

const ParamSpec k_params[] = {
    {.name = "on", .help = "a database node, with `query`"},
    {.name = "query", .help = "is asked until its first cell is `until`"},
    {.name = "until", .help = "the first cell waited for", .fallback = "t"},
    {.name = "host", .help = "where `run` runs", .fallback = "this machine"},
    {.name = "run", .type = ParamType::text_list, .help = "is run until it exits 0"},
    {.name = "every", .type = ParamType::duration, .help = "how often", .fallback = "50ms"},
};

Result<StepPlan> plan(const StepSpec& step, const StepScope& scope) {
  const auto query = step.params.get<std::string>("query");
  const auto argv = step.params.get<Words>("run");
  if (query.empty() == argv.empty()) {
    return cannot_plan(step, "it waits for either a `query` or a `run`, and for one of them");
  }
  Wait wait;
  const auto every = step.params.get<Duration>("every", std::chrono::milliseconds{50});
  wait.every = std::chrono::ceil<std::chrono::milliseconds>(every);
  if (wait.every <= Duration{}) return cannot_plan(step, "`every` must be more than nothing");
  if (!query.empty()) {
    auto look = query_on(step, scope, step.params.get<std::string>("on"), query);
    if (!look) return tl::unexpected{look.error()};
    wait.look = std::move(*look);
    wait.until.first_cell = step.params.get<std::string>("until", "t");
  } else {
    const auto host = find_host(step, scope, step.params.get<std::string>("host"));
    if (!host) return tl::unexpected{host.error()};
    wait.look = run_on(step, *host, argv);
    wait.until.status = 0;
  }
  return StepPlan{{}, {std::move(wait)}, {}};
}

}  // namespace

const StepKind k_step_wait_for{
    .name = "wait_for",
    .summary = "until a query answers what it should, or a program exits 0",
    .params = k_params,
    .plan = plan,
};

}  // namespace gameday
