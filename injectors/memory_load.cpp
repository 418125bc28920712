// SPDX-License-Identifier: Apache-2.0
// Breaks: the memory of a host: caches shrink, services that want more are refused, or killed by
// the kernel's OOM killer, which takes the load first (--oomable, it does not come back). How much
// is worked out on the host when it is applied, and never past the reserve: 5 % and 256 MiB stay
// available at least. Heals: limits of services, and those that restart what was killed. By
// stress-ng, which ends by itself at its own --timeout; else lifted by its revert.
#include <fmt/format.h>

#include "injectors/injectors.hpp"
#include "injectors/stress.hpp"
#include "injectors/targets.hpp"

namespace gameday {
namespace {

constexpr double k_highest = 90;  ///< per cent
constexpr std::int64_t k_least_left = 256;
constexpr std::int64_t k_most_left = 1'000'000'000;

const ParamSpec k_params[] = {
    {.name = "host", .required = true, .help = "where; stress-ng is installed there"},
    {.name = "percent",
     .type = ParamType::number,
     .help = "of the host's memory that is taken, besides what is in use; at most 90",
     .fallback = "50"},
    {.name = "leave",
     .type = ParamType::integer,
     .help = "MiB that stay available in any case; never below 256, nor below 5 % of it",
     .fallback = "256"},
};

Result<FaultPlan> plan(const Params& params, const FaultScope& scope) {
  const auto host = target_host(params, scope);
  if (!host) return tl::unexpected(host.error());
  const double percent = params.get<double>("percent", 50);
  const auto leave = params.get<std::int64_t>("leave", k_least_left);
  if (percent <= 0 || percent > k_highest) {
    return cannot_plan(scope, "`percent` is above 0 and at most 90");
  }
  if (leave < k_least_left || leave > k_most_left) {
    return cannot_plan(scope, "`leave` is at least 256 (MiB)");
  }
  const StressLoad load{
      **host, scope, "memory", {fmt::format("{}", percent), fmt::format("{}", leave)}};
  Change change;
  change.id = fmt::format("fault.{}.{}", scope.fault, (*host)->name);
  change.summary = fmt::format("takes {} % of the memory of {}, but leaves 5 % and {} MiB", percent,
                               (*host)->name, leave);
  stress(change, load);
  FaultPlan result;
  result.proofs.push_back(stress_proof(change, load));
  result.changes.push_back(std::move(change));
  return result;
}

}  // namespace

const Injector k_injector_memory_load{
    .name = "memory_load",
    .summary = "memory taken away on a host, by stress-ng, never past its reserve",
    .breaks = "caches, and services that want more memory than there is",
    .heals = "limits of services, and those that restart what was killed",
    .params = k_params,
    .plan = plan,
    .dead_man = "stress-ng itself, by its time limit",
    .example = R"(host = "app-a"
percent = 1)",
};

}  // namespace gameday
