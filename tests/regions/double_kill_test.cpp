// SPDX-License-Identifier: Apache-2.0
// gameday and its keeper are killed together: the kernel lifts the cut at its deadline with nobody
// alive; status tells of it, recover clears it away; and without the run's folder its tags do.
// also as an ordinary user
#include <doctest/doctest.h>

#include <csignal>
#include <nlohmann/json.hpp>

#include "drills/record/run_directory.hpp"
#include "tests/regions/support/cut.hpp"
#include "tests/regions/support/driven_run.hpp"
#include "tests/regions/support/paths.hpp"

namespace gameday::regions {
namespace {

using namespace std::chrono_literals;

bool reaches_a(const Lab& lab) { return dial(lab, "clients", "10.77.1.10:5432") == k_connected; }

void kill_both(const DrivenRun& run) {
  // The keeper first: it must not have the time to lift anything.
  run.signal_keeper(SIGKILL);
  run.signal(SIGKILL);
  REQUIRE(run.ended(2s));
  REQUIRE(eventually([&] { return !run.keeper_lives(); }, 2s));
}

Json status_rows(int expected) {
  const ProcessOutcome told = gameday({"status", "--format", "json"});
  CHECK(told.status == expected);
  return Json::parse(told.out);
}

}  // namespace

TEST_CASE("both killed: lifted at the deadline with nobody alive, told by status, recovered") {
  const Lab lab{"double-kill"};
  put_foreign_rules(lab);
  const std::string before = all_rules(lab);
  for (const char* mechanism : {"nftables", "iptables"}) {
    CAPTURE(mechanism);
    const Home home;
    const auto begun = std::chrono::steady_clock::now();
    DrivenRun run{lab, home, {.mechanism = mechanism, .lasts = 4s}};
    kill_both(run);
    REQUIRE_FALSE(reaches_a(lab));
    const Json rows = status_rows(3);
    REQUIRE_FALSE(rows.empty());
    CHECK(rows[0].at("run") == run.id());
    CHECK(rows[0].at("state") == "in_force");
    CHECK(rows[0].at("on_death") == "revert");
    CHECK(rows[0].at("deadline").is_string());
    CHECK(gameday({"list", "faults"}).err.find(run.id() + " died") != std::string::npos);
    CHECK(eventually([&] { return reaches_a(lab); }, 8s));
    // iptables knows whole seconds only, and rounds up.
    CHECK(std::chrono::steady_clock::now() - begun < 6500ms);
    CHECK(std::chrono::steady_clock::now() - begun > 3s);
    const ProcessOutcome recovered = gameday({"recover"});
    CHECK_MESSAGE(recovered.status == 0, recovered.err);
    CHECK(all_rules(lab) == before);
    CHECK(status_rows(0).empty());
    CHECK(gameday({"recover"}).status == 0);
  }
}

TEST_CASE("with the run's folder deleted, it is found and lifted by its tags") {
  const Lab lab{"double-kill"};
  put_foreign_rules(lab);
  const std::string before = all_rules(lab);
  const std::vector<std::string> by_tags{"recover",     "--from-world",
                                         "--inventory", source_folder() / "drills/catalog/lab.toml",
                                         "--lab",       lab.name()};
  for (const char* mechanism : {"nftables", "iptables"}) {
    CAPTURE(mechanism);
    const Home home;
    DrivenRun run{lab, home, {.mechanism = mechanism}};
    // While it lives it is let be.
    CHECK(gameday(by_tags).out.find("gameday abort " + run.id()) != std::string::npos);
    CHECK_FALSE(reaches_a(lab));
    std::filesystem::remove_all(run.folder());
    kill_both(run);
    CHECK(gameday({"recover"}).status == 3);
    CHECK_FALSE(reaches_a(lab));
    const ProcessOutcome recovered = gameday(by_tags);
    CHECK_MESSAGE(recovered.status == 0, recovered.err);
    CHECK(reaches_a(lab));
    CHECK(all_rules(lab) == before);
    CHECK(live_pointers().empty());
  }
}

TEST_CASE("with the run's folder deleted under a keeper that lives, the keeper lifts it") {
  const Lab lab{"double-kill"};
  const Home home;
  DrivenRun run{lab, home, {}};
  std::filesystem::remove_all(run.folder());
  run.signal(SIGKILL);
  CHECK(eventually([&] { return reaches_a(lab); }, 2s));
}

TEST_CASE("the lab itself killed with a cut in force: nothing is left, and recover says why") {
  const Home home;
  const Lab lab{"double-kill"};
  DrivenRun run{lab, home, {}};
  kill_both(run);
  ::kill(lab.supervisor(), SIGKILL);
  REQUIRE(eventually(
      [&] {
        return gameday({"lab", "status", "--name", lab.name(), "--format", "json"})
                   .out.find("\"running\": true") == std::string::npos;
      },
      5s));
  CHECK(gameday({"status"}).status == 0);
  const ProcessOutcome recovered = gameday({"recover"});
  CHECK(recovered.status == 0);
  CHECK(recovered.out.find("is gone") != std::string::npos);
  CHECK(live_pointers().empty());
}

}  // namespace gameday::regions
