// SPDX-License-Identifier: Apache-2.0
// Breaks: all traffic between an availability zone and everything outside it, or that of some
// ports, at the hosts that route it. Neighbours in one network segment are not parted by a router.
// Heals: what runs in the region's other zones, without a failover to another region. The fault is
// lifted by its revert, else by the mechanism's own deadline in the kernel.
#include "injectors/blackhole.hpp"
#include "injectors/injectors.hpp"
#include "injectors/targets.hpp"

namespace gameday {
namespace {

const ParamSpec k_params[] = {
    {.name = "zone", .required = true, .help = "[zone.x] of the inventory: what is cut off"},
    k_param_mechanism,
    k_param_direction,
    k_param_reject,
    k_param_ports,
    k_param_iptables_timer,
};

Result<FaultPlan> plan(const Params& params, const FaultScope& scope) {
  const auto zone = target_zone(params, scope);
  if (!zone) return tl::unexpected(zone.error());
  return plan_blackhole(**zone, params, scope);
}

}  // namespace

const Injector k_injector_zone_blackhole{
    .name = "zone_blackhole",
    .summary = "an availability zone is cut off at once",
    .breaks = "all traffic of one zone of a region, open connections included",
    .heals = "the other zones of the region",
    .params = k_params,
    .plan = plan,
    .dead_man = "the kernel of the hosts that filter",
    .example = "zone = \"zone-a1\"",
};

}  // namespace gameday
