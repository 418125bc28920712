// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/drills/guard/guarded.hpp"

namespace gameday {
namespace {

using samples::refused_by;

std::string allowing(const std::string& networks) {
  return "environments = [\"staging\", \"lab\"]\nlargest_write_rate = 1000\n" + networks;
}

TEST_CASE("every address that is changed and every network that is cut lies within them") {
  const Plan outside = samples::plan_outside();
  CHECK(refused_by(outside, allowing("networks = [\"10.77.0.0/16\", \"fd77::/16\"]")).empty());
  // The cut's IPv6 networks are not in it.
  CHECK(refused_by(outside, allowing("networks = [\"10.77.0.0/16\"]")) == "networks");
  // The router's address is not.
  CHECK(refused_by(outside, allowing("networks = [\"10.77.1.0/24\", \"10.77.2.0/24\", "
                                     "\"10.77.9.9\", \"fd77::/16\"]")) == "networks");
}

TEST_CASE("outside a lab they must be written down, in a lab they hold where they are") {
  CHECK(refused_by(samples::plan_outside(), allowing("")) == "networks");
  CHECK(refused_by(samples::plan(), allowing("")).empty());
  CHECK(refused_by(samples::plan(), allowing("networks = [\"10.0.0.0/16\"]")) == "networks");
}

TEST_CASE("a host without an address is let through by its name only") {
  Plan outside = samples::plan_outside();
  outside.definition.inventory.hosts.at("router").address = "router.example";
  const std::string networks = "networks = [\"10.77.0.0/16\", \"fd77::/16\"]\n";
  CHECK(refused_by(outside, allowing(networks)) == "networks");
  CHECK(refused_by(outside, allowing(networks + "targets = [\"rou*\", \"db-*\"]")).empty());
}

}  // namespace
}  // namespace gameday
