// SPDX-License-Identifier: Apache-2.0
#include "drills/policy/settings.hpp"

#include <doctest/doctest.h>

#include "tests/drills/policy/tape.hpp"
#include "tests/fakes/sample_definition.hpp"

using namespace gameday;
using namespace gameday::policies;

namespace {

PolicySpec with(std::string_view setting) {
  PolicySpec policy = sample_policy();
  const Result<void> done = set_threshold(policy, setting);
  if (!done) FAIL(done.error().text());
  return policy;
}

std::string refused(std::string_view setting) {
  PolicySpec policy = sample_policy();
  const Result<void> done = set_threshold(policy, setting);
  REQUIRE_FALSE(done);
  CHECK(done.error().kind == ErrorKind::bad_input);
  return done.error().text();
}

/// It fits the sample drill.
PolicySpec fitting_policy() {
  PolicySpec policy;
  policy.from = "region-a";
  policy.to = "region-b";
  policy.at_least = 1;
  policy.layers["app"].probes = {{"region-a", {"shop"}}};
  policy.layers["network"].probes = {{"region-b", {"region-b-direct"}}};
  return policy;
}

Result<PolicySpec> fitted(const std::vector<std::string>& settings) {
  return with_settings(fitting_policy(), fakes::sample_drill(), settings);
}

}  // namespace

TEST_CASE("each threshold can be set") {
  CHECK(with("hold=250ms").hold == 250ms);
  CHECK(with("hold=0s").hold == 0s);
  CHECK(with("cool_down=1m").cool_down == 1min);
  CHECK(with("anti_flap=0s").anti_flap == 0s);
  CHECK(with("shifts_within=2h").shifts_within == 2h);
  CHECK(with("at_least=1").at_least == 1);
  CHECK(with("most_shifts=9").most_shifts == 9);
  CHECK(with("necessary=app,db").necessary == std::vector<std::string>{"app", "db"});
  CHECK(with("necessary=").necessary.empty());
  CHECK(with("expect=stay").expect == Expected::stay);
  CHECK(with("expect=shift").expect == Expected::shift);
}

TEST_CASE("gauges are set all at once, or by their name") {
  const PolicySpec all = with("window=250ms");
  CHECK(all.layers.at("app").window == 250ms);
  CHECK(all.layers.at("db").window == 250ms);
  CHECK(all.vetoes.at("lag").window == 250ms);
  const PolicySpec one = with("app.down_above=0.125");
  CHECK(one.layers.at("app").down_above_ppm == 125'000);
  CHECK(one.layers.at("db").down_above_ppm == 500'000);
  CHECK(with("lag.stale_after=4s").vetoes.at("lag").stale_after == 4s);
  CHECK(with("up_below=0.05").layers.at("db").up_below_ppm == 50'000);
}

TEST_CASE("what is no setting is refused, with what was meant") {
  CHECK(refused("hold").find("there is no value") != std::string::npos);
  CHECK(refused("hodl=1s").find("hold") != std::string::npos);
  CHECK(refused("queue.window=1s").find("nothing of that name") != std::string::npos);
  CHECK(refused("app.hold=1s").find("nothing of that name") != std::string::npos);
  CHECK(refused("mode=act").find("nothing of that name") != std::string::npos);
  for (const char* setting :
       {"hold=1", "hold=-1s", "hold=25h", "hold=", "at_least=0", "at_least=two", "at_least=1x",
        "down_above=1.5", "down_above=nan", "up_below=x", "window=0s", "expect=maybe"}) {
    CAPTURE(setting);
    CHECK(refused(setting).find("no value for it") != std::string::npos);
  }
}

TEST_CASE("a policy with settings must still fit together") {
  CHECK(fitted({})->hold == 1s);
  CHECK(fitted({"hold=2s", "app.window=500ms"})->hold == 2s);
  const auto refuse = [](const std::string& setting) {
    const Result<PolicySpec> made = fitted({setting});
    REQUIRE_FALSE(made);
    CHECK(made.error().kind == ErrorKind::bad_input);
    return made.error().text();
  };
  CHECK(refuse("at_least=2").find("at_least") != std::string::npos);
  CHECK(refuse("up_below=0.9").find("up_below") != std::string::npos);
  CHECK(refuse("network.window=100ms").find("layer.network.window") != std::string::npos);
  CHECK(refuse("nothing=1").find("nothing of that name") != std::string::npos);
}
