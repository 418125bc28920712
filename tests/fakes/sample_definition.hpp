// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "drills/definition/load.hpp"

namespace gameday::fakes {

inline Inventory sample_inventory() {
  Inventory inventory;
  inventory.environment = "lab";
  inventory.lab = "default";
  inventory.vantage = "world";
  for (const char* name : {"region-a", "region-b"}) {
    Region region;
    region.name = name;
    inventory.regions[name] = region;
  }
  inventory.hosts["db-a"] = Host{"db-a", "region-a", "db", "lab", "10.77.1.10", "region-a", 5432};
  inventory.hosts["db-b"] = Host{"db-b", "region-b", "db", "lab", "10.77.2.10", "region-b", 5432};
  return inventory;
}

inline Runbook sample_runbook() {
  using namespace std::chrono_literals;
  Runbook runbook;
  runbook.title = "Fail over from region A to region B";
  runbook.steps = {{"promote-b", "sql", "dba", "Make B the primary", 5s, true, {}},
                   {"shift-traffic", "traffic", "sre", "Send the clients to B", 5s, false, {}},
                   {"stop-old-primary", "fence", "dba", "Stop A's primary", 10s, false, {}}};
  return runbook;
}

inline Drill sample_drill() {
  using namespace std::chrono_literals;
  Drill drill;
  drill.name = "region_blackhole";
  drill.title = "Region A goes dark, region B takes over";
  drill.hypothesis = "Orders flow again within 10 s and none that was acknowledged is lost";
  drill.start_when = StartWhen{"shop", 1s};
  drill.fence = "stop-old-primary";
  drill.stable_for = 5s;
  drill.objectives.rto = 10s;
  drill.objectives.rpo["ledger"] = 0s;
  ProbeSpec shop;
  shop.name = "shop";
  shop.kind = "http";
  shop.every = 20ms;
  shop.timeout = 500ms;
  ProbeSpec direct = shop;
  direct.name = "region-b-direct";
  direct.kind = "tcp";
  direct.layer = "network";
  direct.every = 100ms;
  direct.judge = false;
  drill.probes = {shop, direct};
  LedgerSpec orders;
  orders.name = "orders";
  orders.data_class = "ledger";
  orders.kind = "postgres";
  orders.database = "orders";
  orders.every = 10ms;
  drill.ledgers = {orders};
  FaultSpec fault;
  fault.name = "region_blackhole";
  fault.kind = "region_blackhole";
  fault.after = 5s;
  fault.lasts = 18s;
  fault.params.set("region", std::string{"region-a"});
  drill.faults = {fault};
  drill.people = {{"Ann", "lead"}};
  return drill;
}

inline Definition sample_definition() {
  return {sample_drill(), sample_inventory(), sample_runbook(), {}, {}};
}

}  // namespace gameday::fakes
