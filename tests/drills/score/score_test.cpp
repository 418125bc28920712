// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <functional>

#include "tests/drills/score/judged.hpp"

namespace gameday {
namespace {

using namespace fakes;

TEST_CASE("a drill that went well is met, one that did not is missed, one without proof unknown") {
  const Scorecard met = score(met_record());
  CHECK(met.verdict == Verdict::met);
  CHECK(met.exit_status == 0);
  const Scorecard missed = score(missed_record());
  CHECK(missed.verdict == Verdict::missed);
  CHECK(missed.exit_status == 1);
  const Scorecard unknown = score(unknown_record());
  CHECK(unknown.verdict == Verdict::unknown);
  CHECK(unknown.exit_status == 2);
}

/// What happened to the record of a drill that went well, so that it must not be called met.
struct Spoiled {
  std::string what;
  std::function<void(Record&)> spoil;
};

template <class T>
void drop(Record& record) {
  drop_events<T>(record);
}

const std::vector<Spoiled>& all_spoiled() {
  static const std::vector<Spoiled> all{
      {"the record is empty", [](Record& r) { r = Record{}; }},
      {"there is no timeline", [](Record& r) { r.events.clear(); }},
      {"the run never ended", drop<events::Finished>},
      {"the fault was never applied", drop<events::FaultApplied>},
      {"the fault could not be applied",
       [](Record& r) { find_event<events::FaultApplied>(r).error = "no such table"; }},
      {"nobody proved the fault", drop<events::FaultProven>},
      {"the proof is inconclusive",
       [](Record& r) { find_event<events::FaultProven>(r).proof = ProofResult::inconclusive; }},
      {"the fault did not bite",
       [](Record& r) { find_event<events::FaultProven>(r).proof = ProofResult::mismatch; }},
      {"a second fault of the drill was never in force",
       [](Record& r) {
         FaultSpec second = r.definition.drill.faults.front();
         second.name = "second";
         r.definition.drill.faults.push_back(second);
       }},
      {"the drill has no fault", [](Record& r) { r.definition.drill.faults.clear(); }},
      {"the baseline was never judged", drop<events::BaselineJudged>},
      {"the baseline did not hold",
       [](Record& r) { find_event<events::BaselineJudged>(r).held = false; }},
      {"the record is damaged", [](Record& r) { r.damage = {"samples.jsonl: line 7 is torn"}; }},
      {"there are no samples", [](Record& r) { r.probes.clear(); }},
      {"there are no writes", [](Record& r) { r.ledgers.clear(); }},
      {"nothing was read", [](Record& r) { r.ledgers.at("orders").readings.clear(); }},
      {"the second reading is missing",
       [](Record& r) { r.ledgers.at("orders").readings.pop_back(); }},
      {"the wrong region was broken",
       [](Record& r) {
         r.definition.drill.faults.front().params.set("region", std::string{"region-b"});
       }},
      {"two nodes accept writes after the heal",
       [](Record& r) {
         for (Event& event : r.events) {
           auto* read = std::get_if<events::LedgerRead>(&event.body);
           if (read != nullptr) read->writable_nodes = {"db-a", "db-b"};
         }
       }},
      {"the old primary was not fenced",
       [](Record& r) { find_event<events::FenceSeen>(r).fenced = false; }},
      {"nobody looked at the fence", drop<events::FenceSeen>},
      {"a step failed",
       [](Record& r) {
         for (Event& event : r.events) {
           auto* step = std::get_if<events::StepMoved>(&event.body);
           if (step != nullptr && step->step == "shift-traffic") {
             step->state = events::StepState::failed;
           }
         }
       }},
      {"a step was never started",
       [](Record& r) { r.definition.runbook.steps.push_back({.name = "tell-the-press"}); }},
      {"the run was aborted", [](Record& r) { find_event<events::Finished>(r).aborted = true; }},
      {"gameday failed", [](Record& r) { find_event<events::Finished>(r).internal_error = true; }},
      {"something may be in force",
       [](Record& r) { find_event<events::Finished>(r).everything_reverted = false; }},
      {"there is no objective",
       [](Record& r) {
         r.definition.drill.objectives = {};
         r.definition.drill.fence.clear();
         r.definition.drill.ledgers.clear();
         r.definition.runbook.steps.clear();
       }},
  };
  return all;
}

TEST_CASE("no evidence is never good evidence: none of these is met, none exits 0, none crashes") {
  for (const Spoiled& spoiled : all_spoiled()) {
    CAPTURE(spoiled.what);
    Record record = met_record();
    spoiled.spoil(record);
    const Scorecard card = score(record);
    CHECK(card.exit_status != 0);
    CHECK(card.verdict != Verdict::met);
  }
}

TEST_CASE("exit statuses by precedence: in force, internal, aborted, missed, unknown, met") {
  Record record = missed_record();
  auto& end = find_event<events::Finished>(record);
  CHECK(score(record).exit_status == 1);
  end.aborted = true;
  CHECK(score(record).exit_status == 6);
  end.internal_error = true;
  CHECK(score(record).exit_status == 70);
  end.still_in_force = {"fault.region_blackhole.router"};
  CHECK(score(record).exit_status == 3);
  CHECK(score(record).still_in_force == end.still_in_force);
}

TEST_CASE("a run without an end exits 3 as long as its journal knows of something in force") {
  Record record = met_record();
  drop_events<events::Finished>(record);
  CHECK(score(record).exit_status == 2);
  record.in_force = {"fault.region_blackhole.router"};
  CHECK(score(record).exit_status == 3);
}

TEST_CASE("an aborted run keeps what was missed; all else is unknown, and says by whom and why") {
  Record record = missed_record();
  record.events.push_back({after_onset(20s), events::AbortAsked{"SIGINT", "enough"}});
  find_event<events::Finished>(record).aborted = true;
  const Scorecard card = score(record);
  CHECK(objective(card, "rto").verdict == Verdict::missed);
  CHECK(card.runbook.back().verdict == Verdict::unknown);
  CHECK(card.aborted == "by SIGINT: enough");
  CHECK(card.aborted_by == "SIGINT");
  CHECK(card.aborted_at == "2026-11-23T10:00:26Z");
}

TEST_CASE("giving up is no abort: the RTO is missed, exit 1") {
  Record record = sample_record({.recovers = std::nullopt});
  record.definition.drill.fence.clear();
  record.events.push_back({after_onset(16s), events::Deviation{"gave up"}});
  const Scorecard card = score(record);
  CHECK(objective(card, "rto").verdict == Verdict::missed);
  CHECK(card.exit_status == 1);
  CHECK_FALSE(card.aborted.has_value());
}

}  // namespace
}  // namespace gameday
