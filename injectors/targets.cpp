// SPDX-License-Identifier: Apache-2.0
#include "injectors/targets.hpp"

#include <fmt/format.h>

#include <map>
#include <vector>

#include "base/catalog.hpp"

namespace gameday {
namespace {

/// "there is no queue "jbos"; did you mean "jobs"?", looked up in one map of the inventory.
template <class T>
Result<const T*> look_up(const std::map<std::string, T>& all, const Params& params,
                         const FaultScope& scope, const char* what) {
  const auto name = params.get<std::string>(what);
  const auto found = all.find(name);
  if (found != all.end()) return &found->second;
  std::vector<std::string_view> names;
  for (const auto& [key, value] : all) names.push_back(key);
  const auto near = nearest(name, names);
  return cannot_plan(scope, fmt::format("there is no {} \"{}\"", what, name),
                     near ? fmt::format("did you mean {}?", *near) : std::string{});
}

std::string region_of_host(const Inventory& inventory, std::string_view reference) {
  const Host* host = inventory.find_host(reference);
  return host == nullptr ? std::string{} : host->region;
}

}  // namespace

tl::unexpected<Error> cannot_plan(const FaultScope& scope, std::string why, std::string next) {
  return fail(ErrorKind::bad_input, "plan the fault " + scope.fault, scope.inventory.file,
              std::move(why), std::move(next));
}

Result<const Region*> target_region(const Params& params, const FaultScope& scope) {
  return look_up(scope.inventory.regions, params, scope, "region");
}

Result<const Region*> target_zone(const Params& params, const FaultScope& scope) {
  return look_up(scope.inventory.zones, params, scope, "zone");
}

Result<const Service*> target_service(const Params& params, const FaultScope& scope) {
  return look_up(scope.inventory.services, params, scope, "service");
}

Result<const Queue*> target_queue(const Params& params, const FaultScope& scope) {
  return look_up(scope.inventory.queues, params, scope, "queue");
}

Result<const Database*> target_database(const Params& params, const FaultScope& scope) {
  return look_up(scope.inventory.databases, params, scope, "database");
}

Result<const Cluster*> target_cluster(const Params& params, const FaultScope& scope) {
  return look_up(scope.inventory.clusters, params, scope, "cluster");
}

Result<const Host*> target_host(const Params& params, const FaultScope& scope,
                                std::string_view key) {
  const auto name = params.get<std::string>(key);
  if (const Host* host = scope.inventory.find_host(name)) return host;
  std::vector<std::string_view> names;
  for (const auto& [each, host] : scope.inventory.hosts) names.push_back(each);
  const auto near = nearest(name, names);
  return cannot_plan(scope, fmt::format("there is no host \"{}\"", name),
                     near ? fmt::format("did you mean {}?", *near) : std::string{});
}

std::string region_of(const Params& params, const Inventory& inventory) {
  if (params.has("region")) return params.get<std::string>("region");
  const auto zone = inventory.zones.find(params.get<std::string>("zone"));
  if (zone != inventory.zones.end()) return zone->second.part_of;
  const auto service = inventory.services.find(params.get<std::string>("service"));
  if (service != inventory.services.end()) {
    return region_of_host(inventory, service->second.host);
  }
  for (const char* key : {"host", "on", "from", "to"}) {
    const auto name = params.get<std::string>(key);
    if (inventory.regions.contains(name)) return name;
    if (std::string region = region_of_host(inventory, name); !region.empty()) return region;
  }
  const auto queue = inventory.queues.find(params.get<std::string>("queue"));
  if (queue != inventory.queues.end() && queue->second.nodes.size() == 1) {
    return queue->second.nodes.begin()->second.region;
  }
  return {};
}

bool aims_at_region(const Params& params) { return params.has("region") || params.has("zone"); }

std::string target_name(const Params& params) {
  for (const char* key :
       {"region", "zone", "service", "host", "on", "queue", "database", "from", "to", "cluster"}) {
    if (params.has(key)) return params.get<std::string>(key);
  }
  return {};
}

}  // namespace gameday
