// SPDX-License-Identifier: Apache-2.0
// Pages as Alertmanager 0.25 sends them.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "drills/checks/alert_kinds.hpp"

using namespace gameday;

namespace {

AlertSpec region_down(const std::string& receiver = "oncall") {
  AlertSpec alert;
  alert.name = "RegionDown";
  alert.labels = {{"region", "region-a"}};
  alert.receiver = receiver;
  return alert;
}

Json page(const std::string& status, const std::string& region = "region-a") {
  const Json alert{{"status", status},
                   {"labels", {{"alertname", "RegionDown"}, {"region", region}}},
                   {"startsAt", "2026-11-23T10:00:10.107Z"},
                   {"endsAt", "0001-01-01T00:00:00Z"}};
  return {{"receiver", "oncall"}, {"status", status}, {"alerts", {alert}}, {"version", "4"}};
}

Result<std::optional<AlertLook>> read(const Json& body, const AlertSpec& alert = region_down()) {
  return k_alert_webhook.read(alert, {true, 200, body.dump(), "", {}});
}

}  // namespace

TEST_CASE("a page that fires has come to its receiver; one that is resolved is silence") {
  const auto fired = read(page("firing"));
  REQUIRE(fired);
  REQUIRE(*fired);
  CHECK((*fired)->firing);
  CHECK((*fired)->receivers == std::vector<std::string>{"oncall"});
  CHECK((*fired)->started.has_value());
  CHECK_FALSE((*read(page("resolved")).value()).firing);
}

TEST_CASE("a page about something else, or to somebody else, says nothing of the alert") {
  CHECK_FALSE(read(page("firing", "region-b")).value().has_value());
  CHECK_FALSE(read(page("firing"), region_down("boss")).value().has_value());
  CHECK(read(page("firing"), region_down("")).value().has_value());
}

TEST_CASE("what is no page is refused, and what is odd in one is passed over") {
  CHECK_FALSE(read(Json::array()));
  CHECK_FALSE(read({{"alerts", "x"}}));
  Json odd = page("firing");
  odd["alerts"].push_back(3);
  odd["alerts"].push_back({{"labels", 7}});
  CHECK(read(odd).value().has_value());
  CHECK_FALSE(read({{"alerts", {nullptr, {{"labels", {{"alertname", 1}}}}}}}, region_down(""))
                  .value()
                  .has_value());
  CHECK((k_alert_webhook.ask == nullptr));
}
