// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/drills/score/judged.hpp"

namespace gameday {
namespace {

using namespace fakes;

TEST_CASE("the scorecard says which run it is, and how it ended") {
  const Scorecard card = score(met_record());
  CHECK(card.run == "region_blackhole/20261123T100000Z-1a2b3c4d");
  CHECK(card.run_id == "1a2b3c4d");
  CHECK(card.operator_name == "ann");
  CHECK(card.end_state == "failed-over");
  CHECK(card.environment == "lab");
  CHECK(card.test_type == "simulation");
  CHECK(card.every == 20ms);
  CHECK(card.timeout == 500ms);
  CHECK(card.stable_for == 5s);
  CHECK(card.steal == doctest::Approx(0.01));
}

TEST_CASE("who failed over: gameday by a probe, a person, or the system itself") {
  Record record = met_record();
  CHECK(score(record).failover_by == "gameday");
  record.definition.drill.start_when->probe.clear();
  CHECK(score(record).failover_by == "person");
  record.definition.drill.start_when.reset();
  CHECK(score(record).failover_by == "person");
  std::erase_if(record.definition.runbook.steps,
                [](const StepSpec& step) { return step.name != "stop-old-primary"; });
  CHECK(score(record).failover_by == "system");
}

TEST_CASE("the vantage comes from the record, or else from the inventory") {
  Record record = met_record();
  CHECK(score(record).vantage == std::vector<std::string>{"lab:world"});
  find_event<events::Started>(record).vantage.clear();
  record.definition.drill.probes[1].from = "region-b";
  CHECK(score(record).vantage == std::vector<std::string>{"lab:world", "lab:region-b"});
  record.definition.inventory.lab.reset();
  record.definition.inventory.vantage.clear();
  CHECK(score(record).vantage.front() == "this machine");
  CHECK(score(record).test_type == "live");
}

}  // namespace
}  // namespace gameday
