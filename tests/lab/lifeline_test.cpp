// SPDX-License-Identifier: Apache-2.0
#include "lab/lifeline.hpp"

#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "tests/world/support/scratch.hpp"

using namespace gameday;
using namespace gameday::lab;
using namespace std::chrono_literals;

namespace {

/// A child that does nothing until it is killed.
pid_t idle_child() {
  const pid_t pid = fork();
  if (pid == 0) {
    for (;;) pause();
  }
  return pid;
}

}  // namespace

TEST_CASE("the locks of a lab lie in it and beside it") {
  CHECK(life_lock("/base/one") == "/base/one/lock");
  CHECK(work_lock("/base/one") == "/base/.one.lock");
}

TEST_CASE("a lock is seen for as long as it is held") {
  const Scratch scratch;
  const auto file = scratch.folder() / "lock";
  CHECK_FALSE(is_locked(file));
  {
    const auto held = take_lock(file, Lock::exclusive, 0ms);
    REQUIRE(held);
    CHECK(is_locked(file));
    const auto second = take_lock(file, Lock::exclusive, 20ms);
    REQUIRE_FALSE(second);
    CHECK(second.error().kind == ErrorKind::timeout);
  }
  CHECK_FALSE(is_locked(file));
}

TEST_CASE("a lock whose file its holder removed locks out nobody") {
  const Scratch scratch;
  const auto file = scratch.folder() / "lock";
  auto held = take_lock(file, Lock::exclusive, 0ms);
  REQUIRE(held);
  std::filesystem::remove(file);
  const auto next = take_lock(file, Lock::exclusive, 0ms);
  REQUIRE(next);
  held->reset();
  CHECK(is_locked(file));
}

TEST_CASE("readers share a lock, and keep a writer out") {
  const Scratch scratch;
  const auto file = scratch.folder() / "lock";
  const auto one = take_lock(file, Lock::shared, 0ms);
  const auto other = take_lock(file, Lock::shared, 0ms);
  CHECK(one);
  CHECK(other);
  CHECK_FALSE(take_lock(file, Lock::exclusive, 0ms));
}

TEST_CASE("an identity is the same while the process lives, and empty afterwards") {
  const pid_t pid = idle_child();
  const std::string identity = identity_of(pid);
  CHECK_FALSE(identity.empty());
  CHECK(identity == identity_of(pid));
  CHECK(identity != identity_of(getppid()));
  REQUIRE(end_process(pid, 2s));
  // Not reaped yet: a zombie is nobody any more.
  CHECK(identity_of(pid).empty());
  waitpid(pid, nullptr, 0);
  CHECK(identity_of(pid).empty());
}

TEST_CASE("ending a process that is gone is fine") {
  const pid_t pid = idle_child();
  REQUIRE(end_process(pid, 2s));
  waitpid(pid, nullptr, 0);
  CHECK(end_process(pid, 0ms));
}

TEST_CASE("waiting for the end of somebody else is over at once, of the right one it is not") {
  const pid_t pid = idle_child();
  const std::string identity = identity_of(pid);
  CHECK(await_end(pid, "1-2-3", 0ms));
  CHECK(await_end(pid, "", 0ms));
  const auto still = await_end(pid, identity, 10ms);
  REQUIRE_FALSE(still);
  CHECK(still.error().kind == ErrorKind::timeout);
  kill(pid, SIGKILL);
  CHECK(await_end(pid, identity, 2s));
  waitpid(pid, nullptr, 0);
}

TEST_CASE("the memory of a PID namespace is that of its processes") {
  CHECK(memory_of(getpid()) > 0.1);
  CHECK(memory_of(-1) == 0);
}
