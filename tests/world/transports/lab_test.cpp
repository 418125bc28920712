// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "base/catalog.hpp"
#include "world/transports.hpp"

using namespace gameday;

TEST_CASE("every transport is found by its name") {
  CHECK(names_of(transports()) == std::vector<std::string_view>{"local", "lab"});
  CHECK(find_kind(transports(), "lab") == &k_transport_lab);
  CHECK(find_kind(transports(), "ssh") == nullptr);
}

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
