// SPDX-License-Identifier: Apache-2.0
#include "injectors/link_side.hpp"

#include <fmt/format.h>

#include "base/network.hpp"
#include "injectors/cut_plan.hpp"
#include "injectors/targets.hpp"

namespace gameday {
namespace {

LinkSide side_of(const Region& region, const Inventory& inventory) {
  const Host* inside = inside_host(inventory, region.name);
  return {.name = region.name,
          .networks = networks_of(region),
          .interfaces = region.interfaces,
          .filtered_at = region.filtered_at,
          .canary = region.canary,
          .inside = inside == nullptr ? "" : inside->name,
          .source = {},
          .whole_region = true};
}

std::string canary_of(const Host& host, bool v6) {
  if (host.port == 0) return {};
  return fmt::format("{}{}{}:{}", v6 ? "[" : "", host.address, v6 ? "]" : "", host.port);
}

}  // namespace

Result<LinkSide> link_side(const Params& params, const FaultScope& scope, std::string_view key) {
  const auto name = params.get<std::string>(key);
  const auto region = scope.inventory.regions.find(name);
  if (region != scope.inventory.regions.end()) return side_of(region->second, scope.inventory);
  const auto host = target_host(params, scope, key);
  if (!host) {
    return cannot_plan(scope, fmt::format("there is no region or host \"{}\"", name),
                       fmt::format("`{}` names one of the inventory", key));
  }
  const auto address = parse_network((*host)->address);
  if (!address) {
    return cannot_plan(scope, fmt::format("the host {} has no address", name),
                       "write its `address` in the inventory");
  }
  LinkSide side{.name = (*host)->name,
                .networks = {(*host)->address},
                .interfaces = {},
                .filtered_at = {},
                .canary = canary_of(**host, address->v6),
                .inside = (*host)->name,
                .source = (*host)->address};
  const auto around = scope.inventory.regions.find((*host)->region);
  if (around == scope.inventory.regions.end()) return side;
  side.interfaces = around->second.interfaces;
  side.filtered_at = around->second.filtered_at;
  return side;
}

}  // namespace gameday
