// SPDX-License-Identifier: Apache-2.0
// Breaks: a service that stands still with all its processes: it keeps its sockets, locks and
// memory, the kernel goes on acknowledging for it, and nobody is answered. Stopping only the parent
// would leave its sessions at work. Heals: time limits of those who wait, and a failover that does
// not take an open connection for health. Lifted by its revert, else by a timer on the host that
// does the same. A database that is paused cannot be fenced by a command that asks it to stop.
#include <fmt/format.h>

#include "injectors/freeze.hpp"
#include "injectors/injectors.hpp"
#include "injectors/service_target.hpp"

namespace gameday {
namespace {

const ParamSpec k_params[] = {
    {.name = "service", .required = true, .help = "[service.x] of the inventory: what is paused"},
};

Result<FaultPlan> plan(const Params& params, const FaultScope& scope) {
  const auto target = service_target(params, scope);
  if (!target) return tl::unexpected(target.error());
  const auto& [service, host] = *target;
  return freeze_fault(
      *service, *host, scope,
      fmt::format("pauses {} on {}, every process of it", service->name, host->name));
}

}  // namespace

const Injector k_injector_process_pause{
    .name = "process_pause",
    .summary = "a service stopped with all its processes, as if the machine had hung",
    .breaks = "whoever waits for its answer; its connections stay open",
    .heals = "time limits of its clients, and a failover that asks for more than a connection",
    .params = k_params,
    .plan = plan,
    .dead_man = "a timer on the host that continues it",
    .example = R"(service = "shop-a")",
};

}  // namespace gameday
