// SPDX-License-Identifier: Apache-2.0
#include "drills/record/event.hpp"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <set>

namespace gameday {
namespace {

using namespace events;

struct Sample {
  EventBody body;
  const char* text;  ///< what is stored, without the time
};

Moment moment(std::int64_t low, std::int64_t high) { return {from_ns(low), from_ns(high)}; }

/// Every event with no member at its default, and how it must lie on the disk.
const std::vector<Sample>& samples() {
  static const std::vector<Sample> all{
      {Tick{}, R"("event":"tick")"},
      {Started{"1a2b3c4d", "blackhole", "0.1.0", "boot", "ann", "2026-11-23T10:00:00Z", {"lab"}},
       R"("event":"started","run_id":"1a2b3c4d","drill":"blackhole","version":"0.1.0",)"
       R"("boot_id":"boot","operator":"ann","started_at":"2026-11-23T10:00:00Z",)"
       R"("vantage":["lab"])"},
      {StageEntered{Stage::fail_over}, R"("event":"stage_entered","stage":"fail_over")"},
      {PreflightDone{true, {"a", "b"}},
       R"("event":"preflight_done","go":true,"reasons":["a","b"])"},
      {Prepared{"no table"}, R"("event":"prepared","error":"no table")"},
      {Reverted{{"x"}}, R"("event":"reverted","still_in_force":["x"])"},
      {BaselineJudged{true, "region-a", {"why"}, 1.5, std::nullopt},
       R"("event":"baseline_judged","held":true,"serving":"region-a","reasons":["why"],)"
       R"("p50_ms":1.5,"p99_ms":null)"},
      {InstrumentTurned{"shop", false, from_ns(9223372036854775807)},
       R"("event":"instrument_turned","instrument":"shop","good":false,)"
       R"("since":9223372036854775807)"},
      {InstrumentRecovered{"shop", from_ns(7)},
       R"("event":"instrument_recovered","instrument":"shop","recovered_at":7)"},
      {ChangeMoved{"fault.a", ChangeState::stuck, from_ns(1), from_ns(2), "no"},
       R"("event":"change_moved","change":"fault.a","state":"stuck","began":1,"ended":2,)"
       R"("error":"no")"},
      {FaultApplied{"cut", "region_blackhole", "region-a", moment(3, 4), "half", true},
       R"("event":"fault_applied","fault":"cut","kind":"region_blackhole","target":"region-a",)"
       R"("onset":[3,4],"error":"half","refused":true)"},
      {FaultProven{"cut", ProofResult::mismatch, {"canary answered"}},
       R"("event":"fault_proven","fault":"cut","proof":"mismatch","details":["canary answered"])"},
      {FaultLifted{"cut", moment(5, 6), "keeper", "stuck"},
       R"("event":"fault_lifted","fault":"cut","lifted":[5,6],"by":"keeper","error":"stuck")"},
      {CountersRead{"cut", {{"in", 10, 840}}},
       R"("event":"counters_read","fault":"cut",)"
       R"("counters":[{"rule":"in","packets":10,"bytes":840}])"},
      {StepMoved{"promote", StepState::skipped, "ann", "not needed"},
       R"("event":"step_moved","step":"promote","state":"skipped","by":"ann","note":"not needed")"},
      {LedgerRead{"orders", Reading::after_heal, "db-b", true, 12, {"db-a", "db-b"}, "slow"},
       R"("event":"ledger_read","ledger":"orders","reading":"after_heal","node":"db-b",)"
       R"("writable":true,"count":12,"writable_nodes":["db-a","db-b"],"error":"slow")"},
      {WritersSettled{}, R"("event":"writers_settled")"},
      {FenceSeen{"stop-old", true, "x"},
       R"("event":"fence_seen","step":"stop-old","fenced":true,"error":"x")"},
      {AbortAsked{"SIGINT", "asked"}, R"("event":"abort_asked","by":"SIGINT","why":"asked")"},
      {KeeperLost{"killed"}, R"("event":"keeper_lost","why":"killed")"},
      {ClockPair{WallTime{Duration{1795428000000000001}}, 0.25, 0.125},
       R"("event":"clock_pair","wall":1795428000000000001,"steal":0.25,"lag_p99_ms":0.125)"},
      {Note{"hello"}, R"("event":"note","text":"hello")"},
      {Deviation{"gave up"}, R"("event":"deviation","text":"gave up")"},
      {Finished{"failed-over", false, true, true, {"c"}},
       R"("event":"finished","end_state":"failed-over","everything_reverted":false,)"
       R"("aborted":true,"internal_error":true,"still_in_force":["c"])"},
  };
  return all;
}

/// The same for what the policy, the alerts and the failback tell.
const std::vector<Sample>& more_samples() {
  static const std::vector<Sample> all{
      {PolicyDecided{from_ns(8), from_ns(7), "region-a", "region-b"},
       R"("event":"policy_decided","decided":8,"since":7,"from":"region-a","to":"region-b")"},
      {PolicyVetoed{from_ns(9), {"lag"}, {"lag: too far behind"}},
       R"("event":"policy_vetoed","vetoed":9,"rules":["lag"],"texts":["lag: too far behind"])"},
      {PolicyOverridden{{"lag"}, "Kim", "jo", "lag, Kim"},
       R"("event":"policy_overridden","rules":["lag"],"person":"Kim","by":"jo",)"
       R"("note":"lag, Kim")"},
      {AlertMoved{2,
                  "Down",
                  AlertState::suppressed,
                  moment(8, 9),
                  {"oncall"},
                  {"silenced by jo"},
                  WallTime{Duration{5}}},
       R"("event":"alert_moved","index":2,"alert":"Down","state":"suppressed","seen":[8,9],)"
       R"("receivers":["oncall"],"why":["silenced by jo"],"started":5)"},
      {AlertWatched{2, "Down", AlertState::acknowledged, from_ns(1), from_ns(9), 7},
       R"("event":"alert_watched","index":2,"alert":"Down","state":"acknowledged","from":1,)"
       R"("until":9,"looks":7)"},
      {GateLooked{"caught_up", GateState::closed, "catchup"},
       R"("event":"gate_looked","gate":"caught_up","state":"closed","detail":"catchup")"},
      {Reconciled{"orders", 3, "kept", "ann", "stranded/orders.json", "x"},
       R"("event":"reconciled","ledger":"orders","stranded":3,"word":"kept","by":"ann",)"
       R"("file":"stranded/orders.json","error":"x")"},
      {FailbackTakenBack{{"b"}}, R"("event":"failback_taken_back","errors":["b"])"},
  };
  return all;
}

std::vector<Sample> all_samples() {
  std::vector<Sample> all = samples();
  all.insert(all.end(), more_samples().begin(), more_samples().end());
  return all;
}

TEST_CASE("every event lies on the disk as it is meant to, and comes back the same") {
  for (const Sample& sample : all_samples()) {
    CAPTURE(sample.text);
    const std::string text = std::string{R"({"t":42,)"} + sample.text + "}";
    CHECK(to_json(Event{from_ns(42), sample.body}).dump() == text);
    const Result<Event> back = event_from_json(Json::parse(text));
    REQUIRE(back.has_value());
    CHECK(back->at == from_ns(42));
    CHECK(back->body.index() == sample.body.index());
    CHECK(to_json(*back).dump() == text);
  }
}

TEST_CASE("no event is forgotten and no name is used twice") {
  std::set<std::size_t> kinds;
  std::set<std::string_view> names;
  for (const Sample& sample : all_samples()) {
    kinds.insert(sample.body.index());
    names.insert(event_name(sample.body));
  }
  CHECK(kinds.size() == std::variant_size_v<EventBody>);
  CHECK(names.size() == kinds.size());
}

TEST_CASE("an event of an older version, with fewer members, is read with their defaults") {
  const auto event = event_from_json(Json::parse(R"({"t":1,"event":"step_moved","step":"a"})"));
  REQUIRE(event.has_value());
  CHECK(std::get<StepMoved>(event->body).step == "a");
  CHECK(std::get<StepMoved>(event->body).state == StepState::started);
}

TEST_CASE("what is no event is an error, never a crash") {
  for (const char* text :
       {"null", "[]", "7", "{}", R"({"t":1})", R"({"t":"x","event":"tick"})",
        R"({"t":1,"event":"unheard_of"})", R"({"t":1,"event":7})",
        R"({"t":1,"event":"stage_entered","stage":"nowhere"})",
        R"({"t":1,"event":"fault_lifted","lifted":[1]})",
        R"({"t":1,"event":"fault_lifted","lifted":["a","b"]})",
        R"({"t":1,"event":"started","vantage":[1]})",
        R"({"t":1,"event":"counters_read","counters":[{"rule":"a"}]})",
        R"({"t":1,"event":"ledger_read","count":-1})", R"({"t":1,"event":"clock_pair","wall":1.5})",
        R"({"t":1,"event":"baseline_judged","p50_ms":"fast"})",
        R"({"t":1,"event":"finished","aborted":1})"}) {
    CAPTURE(text);
    const auto event = event_from_json(Json::parse(text));
    REQUIRE_FALSE(event.has_value());
    CHECK(event.error().kind == ErrorKind::bad_input);
  }
}

}  // namespace
}  // namespace gameday
