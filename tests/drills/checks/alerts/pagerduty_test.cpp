// SPDX-License-Identifier: Apache-2.0
// Answers in the shape of the reference of PagerDuty's REST API v2, "List incidents".
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "drills/checks/alert_kinds.hpp"

using namespace gameday;

namespace {

AlertSpec region_down() {
  AlertSpec alert;
  alert.name = "RegionDown";
  alert.labels = {{"region", "region-a"}};
  alert.receiver = "Earline Greenholt";
  alert.params.set("service", std::string{"PIJ90N7"});
  return alert;
}

Json incident(const std::string& status, const std::string& title = "RegionDown (region-a)") {
  return {{"id", "PT4KHLK"},
          {"type", "incident"},
          {"incident_number", 1234},
          {"title", title},
          {"created_at", "2026-11-23T10:00:12Z"},
          {"status", status},
          {"service", {{"id", "PIJ90N7"}, {"type", "service_reference"}}},
          {"assignments",
           {{{"at", "2026-11-23T10:00:12Z"},
             {"assignee", {{"id", "PXPGF42"}, {"summary", "Earline Greenholt"}}}}}},
          {"urgency", "high"}};
}

AlertLook read(const Json& incidents) {
  const Json body{{"incidents", incidents}, {"limit", 100}, {"offset", 0}, {"more", false}};
  const auto look = k_alert_pagerduty.read(region_down(), {true, 200, body.dump(), "", {}});
  REQUIRE(look);
  REQUIRE(*look);
  return **look;
}

}  // namespace

TEST_CASE("pagerduty is asked for what is open at that service") {
  Contact monitor{"m", "pagerduty", {}};
  monitor.params.set("authorization", SecretRef{SecretRef::From::environment, "PAGERDUTY"});
  const Http http = std::get<Http>(k_alert_pagerduty.ask(region_down(), monitor)->what);
  CHECK(http.url.starts_with("https://api.pagerduty.com/incidents?statuses%5B%5D=triggered&"));
  CHECK(http.url.ends_with("&service_ids%5B%5D=PIJ90N7"));
  CHECK(http.headers.at(1).first == "Accept");
  monitor.params.set("url", std::string{"http://127.0.0.1:1"});
  CHECK(std::get<Http>(k_alert_pagerduty.ask(region_down(), monitor)->what)
            .url.starts_with("http://127.0.0.1:1/incidents?"));
}

TEST_CASE("an incident is opened, and then taken up") {
  CHECK_FALSE(read(Json::array()).firing);
  const AlertLook opened = read(Json::array({incident("triggered")}));
  CHECK(opened.firing);
  CHECK_FALSE(opened.acknowledged);
  CHECK(opened.why.empty());
  CHECK(opened.started.has_value());
  CHECK(read(Json::array({incident("acknowledged")})).acknowledged);
  CHECK_FALSE(read(Json::array({incident("resolved")})).firing);
}

TEST_CASE("its title has the alert's name and the values of its labels") {
  CHECK_FALSE(read(Json::array({incident("triggered", "RegionDown (region-b)")})).firing);
  CHECK_FALSE(read(Json::array({incident("triggered", "Something in region-a")})).firing);
  CHECK_FALSE(read(Json::array({3, Json{{"title", 4}}})).firing);
}

TEST_CASE("one that is assigned to somebody else has not reached its receiver") {
  Json other = incident("triggered");
  other["assignments"] = {{{"assignee", {{"summary", "Somebody"}}}}, "x"};
  CHECK(read(Json::array({other})).why.front() == "it is not assigned to Earline Greenholt");
}
