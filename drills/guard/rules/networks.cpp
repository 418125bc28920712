// SPDX-License-Identifier: Apache-2.0
// Every address that is changed and every network that is cut lies within these. Outside a lab they
// must be written down, since all else that an inventory says of itself is only a name.
#include <fmt/format.h>

#include "drills/guard/rules.hpp"

namespace gameday {
namespace {

std::vector<Statement> says(const GuardConfig& config) {
  if (!config.networks) return {};
  std::string text = "only within ";
  const char* comma = "";
  for (const Network& network : config.networks->value) {
    text += comma + to_string(network);
    comma = ", ";
  }
  return {{text, config.networks->place}};
}

bool named_as_target(const Host& host, const GuardConfig& config) {
  if (!config.targets) return false;
  for (const std::string& pattern : config.targets->value) {
    for (const std::string& name : names_of(host)) {
      if (fits_pattern(name, pattern)) return true;
    }
  }
  return false;
}

/// A name may mean any address, so that a host without one is let through by its own name only.
std::string wrong_with(const Host& host, const GuardCase& guarded, const GuardConfig& config) {
  const auto address = parse_network(host.address);
  if (address && lies_within(*address, config.networks->value)) return {};
  if (address) {
    return fmt::format("{} ({}) is not within the allowed networks", host.name, host.address);
  }
  if (!guarded.reach.outside.contains(host.name) || named_as_target(host, config)) return {};
  return fmt::format("{} has no IP address in the inventory, and is not named in targets",
                     host.name);
}

std::vector<Statement> object(const GuardCase& guarded, const GuardConfig& config, bool widens) {
  if (!config.networks) {
    if (!widens || !config.environments || guarded.reach.outside.empty()) return {};
    return {
        {"outside a lab networks must say where changes may be made", config.environments->place}};
  }
  std::vector<Statement> objections;
  for (const std::string& name : guarded.reach.changed) {
    const Host* host = guarded.plan.definition.inventory.find_host(name);
    if (host == nullptr) continue;
    if (std::string why = wrong_with(*host, guarded, config); !why.empty()) {
      objections.push_back({std::move(why), config.networks->place});
    }
  }
  for (const Network& network : guarded.reach.cut) {
    if (lies_within(network, config.networks->value)) continue;
    objections.push_back({fmt::format("{} would be cut, which is not within the allowed networks",
                                      to_string(network)),
                          config.networks->place});
  }
  return objections;
}

}  // namespace

const GuardRule k_guard_networks{"networks", says, object};

}  // namespace gameday
