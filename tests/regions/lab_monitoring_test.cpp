// SPDX-License-Identifier: Apache-2.0
// Prometheus, blackbox exporter and Alertmanager of a lab: up with it, quiet while both regions
// answer, and gone with it.
// also as an ordinary user
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "tests/regions/support/lab.hpp"

namespace gameday::regions {
namespace {

using namespace std::chrono_literals;

Json get(const Lab& lab, const std::string& url) {
  const auto outcome = lab.on("clients", {"curl", "-sg", "--max-time", "3", url});
  REQUIRE(outcome.status == 0);
  return Json::parse(outcome.out);
}

}  // namespace

TEST_CASE("monitoring watches both regions, and says so when one is gone") {
  const Lab lab{"monitoring", {"--with", "monitoring"}};
  const std::string servers = lab.status().at("servers").dump();
  for (const std::string name : {"prometheus", "blackbox", "alertmanager"}) {
    CAPTURE(servers);
    CHECK(servers.find(name + ": ready") != std::string::npos);
  }
  const auto up = get(lab, "http://10.77.0.20:9090/api/v1/query?query=probe_success==1");
  CHECK(up.at("data").at("result").size() == 2);
  CHECK(get(lab, "http://10.77.0.21:9093/api/v2/alerts").empty());

  REQUIRE(lab.on("router", {"ip", "link", "set", "to-a", "down"}).status == 0);
  CHECK(eventually(
      [&] {
        const Json alerts = get(lab, "http://10.77.0.21:9093/api/v2/alerts");
        return alerts.size() == 1 && alerts[0].at("labels").at("alertname") == "RegionDown" &&
               alerts[0].at("labels").at("region") == "region-a" &&
               alerts[0].at("receivers")[0].at("name") == "oncall";
      },
      5s));
}

}  // namespace gameday::regions
