// SPDX-License-Identifier: Apache-2.0
// also as an ordinary user
// Every kind of fault that a lab can hold, over the whole list: in force for real, then gameday is
// killed, or gameday and its keeper, or the run's folder is lost as well; the lab must be again
// what it was, other people's rules and settings included.
#include <doctest/doctest.h>

#include <algorithm>
#include <csignal>
#include <filesystem>

#include "injectors/injectors.hpp"
#include "tests/regions/support/cut.hpp"
#include "tests/regions/support/driven_run.hpp"
#include "tests/regions/support/paths.hpp"
#include "tests/regions/support/world_look.hpp"

namespace gameday::regions {
namespace {

using namespace std::chrono_literals;

/// Kinds whose example can be carried out in a lab: their changes are all on its hosts.
std::vector<std::string> kinds_of_the_lab(const Lab& lab) {
  std::vector<std::string> kinds;
  for (const Injector* kind : injectors()) {
    const auto example = plan_example(std::string{kind->name}, lab.name(), "1a2b3c4d", 20s);
    if (!example) FAIL(example.error().text());
    const auto& changes = example->plan.changes;
    const bool in_lab = std::ranges::all_of(changes, [&](const Change& change) {
      if (!change.revert) return false;
      if (std::holds_alternative<Sql>(change.apply.what)) return true;
      const Host* host = example->inventory.find_host(change.apply.host.name);
      return host != nullptr && host->transport == "lab";
    });
    if (in_lab && kind->example_inventory == "lab.toml") kinds.emplace_back(kind->name);
  }
  return kinds;
}

/// What differs from before, once nothing does or the patience is over.
std::string left_behind(const Lab& lab, const std::string& before, std::chrono::milliseconds wait) {
  std::string differs;
  (void)eventually(
      [&] {
        differs = difference(before, look_at_world(lab));
        return differs.empty();
      },
      wait);
  return differs;
}

void kill_both(DrivenRun& run) {
  run.signal_keeper(SIGKILL);
  run.signal(SIGKILL);
  REQUIRE(run.ended(2s));
}

}  // namespace

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

TEST_CASE(
    "every kind, gameday and keeper killed: recover puts the lab back, with the folder or "
    "without") {
  const Lab lab{"kinds-kill", {"--with", "redis,toxiproxy"}};
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
