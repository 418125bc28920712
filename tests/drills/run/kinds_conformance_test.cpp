// SPDX-License-Identifier: Apache-2.0
// What every kind of fault must keep, over the whole list: each is planned from the example that it
// shows to people, and then applied, reverted and recovered in a world that knows only what the
// kind itself says.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>
#include <set>

#include "injectors/injectors.hpp"
#include "tests/drills/run/kind_rig.hpp"

namespace gameday {
namespace {

constexpr int k_most_places = 400;

std::vector<Action> actions_of(const Change& change) {
  std::vector<Action> all{change.apply, change.verify.look};
  if (change.capture) all.push_back(*change.capture);
  if (change.revert) all.push_back(*change.revert);
  std::ranges::copy(change.plant, std::back_inserter(all));
  std::ranges::copy(change.unplant, std::back_inserter(all));
  return all;
}

}  // namespace

TEST_CASE("every kind says what it breaks, what heals it, who lifts it, and shows an example") {
  for (const Injector* kind : injectors()) {
    CAPTURE(kind->name);
    CHECK_FALSE(kind->summary.empty());
    CHECK_FALSE(kind->breaks.empty());
    CHECK_FALSE(kind->heals.empty());
    CHECK_FALSE(kind->dead_man.empty());
    CHECK_FALSE(kind->example.empty());
    for (const ParamSpec& param : kind->params) CHECK_FALSE(param.help.empty());
  }
}

TEST_CASE("every kind plans changes with names of their own, deadlines and an undo that is known") {
  for (const Injector* kind : injectors()) {
    const Plan plan = plan_example(*kind);
    const FaultPlan& fault = plan.faults.at(0).plan;
    REQUIRE_FALSE(fault.changes.empty());
    std::set<std::string> ids;
    for (const Change& change : fault.changes) {
      CAPTURE(change.id);
      CHECK(change.id.starts_with("fault.broken"));
      CHECK(ids.insert(change.id).second);
      CHECK_FALSE(change.summary.empty());
      CHECK(change_from_json(to_json(change)) == change);
      for (const Action& action : actions_of(change)) {
        CHECK(action.deadline > std::chrono::milliseconds{0});
        CHECK(action.deadline <= std::chrono::minutes{5});
      }
    }
  }
}

TEST_CASE("no kind asks a shell") {
  for (const Injector* kind : injectors()) {
    const FaultPlan fault = plan_example(*kind).faults.at(0).plan;
    for (const Change& change : fault.changes) {
      for (const Action& action : actions_of(change)) {
        const auto* exec = std::get_if<Exec>(&action.what);
        if (exec == nullptr) continue;
        for (const Arg& arg : exec->argv) {
          const auto* word = std::get_if<std::string>(&arg);
          if (word == nullptr) continue;
          const std::string_view program = std::string_view{*word}.substr(word->rfind('/') + 1);
          CAPTURE(describe(action));
          const bool is_option = word->starts_with('-');
          CHECK_FALSE((program.ends_with("sh") && !is_option));  // of every make
        }
      }
    }
  }
}

TEST_CASE("a parameter that is unknown or missing is named, for every kind") {
  for (const Injector* kind : injectors()) {
    CAPTURE(kind->name);
    const Loaded unknown = load_example(*kind, std::string{kind->example} + "\nnonsense_ = 1");
    REQUIRE_FALSE(unknown.problems.empty());
    CHECK(unknown.problems.at(0).message.find("nonsense_") != std::string::npos);
    for (const ParamSpec& param : kind->params) {
      if (!param.required) continue;
      const Loaded without = load_example(*kind, "");
      CHECK(std::ranges::any_of(without.problems, [&](const Diagnostic& problem) {
        return problem.message.find(param.name) != std::string::npos;
      }));
    }
  }
}

TEST_CASE("what carries no tag of its run leaves a note on its target before it is made") {
  for (const Injector* kind : injectors()) {
    const FaultPlan fault = plan_example(*kind).faults.at(0).plan;
    for (const Change& change : fault.changes) {
      CAPTURE(change.id);
      if (!comes_back(change)) continue;
      const bool noted = std::ranges::any_of(change.plant, [&](const Action& action) {
        return describe(action).find("1a2b3c4d." + change.id + ".json") != std::string::npos;
      });
      const bool tagged =
          describe(change.apply).find("1a2b3c4d") != std::string::npos || !fault.mechanism.empty();
      CHECK((noted || tagged));
    }
  }
}

TEST_CASE("every kind: applied, seen; reverted, seen gone; reverted again, harmless") {
  for (const Injector* kind : injectors()) {
    CAPTURE(kind->name);
    KindRig rig{plan_example(*kind).faults.at(0).plan.changes};
    CHECK(rig.process(-1, [&](Executor& executor) { rig.run(executor); }));
    CHECK(rig.fake.is_as_before());
    CHECK(rig.recover().empty());
    CHECK(rig.fake.is_as_before());
    CHECK(rig.fake.strangers().empty());
  }
}

TEST_CASE("every kind, dead at every single effect, then recovered: the world as it was") {
  for (const Injector* kind : injectors()) {
    CAPTURE(kind->name);
    const auto changes = plan_example(*kind).faults.at(0).plan.changes;
    bool lived = false;
    int place = 0;
    while (!lived && place < k_most_places) {
      CAPTURE(place);
      KindRig rig{changes};
      lived = rig.process(place++, [&](Executor& executor) { rig.run(executor); });
      CHECK(rig.recover().empty());
      CHECK(rig.fake.is_as_before());
    }
    CHECK(lived);
  }
}

}  // namespace gameday
