// SPDX-License-Identifier: Apache-2.0
// gameday dies behind the point of no return, with region B promoted and region A cut off: the old
// primary is stopped before anything lets clients reach it again.
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

/// What `pg_ctl status` exits with where no server runs.
constexpr int k_stopped = 3;

bool is_fenced(const Lab& lab) { return lab.on("db-a", {"pg_ctl", "status"}).status == k_stopped; }

/// The old primary as the clients would reach it, which nobody must before it is fenced.
bool database_answers(const Lab& lab) {
  return dial(lab, "clients", "10.77.1.10:5432") == k_connected;
}

/// Whether region A can be reached at all: its application still runs.
bool region_is_back(const Lab& lab) {
  return dial(lab, "clients", "10.77.1.20:8080") == k_connected;
}

bool seen_unfenced(const Lab& lab, std::chrono::milliseconds patience) {
  bool unfenced = false;
  CHECK(eventually(
      [&] {
        unfenced = unfenced || database_answers(lab);
        return region_is_back(lab);
      },
      patience));
  return unfenced;
}

void check_held(const std::string& id) {
  const ProcessOutcome told = gameday({"status"});
  CHECK(told.status == 0);
  CHECK(told.out.find("run " + id + ": the service runs in") != std::string::npos);
  CHECK(told.out.find("NOT FENCED") == std::string::npos);
  CHECK(live_pointers().size() == 1);
}

}  // namespace

TEST_CASE("gameday killed: the keeper fences the old primary, and only then lifts the cut") {
  const Lab lab{"fence"};
  const Home home;
  DrivenRun run{lab, home, {.past_no_return = true}};
  REQUIRE(lab.sql("b", "select pg_is_in_recovery()") == "f");
  REQUIRE_FALSE(is_fenced(lab));
  run.signal(SIGKILL);
  CHECK_FALSE(seen_unfenced(lab, 5s));
  CHECK(is_fenced(lab));
  CHECK(eventually([&] { return !run.keeper_lives(); }, 5s));
  CHECK(run.journal().fenced);
  check_held(run.id());
}

TEST_CASE("both killed: NOT FENCED is told, and recover fences first") {
  const Lab lab{"fence"};
  const Home home;
  DrivenRun run{lab, home, {.past_no_return = true}};
  run.signal_keeper(SIGKILL);
  run.signal(SIGKILL);
  REQUIRE(run.ended(2s));
  const ProcessOutcome told = gameday({"status"});
  CHECK(told.status == 3);
  CHECK(told.out.find("NOT FENCED") != std::string::npos);
  const ProcessOutcome recovered = gameday({"recover"});
  CHECK_MESSAGE(recovered.status == 0, recovered.err);
  CHECK(recovered.out.find("the old primary was fenced first") != std::string::npos);
  CHECK(is_fenced(lab));
  CHECK(region_is_back(lab));
  check_held(run.id());
}

TEST_CASE("both killed, and the folder lost: what was found by its tag is fenced first as well") {
  const Lab lab{"fence"};
  const Home home;
  DrivenRun run{lab, home, {.past_no_return = true}};
  std::filesystem::remove_all(run.folder());
  run.signal_keeper(SIGKILL);
  run.signal(SIGKILL);
  REQUIRE(run.ended(2s));
  const ProcessOutcome recovered =
      gameday({"recover", "--from-world", "--inventory",
               source_folder() / "drills/catalog/lab.toml", "--lab", lab.name()});
  CHECK_MESSAGE(recovered.status == 0, recovered.err);
  CHECK(is_fenced(lab));
  CHECK(region_is_back(lab));
}

}  // namespace gameday::regions
