// SPDX-License-Identifier: Apache-2.0
#include "world/signal.hpp"

#include <doctest/doctest.h>
#include <unistd.h>

#include <csignal>

#include "world/held_process.hpp"

using namespace gameday;
using namespace std::chrono_literals;

TEST_CASE("a start time is that of the process and of no other") {
  auto child = HeldProcess::start({"cat"});
  REQUIRE(child);
  const auto own = start_time_of(getpid());
  const auto its = start_time_of(child->pid());
  REQUIRE(own);
  REQUIRE(its);
  CHECK(*own > 0);
  CHECK(*its >= *own);
  CHECK(start_time_of(child->pid()).value() == *its);
}

TEST_CASE("a signal reaches the process that is meant") {
  auto child = HeldProcess::start({"sleep", "60"});
  REQUIRE(child);
  const auto started = start_time_of(child->pid()).value();
  const auto outcome = send_signal({child->pid(), started, SIGKILL});
  REQUIRE(outcome);
  CHECK(outcome->ok);
  REQUIRE(child->wait_until([&] { return child->ended(); }, Deadline{5s}));
  CHECK(child->end()->signal == SIGKILL);
}

TEST_CASE("a process with the same number but another start time is left alone") {
  auto child = HeldProcess::start({"cat"});
  REQUIRE(child);
  const auto started = start_time_of(child->pid()).value();
  const auto outcome = send_signal({child->pid(), started + 1, SIGKILL});
  REQUIRE(!outcome);
  CHECK(outcome.error().kind == ErrorKind::absent);
  child->send("alive\n");
  CHECK(child->read_line(5s).value() == "alive");
}

TEST_CASE("a process that has ended is absent") {
  auto child = HeldProcess::start({"true"});
  REQUIRE(child);
  const pid_t pid = child->pid();
  REQUIRE(child->wait_until([&] { return child->ended(); }, Deadline{5s}));
  CHECK(start_time_of(pid).error().kind == ErrorKind::absent);
  CHECK(send_signal({pid, 1, SIGKILL}).error().kind == ErrorKind::absent);
}

TEST_CASE("groups and everybody are no processes") {
  for (const std::int64_t pid : {0, -1, -1234}) {
    CHECK(send_signal({pid, 0, SIGCONT}).error().kind == ErrorKind::bad_input);
  }
}
