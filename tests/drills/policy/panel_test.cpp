// SPDX-License-Identifier: Apache-2.0
#include "drills/policy/panel.hpp"

#include <doctest/doctest.h>

#include "tests/drills/policy/tape.hpp"

using namespace gameday;
using namespace gameday::policies;

namespace {

Health health(const Panel& panel, std::string_view region, std::size_t layer) {
  return panel.layers(region).at(layer)->gauge.health();
}

}  // namespace

TEST_CASE("there is a meter for each layer and veto of each region that has probes") {
  PolicySpec policy = sample_policy();
  policy.layers["db"].probes.erase("b");
  const Panel panel{policy};
  CHECK(panel.layers("a").size() == 2);
  CHECK(panel.layers("b").size() == 1);
  CHECK(panel.layers("c").empty());
  CHECK(panel.veto("lag", "b") != nullptr);
  CHECK(panel.veto("lag", "c") == nullptr);
  CHECK(panel.veto("traffic", "b") == nullptr);
}

TEST_CASE("a signal moves the meters that it feeds, once each, and those alone") {
  PolicySpec policy = sample_policy();
  policy.layers["app"].probes["a"] = {"app-a", "app-a", "more-a"};
  Panel panel{policy};
  panel.take({time(0s), "app-a", {}, false});
  panel.take({time(0s), "more-a", {}, false});
  panel.take({time(0s), "who is that", {}, false});
  const auto changed = panel.look(time(0s));
  REQUIRE(changed.size() == 1);
  CHECK(changed[0]->name == "app");
  CHECK(changed[0]->region == "a");
  CHECK(changed[0]->gauge.count() == 2);
  CHECK(health(panel, "a", 0) == Health::down);
  CHECK(health(panel, "a", 1) == Health::unknown);
  CHECK(panel.look(time(0s)).empty());
}

TEST_CASE("what another region answered tells nothing of a meter's own") {
  Panel panel{sample_policy()};
  panel.take({time(0s), "app-a", "b", true});
  CHECK(panel.look(time(0s)).empty());
  panel.take({time(0s), "app-a", "a", true});
  CHECK(panel.look(time(0s)).size() == 1);
  panel.take({time(0s), "db-a", "main", true});  // the name of a cluster, of no region
  CHECK(panel.look(time(0s)).size() == 1);
}

TEST_CASE("a region is healthy when all of its layers are up, and it has some") {
  Panel panel{sample_policy()};
  CHECK_FALSE(panel.is_healthy("a"));
  panel.take({time(0s), "app-a", {}, true});
  (void)panel.look(time(0s));
  CHECK_FALSE(panel.is_healthy("a"));  // nothing is known of db
  panel.take({time(0s), "db-a", {}, true});
  (void)panel.look(time(0s));
  CHECK(panel.is_healthy("a"));
  CHECK_FALSE(panel.is_healthy("c"));
}

TEST_CASE("the next change is the first of any meter") {
  Panel panel{sample_policy()};
  CHECK_FALSE(panel.next_change());
  panel.take({time(0s), "db-a", {}, true});
  panel.take({time(200ms), "app-a", {}, true});
  (void)panel.look(time(200ms));
  CHECK(*panel.next_change() == time(1s));
}
