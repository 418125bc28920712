// SPDX-License-Identifier: Apache-2.0
#include "cli/run_views.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/drills/record/scratch.hpp"

namespace gameday {
namespace {

RunView a_run(const std::string& id, std::vector<StatusRow> rows) {
  RunView run;
  run.pointer.run_id = id;
  for (StatusRow& row : rows) row.run = id;
  run.rows = std::move(rows);
  return run;
}

StatusRow a_cut(const std::string& state) {
  return {.change = "fault.cut",
          .host = "router",
          .state = state,
          .journal = "verified",
          .on_death = "revert",
          .deadline = "2026-11-23T10:00:30Z",
          .summary = "cut region-a"};
}

StatusRow a_promotion() {
  return {.change = "step.promote-b",
          .host = "db-b",
          .state = "in_force",
          .journal = "verified",
          .on_death = "hold",
          .summary = "promotes region-b"};
}

TEST_CASE("a dead run has left something while a change to be reverted is not seen gone") {
  for (const char* state : {"in_force", "inert", "foreign", "unclear"}) {
    CHECK(a_run("1", {a_cut(state)}).left_something());
  }
  CHECK_FALSE(a_run("1", {a_cut("gone")}).left_something());
  CHECK_FALSE(a_run("1", {a_promotion()}).left_something());
  RunView alive = a_run("1", {a_cut("in_force")});
  alive.alive = true;
  CHECK_FALSE(alive.left_something());
  RunView unseen = a_run("1", {});
  unseen.error = "the journal is gone";
  CHECK(unseen.left_something());
  RunView unfenced = a_run("1", {a_cut("gone")});
  unfenced.not_fenced = true;
  CHECK(unfenced.left_something());
  RunView without_lab = unseen;
  without_lab.lab_gone = "default";
  CHECK_FALSE(without_lab.left_something());
}

TEST_CASE("what a dead run left is said first") {
  RunView alive = a_run("00000001", {a_cut("in_force")});
  alive.alive = true;
  const std::string text = describe({alive, a_run("00000002", {a_cut("in_force")})});
  CHECK(text.find("00000002 DIED") < text.find("00000001 is under way"));
  CHECK(text.find("2026-11-23T10:00:30Z") != std::string::npos);
  CHECK(text.find("gameday recover") != std::string::npos);
}

TEST_CASE("what is held is told, and whether the old primary is fenced") {
  RunView run = a_run("00000002", {a_promotion()});
  run.past_no_return = true;
  run.survivor = "region-b";
  run.since = "2026-11-23T10:03:12.000Z";
  run.step = "promote-b";
  CHECK(describe({run}).find("the service runs in region-b since 2026-11-23T10:03:12") !=
        std::string::npos);
  CHECK(describe({run}).find("NOT FENCED") == std::string::npos);
  run.not_fenced = true;
  CHECK(describe({run}).find("NOT FENCED") != std::string::npos);
}

TEST_CASE("a failback that was not ended is not told as a service that runs") {
  RunView run = a_run("00000002", {a_promotion()});
  run.past_no_return = true;
  run.going_back = true;
  run.survivor = "region-a";
  run.step = "promote-a";
  const std::string text = describe({run});
  CHECK(text.find("on its way back to region-a") != std::string::npos);
  CHECK(text.find("the service runs in") == std::string::npos);
}

TEST_CASE("a run that died between two primaries does not say that the service runs") {
  const Json plan = Json::parse(R"({"failback":{"steps":[
      {"name":"rewind-a","kind":"command","changes":[{"id":"step.rewind-a"}]},
      {"name":"stop-b","kind":"command","touches_clients":true,"changes":[{"id":"step.stop-b"}]},
      {"name":"back","kind":"traffic","changes":[{"id":"step.back.shop"}]}]}})");
  StatusRow rewound = a_promotion();
  rewound.change = "step.rewind-a";
  StatusRow stopped = a_promotion();
  stopped.change = "step.stop-b";
  CHECK(felt_on_the_way_back(plan, {a_promotion(), rewound}).empty());
  CHECK(felt_on_the_way_back(plan, {a_promotion(), rewound, stopped}) == "step.stop-b");
  CHECK(felt_on_the_way_back(Json::object(), {stopped}).empty());

  RunView run = a_run("00000002", {a_promotion(), rewound, stopped});
  run.past_no_return = true;
  run.survivor = "region-b";
  run.felt_back = "step.stop-b";
  const std::string text = describe({run});
  CHECK(text.find("THE SERVICE MAY BE DOWN") != std::string::npos);
  CHECK(text.find("gameday recover --force step.stop-b") != std::string::npos);
  CHECK(text.find("the service runs in") == std::string::npos);
}

TEST_CASE("nothing is nothing") {
  CHECK(describe(std::vector<RunView>{}) == "nothing is in force\n");
  CHECK(to_json(std::vector<RunView>{}) == Json::array());
}

TEST_CASE("the JSON has an object for each change, and one for what cannot be looked at") {
  RunView lost = a_run("00000003", {});
  lost.error = "the folder is gone";
  const Json rows = to_json({a_run("00000002", {a_cut("in_force"), a_promotion()}), lost});
  REQUIRE(rows.size() == 3);
  CHECK(rows[0].at("run") == "00000002");
  CHECK(rows[0].at("change") == "fault.cut");
  CHECK(rows[0].at("host") == "router");
  CHECK(rows[0].at("state") == "in_force");
  CHECK(rows[0].at("on_death") == "revert");
  CHECK(rows[0].at("deadline") == "2026-11-23T10:00:30Z");
  CHECK(rows[1].at("deadline").is_null());
  CHECK(rows[2].at("state") == "unclear");
  CHECK(rows[2].at("note") == "the folder is gone");
}

/// Pointers of a home of the test's own.
struct Pointers {
  Scratch scratch;
  Variable live{"GAMEDAY_LIVE", (scratch.path / "live").string()};

  LivePointer add(const std::string& id) const {
    LivePointer pointer{.run_id = id,
                        .folder = scratch.path / id,
                        .pid = 1,
                        .start_time = 1,
                        .boot_id = boot_id(),
                        .inventory = ""};
    std::filesystem::create_directory(pointer.folder);
    REQUIRE(write_live_pointer(pointer));
    return pointer;
  }
};

TEST_CASE("a run whose folder is lost, or whose inventory is, cannot be looked at and says so") {
  const Pointers pointers;
  std::filesystem::remove_all(pointers.add("00000001").folder);
  (void)Journal::create(pointers.add("00000002").folder / "journal.jsonl", JournalHead{}).value();
  const auto runs = look_at_all_runs();
  REQUIRE(runs.size() == 2);
  CHECK(runs[0].left_something());
  CHECK(runs[0].error.find("--from-world") != std::string::npos);
  CHECK(runs[1].left_something());
}

TEST_CASE("a run that died before its journal had a head has left nothing") {
  const Pointers pointers;
  const auto pointer = pointers.add("00000001");
  std::ofstream{pointer.folder / "journal.jsonl"} << R"({"crc":)";
  REQUIRE(look_at_all_runs().size() == 1);
  CHECK_FALSE(look_at_all_runs()[0].left_something());
}

}  // namespace
}  // namespace gameday
