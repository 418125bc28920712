// SPDX-License-Identifier: Apache-2.0
// Answers as Prometheus 2.42 gives them.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "drills/checks/alert_kinds.hpp"

using namespace gameday;

namespace {

AlertSpec region_down() {
  AlertSpec alert;
  alert.name = "RegionDown";
  alert.labels = {{"region", "region-a"}};
  return alert;
}

AlertSpec expression() {
  AlertSpec alert = region_down();
  alert.params.set("expr", std::string{"probe_success == 0"});
  return alert;
}

Contact prometheus() {
  Contact monitor{"m", "prometheus", {}};
  monitor.params.set("url", std::string{"http://p:9090"});
  return monitor;
}

AlertLook read(const AlertSpec& alert, const Json& data) {
  const Json body{{"status", "success"}, {"data", data}};
  const auto look = k_alert_prometheus.read(alert, {true, 200, body.dump(), "", {}});
  REQUIRE(look);
  REQUIRE(*look);
  return **look;
}

Json rule(const std::string& state, const std::string& region = "region-a") {
  return {{"labels", {{"alertname", "RegionDown"}, {"region", region}, {"severity", "page"}}},
          {"state", state},
          {"activeAt", "2026-11-23T10:00:10.107432821Z"},
          {"value", "0e+00"}};
}

Json series(const std::string& region) {
  return {{"metric", {{"region", region}}}, {"value", Json::array({1.0, "0"})}};
}

}  // namespace

TEST_CASE("a rule is asked for by the list of alerts, an expression by a query") {
  CHECK(std::get<Http>(k_alert_prometheus.ask(region_down(), prometheus())->what).url ==
        "http://p:9090/api/v1/alerts");
  CHECK(std::get<Http>(k_alert_prometheus.ask(expression(), prometheus())->what).url ==
        "http://p:9090/api/v1/query?query=probe_success%20%3D%3D%200");
}

TEST_CASE("a rule that is pending does not fire yet") {
  const auto fires = [](const Json& alerts) {
    return read(region_down(), {{"alerts", alerts}}).firing;
  };
  CHECK_FALSE(fires(Json::array()));
  CHECK_FALSE(fires(Json::array({rule("pending")})));
  CHECK_FALSE(fires(Json::array({rule("firing", "region-b")})));
  CHECK(fires(Json::array({rule("pending"), rule("firing")})));
  CHECK(read(region_down(), {{"alerts", Json::array({rule("firing")})}}).started.has_value());
}

TEST_CASE("an expression fires while it has a result with the labels") {
  const auto fires = [](const Json& result) {
    return read(expression(), {{"resultType", "vector"}, {"result", result}}).firing;
  };
  CHECK_FALSE(fires(Json::array()));
  CHECK(fires(Json::array({series("region-a")})));
  CHECK_FALSE(fires(Json::array({series("region-b")})));
}

TEST_CASE("an error is no silence") {
  const Json body{{"status", "error"}, {"errorType", "bad_data"}, {"error", "parse error"}};
  CHECK_FALSE(k_alert_prometheus.read(expression(), {false, 400, body.dump(), "", {}}));
  CHECK_FALSE(k_alert_prometheus.read(expression(), {true, 200, body.dump(), "", {}}));
  CHECK_FALSE(
      k_alert_prometheus.read(region_down(), {true, 200, R"({"status":"success"})", "", {}}));
}
