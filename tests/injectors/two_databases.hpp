// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "injectors/injectors.hpp"

namespace gameday::samples {

/// Two regions with a PostgreSQL database "orders" and a MariaDB "stock", each with a primary in
/// region A and a standby in region B, and a router that filters.
inline Inventory two_databases() {
  Inventory made;
  made.file = "two.toml";
  const auto host = [&](const char* name, const char* region, const char* address, int port) {
    Host& each = made.hosts[name];
    each.name = name;
    each.region = region;
    each.role = std::string{name}.starts_with("db") ? "db" : "stock";
    each.transport = "lab";
    each.address = address;
    each.port = port;
  };
  host("db-a", "region-a", "10.77.1.10", 5432);
  host("db-b", "region-b", "10.77.2.10", 5432);
  host("maria-a", "region-a", "10.77.1.50", 3306);
  host("maria-b", "region-b", "10.77.2.50", 3306);
  host("router", "", "", 0);
  for (const char* name : {"region-a", "region-b"}) {
    made.regions[name].name = name;
    made.regions[name].filtered_at = {"router"};
  }
  const auto database = [&](const char* name, const char* kind, const char* a, const char* b) {
    Database& each = made.databases[name];
    each.name = name;
    each.kind = kind;
    each.dbname = "shop";
    each.user = "postgres";
    each.primary = a;
    each.standby = b;
    each.nodes[a] = {a, "region-a", std::string{"/lab/"} + a, {}, {}, {}};
    each.nodes[b] = {b, "region-b", std::string{"/lab/"} + b, {}, {}, {}};
  };
  database("orders", "postgres", "db-a", "db-b");
  database("stock", "mariadb", "maria-a", "maria-b");
  made.services["postgres-a"] = {.name = "postgres-a", .host = "db-a", .pid_file = "/lab/a.pid"};
  return made;
}

using Given = std::vector<std::pair<std::string, ParamValue>>;

/// Plans a fault "lag" of run 1a2b3c4d that the world lifts after 18 s.
inline Result<FaultPlan> plan_fault(const Injector& kind, const Given& given,
                                    const Inventory& inventory) {
  Params params;
  for (const auto& [key, value] : given) params.set(key, value);
  return kind.plan(params, {.run_id = "1a2b3c4d",
                            .fault = "lag",
                            .inventory = inventory,
                            .expires_after = std::chrono::seconds{18}});
}

inline Result<FaultPlan> plan_fault(const Injector& kind, const Given& given) {
  static const Inventory k_inventory = two_databases();
  return plan_fault(kind, given, k_inventory);
}

/// The words of a command that are text.
inline std::vector<std::string> words_of(const Action& action) {
  std::vector<std::string> words;
  for (const Arg& arg : std::get<Exec>(action.what).argv) {
    const auto* text = std::get_if<std::string>(&arg);
    words.push_back(text != nullptr ? *text : "<later>");
  }
  return words;
}

/// Whether some action says this, as a plan would show it.
inline bool says(const std::vector<Action>& actions, const std::string& piece) {
  for (const Action& action : actions) {
    if (describe(action).find(piece) != std::string::npos) return true;
  }
  return false;
}

}  // namespace gameday::samples
