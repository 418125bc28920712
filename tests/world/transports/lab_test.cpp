// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "world/transports.hpp"

using namespace gameday;

TEST_CASE("a lab host is entered by the lab's name and its own") {
  Inventory inventory;
  inventory.lab = "demo";
  Host host{};
  host.name = "db-a";
  CHECK(k_transport_lab.wrap(inventory, host, {"pg_ctl", "status"}).value() ==
        std::vector<std::string>{"@gameday", "enter", "demo", "db-a", "--", "pg_ctl", "status"});
}

TEST_CASE("an inventory without a lab has no lab hosts") {
  Host host{};
  host.name = "db-a";
  const auto wrapped = k_transport_lab.wrap(Inventory{}, host, {"true"});
  REQUIRE(!wrapped);
  CHECK(wrapped.error().text().find("db-a") != std::string::npos);
}

TEST_CASE("not getting into the lab is told from what a command exits with") {
  CHECK(k_transport_lab.unreachable(125, ""));
  CHECK_FALSE(k_transport_lab.unreachable(1, "gameday enter"));
}
