// SPDX-License-Identifier: Apache-2.0
// also as an ordinary user
// The same for gameday and its keeper killed at once, and for the run's folder lost as well.
#include <doctest/doctest.h>

#include <csignal>
#include <filesystem>

#include "tests/regions/support/cut.hpp"
#include "tests/regions/support/driven_run.hpp"
#include "tests/regions/support/kinds.hpp"
#include "tests/regions/support/paths.hpp"
#include "tests/regions/support/world_look.hpp"

namespace gameday::regions {
namespace {

using namespace std::chrono_literals;

void kill_both(DrivenRun& run) {
  run.signal_keeper(SIGKILL);
  run.signal(SIGKILL);
  REQUIRE(run.ended(2s));
}

}  // namespace

TEST_CASE(
    "every kind, gameday and keeper killed: recover puts the lab back, with the folder or "
    "without") {
  const Lab lab{"kinds-lost", {"--with", "redis,toxiproxy"}};
  put_foreign_rules(lab);
  const std::string before = look_at_world(lab);
  const std::vector<std::string> by_tags{"recover",     "--from-world",
                                         "--inventory", source_folder() / "drills/catalog/lab.toml",
                                         "--lab",       lab.name()};
  std::vector<std::string> kinds;
  {
    const Home home;
    kinds = kinds_of_the_lab(lab);
  }
  for (const std::string& kind : kinds) {
    for (const bool lost : {false, true}) {
      CAPTURE(kind);
      CAPTURE(lost);
      const Home home;
      DrivenRun run{lab, home, {.kind = kind}};
      if (lost) std::filesystem::remove_all(run.folder());
      kill_both(run);
      const ProcessOutcome recovered = lost ? gameday(by_tags) : gameday({"recover"});
      CHECK_MESSAGE(recovered.status == 0, recovered.out, recovered.err);
      CHECK(left_behind(lab, before, 3s) == "");
    }
  }
}

}  // namespace gameday::regions
