// SPDX-License-Identifier: Apache-2.0
#include "cli/open_inventory.hpp"

#include <doctest/doctest.h>

#include <fstream>

#include "tests/drills/record/scratch.hpp"

namespace gameday {
namespace {

/// Of a lab that there is not, with a host outside of it.
constexpr const char* k_mixed = R"toml(environment = "lab"
lab = "no-such-lab"
[region.region-a]
networks = ["10.77.1.0/24"]
filtered_at = ["inside", "outside"]
[host.inside]
transport = "lab"
zone = "router"
[host.outside]
transport = "local"
)toml";

TEST_CASE("an inventory by its path; one that is wrong, or not there, is none") {
  const Scratch scratch;
  const std::string file = scratch.path / "two.toml";
  CHECK_FALSE(open_inventory(file, ""));
  std::ofstream(file) << "environments = 1\n";
  CHECK_FALSE(open_inventory(file, ""));
  std::ofstream(file) << k_mixed;
  const auto inventory = open_inventory(file, "another");
  REQUIRE(inventory);
  CHECK(inventory->lab == "another");
}

TEST_CASE("a lab that is not up is left out, the rest is not") {
  const Scratch scratch;
  const std::string file = scratch.path / "two.toml";
  std::ofstream(file) << k_mixed;
  auto inventory = open_inventory(file, "");
  REQUIRE(inventory);
  CHECK(leave_out_dead_lab(*inventory));
  CHECK(inventory->hosts.size() == 1);
  CHECK(inventory->regions.at("region-a").filtered_at == std::vector<std::string>{"outside"});
  inventory->lab.reset();
  CHECK_FALSE(leave_out_dead_lab(*inventory));
}

}  // namespace
}  // namespace gameday
