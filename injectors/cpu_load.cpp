// SPDX-License-Identifier: Apache-2.0
// Breaks: the processor time of a host: its services get less of it and answer later. Heals: load
// shedding, time limits, and a balancer that looks at how long answers take. By stress-ng, which
// ends by itself at its own --timeout; else lifted by its revert.
#include <fmt/format.h>

#include "injectors/injectors.hpp"
#include "injectors/stress.hpp"
#include "injectors/targets.hpp"

namespace gameday {
namespace {

constexpr double k_highest = 95;  ///< per cent of a CPU; what reverts it needs some as well
constexpr std::int64_t k_most_workers = 64;

const ParamSpec k_params[] = {
    {.name = "host", .required = true, .help = "where; stress-ng is installed there"},
    {.name = "percent",
     .type = ParamType::number,
     .help = "of each CPU that is loaded, at most 95",
     .fallback = "80"},
    {.name = "workers",
     .type = ParamType::integer,
     .help = "processes that load a CPU each, at most 64; 0 = one for each CPU",
     .fallback = "0"},
};

Result<FaultPlan> plan(const Params& params, const FaultScope& scope) {
  const auto host = target_host(params, scope);
  if (!host) return tl::unexpected(host.error());
  const double percent = params.get<double>("percent", 80);
  const auto workers = params.get<std::int64_t>("workers", 0);
  if (percent < 1 || percent > k_highest) {
    return cannot_plan(scope, "`percent` is at least 1 and at most 95");
  }
  if (workers < 0 || workers > k_most_workers) {
    return cannot_plan(scope, "`workers` is at most 64");
  }
  const StressLoad load{
      **host, scope, "cpu", {fmt::format("{}", workers), fmt::format("{:.0f}", percent)}};
  Change change;
  change.id = fmt::format("fault.{}.{}", scope.fault, (*host)->name);
  change.summary =
      workers == 0
          ? fmt::format("loads every CPU of {} by {:.0f} %", (*host)->name, percent)
          : fmt::format("loads {} CPUs of {} by {:.0f} %", workers, (*host)->name, percent);
  stress(change, load);
  FaultPlan result;
  result.proofs.push_back(stress_proof(change, load));
  result.changes.push_back(std::move(change));
  return result;
}

}  // namespace

const Injector k_injector_cpu_load{
    .name = "cpu_load",
    .summary = "processor time taken away on a host, by stress-ng",
    .breaks = "how soon its services answer",
    .heals = "load shedding, time limits, a balancer that minds slow answers",
    .params = k_params,
    .plan = plan,
    .dead_man = "stress-ng itself, by its time limit",
    .example = R"(host = "app-a"
percent = 20
workers = 1)",
};

}  // namespace gameday
