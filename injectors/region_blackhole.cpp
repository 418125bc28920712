// SPDX-License-Identifier: Apache-2.0
// Breaks: all traffic between a region and the rest of the world, or that of some ports, at the
// hosts that route it. Clients see silence (or a refusal, with `reject`), connections already open
// hang. Heals: a failover to another region. The fault itself is lifted by its revert, else by the
// mechanism's own deadline in the kernel.
#include "injectors/blackhole.hpp"
#include "injectors/injectors.hpp"
#include "injectors/targets.hpp"

namespace gameday {
namespace {

const ParamSpec k_params[] = {
    {.name = "region", .required = true, .help = "the region to cut off"},
    k_param_mechanism,
    k_param_direction,
    k_param_reject,
    k_param_ports,
    k_param_iptables_timer,
};

Result<FaultPlan> plan(const Params& params, const FaultScope& scope) {
  const auto region = target_region(params, scope);
  if (!region) return tl::unexpected(region.error());
  return plan_blackhole(**region, params, scope);
}

}  // namespace

const Injector k_injector_region_blackhole{
    .name = "region_blackhole",
    .summary = "a region is cut off from everybody at once",
    .breaks = "all traffic between the region and the rest of the world, open connections included",
    .heals = "a failover to another region",
    .params = k_params,
    .plan = plan,
    .dead_man = "the kernel of the hosts that filter",
    .example = "region = \"region-a\"",
};

}  // namespace gameday
