// SPDX-License-Identifier: Apache-2.0
#include <set>

#include "tests/drills/plan/planned.hpp"

using namespace gameday;
using namespace std::chrono_literals;

TEST_CASE("targets are resolved: what is broken, and where the service goes") {
  const Plan plan = samples::plan();
  CHECK(plan.run_id == "1a2b3c4d");
  CHECK(plan.broken_region == "region-a");
  CHECK(plan.surviving_region == "region-b");
}

TEST_CASE("of several other regions the one with a node of a database survives") {
  samples::Files files;
  files.others["two.toml"] += "[region.a-first]\n[region.region-c]\n";
  CHECK(samples::plan(files).surviving_region == "region-b");
}

TEST_CASE("the region that is broken is the one that is lost, whatever else is broken before it") {
  samples::Files files;
  files.drill = samples::with(files.drill, "[[fault]]\n",
                              "[[fault]]\nkind = \"db_lag\"\ndatabase = \"orders\"\n"
                              "on = \"region-b.db\"\nhow = \"replay-pause\"\nlasts = \"18s\"\n\n"
                              "[[fault]]\n");
  const Plan plan = samples::plan(files);
  REQUIRE(plan.faults.size() == 2);
  CHECK(plan.broken_region == "region-a");
  CHECK(plan.surviving_region == "region-b");
}

TEST_CASE("every kind is asked for its changes, and their names are unique") {
  const Plan plan = samples::plan();
  REQUIRE(plan.faults.size() == 1);
  CHECK_FALSE(plan.faults[0].plan.changes.empty());
  CHECK_FALSE(plan.faults[0].plan.proofs.empty());
  CHECK(plan.faults[0].plan.mechanism == "nftables");
  REQUIRE(plan.steps.size() == 3);
  for (const PlannedStep& step : plan.steps) CHECK_FALSE(step.plan.changes.empty());
  std::set<std::string> ids;
  for (const Change* change : all_changes(plan)) ids.insert(change->id);
  CHECK(ids.size() == all_changes(plan).size());
}

TEST_CASE("a promotion is marked on the step and on its changes, and so is the fence") {
  const Plan plan = samples::plan();
  CHECK(plan.steps[0].promotes);
  for (const Change& change : plan.steps[0].plan.changes) CHECK(change.point_of_no_return);
  CHECK_FALSE(plan.steps[1].promotes);
  for (const Change& change : plan.steps[1].plan.changes) CHECK_FALSE(change.point_of_no_return);
  CHECK(plan.steps[2].is_fence);
  CHECK_FALSE(plan.steps[0].is_fence);
  REQUIRE(plan.fence() != nullptr);
  CHECK(plan.fence()->spec.name == "stop-old");
}

TEST_CASE("where a fence must come first the fault outlives it by its deadline and 5 s") {
  const auto expires = [](const Plan& plan) {
    return plan.faults[0].plan.changes[0].expires_after;
  };
  CHECK(expires(samples::plan()) == 18s + 10s + 5s);
  CHECK(expires(samples::plan(samples::without_runbook())) == 18s);
  samples::Files files;
  files.drill = samples::with(files.drill, "\"stop-old\"", "\"by-system\"");
  CHECK(expires(samples::plan(files)) == 18s);
  CHECK(samples::plan(files).fence() == nullptr);
}

TEST_CASE("a fence without a promotion need not come first") {
  samples::Files files;
  std::string& runbook = files.others["over.toml"];
  runbook = samples::with(runbook, "select pg_promote()", "select 1");
  runbook = samples::with(runbook, "point_of_no_return = true", "point_of_no_return = false");
  const Plan plan = samples::plan(files);
  CHECK(plan.faults[0].plan.changes[0].expires_after == 18s);
  CHECK(plan.fence() != nullptr);
}

TEST_CASE("a ledger's table carries the run and a name that a database takes") {
  samples::Files files;
  files.drill = samples::with(files.drill, "\"orders\"\nclass", "\"or-de.rs\"\nclass");
  const Plan plan = samples::plan(files);
  REQUIRE(plan.ledgers.size() == 1);
  CHECK(plan.ledgers[0].table == "gameday_ledger_1a2b3c4d_or_de_rs");
  CHECK(plan.ledgers[0].make_table.summary == "the table gameday_ledger_1a2b3c4d_or_de_rs");
}

TEST_CASE("what a kind refuses is an error of the plan") {
  samples::Files files;
  files.others["two.toml"] =
      samples::with(files.others["two.toml"], "fence = [\"pg_ctl\", \"stop\"]\n", "");
  const Result<Plan> refused = samples::try_plan(files);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind == ErrorKind::bad_input);

  Loaded loaded = samples::load({});
  const Result<Plan> no_table =
      build_plan(std::move(*loaded.definition), "1a2b3c4d", [](const LedgerSpec&, const auto&) {
        return Result<Change>{fail(ErrorKind::bad_input, "make", "orders", "because")};
      });
  REQUIRE_FALSE(no_table);
  CHECK(no_table.error().why == "because");
}

TEST_CASE("two changes of the same name are a bug that is told") {
  Loaded loaded = samples::load({});
  const Result<Plan> plan = build_plan(std::move(*loaded.definition), "1a2b3c4d",
                                       [](const LedgerSpec&, const std::string&) {
                                         Change change;
                                         change.id = "step.promote-b";
                                         return Result<Change>{change};
                                       });
  REQUIRE_FALSE(plan);
  CHECK(plan.error().kind == ErrorKind::internal);
}

TEST_CASE("the same files give the same plan") {
  const Plan first = samples::plan();
  const Plan second = samples::plan();
  const auto one = all_changes(first);
  const auto two = all_changes(second);
  REQUIRE(one.size() == two.size());
  for (std::size_t i = 0; i < one.size(); ++i) CHECK(*one[i] == *two[i]);
}
