// SPDX-License-Identifier: Apache-2.0
#include "drills/run/reconciling.hpp"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "drills/record/disk.hpp"
#include "drills/record/ledger_file.hpp"
#include "tests/drills/record/scratch.hpp"
#include "tests/drills/run/crash_rig.hpp"
#include "tests/fakes/fake_prompt.hpp"
#include "tests/fakes/scripted_performer.hpp"
#include "world/clock.hpp"

namespace gameday {
namespace {

using namespace std::chrono_literals;

PlannedLedger orders() {
  PlannedLedger ledger;
  ledger.spec.name = "orders";
  ledger.table = "gameday_ledger_0123abcd_orders";
  return ledger;
}

void put(const Scratch& scratch, events::Reading reading, std::vector<std::int64_t> ids) {
  LedgerReading made{{"orders", reading, "db-a", true, ids.size(), {"db-a"}, ""}, std::move(ids)};
  std::filesystem::create_directories(scratch.path / "ledgers");
  REQUIRE(write_synced(scratch.path / ledger_file_name(made.about), ledger_file_text(made)));
}

Json exported(const Scratch& scratch) {
  return Json::parse(read_file(scratch.path / stranded_file("orders")).value());
}

TEST_CASE("stranded writes that are kept lie in a file of the run, one by one") {
  const Scratch scratch;
  FakePrompt prompt;
  put(scratch, events::Reading::isolated, {1, 2, 5, 4});
  put(scratch, events::Reading::after_heal, {1, 2, 3});
  const auto done = reconcile(prompt, scratch.path, orders(), StrandedWord::keep);
  CHECK(done.error.empty());
  CHECK(done.stranded == 2);
  CHECK(done.word == "kept");
  CHECK(done.by == "the drill");
  CHECK(done.file == "stranded/orders.json");
  CHECK(exported(scratch).at("writes") == Json::parse(R"([{"id":4},{"id":5}])"));
  CHECK(exported(scratch).at("table") == "gameday_ledger_0123abcd_orders");
  CHECK(prompt.asked().empty());
}

TEST_CASE("writes that are declared lost are not exported") {
  const Scratch scratch;
  FakePrompt prompt;
  put(scratch, events::Reading::isolated, {1, 2});
  put(scratch, events::Reading::after_heal, {1});
  SUBCASE("by the drill") {
    const auto done = reconcile(prompt, scratch.path, orders(), StrandedWord::lost);
    CHECK(done.word == "lost");
    CHECK(done.by == "the drill");
  }
  SUBCASE("by a person") {
    prompt.will_answer("stranded-orders", {.yes = false, .by = "ann", .note = ""});
    const auto done = reconcile(prompt, scratch.path, orders(), StrandedWord::ask);
    CHECK(done.word == "lost");
    CHECK(done.by == "ann");
  }
  CHECK_FALSE(std::filesystem::exists(scratch.path / stranded_file("orders")));
}

TEST_CASE("where nobody decides, or a side was not read, they are not accounted for") {
  const Scratch scratch;
  FakePrompt prompt;
  put(scratch, events::Reading::isolated, {1, 2});
  CHECK_FALSE(reconcile(prompt, scratch.path, orders(), StrandedWord::keep).error.empty());
  put(scratch, events::Reading::after_heal, {1});
  const auto done = reconcile(prompt, scratch.path, orders(), StrandedWord::ask);
  CHECK(done.error.find("nobody said") != std::string::npos);
  CHECK(done.word.empty());
  put(scratch, events::Reading::after_heal, {1, 2});
  const auto none = reconcile(prompt, scratch.path, orders(), StrandedWord::ask);
  CHECK(none.error.empty());
  CHECK(none.stranded == 0);
}

TEST_CASE("a gate is looked at until it opens, at most for its patience") {
  ScriptedPerformer performer;
  const RealClock clock;
  PlannedGate gate;
  gate.spec.name = "caught_up";
  gate.plan.looks.push_back(
      {.look = {{"db-b"}, 1s, Exec{{std::string{"look"}}}}, .open = {.status = 0}});
  SUBCASE("it opens") {
    gate.plan.patience = 10s;
    performer.on("look", {Outcome{false, 1, "", "not yet", {}}, Outcome{true, 0, "now", "", {}}});
    const auto seen = look_at(performer, clock, gate);
    CHECK(seen.state == GateState::open);
    CHECK(seen.detail == "now");
    CHECK(performer.calls().size() == 2);
  }
  SUBCASE("it does not") {
    performer.on("look", {Outcome{false, 1, "", "not yet", {}}});
    const auto seen = look_at(performer, clock, gate);
    CHECK(seen.state == GateState::closed);
    CHECK(seen.detail == "not yet");
  }
  SUBCASE("it cannot be looked at") {
    CHECK(look_at(performer, clock, gate).state == GateState::unknown);
  }
  SUBCASE("the worst of several looks counts") {
    performer.on("look");
    gate.plan.looks.push_back(
        {.look = {{"db-b"}, 1s, Exec{{std::string{"other"}}}}, .open = {.status = 0}});
    performer.on("other", {Outcome{false, 1, "", "no", {}}});
    CHECK(look_at(performer, clock, gate).state == GateState::closed);
  }
}

TEST_CASE("the gate is open once each ledger is accounted for") {
  const Scratch scratch;
  FakePrompt prompt;
  Plan plan;
  plan.ledgers = {orders()};
  PlannedGate gate;
  gate.spec.name = "reconciled";
  gate.plan.stranded = StrandedWord::keep;
  std::vector<events::Reconciled> told;
  const auto ask = [&] {
    return reconcile_all(prompt, scratch.path, plan, gate,
                         [&](const events::Reconciled& done) { told.push_back(done); });
  };
  CHECK(ask().state == GateState::unknown);
  put(scratch, events::Reading::isolated, {1, 2});
  put(scratch, events::Reading::after_heal, {1});
  const auto seen = ask();
  CHECK(seen.state == GateState::open);
  CHECK(seen.detail.find("1 writes") != std::string::npos);
  REQUIRE(told.size() == 2);
  CHECK_FALSE(told[0].error.empty());
  CHECK(told[1].stranded == 1);
}

PlannedStep making_step(const std::string& name, bool touches) {
  PlannedStep step;
  step.spec.name = name;
  step.spec.touches_clients = touches;
  step.plan.changes.push_back(making(name, name));
  return step;
}

TEST_CASE("what clients may feel is taken back, what was rebuilt stays") {
  CrashRig rig;
  Plan plan;
  plan.failback_steps = {making_step("rebuild", false), making_step("stop", true),
                         making_step("after", false), making_step("never", false)};
  auto journal = Journal::adopt(rig.file, 0ms).value();
  Executor executor{rig.world, journal, {}};
  for (int index = 0; index < 3; ++index) {
    REQUIRE(executor.apply(plan.failback_steps[static_cast<std::size_t>(index)].plan.changes[0]));
  }
  CHECK(take_back(executor, journal, plan).errors.empty());
  CHECK(rig.fake.things.contains("rebuild"));
  CHECK_FALSE(rig.fake.things.contains("stop"));
  CHECK_FALSE(rig.fake.things.contains("after"));
}

}  // namespace
}  // namespace gameday
