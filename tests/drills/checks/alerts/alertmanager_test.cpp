// SPDX-License-Identifier: Apache-2.0
// Answers as Alertmanager 0.25 gives them.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "drills/checks/alert_kinds.hpp"

using namespace gameday;

namespace {

AlertSpec region_down() {
  AlertSpec alert;
  alert.name = "RegionDown";
  alert.labels = {{"region", "region-a"}};
  alert.receiver = "oncall";
  return alert;
}

Json entry(const std::string& state = "active", const Json& silenced = Json::array()) {
  return {{"annotations", Json::object()},
          {"endsAt", "2026-11-23T10:04:10.107Z"},
          {"fingerprint", "1c93eec3511dc156"},
          {"receivers", {{{"name", "oncall"}}}},
          {"startsAt", "2026-11-23T10:00:10.107Z"},
          {"status", {{"inhibitedBy", Json::array()}, {"silencedBy", silenced}, {"state", state}}},
          {"updatedAt", "2026-11-23T10:00:10.114Z"},
          {"labels", {{"alertname", "RegionDown"}, {"region", "region-a"}}}};
}

AlertLook read(const Json& body, const AlertSpec& alert = region_down()) {
  const auto look = k_alert_alertmanager.read(alert, {true, 200, body.dump(), "", {}});
  REQUIRE(look);
  REQUIRE(*look);
  return **look;
}

}  // namespace

TEST_CASE("alertmanager is asked for that alert alone") {
  Contact monitor{"m", "alertmanager", {}};
  monitor.params.set("url", std::string{"http://10.77.0.21:9093"});
  const auto action = k_alert_alertmanager.ask(region_down(), monitor);
  REQUIRE(action);
  CHECK(std::get<Http>(action->what).url ==
        "http://10.77.0.21:9093/api/v2/alerts?filter=alertname%3D%22RegionDown%22&"
        "filter=region%3D%22region-a%22");
  AlertSpec odd;
  odd.name = "a\"b";
  CHECK(std::get<Http>(k_alert_alertmanager.ask(odd, monitor)->what)
            .url.ends_with("filter=alertname%3D%22a%5C%22b%22"));
}

TEST_CASE("no alert is silence; one that is active goes to its receiver") {
  CHECK_FALSE(read(Json::array()).firing);
  const AlertLook look = read(Json::array({entry()}));
  CHECK(look.firing);
  CHECK(look.why.empty());
  CHECK(look.silences.empty());
  CHECK(look.receivers == std::vector<std::string>{"oncall"});
  CHECK(*look.started == parse_utc("2026-11-23T10:00:10.107Z").value());
}

TEST_CASE("what keeps it from its receiver is told") {
  CHECK(read(Json::array({entry("suppressed", {"id-1"})})).silences ==
        std::vector<std::string>{"id-1"});
  Json inhibited = entry("suppressed");
  inhibited["status"]["inhibitedBy"] = {"abcd"};
  CHECK(read(Json::array({inhibited})).why.front().find("inhibited") != std::string::npos);
  Json muted = entry("suppressed");
  muted["status"]["mutedBy"] = {"nights"};
  CHECK(read(Json::array({muted})).why.front().find("nights") != std::string::npos);
  CHECK_FALSE(read(Json::array({entry("unprocessed")})).why.empty());
  Json elsewhere = entry();
  elsewhere["receivers"] = {{{"name", "nobody"}}};
  CHECK(read(Json::array({elsewhere})).why.front() == "it goes to nobody, not to oncall");
}

TEST_CASE("of several the one that gets through counts, and another alert counts for nothing") {
  CHECK(read(Json::array({entry("suppressed", {"id-1"}), entry()})).silences.empty());
  Json other = entry();
  other["labels"]["region"] = "region-b";
  CHECK_FALSE(read(Json::array({other, 3, "x"})).firing);
}

TEST_CASE("it says who made a silence, and why, or that this could not be read") {
  Contact monitor{"m", "alertmanager", {}};
  monitor.params.set("url", std::string{"http://a"});
  CHECK(std::get<Http>(k_alert_alertmanager.ask_silence(monitor, "id/1").what).url ==
        "http://a/api/v2/silence/id%2F1");
  const Json silence{{"createdBy", "jo"}, {"comment", "racks"}, {"endsAt", "later"}};
  CHECK(k_alert_alertmanager.read_silence("id", Outcome{true, 200, silence.dump(), "", {}}) ==
        "silenced by jo until later: racks (silence id)");
  CHECK(k_alert_alertmanager.read_silence("id", Outcome{false, 404, "", "", {}})
            .find("could not be read") != std::string::npos);
}
