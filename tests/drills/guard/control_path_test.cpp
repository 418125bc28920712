// SPDX-License-Identifier: Apache-2.0
#include "drills/guard/control_path.hpp"

#include <doctest/doctest.h>

#include "tests/drills/guard/guarded.hpp"

namespace gameday {
namespace {

Footing standing_at(std::string_view address) {
  return {.addresses = {parse_network(address).value()}, .name_servers = {}, .endpoints = {}};
}

TEST_CASE("a machine inside a network to be cut is refused, outside it is not") {
  const Plan plan = samples::plan_outside();
  CHECK(check_footing(plan, standing_at("10.77.2.5")).empty());
  for (const char* inside : {"10.77.1.5", "10.77.9.9", "fd77:0:0:1::5"}) {
    CAPTURE(inside);
    const auto refused = check_footing(plan, standing_at(inside));
    REQUIRE(refused.size() == 1);
    CHECK(refused[0].text().find("guard control path: this machine (") == 0);
  }
}

TEST_CASE("a lab's networks are its own") {
  CHECK(check_footing(samples::plan(), standing_at("10.77.1.5")).empty());
}

TEST_CASE("ssh's jump host is part of the path") {
  Plan plan = samples::plan_outside();
  SshWay& way = plan.definition.inventory.hosts.at("router").ssh;
  for (const char* jump :
       {"10.77.1.9", "ann@10.77.1.9:22", "[fd77:0:0:1::9]:22", "fd77:0:0:1::9"}) {
    CAPTURE(jump);
    way.jump = jump;
    CHECK(check_footing(plan, {}).size() == 1);
  }
  for (const char* jump : {"10.77.2.9:22", "jump.example"}) {
    CAPTURE(jump);
    way.jump = jump;
    CHECK(check_footing(plan, {}).empty());
  }
}

TEST_CASE("name servers matter where a name is needed and none of them is left") {
  Plan plan = samples::plan_outside();
  Footing footing;
  footing.name_servers = {parse_network("10.77.1.53").value()};
  CHECK(check_footing(plan, footing).empty());
  plan.definition.inventory.hosts.at("router").address = "router.example";
  CHECK(check_footing(plan, footing).size() == 1);
  footing.name_servers.push_back(parse_network("10.77.2.53").value());
  CHECK(check_footing(plan, footing).empty());
}

TEST_CASE("the endpoint of a cloud is part of the path") {
  const Plan plan = samples::plan_outside();
  Footing footing;
  footing.endpoints = {"https://10.77.1.80:4566/x"};
  CHECK(check_footing(plan, footing).size() == 1);
  footing.endpoints = {"https://10.77.2.80", "https://fis.eu-west-1.amazonaws.com"};
  CHECK(check_footing(plan, footing).empty());
}

}  // namespace
}  // namespace gameday
