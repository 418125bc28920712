// SPDX-License-Identifier: Apache-2.0
#include "world/held_process.hpp"

#include <doctest/doctest.h>

#include <cerrno>
#include <csignal>

using namespace gameday;
using namespace std::chrono_literals;

TEST_CASE("lines go in and come out while the child is held") {
  auto process = HeldProcess::start({"cat"});
  REQUIRE(process);
  for (const std::string line : {"one", "", "two words"}) {
    process->send(line + "\n");
    CHECK(process->read_line(5s).value() == line);
  }
  CHECK(!process->ended());
}

TEST_CASE("more than a pipe holds, both ways at once, does not block") {
  auto process = HeldProcess::start({"cat"});
  REQUIRE(process);
  const std::string big(1U << 20U, 'x');
  process->send(big);
  const auto waited =
      process->wait_until([&] { return process->out().size() == big.size(); }, Deadline{10s});
  CHECK(waited);
  CHECK(process->input_taken());
}

TEST_CASE("a deadline passes, and the child goes on") {
  auto process = HeldProcess::start({"cat"});
  REQUIRE(process);
  const auto line = process->read_line(30ms);
  REQUIRE(!line);
  CHECK(line.error().kind == ErrorKind::timeout);
  process->send("late\n");
  CHECK(process->read_line(5s).value() == "late");
}

TEST_CASE("a child that ends while it is waited for is an error with what it said") {
  auto process = HeldProcess::start({"ls", "/gameday-not-there"});
  REQUIRE(process);
  const auto line = process->read_line(5s);
  REQUIRE(!line);
  CHECK(line.error().kind == ErrorKind::failed);
  CHECK(line.error().why.find("status 2") != std::string::npos);
  CHECK(line.error().why.find("gameday-not-there") != std::string::npos);
}

TEST_CASE("end of input ends it, after all that was queued") {
  auto process = HeldProcess::start({"cat"});
  REQUIRE(process);
  process->send(std::string(300000, 'y'));
  process->close_input();
  REQUIRE(process->wait_until([&] { return process->ended(); }, Deadline{5s}));
  CHECK(process->out().size() == 300000);
  CHECK(process->end()->status == 0);
  CHECK(process->end()->signal == 0);
}

TEST_CASE("stop ends what ignores TERM") {
  auto process = HeldProcess::start({"env", "--ignore-signal=TERM", "cat"});
  REQUIRE(process);
  process->send("ready\n");
  REQUIRE(process->read_line(5s));
  process->stop(50ms);
  REQUIRE(process->end());
  CHECK(process->end()->signal == SIGKILL);
  CHECK(process->end()->status == 128 + SIGKILL);
}

TEST_CASE("the destructor leaves nobody behind") {
  pid_t pid = 0;
  {
    auto process = HeldProcess::start({"sleep", "60"});
    REQUIRE(process);
    pid = process->pid();
    REQUIRE(kill(pid, 0) == 0);
  }
  CHECK(kill(pid, 0) == -1);
  CHECK(errno == ESRCH);
}

TEST_CASE("one that was moved from is not stopped") {
  auto first = HeldProcess::start({"cat"});
  REQUIRE(first);
  HeldProcess second{std::move(*first)};
  first->stop();
  second.send("still here\n");
  CHECK(second.read_line(5s).value() == "still here");
}
