// SPDX-License-Identifier: Apache-2.0
// A page from the cut to its receiver: seen in Prometheus, in Alertmanager and where it is sent,
// and gone after the heal. The times agree with those that the servers give themselves.
// also as an ordinary user
#include <doctest/doctest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "base/units.hpp"
#include "tests/regions/support/drill.hpp"

namespace gameday::regions {
namespace {

using namespace std::chrono_literals;

/// Each event of a kind of the run's timeline.
std::vector<Json> events_of(const std::filesystem::path& folder, const std::string& name) {
  std::ifstream stream{folder / "timeline.jsonl"};
  std::vector<Json> found;
  for (std::string line; std::getline(stream, line);) {
    Json event = Json::parse(line, nullptr, false);
    if (event.is_object() && event.value("event", "") == name) found.push_back(std::move(event));
  }
  return found;
}

/// A time of the servers' own clock, in seconds since the start of the run: they share the
/// machine's, and so does the run.
double since_start(const std::filesystem::path& folder, std::int64_t wall_ns) {
  const Json pair = events_of(folder, "clock_pair").front();
  const Json start = events_of(folder, "started").front();
  const auto passed = wall_ns - pair.at("wall").get<std::int64_t>();
  return static_cast<double>(pair.at("t").get<std::int64_t>() + passed -
                             start.at("t").get<std::int64_t>()) /
         1e9;
}

Json alert_of(const Json& card, const std::string& monitor) {
  return member_where(card.at("alerts"), "monitor", monitor);
}

/// When Prometheus' rule went from pending to firing, by its own series ALERTS, on its own clock:
/// the first sample of it, and the last one before.
std::pair<double, double> fired_by_series(const Lab& lab, const std::filesystem::path& folder) {
  const std::string series = R"(ALERTS{alertstate="firing",region="region-a"}[5m])";
  const auto asked = lab.on("clients", {"curl", "-sg", "--max-time", "3",
                                        "http://10.77.0.20:9090/api/v1/query?query=" + series});
  REQUIRE(asked.status == 0);
  const Json result = Json::parse(asked.out).at("data").at("result");
  REQUIRE_FALSE(result.empty());
  const double first = result[0].at("values").front().at(0).get<double>();
  const double at = since_start(folder, static_cast<std::int64_t>(first * 1e3) * 1'000'000);
  return {at - 0.25, at};
}

}  // namespace

TEST_CASE("the page reaches its receiver in time, and is measured where each sees it") {
  const Lab lab{"alertpage", {"--with", "monitoring"}};
  const Home home;
  const ProcessOutcome run = run_drill_in(lab, "alert_page");
  INFO(run.out << run.err);
  REQUIRE(run.status == 0);
  const auto folder = home.run_of("alert_page");
  const Json card = scorecard_of(folder);
  REQUIRE(card.at("alerts").size() == 4);

  // The onset of the cut, then the rule, then the route, then the page itself.
  const double onset = card.at("faults")[0].at("onset_high_s").get<double>();
  const Json rule = alert_of(card, "prometheus");
  const Json routed = alert_of(card, "alertmanager");
  const Json page = alert_of(card, "page");
  for (const Json& alert : {rule, routed, page}) {
    CAPTURE(alert.dump());
    CHECK(alert.at("verdict") == "met");
    CHECK(alert.at("low_s").get<double>() > 0.4);  // it must hold for half a second
    CHECK(alert.at("high_s").get<double>() < 5);
    CHECK(alert.at("received_low_s") <= alert.at("received_high_s"));
    CHECK(alert.at("received_low_s").get<double>() > onset);
  }
  CHECK(page.at("receiver") == "oncall");
  CHECK(routed.at("resolved_high_s").is_number());

  // What we saw of the rule agrees with the series that Prometheus itself keeps of it.
  const auto [before, fired] = fired_by_series(lab, folder);
  CHECK(fired + 0.05 > rule.at("received_low_s").get<double>());
  CHECK(before - 0.05 < rule.at("received_high_s").get<double>());
  // Alertmanager's own time of the alert is that of the rule, and the page comes after it.
  const double starts = routed.at("fired_s").get<double>();
  CHECK(starts > fired - 0.6);
  CHECK(starts < fired + 0.05);
  CHECK(page.at("received_high_s").get<double>() + 0.05 > starts);

  const Json detect = member_where(card.at("objectives"), "name", "detect");
  CHECK(detect.at("verdict") == "met");
  CHECK(detect.at("subject") == "RegionDown");
  // Of all that saw it, the one that took the page itself is what `detect` rests on.
  CHECK(detect.at("high_s") == page.at("high_s"));
  const Json phase = member_where(card.at("phases"), "name", "detect");
  CHECK(phase.at("end_high_s") <= detect.at("high_s"));
  const Json quiet = card.at("alerts")[3];
  CHECK(quiet.at("must_not") == true);
  CHECK(quiet.at("verdict") == "met");
  CHECK(gameday({"score", folder}).status == 0);
}

}  // namespace gameday::regions
