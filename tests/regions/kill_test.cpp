// SPDX-License-Identifier: Apache-2.0
// gameday is killed, or stopped, with a region really cut off: its keeper lifts the cut in time, by
// each mechanism, and touches nobody else's rules.
// also as an ordinary user
#include <doctest/doctest.h>

#include <csignal>

#include "drills/record/run_directory.hpp"
#include "tests/regions/support/cut.hpp"
#include "tests/regions/support/driven_run.hpp"

namespace gameday::regions {
namespace {

using namespace std::chrono_literals;

/// Where region A's database listens, as the clients see it.
bool reaches_a(const Lab& lab) { return dial(lab, "clients", "10.77.1.10:5432") == k_connected; }

void check_all_reverted(const DrivenRun& run) {
  const JournalContent journal = run.journal();
  REQUIRE_FALSE(journal.entries.empty());
  for (const JournalEntry& entry : journal.entries) {
    CHECK(entry.state == ChangeState::reverted);
  }
  CHECK(journal.closed);
  CHECK(live_pointers().empty());
}

}  // namespace

TEST_CASE("gameday killed: the cut is lifted within a second, and nothing of ours is left") {
  const Lab lab{"kill"};
  put_foreign_rules(lab);
  const std::string before = all_rules(lab);
  for (const char* mechanism : {"nftables", "iptables"}) {
    CAPTURE(mechanism);
    const Home home;
    DrivenRun run{lab, home, {.mechanism = mechanism}};
    REQUIRE_FALSE(reaches_a(lab));
    const auto killed = std::chrono::steady_clock::now();
    run.signal(SIGKILL);
    CHECK(eventually([&] { return reaches_a(lab); }, 2s));
    CHECK(std::chrono::steady_clock::now() - killed < 1s);
    CHECK(eventually([&] { return !run.keeper_lives(); }, 5s));
    check_all_reverted(run);
    CHECK(all_rules(lab) == before);
    CHECK(gameday({"status"}).status == 0);
  }
}

TEST_CASE("gameday stopped: it is ended and the cut is lifted within six seconds") {
  const Lab lab{"kill"};
  put_foreign_rules(lab);
  const std::string before = all_rules(lab);
  const Home home;
  // Both at once: the wait is the same for each.
  DrivenRun nftables{lab, home, {.mechanism = "nftables"}};
  DrivenRun iptables{lab, home, {.mechanism = "iptables"}};
  REQUIRE_FALSE(reaches_a(lab));
  const auto stopped = std::chrono::steady_clock::now();
  nftables.signal(SIGSTOP);
  iptables.signal(SIGSTOP);
  CHECK(eventually([&] { return reaches_a(lab); }, 8s));
  const auto took = std::chrono::steady_clock::now() - stopped;
  CHECK(took < 6s);
  CHECK(took > 4s);
  for (const DrivenRun* run : {&nftables, &iptables}) {
    CHECK(run->ended(1s));
    CHECK(eventually([&] { return !run->keeper_lives(); }, 5s));
    check_all_reverted(*run);
  }
  CHECK(all_rules(lab) == before);
}

TEST_CASE("signals that end other programs do not end a keeper") {
  const Lab lab{"kill"};
  const Home home;
  DrivenRun run{lab, home, {}};
  for (const int number : {SIGTERM, SIGHUP, SIGINT, SIGQUIT}) run.signal_keeper(number);
  run.signal(SIGKILL);
  CHECK(eventually([&] { return reaches_a(lab); }, 2s));
  CHECK(eventually([&] { return !run.keeper_lives(); }, 5s));
  check_all_reverted(run);
  CHECK(run.keeper_log().find("reverted fault.cut") != std::string::npos);
}

}  // namespace gameday::regions
