// SPDX-License-Identifier: Apache-2.0
#include "world/process.hpp"

#include <doctest/doctest.h>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <thread>

using namespace gameday;
using namespace std::chrono_literals;

namespace {

/// Whether it runs; a zombie that its parent has not reaped yet does not.
bool runs(pid_t pid) {
  std::ifstream file{"/proc/" + std::to_string(pid) + "/stat"};
  std::string line;
  if (!std::getline(file, line)) return false;
  return line.substr(line.rfind(')') + 2, 1) != "Z";
}

bool gone_within(pid_t pid, std::chrono::milliseconds limit) {
  const auto until = std::chrono::steady_clock::now() + limit;
  while (runs(pid)) {
    if (std::chrono::steady_clock::now() > until) return false;
    std::this_thread::yield();
  }
  return true;
}

}  // namespace

TEST_CASE("outputs, status and input") {
  const auto copied = run_process({"cat"}, "in", 5s);
  REQUIRE(copied);
  CHECK(copied->out == "in");
  CHECK(copied->err == "");
  CHECK(copied->status == 0);

  const auto failed = run_process({"ls", "/gameday-not-there"}, "", 5s);
  REQUIRE(failed);
  CHECK(failed->status == 2);
  CHECK(failed->signal == 0);
  CHECK(failed->err.find("No such file") != std::string::npos);
}

TEST_CASE("arguments reach the program as they are, without a shell") {
  const auto outcome = run_process({"printf", "%s|", "a b", "$HOME", "`id`", "", "*"}, "", 5s);
  REQUIRE(outcome);
  CHECK(outcome->out == "a b|$HOME|`id`||*|");
}

TEST_CASE("death by a signal is told apart from an exit status") {
  const auto outcome = run_process({"timeout", "--signal=KILL", "0.02", "sleep", "60"}, "", 5s);
  REQUIRE(outcome);
  CHECK(outcome->status == 128 + SIGKILL);
  CHECK(outcome->signal == SIGKILL);
}

TEST_CASE("past the deadline the whole process group is gone") {
  // timeout ends at TERM; what it started in the same group ignores TERM and needs KILL.
  const auto begun = std::chrono::steady_clock::now();
  const auto outcome = run_process({"env", "--ignore-signal=TERM", "timeout", "--foreground",
                                    "--verbose", "60", "sh", "/dev/stdin"},
                                   "echo $$ >&2\nsleep 60 & echo $! >&2\nwait\n", 200ms);
  const auto took = std::chrono::steady_clock::now() - begun;
  REQUIRE(!outcome);
  CHECK(outcome.error().kind == ErrorKind::timeout);
  CHECK(outcome.error().text().find("timeout --foreground") != std::string::npos);
  CHECK(took >= 200ms);
  CHECK(took < 3s);
  // Both pids were written to stderr, which the error carries.
  const std::string& why = outcome.error().why;
  const auto colon = why.find(": ");
  REQUIRE(colon != std::string::npos);
  char* rest = nullptr;
  const long first = std::strtol(why.c_str() + colon + 2, &rest, 10);
  const long second = std::strtol(rest, nullptr, 10);
  REQUIRE(first > 1);
  REQUIRE(second > 1);
  CHECK(gone_within(static_cast<pid_t>(first), 2s));
  CHECK(gone_within(static_cast<pid_t>(second), 2s));
}

TEST_CASE("what is left in the background keeps nobody waiting and lives on") {
  const auto begun = std::chrono::steady_clock::now();
  const auto outcome = run_process({"sh", "/dev/stdin"}, "sleep 60 &\necho $!\n", 30s);
  REQUIRE(outcome);
  CHECK(outcome->status == 0);
  CHECK(std::chrono::steady_clock::now() - begun < 5s);
  const auto pid = static_cast<pid_t>(std::stol(outcome->out));
  CHECK(runs(pid));
  kill(pid, SIGKILL);
}

TEST_CASE("outputs are capped, and the child is not blocked by that") {
  const auto outcome = run_process({"seq", "1", "200000"}, "", 10s, {.cap = 10});
  REQUIRE(outcome);
  CHECK(outcome->status == 0);
  CHECK(outcome->out == "1\n2\n3\n4\n5\n");
}

TEST_CASE("a program that does not read its input is no problem") {
  const auto outcome = run_process({"true"}, std::string(1U << 20U, 'x'), 5s);
  REQUIRE(outcome);
  CHECK(outcome->status == 0);
}

TEST_CASE("many threads run commands at once") {
  std::vector<std::thread> threads;
  std::vector<std::string> outputs(8);
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    threads.emplace_back([&outputs, i] {
      for (int round = 0; round < 5; ++round) {
        const auto outcome = run_process({"cat"}, std::to_string(i), 10s);
        if (outcome) outputs[i] += outcome->out;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    CHECK(outputs[i] == std::string(5, static_cast<char>('0' + i)));
  }
}
