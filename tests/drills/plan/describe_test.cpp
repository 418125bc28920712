// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>

#include "drills/plan/plan_json.hpp"
#include "tests/drills/definition/policy_sample.hpp"
#include "tests/drills/plan/planned.hpp"

using namespace gameday;

namespace {

bool says(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a plan tells every change with its undo") {
  const Plan plan = samples::plan();
  const std::string text = describe(plan);
  for (const Change* change : all_changes(plan)) {
    CHECK(says(text, "    " + change->id));
    CHECK(says(text, "does    " + describe(change->apply)));
    if (change->revert) CHECK(says(text, "undo    " + describe(*change->revert)));
  }
  CHECK(says(text, "undo    none, it stays"));
}

TEST_CASE("a plan tells what is measured, promised and weighed") {
  const std::string text = describe(samples::plan());
  CHECK(text.starts_with("loss: Region A goes dark\n"));
  CHECK(says(text, "objective    RTO 10s"));
  CHECK(says(text, "objective    RPO of ledger: 0s"));
  CHECK(says(text, "started by   shop is bad for 1s"));
  CHECK(says(text, "probe b-direct (tcp, app, fresh): every 100ms, timeout 500ms, not judged"));
  CHECK(says(text, "ledger orders (postgres, class ledger): every 10ms"));
  CHECK(says(text, "aborts when b-direct is bad for 3s"));
  CHECK(says(text, "step promote-b (sql, dba, within 5s): POINT OF NO RETURN"));
  CHECK(says(text, "step stop-old (fence, dba, within 10s): the fence, at its own stage"));
  CHECK(says(text, "If gameday dies"));
  CHECK(says(text, "longest   38s"));
  CHECK(says(text, digests(samples::plan()).plan));
}

TEST_CASE("what a lag costs a database stands beside the fault") {
  Plan plan = samples::plan();
  CHECK_FALSE(says(describe(plan), "costs the database"));
  plan.faults.at(0).plan.costs = "staleness and time";
  CHECK(says(describe(plan), "    costs the database staleness and time\n"));
  CHECK(to_json(plan)["faults"][0]["costs"] == "staleness and time");
}

TEST_CASE("what could part gameday from a host is told to be tried first") {
  Plan plan = samples::plan();
  CHECK_FALSE(says(describe(plan), "      first   "));
  Change& change = plan.faults.at(0).plan.changes.at(0);
  change.trial = Trial{.lapses = std::chrono::seconds{3},
                       .begin = {change.apply},
                       .reach = {{"router"}, {}, Exec{{"true"}, {}, true}},
                       .last = {}};
  CHECK(says(describe(plan),
             "first   for 3s only, until its host was reached through it: on "
             "router: true (over a new connection)\n"));
}

TEST_CASE("a drill without a failover says so") {
  const std::string text = describe(samples::plan(samples::without_runbook()));
  CHECK(says(text, "started by   nothing: there is no runbook"));
  const auto by_policy = [](std::string_view mode) {
    return describe(samples::plan(samples::starting_by_policy(mode)));
  };
  CHECK(says(by_policy("act"), "started by   the policy, whose vetoes Kim may override"));
  CHECK(says(by_policy("advise"), "started by   Kim, whom the policy advises"));
  CHECK_FALSE(says(text, "Runbook:"));
  CHECK_FALSE(says(text, "goes to"));
}

TEST_CASE("nothing of a definition moves the cursor of a terminal") {
  samples::Files files;
  files.drill = samples::with(files.drill, "Region A goes dark", "Region \\u001B[2J\\nA");
  const std::string text = describe(samples::plan(files));
  CHECK_FALSE(says(text, "\x1b"));
  CHECK(says(text, "loss: Region ?[2J?A\n"));
}
