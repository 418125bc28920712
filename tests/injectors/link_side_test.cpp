// SPDX-License-Identifier: Apache-2.0
#include "injectors/link_side.hpp"

#include <doctest/doctest.h>

#include "tests/injectors/two_regions.hpp"

namespace gameday {
namespace {

Result<LinkSide> side(const Inventory& inventory, const char* name) {
  return link_side(params_of({{"to", name}}),
                   {.run_id = "0123abcd", .fault = "x", .inventory = inventory}, "to");
}

}  // namespace

TEST_CASE("a region is all its networks, and its database dials") {
  const Inventory inventory = two_regions();
  const auto region = side(inventory, "region-a");
  REQUIRE(region);
  CHECK(region->networks ==
        std::vector<std::string>{"10.77.1.0/24", "fd77:0:0:1::/64", "10.77.9.9/32"});
  CHECK(region->whole_region);
  CHECK(region->inside == "db-a");
  CHECK(region->source.empty());
}

TEST_CASE("a host is its address, behind the routers of its region") {
  Inventory inventory = two_regions();
  const auto host = side(inventory, "region-a.app");
  REQUIRE(host);
  CHECK(host->networks == std::vector<std::string>{"10.77.1.20"});
  CHECK(host->filtered_at == std::vector<std::string>{"router"});
  CHECK(host->interfaces == std::vector<std::string>{"to-a"});
  CHECK(host->canary == "10.77.1.20:5432");
  CHECK(host->source == "10.77.1.20");
  CHECK_FALSE(host->whole_region);
  inventory.hosts["app-a"].address = "fd77::20";
  CHECK(side(inventory, "app-a")->canary == "[fd77::20]:5432");
  CHECK(side(inventory, "clients")->filtered_at.empty());
}

TEST_CASE("what is neither, or has no address, is refused") {
  const Inventory inventory = two_regions();
  CHECK(has(side(inventory, "region-c").error().text(), "no region or host \"region-c\""));
  CHECK(has(side(inventory, "router").error().text(), "has no address"));
}

}  // namespace gameday
