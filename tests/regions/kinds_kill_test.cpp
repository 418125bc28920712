// SPDX-License-Identifier: Apache-2.0
// also as an ordinary user
// Every kind of fault that a lab can hold, over the whole list: in force for real, then gameday is
// killed; the lab must be again what it was, other people's rules and settings included.
#include <doctest/doctest.h>

#include <csignal>
#include <filesystem>

#include "tests/regions/support/cut.hpp"
#include "tests/regions/support/driven_run.hpp"
#include "tests/regions/support/kinds.hpp"
#include "tests/regions/support/paths.hpp"
#include "tests/regions/support/world_look.hpp"

namespace gameday::regions {

using namespace std::chrono_literals;

TEST_CASE("every kind, gameday killed: the keeper puts the lab back") {
  const Lab lab{"kinds-kill", {"--with", "redis,toxiproxy"}};
  put_foreign_rules(lab);
  const std::string before = look_at_world(lab);
  std::vector<std::string> kinds;
  {
    const Home home;
    kinds = kinds_of_the_lab(lab);
  }
  CHECK(kinds.size() >= 2);
  for (const std::string& kind : kinds) {
    CAPTURE(kind);
    const Home home;
    DrivenRun run{lab, home, {.kind = kind}};
    CHECK(look_at_world(lab) != before);
    run.signal(SIGKILL);
    CHECK(left_behind(lab, before, 6s) == "");
    CHECK(eventually([&] { return !run.keeper_lives(); }, 6s));
  }
}

}  // namespace gameday::regions
