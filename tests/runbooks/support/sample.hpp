// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "runbooks/step.hpp"

// An inventory with two regions, and steps upon it.
namespace gameday {

inline Inventory sample_inventory() {
  Inventory inventory;
  for (const std::string letter : {"a", "b"}) {
    const std::string region = "region-" + letter;
    Host host;
    host.name = "db-" + letter;
    host.region = region;
    host.role = "db";
    inventory.hosts[host.name] = host;
    Region& made = inventory.regions[region];
    made.name = region;
  }
  inventory.hosts["router"].name = "router";
  Database& orders = inventory.databases["orders"];
  orders.name = "orders";
  orders.primary = "db-a";
  orders.standby = "db-b";
  orders.nodes["db-a"] = {.host = "db-a",
                          .region = "region-a",
                          .control = "",
                          .fence = {"pg_ctl", "stop", "--mode=immediate"},
                          .fenced = {"pg_ctl", "status"},
                          .fenced_status = 3};
  orders.nodes["db-b"] = {.host = "db-b",
                          .region = "region-b",
                          .control = "",
                          .fence = {},
                          .fenced = {},
                          .fenced_status = {}};
  TrafficManager& front = inventory.traffic["front"];
  front.name = "front";
  front.host = "balancer";
  front.socket = "/lab/api.sock";
  front.slots = {
      {"orders/active", {{"region-a", "10.77.1.10:5432"}, {"region-b", "10.77.2.10:5432"}}},
      {"shop/active",
       {{"region-a", "[fd77:0:0:1::20]:8080"}, {"region-b", "[FD77:0:0:2::20]:8080"}}},
  };
  return inventory;
}

inline StepSpec sample_step(std::string kind,
                            std::vector<std::pair<std::string, ParamValue>> params) {
  StepSpec step;
  step.name = "the-step";
  step.kind = std::move(kind);
  step.owner = "dba";
  step.within = std::chrono::seconds{5};
  for (auto& [name, value] : params) step.params.set(name, std::move(value));
  return step;
}

inline Result<StepPlan> plan_step(const StepKind& kind, const StepSpec& step,
                                  const Inventory& inventory = sample_inventory()) {
  return kind.plan(step, StepScope{"0123abcd", inventory, "region-a", "region-b"});
}

using Words = std::vector<std::string>;

/// The literal arguments of a command.
inline Words argv_of(const Action& action) {
  Words words;
  for (const Arg& arg : std::get<Exec>(action.what).argv)
    words.push_back(std::get<std::string>(arg));
  return words;
}

inline const Sql& sql_of(const Action& action) { return std::get<Sql>(action.what); }

}  // namespace gameday
