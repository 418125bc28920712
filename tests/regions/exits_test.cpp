// SPDX-License-Identifier: Apache-2.0
// A drill that must miss says so, and one without evidence is never met: without these the yes of
// the main drill would be worth nothing.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "tests/regions/support/drill.hpp"

namespace gameday::regions {
namespace {

TEST_CASE("a service without any recovery of its own is not met, though its fault ends by itself") {
  const Lab lab("canary");
  const Home home;
  const ProcessOutcome run = run_drill_in(lab, "canary");
  INFO(run.out << run.err);
  CHECK(run.status == 1);
  const Json card = scorecard_of(home.run_of("canary"));
  CHECK(card.at("verdict") == "missed");
  CHECK(card.at("end_state") == "restored");
  CHECK(member_where(card.at("objectives"), "name", "rto").at("verdict") == "missed");
  CHECK(router_is_clean(lab));
  // It serves from where it did before.
  CHECK(lab.sql("a", "select pg_is_in_recovery()") == "f");
}

TEST_CASE("a drill without evidence is unknown") {
  const Lab lab("blind");
  const Home home;
  const ProcessOutcome run = run_drill_in(lab, "no_evidence");
  INFO(run.out << run.err);
  CHECK(run.status == 2);
  CHECK(scorecard_of(home.run_of("no_evidence")).at("verdict") == "unknown");
  CHECK(router_is_clean(lab));
}

}  // namespace
}  // namespace gameday::regions
