// SPDX-License-Identifier: Apache-2.0
#include "injectors/targets.hpp"

#include <doctest/doctest.h>

#include "tests/fakes/sample_definition.hpp"

using namespace gameday;

namespace {

Inventory inventory() {
  Inventory made = fakes::sample_inventory();
  Region zone;
  zone.name = "a1";
  zone.part_of = "region-a";
  made.zones["a1"] = zone;
  made.services["postgres-b"] = {.name = "postgres-b", .host = "db-b", .pid_file = "/run/pg.pid"};
  Queue jobs;
  jobs.name = "jobs";
  jobs.nodes["queue-a"] = {"queue-a", "region-a", "/run/redis.sock"};
  made.queues["jobs"] = jobs;
  return made;
}

Params with(std::string key, std::string value) {
  Params params;
  params.set(std::move(key), std::move(value));
  return params;
}

}  // namespace

TEST_CASE("a target is looked up by its name, a host also by its role in a region") {
  const Inventory there = inventory();
  const FaultScope scope{.run_id = "0badcafe", .fault = "cut", .inventory = there};
  CHECK(target_region(with("region", "region-a"), scope).value()->name == "region-a");
  CHECK(target_zone(with("zone", "a1"), scope).value()->part_of == "region-a");
  CHECK(target_host(with("host", "region-a.db"), scope).value()->name == "db-a");
  CHECK(target_host(with("on", "db-b"), scope, "on").value()->name == "db-b");
  CHECK(target_service(with("service", "postgres-b"), scope).value()->host == "db-b");
  CHECK(target_queue(with("queue", "jobs"), scope).value()->name == "jobs");
}

TEST_CASE("a target that there is not is told, with the nearest that there is") {
  const Inventory there = inventory();
  const FaultScope scope{.run_id = "0badcafe", .fault = "cut", .inventory = there};
  const auto region = target_region(with("region", "region-c"), scope);
  REQUIRE_FALSE(region);
  CHECK(region.error().kind == ErrorKind::bad_input);
  CHECK(region.error().text().find("there is no region \"region-c\"") != std::string::npos);
  CHECK(region.error().text().find("did you mean region-") != std::string::npos);
  const auto host = target_host(with("host", "db-c"), scope);
  REQUIRE_FALSE(host);
  CHECK(host.error().text().find("did you mean db-") != std::string::npos);
  CHECK_FALSE(target_database(with("database", "orders"), scope));
}

TEST_CASE("the region that a fault breaks is told from whatever it names") {
  const Inventory there = inventory();
  CHECK(region_of(with("region", "region-b"), there) == "region-b");
  CHECK(region_of(with("zone", "a1"), there) == "region-a");
  CHECK(region_of(with("host", "db-b"), there) == "region-b");
  CHECK(region_of(with("on", "region-a.db"), there) == "region-a");
  CHECK(region_of(with("from", "region-a"), there) == "region-a");
  CHECK(region_of(with("service", "postgres-b"), there) == "region-b");
  CHECK(region_of(with("queue", "jobs"), there) == "region-a");
  CHECK(region_of(with("url", "http://proxy"), there).empty());
  CHECK(target_name(with("service", "postgres-b")) == "postgres-b");
  CHECK(target_name(with("cluster", "shop")) == "shop");
  CHECK(target_name(with("url", "http://proxy")).empty());
}
