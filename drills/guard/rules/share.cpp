// SPDX-License-Identifier: Apache-2.0
// How much of one region may be broken at a time, in hosts.
#include <fmt/format.h>

#include "drills/guard/rules.hpp"

namespace gameday {
namespace {

std::vector<Statement> says(const GuardConfig& config) {
  if (!config.largest_share) return {};
  return {{fmt::format("at most {:.4g} % of a region's hosts", config.largest_share->value * 100),
           config.largest_share->place}};
}

std::vector<Statement> object(const GuardCase& guarded, const GuardConfig& config,
                              bool /*widens*/) {
  if (!config.largest_share) return {};
  const Inventory& inventory = guarded.plan.definition.inventory;
  std::vector<Statement> objections;
  for (const auto& [region, about] : inventory.regions) {
    double all = 0;
    double lost = 0;
    for (const auto& [name, host] : inventory.hosts) {
      if (host.region != region) continue;
      ++all;
      if (guarded.reach.lost.contains(name)) ++lost;
    }
    if (all == 0 || lost / all <= config.largest_share->value) continue;
    objections.push_back(
        {fmt::format("{} of the {} hosts of {} would be broken, more than {:.4g} %", lost, all,
                     region, config.largest_share->value * 100),
         config.largest_share->place});
  }
  return objections;
}

}  // namespace

const GuardRule k_guard_share{"largest_share", says, object};

}  // namespace gameday
