// SPDX-License-Identifier: Apache-2.0
// A process of this machine killed and started again, as process_kill does it.
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>

#include "injectors/injectors.hpp"
#include "tests/drills/run/here.hpp"

namespace gameday {
namespace {

/// A service that only sleeps, started apart from the test, with a pid file; ended at the end.
struct Sleeper {
  explicit Sleeper(Here& there) : here{there}, pid_file{here.scratch.path / "sleeper.pid"} {
    Service& service = here.inventory.services["sleeper"];
    service.name = "sleeper";
    service.host = "here";
    service.pid_file = pid_file;
    service.start = {"start-stop-daemon", "--start",   "--quiet", "--background",
                     "--make-pidfile",    "--pidfile", pid_file,  "--exec",
                     "/usr/bin/perl",     "--",        "-e",      "sleep 60"};
    start();
  }
  ~Sleeper() {
    (void)run({"start-stop-daemon", "--stop", "--oknodo", "--quiet", "--retry", "KILL/2",
               "--pidfile", pid_file});
  }
  Sleeper(const Sleeper&) = delete;
  Sleeper& operator=(const Sleeper&) = delete;

  [[nodiscard]] Outcome run(const std::vector<std::string>& argv) const {
    return here.perform({{"here"}, std::chrono::seconds{10}, Exec{{argv.begin(), argv.end()}}});
  }
  void start() const {
    CHECK(run(here.inventory.services.at("sleeper").start).ok);
    for (int i = 0; i < 400 && pid() == 0; ++i) ::poll(nullptr, 0, 5);
    REQUIRE(pid() > 0);
  }
  [[nodiscard]] pid_t pid() const {
    pid_t number = 0;
    std::ifstream{pid_file} >> number;
    return number > 0 && ::kill(number, 0) == 0 ? number : 0;
  }
  [[nodiscard]] FaultPlan plan(const std::string& restart, Duration within) const {
    Params params;
    params.set("service", std::string{"sleeper"});
    params.set("restart", restart);
    params.set("signal", std::string{"TERM"});
    params.set("restarts_within", within);
    return k_injector_process_kill.plan(params, here.scope()).value();
  }

  Here& here;
  std::string pid_file;
};

}  // namespace

TEST_CASE("a process is killed, is seen down, and started again once only") {
  Here here;
  const Sleeper sleeper{here};
  const pid_t first = sleeper.pid();
  const FaultPlan plan = sleeper.plan("by-gameday", std::chrono::seconds{5});
  const auto change = here.capture(plan.changes.at(0));
  REQUIRE_MESSAGE(change, change.error().text());
  CHECK(here.look(*change) == Seen::gone);
  CHECK(matches(plan.proofs.at(0).refutes, here.perform(plan.proofs.at(0).look)));
  for (int i = 0; i < 2; ++i) {
    CHECK(here.perform(change->apply).ok);
    CHECK(here.look(*change) == Seen::in_force);
    CHECK(matches(plan.proofs.at(0).confirms, here.perform(plan.proofs.at(0).look)));
  }
  CHECK(here.perform(*change->revert).ok);
  const pid_t second = sleeper.pid();
  CHECK(second != first);
  CHECK(here.look(*change) == Seen::gone);
  const Outcome again = here.perform(*change->revert);
  CHECK_MESSAGE(again.ok, again.err);
  CHECK(sleeper.pid() == second);
}

TEST_CASE("what came back is not killed by a late repetition") {
  Here here;
  const Sleeper sleeper{here};
  const auto change = here.capture(sleeper.plan("by-gameday", std::chrono::seconds{5}).changes[0]);
  REQUIRE(change);
  CHECK(here.perform(change->apply).ok);
  sleeper.start();
  const pid_t second = sleeper.pid();
  CHECK(here.perform(change->apply).ok);
  CHECK(sleeper.pid() == second);
  CHECK(here.look(*change) == Seen::gone);
}

TEST_CASE("by system: proven once it serves again, and refuted where nobody starts it") {
  Here here;
  const Sleeper sleeper{here};
  here.inventory.services["sleeper"].ready = {"test", "-e", here.scratch.path / "served"};
  const FaultPlan plan = sleeper.plan("by-system", std::chrono::seconds{1});
  const Proof& proof = plan.proofs.at(0);
  const auto change = here.capture(plan.changes.at(0));
  REQUIRE(change);
  CHECK(here.perform(change->apply).ok);
  CHECK(here.look(*change) == Seen::in_force);
  CHECK(matches(proof.refutes, here.perform(proof.look)));
  sleeper.start();
  CHECK(matches(proof.refutes, here.perform(proof.look)));
  (void)here.write("served", "");
  CHECK(matches(proof.confirms, here.perform(proof.look)));
  CHECK(here.look(*change) == Seen::in_force);
}

TEST_CASE("a start that comes to nothing is told with its reason") {
  Here here;
  const Sleeper sleeper{here};
  here.inventory.services["sleeper"].start = {"false"};
  const auto change = here.capture(sleeper.plan("by-gameday", std::chrono::seconds{5}).changes[0]);
  REQUIRE(change);
  CHECK(here.perform(change->apply).ok);
  const Outcome started = here.perform(*change->revert);
  CHECK_FALSE(started.ok);
  CHECK(started.err.find("names nobody who lives") != std::string::npos);
  CHECK(here.look(*change) == Seen::in_force);
}

}  // namespace gameday
