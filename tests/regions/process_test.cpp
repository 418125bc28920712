// SPDX-License-Identifier: Apache-2.0
// Services of a lab paused and killed for real: a database with all its sessions, by its own user;
// continued by the revert, by a timer with nobody alive, or by the note on its host.
// also as an ordinary user
#include <doctest/doctest.h>

#include <csignal>
#include <sstream>

#include "tests/regions/support/driven_run.hpp"
#include "tests/regions/support/live_fault.hpp"
#include "tests/regions/support/paths.hpp"
#include "tests/regions/support/world_look.hpp"

namespace gameday::regions {
namespace {

using namespace std::chrono_literals;

const std::string k_pause_database = "kind = \"process_pause\"\nservice = \"postgres-a\"";

/// How many processes have one of these in their arguments, and how many of them are stopped.
struct Count {
  int all = 0;
  int stopped = 0;
};
Count count(const Lab& lab, const std::vector<std::string>& pieces) {
  std::istringstream lines{lab.on("router", {"ps", "-eo", "stat,args", "--no-headers"}).out};
  Count found;
  for (std::string line; std::getline(lines, line);) {
    if (line.find("ps -eo") != line.npos) continue;
    for (const std::string& piece : pieces) {
      if (line.find(piece) == line.npos) continue;
      ++found.all;
      found.stopped += line.starts_with('T') ? 1 : 0;
      break;
    }
  }
  return found;
}

Count postgres_a(const Lab& lab) {
  const std::string folder = lab.folder() / "db-a/data";
  return count(lab, {"postgres: region-a: ", "postgres -D " + folder});
}
Count shop_a(const Lab& lab) { return count(lab, {"gameday-shop region-a"}); }

bool answers(const Lab& lab) {
  return lab.on("db-a", {"pg_isready", "--quiet", "--timeout=1"}).status == 0;
}

}  // namespace

TEST_CASE("a database stands still with every session, and goes on as if nothing had been") {
  const Lab lab{"process"};
  const std::string before = look_at_world(lab);
  LiveFault fault{lab, k_pause_database, 30s};
  CHECK(fault.apply() == "");
  const Count frozen = postgres_a(lab);
  CHECK(frozen.all >= 6);  // those of every PostgreSQL, and a session of the shop or the standby
  CHECK(frozen.stopped == frozen.all);
  CHECK(count(lab, {"postgres: region-b: "}).stopped == 0);
  CHECK(fault.seen() == Seen::in_force);
  CHECK(fault.proven());
  CHECK_FALSE(answers(lab));
  LiveFault second{lab, k_pause_database, 30s};
  CHECK(second.apply().find("is stopped already") != std::string::npos);
  CHECK(fault.revert() == "");
  CHECK(answers(lab));
  CHECK(lab.sql("a", "select 1") == "1");
  CHECK(postgres_a(lab).stopped == 0);
  CHECK(difference(before, look_at_world(lab)) == "");

  // As after a crash of everything: nothing is known but what lies on the host.
  LiveFault lost{lab, k_pause_database, 30s};
  CHECK(lost.apply() == "");
  CHECK(postgres_a(lab).stopped > 0);
  const ProcessOutcome recovered =
      gameday({"recover", "--from-world", "--inventory",
               source_folder() / "drills/catalog/lab.toml", "--lab", lab.name()});
  CHECK_MESSAGE(recovered.status == 0, recovered.out, recovered.err);
  CHECK(postgres_a(lab).stopped == 0);
  CHECK(difference(before, look_at_world(lab)) == "");
}

TEST_CASE("gameday and keeper killed: a timer on the host continues it, and recover clears away") {
  const Lab lab{"process"};
  const std::string before = look_at_world(lab);
  const Home home;
  const auto begun = std::chrono::steady_clock::now();
  DrivenRun run{lab, home, {.lasts = 10s, .kind = "process_pause"}};
  run.signal_keeper(SIGKILL);
  run.signal(SIGKILL);
  REQUIRE(run.ended(2s));
  CHECK(shop_a(lab).stopped == 1);
  CHECK(eventually([&] { return shop_a(lab).stopped == 0; }, 15s));
  CHECK(std::chrono::steady_clock::now() - begun > 9s);
  const ProcessOutcome recovered = gameday({"recover"});
  CHECK_MESSAGE(recovered.status == 0, recovered.out, recovered.err);
  CHECK(difference(before, look_at_world(lab)) == "");
}

TEST_CASE("services are killed, stay down, and are started again as the inventory says") {
  const Lab lab{"process"};
  LiveFault shop{lab, "kind = \"process_kill\"\nservice = \"shop-a\"", 30s};
  CHECK(shop.apply() == "");
  CHECK(shop_a(lab).all == 0);
  CHECK(shop.proven());
  CHECK(shop.seen() == Seen::in_force);
  CHECK(shop.revert() == "");
  CHECK(shop_a(lab).all == 1);

  LiveFault database{lab, "kind = \"process_kill\"\nservice = \"postgres-a\"", 30s};
  CHECK(database.apply() == "");
  CHECK(eventually([&] { return postgres_a(lab).all == 0; }, 5s));
  CHECK_FALSE(answers(lab));
  CHECK(database.revert() == "");
  CHECK(eventually([&] { return answers(lab); }, 10s));
  CHECK(lab.sql("a", "select 1") == "1");
}

}  // namespace gameday::regions
