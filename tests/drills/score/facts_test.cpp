// SPDX-License-Identifier: Apache-2.0
#include "drills/score/facts.hpp"

#include <doctest/doctest.h>

#include "tests/fakes/sample_record.hpp"

namespace gameday {
namespace {

using namespace fakes;

TEST_CASE("a whole run is found in its facts") {
  const Facts facts = gather_facts(met_record());
  CHECK(facts.start == k_run_start);
  CHECK(facts.end == facts.finished->at);
  CHECK(facts.onset == Moment{run_time(6001ms), run_time(6004ms)});
  CHECK(facts.faults.front().region == "region-a");
  CHECK(facts.faults.front().counters.size() == 2);
  CHECK(facts.steps.at("promote-b").state == events::StepState::done);
  CHECK(facts.settled.size() == 2);
  CHECK(facts.reads.size() == 3);
  CHECK(facts.in_force_until() == *facts.lifted);
  CHECK_FALSE(facts.aborted());
}

TEST_CASE("a mismatch is not mended by a later look; what was not clear may become clear") {
  Record record = met_record();
  const auto prove = [&](ProofResult proof) {
    record.events.push_back({run_time(9s), events::FaultProven{"region_blackhole", proof, {}}});
    return *gather_facts(record).faults.front().proof;
  };
  CHECK(prove(ProofResult::inconclusive) == ProofResult::inconclusive);
  CHECK(prove(ProofResult::confirmed) == ProofResult::confirmed);
  CHECK(prove(ProofResult::mismatch) == ProofResult::mismatch);
  CHECK(prove(ProofResult::confirmed) == ProofResult::mismatch);
}

TEST_CASE("the clock starts at the first of many faults, and the first lift ends what counts") {
  Record record = met_record();
  FaultSpec other = record.definition.drill.faults.front();
  other.name = "other";
  record.definition.drill.faults.push_back(other);
  const Moment early{run_time(5s), run_time(5s)};
  record.events.push_back({run_time(7s), events::FaultApplied{"other", "", "region-a", early, ""}});
  record.events.push_back(
      {run_time(8s), events::FaultLifted{"other", {run_time(8s), run_time(8s)}, "expiry", ""}});
  const Facts facts = gather_facts(record);
  CHECK(facts.onset == early);
  CHECK(facts.lifted == run_time(8s));
}

TEST_CASE("a step that was tried again has its first start and its last state") {
  Record record = met_record();
  record.events = {
      {run_time(1s), events::StepMoved{"a", events::StepState::started, "gameday", ""}},
      {run_time(2s), events::StepMoved{"a", events::StepState::failed, "gameday", "refused"}},
      {run_time(3s), events::StepMoved{"a", events::StepState::started, "", ""}},
      {run_time(4s), events::StepMoved{"a", events::StepState::done, "ann", ""}}};
  const StepFacts step = gather_facts(record).steps.at("a");
  CHECK(step.started == run_time(1s));
  CHECK(step.ended == run_time(4s));
  CHECK(step.state == events::StepState::done);
  CHECK(step.by == "ann");
}

TEST_CASE("a run without an end ends with the last that was seen of it") {
  Record record = met_record();
  drop_events<events::Finished>(record);
  std::erase_if(record.events, [](const Event& event) { return event.at > run_time(8s); });
  CHECK(gather_facts(record).end == record.probes.at("shop").back().done);
  CHECK_FALSE(gather_facts(record).aborted());
  record.events.push_back({run_time(8s), events::AbortAsked{"ann", "enough"}});
  CHECK(gather_facts(record).aborted());
}

TEST_CASE("events of faults that the drill does not have are no facts") {
  Record record = met_record();
  record.definition.drill.faults.clear();
  const Facts facts = gather_facts(record);
  CHECK(facts.faults.empty());
  CHECK_FALSE(facts.onset.has_value());
}

}  // namespace
}  // namespace gameday
