// SPDX-License-Identifier: Apache-2.0
// What no drill may change or cut off: by name, and by network, since an inventory chooses its
// names itself.
#include <fmt/format.h>
#include <map>

#include "drills/guard/rules.hpp"

namespace gameday {
namespace {

std::vector<Statement> says(const GuardConfig& config) {
  if (!config.off_limits) return {};
  std::vector<std::string> all = config.off_limits->value;
  for (const Network& network : config.off_limits_networks) all.push_back(to_string(network));
  return {{fmt::format("never {}", fmt::join(all, ", ")), config.off_limits->place}};
}

/// What would be touched, each with its address or network.
std::map<std::string, Network> touched(const GuardCase& guarded) {
  std::map<std::string, Network> touched;
  for (const auto* hosts : {&guarded.reach.changed, &guarded.reach.lost}) {
    for (const std::string& name : *hosts) {
      const Host* host = guarded.plan.definition.inventory.find_host(name);
      if (host == nullptr) continue;
      if (const auto address = parse_network(host->address)) touched[name] = *address;
    }
  }
  for (const Network& network : guarded.reach.cut) touched[to_string(network)] = network;
  return touched;
}

std::vector<Statement> object(const GuardCase& guarded, const GuardConfig& config,
                              bool /*widens*/) {
  if (!config.off_limits) return {};
  std::vector<Statement> objections;
  for (const std::string& pattern : config.off_limits->value) {
    for (const std::string& name : guarded.reach.names) {
      if (!fits_pattern(name, pattern)) continue;
      objections.push_back({fmt::format("{} is protected", name), config.off_limits->place});
    }
  }
  for (const Network& network : config.off_limits_networks) {
    for (const auto& [name, address] : touched(guarded)) {
      if (!share_addresses(network, address)) continue;
      objections.push_back(
          {fmt::format("{} is in {}, which is protected", name, to_string(network)),
           config.off_limits->place});
    }
  }
  return objections;
}

}  // namespace

const GuardRule k_guard_off_limits{"protected", says, object};

}  // namespace gameday
