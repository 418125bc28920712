// SPDX-License-Identifier: Apache-2.0
#include "drills/measure/targets.hpp"

#include <doctest/doctest.h>

using namespace gameday;

namespace {

Inventory two_hosts() {
  Inventory inventory;
  Host db;
  db.name = "db-b";
  db.region = "region-b";
  db.role = "db";
  db.address = "10.77.2.10";
  db.port = 5432;
  inventory.hosts["db-b"] = db;
  Host router;
  router.name = "router";
  inventory.hosts["router"] = router;
  return inventory;
}

}  // namespace

TEST_CASE("a target is a host by its name or role, or an address") {
  const Inventory inventory = two_hosts();
  for (const char* const text : {"db-b", "region-b.db", "10.77.2.10:5432"}) {
    CAPTURE(text);
    const auto target = find_target(inventory, text);
    REQUIRE(target);
    CHECK(target->at == Endpoint{"10.77.2.10", 5432});
    CHECK(target->region == "region-b");
  }
  const auto other = find_target(inventory, "10.77.2.10:80");
  REQUIRE(other);
  CHECK(other->region.empty());
}

TEST_CASE("what is neither, or has no address, is bad input") {
  for (const char* const text : {"router", "db-c", "", "10.77.2.10"}) {
    CAPTURE(text);
    const auto target = find_target(two_hosts(), text);
    REQUIRE_FALSE(target);
    CHECK(target.error().kind == ErrorKind::bad_input);
  }
}
