// SPDX-License-Identifier: Apache-2.0
#include "drills/definition/read_policy.hpp"

#include <doctest/doctest.h>

#include "tests/drills/definition/policy_sample.hpp"

using namespace gameday;
using namespace std::chrono_literals;

namespace {

PolicySpec read(const samples::Files& files) {
  const Loaded loaded = samples::load(files);
  INFO(render_all(loaded.problems, loaded.sources, false));
  REQUIRE(loaded.definition);
  REQUIRE(loaded.definition->drill.policy);
  return *loaded.definition->drill.policy;
}

std::string problem(const samples::Files& files) {
  const Loaded loaded = samples::load(files);
  REQUIRE(loaded.problems.size() == 1);
  return loaded.problems[0].message + "; " + loaded.problems[0].hint;
}

}  // namespace

TEST_CASE("a drill without a policy has none") {
  CHECK_FALSE(samples::load({}).definition->drill.policy);
  CHECK_FALSE(samples::load({}).definition->drill.starts_by_policy());
}

TEST_CASE("a policy is read as it stands there, and the rest has defaults") {
  const PolicySpec policy = read(samples::with_policy());
  CHECK(policy.mode == "observe");
  CHECK(policy.from == "region-a");
  CHECK(policy.to == "region-b");
  CHECK(policy.expect == Expected::shift);
  CHECK(policy.at_least == 2);  // all layers that tell of region-a
  CHECK(policy.necessary == std::vector<std::string>{"app"});
  CHECK(policy.hold == 2s);
  CHECK(policy.cool_down == 5min);
  CHECK(policy.anti_flap == 1min);
  CHECK(policy.most_shifts == 2);
  CHECK(policy.shifts_within == 1h);
  const GaugeSpec& app = policy.layers.at("app");
  CHECK(app.probes.at("region-a") == std::vector<std::string>{"shop"});
  CHECK(app.probes.at("region-b") == std::vector<std::string>{"b-direct"});
  CHECK(app.window == 500ms);
  CHECK(app.down_above_ppm == 600'000);
  CHECK(app.up_below_ppm == 250'000);
  CHECK(app.stale_after == 3s);
  CHECK(policy.layers.at("db").stale_after == 1s);
  CHECK(policy.vetoes.empty());
  CHECK(layers_of(policy, "region-a") == 2);
  CHECK(layers_of(policy, "region-b") == 1);
}

TEST_CASE("what is written goes before the defaults") {
  const PolicySpec policy = read(samples::with_policy(
      "hold = \"2s\"",
      "hold = \"0s\"\nat_least = 1\nexpect = \"stay\"\nmost_shifts = 7\nshifts_within = \"10m\"\n"
      "cool_down = \"3s\"\nanti_flap = \"0s\"\n"
      "[policy.veto.lag]\nprobes = { region-b = [\"b-direct\"] }"));
  CHECK(policy.hold == 0s);
  CHECK(policy.at_least == 1);
  CHECK(policy.expect == Expected::stay);
  CHECK(policy.most_shifts == 7);
  CHECK(policy.shifts_within == 10min);
  CHECK(policy.cool_down == 3s);
  CHECK(policy.anti_flap == 0s);
  CHECK(policy.vetoes.at("lag").probes.contains("region-b"));
}

TEST_CASE("only a policy that looks on leaves the runbook to others") {
  CHECK_FALSE(samples::load(samples::with_policy()).definition->drill.starts_by_policy());
  for (const char* mode : {"act", "advise"}) {
    CAPTURE(mode);
    const Drill drill = samples::load(samples::starting_by_policy(mode)).definition->drill;
    CHECK(drill.policy->mode == mode);
    CHECK(drill.policy->asks == "Kim");
    CHECK(drill.starts_by_policy());
    CHECK_FALSE(drill.is_to_stay());
  }
}

TEST_CASE("a mode that there is not is told") {
  CHECK(problem(samples::with_policy("\"observe\"", "\"observes\"")).find("`observe`") !=
        std::string::npos);
  CHECK(problem(samples::with_policy("mode = \"observe\"\n", "")).find("missing key `mode`") !=
        std::string::npos);
}

TEST_CASE("values and keys that are none are told") {
  CHECK(problem(samples::with_policy("0.6", "1.0")).find("`down_above`") != std::string::npos);
  CHECK(problem(samples::with_policy("0.25", "0.0")).find("`up_below`") != std::string::npos);
  CHECK(problem(samples::with_policy("\"2s\"", "2")).find("`hold` has no unit") !=
        std::string::npos);
  CHECK(problem(samples::with_policy("hold =", "holds =")).find("did you mean `hold`") !=
        std::string::npos);
  CHECK(problem(samples::with_policy("layer.db", "layer.dbs")).find("did you mean `db`") !=
        std::string::npos);
  CHECK(problem(samples::with_policy("window =", "windows =")).find("did you mean `window`") !=
        std::string::npos);
}
