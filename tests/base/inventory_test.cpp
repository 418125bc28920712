// SPDX-License-Identifier: Apache-2.0
#include "base/inventory.hpp"

#include <doctest/doctest.h>

using namespace gameday;

namespace {

Host host(std::string name, std::string region, std::string role) {
  Host result;
  result.name = std::move(name);
  result.region = std::move(region);
  result.role = std::move(role);
  return result;
}

Inventory two_regions() {
  Inventory inventory;
  for (const Host& each : {host("db-a", "region-a", "db"), host("db-b", "region-b", "db"),
                           host("app-b", "region-b", "app"), host("router", "", "")}) {
    inventory.hosts[each.name] = each;
  }
  inventory.databases["orders"].name = "orders";
  inventory.databases["orders"].nodes["db-a"].host = "db-a";
  return inventory;
}

}  // namespace

TEST_CASE("a host is found by its name") {
  const Inventory inventory = two_regions();
  REQUIRE(inventory.find_host("db-a") != nullptr);
  CHECK(inventory.find_host("db-a")->region == "region-a");
  CHECK(inventory.find_host("db-c") == nullptr);
  CHECK(inventory.find_host("") == nullptr);
}

TEST_CASE("a host is found by its region and role") {
  const Inventory inventory = two_regions();
  REQUIRE(inventory.find_host("region-b.app") != nullptr);
  CHECK(inventory.find_host("region-b.app")->name == "app-b");
  CHECK(inventory.find_host("region-b.db")->name == "db-b");
  CHECK(inventory.find_host("region-a.app") == nullptr);
  CHECK(inventory.find_host("region-b.") == nullptr);
  CHECK(inventory.find_host("region-bXdb") == nullptr);
  CHECK(inventory.find_host(".") == nullptr);
}

TEST_CASE("a host's own name goes before a role") {
  Inventory inventory = two_regions();
  inventory.hosts["region-b.db"] = host("region-b.db", "elsewhere", "x");
  CHECK(inventory.find_host("region-b.db")->region == "elsewhere");
}

TEST_CASE("the database of a host is the one that has it as a node") {
  const Inventory inventory = two_regions();
  REQUIRE(inventory.database_at("db-a") != nullptr);
  CHECK(inventory.database_at("db-a")->name == "orders");
  CHECK(inventory.database_at("db-b") == nullptr);
}
