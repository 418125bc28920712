// SPDX-License-Identifier: Apache-2.0
#include "drills/plan/blast_radius.hpp"

#include "tests/drills/plan/planned.hpp"

using namespace gameday;
using namespace std::chrono_literals;

TEST_CASE("the blast radius counts what is broken and what is changed") {
  const Plan plan = samples::plan();
  const BlastRadius radius = weigh(plan);
  CHECK(radius.regions == std::vector<std::string>{"region-a"});
  CHECK(radius.hosts == std::vector<std::string>{"db-a", "db-b", "router"});
  CHECK(radius.networks == 3);
  CHECK(radius.changes == static_cast<int>(all_changes(plan).size()));
  CHECK(radius.longest == 5s + 33s);
  CHECK(plan.blast_radius.longest == radius.longest);
}

TEST_CASE("two faults on one region count it once") {
  samples::Files files;
  files.drill +=
      "[[fault]]\nkind = \"region_blackhole\"\nregion = \"region-a\"\n"
      "mechanism = \"iptables\"\nafter = \"1m\"\nlasts = \"18s\"\n";
  const BlastRadius radius = samples::plan(files).blast_radius;
  CHECK(radius.regions.size() == 1);
  CHECK(radius.networks == 3);
  CHECK(radius.longest >= 60s + 33s);
}
