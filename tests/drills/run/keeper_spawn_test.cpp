// SPDX-License-Identifier: Apache-2.0
#include "drills/run/keeper_spawn.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "drills/record/disk.hpp"
#include "tests/drills/record/scratch.hpp"

namespace gameday {
namespace {

void await_end(const SpawnedKeeper& keeper) {
  pollfd ended{keeper.pidfd.get(), POLLIN, 0};
  REQUIRE(::poll(&ended, 1, 5000) == 1);
  siginfo_t info{};
  ::waitid(P_PID, static_cast<id_t>(keeper.pid), &info, WEXITED);
}

TEST_CASE(
    "it is told the run's folder; what it says is kept there; its end is seen on the socket") {
  const Scratch scratch;
  const auto keeper = spawn_keeper("/usr/bin/ls", scratch.path).value();
  await_end(keeper);
  // ls complains about "keeper", which is no file, and knows the folder.
  CHECK(read_file(scratch.path / "keeper.log").value().find("keeper") != std::string::npos);
  pollfd closed{keeper.socket.get(), POLLIN, 0};
  CHECK(::poll(&closed, 1, 1000) == 1);
  CHECK((closed.revents & POLLHUP) != 0);
}

TEST_CASE("it has a session of its own and no descriptor of ours but the socket") {
  const Scratch scratch;
  const UniqueFd leaky{::open("/dev/null", O_RDONLY)};  // deliberately without close-on-exec
  const auto keeper = spawn_keeper("/usr/bin/yes", scratch.path).value();
  const std::string process = "/proc/" + std::to_string(keeper.pid);
  std::vector<std::string> open;
  for (const auto& item : std::filesystem::directory_iterator{process + "/fd"}) {
    open.push_back(item.path().filename());
  }
  std::ranges::sort(open);
  CHECK(open == std::vector<std::string>{"0", "1", "2", "3"});
  CHECK(::getsid(keeper.pid) == keeper.pid);
  ::kill(keeper.pid, SIGKILL);
  await_end(keeper);
}

TEST_CASE("a program that is not there is an error") {
  const Scratch scratch;
  CHECK(spawn_keeper(scratch.path / "none", scratch.path).error().kind == ErrorKind::failed);
}

}  // namespace
}  // namespace gameday
