// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "drills/policy/replay.hpp"
#include "tests/drills/score/judged.hpp"

namespace gameday {
namespace {

using namespace fakes;

PolicySpec policy_of_samples(const std::string& mode) {
  PolicySpec policy;
  policy.mode = mode;
  policy.from = "region-a";
  policy.to = "region-b";
  policy.at_least = 2;
  policy.necessary = {"app"};
  policy.hold = 250ms;
  policy.layers["app"].probes = {{"region-a", {"shop"}}};
  policy.layers["db"].probes = {{"region-a", {"orders"}}};
  policy.layers["network"].probes = {{"region-b", {"region-b-direct"}}};
  return policy;
}

/// The event where it belongs by its time.
void tell(Record& record, Instant at, EventBody body) {
  const auto later = std::ranges::upper_bound(record.events, at, {}, &Event::at);
  record.events.insert(later, Event{at, std::move(body)});
}

/// With what a run would have told of its policy.
Record with_policy(Record record, const PolicySpec& policy) {
  record.definition.drill.policy = policy;
  if (record.definition.drill.starts_by_policy()) record.definition.drill.start_when.reset();
  const Decisions made = replay(record, policy).decisions;
  for (const PolicyVeto& veto : made.vetoes) {
    tell(record, veto.at + 20ms, events::PolicyVetoed{veto.at, veto.rules, veto.texts});
  }
  for (const PolicyShift& shift : made.shifts) {
    tell(record, shift.at + 20ms,
         events::PolicyDecided{shift.at, shift.since, shift.from, shift.to});
  }
  return record;
}

const CheckScore& check_of(const Scorecard& card) {
  for (const CheckScore& check : card.checks) {
    if (check.name == "policy") return check;
  }
  throw std::out_of_range{"policy"};
}

bool finds(const Scorecard& card, std::string_view id) {
  return std::ranges::any_of(card.findings, [&](const Finding& one) { return one.id == id; });
}

const PhaseScore& phase(const Scorecard& card, std::string_view name) {
  return *std::ranges::find(card.phases, name, &PhaseScore::name);
}

TEST_CASE("a drill without a policy has no check of one, and an empty member") {
  const Scorecard card = score(met_record());
  CHECK_FALSE(card.policy);
  CHECK(to_json(card).at("policy") == Json::object());
  CHECK_THROWS(check_of(card));
}

TEST_CASE(
    "a policy that looked on and decided in time is met; that the system was later is found") {
  const Scorecard card = score(with_policy(met_record(), policy_of_samples("observe")));
  CHECK(check_of(card).verdict == Verdict::met);
  CHECK(check_of(card).reasons.empty());
  REQUIRE(card.policy);
  CHECK(card.policy->replay == "identical");
  CHECK(card.policy->shifts == 1);
  REQUIRE(card.policy->decided);
  // 6.5 s time-outs, half a window, a quarter of a second; the onset is known to 3 ms.
  CHECK(*card.policy->decided->low > 700ms);
  CHECK(*card.policy->decided->high - *card.policy->decided->low == 3ms);
  CHECK(card.policy->shifted_by == "the step `shift-traffic`");
  CHECK(*card.policy->ahead == *card.policy->shifted_at - *card.policy->decided_at);
  CHECK(finds(card, "policy_ahead"));
  CHECK(card.failover_by == "gameday");
  CHECK(card.verdict == Verdict::met);
}

TEST_CASE("a shift that was expected and not decided is missed, and so is a false one") {
  PolicySpec slow = policy_of_samples("observe");
  slow.hold = 10min;
  const Scorecard none = score(with_policy(met_record(), slow));
  CHECK(check_of(none).verdict == Verdict::missed);
  CHECK(none.verdict == Verdict::missed);
  PolicySpec calm = policy_of_samples("observe");
  calm.expect = Expected::stay;
  const Scorecard wrong = score(with_policy(met_record(), calm));
  CHECK(check_of(wrong).verdict == Verdict::missed);
  CHECK(wrong.policy->false_shifts == 1);
  CHECK_FALSE(finds(wrong, "policy_ahead"));
}

TEST_CASE("what was decided during the run must come out again, or it is no evidence") {
  Record record = with_policy(met_record(), policy_of_samples("act"));
  find_event<events::PolicyDecided>(record).decided += 1ns;
  const Scorecard card = score(record);
  CHECK(card.policy->replay == "differs");
  CHECK(check_of(card).verdict == Verdict::unknown);
  CHECK(finds(card, "policy_replay"));
}

TEST_CASE("a run from before decisions were recorded is judged by its replay, unless it acted") {
  for (const char* mode : {"observe", "act"}) {
    Record record = with_policy(met_record(), policy_of_samples(mode));
    drop_events<events::PolicyDecided>(record);
    const Scorecard card = score(record);
    CHECK(card.policy->replay == "not recorded");
    CHECK(check_of(card).verdict ==
          (std::string{mode} == "observe" ? Verdict::met : Verdict::unknown));
  }
}

TEST_CASE("a run that was cut short is compared as far as it got") {
  Record record = with_policy(met_record(), policy_of_samples("act"));
  drop_events<events::Finished>(record);
  CHECK(score(record).policy->replay == "identical");
}

TEST_CASE("where the policy acts, detect ends with its evidence") {
  const Record record = with_policy(met_record(), policy_of_samples("act"));
  const Scorecard card = score(record);
  CHECK(card.failover_by == "gameday");
  const Instant since = replay(record, *record.definition.drill.policy).first()->since;
  CHECK(phase(card, "detect").end == between(*card.onset, {since, since}));
  CHECK(phase(card, "decide").start == phase(card, "detect").end);
  // Advice is heard by a person; nobody else saw it, and when they did nobody knows.
  PolicySpec advice = policy_of_samples("advise");
  advice.asks = "Kim";
  const Scorecard advised = score(with_policy(met_record(), advice));
  CHECK(advised.failover_by == "person");
  CHECK_FALSE(phase(advised, "detect").end);
}

TEST_CASE("who was asked, and how long the answer took, is told") {
  PolicySpec policy = policy_of_samples("advise");
  policy.asks = "Kim";
  Record record = with_policy(met_record(), policy);
  using events::StepState;
  tell(record, run_time(6900ms), events::StepMoved{"(start)", StepState::started, "", "asked Kim"});
  tell(record, run_time(7000ms), events::StepMoved{"(start)", StepState::done, "jo", "go on"});
  const Scorecard card = score(record);
  REQUIRE(card.policy->asked);
  const PolicyScore::Asked& asked = *card.policy->asked;
  CHECK(asked.person == "Kim");
  CHECK(asked.by == "jo");
  CHECK(asked.answer == "yes");
  CHECK(asked.note == "go on");
  CHECK(asked.took == 100ms);
  CHECK(asked.overrides.empty());
  CHECK(to_json(card).at("policy").at("asked").at("took_s") == 0.1);

  CHECK_FALSE(says(card.not_tested, "in the place of Kim"));
  for (Event& event : record.events) {
    auto* step = std::get_if<events::StepMoved>(&event.body);
    if (step != nullptr && step->by == "jo") step->by = "answers file";
  }
  CHECK(says(score(record).not_tested, "a file answered in the place of Kim"));

  drop_events<events::StepMoved>(record, [](const events::StepMoved& step) {
    return step.step == "(start)" && step.state == StepState::done;
  });
  const Scorecard silent = score(record);
  CHECK(silent.policy->asked->answer == "none");
  CHECK_FALSE(silent.policy->asked->took);
}

TEST_CASE("an override is told with its rules and the person, and the failover was theirs") {
  PolicySpec policy = policy_of_samples("act");
  policy.asks = "Kim";
  policy.expect = Expected::stay;
  policy.vetoes["lag"].probes = {{"region-b", {"lag-b"}}};  // nothing is known of it: it stands
  Record record = met_record();
  tell(record, run_time(8s), events::PolicyOverridden{{"lag"}, "Kim", "jo", "lag, Kim"});
  const Scorecard card = score(with_policy(std::move(record), policy));
  CHECK(card.policy->replay == "identical");
  CHECK(card.failover_by == "person");
  REQUIRE(card.overrides.size() == 1);
  CHECK(card.overrides[0].starts_with("Kim overrode lag"));
  REQUIRE(card.policy->vetoes.size() >= 1);
  CHECK(card.policy->vetoes[0].rules == std::vector<std::string>{"lag"});
  CHECK(check_of(card).verdict == Verdict::met);
  CHECK(phase(card, "detect").end);
}

TEST_CASE("a runbook that was not needed is a branch not taken") {
  PolicySpec policy = policy_of_samples("act");
  policy.hold = 10min;
  policy.expect = Expected::stay;
  Record record = with_policy(sample_record({.recovers = std::nullopt}), policy);
  const Scorecard card = score(record);
  REQUIRE(card.runbook.size() == 3);
  for (const StepScore& step : card.runbook) CHECK(step.verdict == Verdict::not_applicable);
  CHECK(card.policy->shifts == 0);
  record.definition.drill.policy->expect = Expected::shift;
  for (const StepScore& step : score(record).runbook) CHECK(step.verdict == Verdict::unknown);
}

}  // namespace
}  // namespace gameday
