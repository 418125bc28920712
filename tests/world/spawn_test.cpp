// SPDX-License-Identifier: Apache-2.0
#include "world/spawn.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/wait.h>

#include <csignal>
#include <sstream>

#include "world/process.hpp"

using namespace gameday;
using namespace std::chrono_literals;

namespace {

std::string output_of(const std::vector<std::string>& argv, const SpawnOptions& options = {}) {
  const auto outcome = run_process(argv, "", 5s, {.spawn = options});
  REQUIRE(outcome);
  CHECK(outcome->status == 0);
  return outcome->out;
}

/// The value of "Name:\t..." in /proc/<pid>/status.
std::string status_field(const std::string& status, const std::string& name) {
  std::istringstream lines{status};
  for (std::string line; std::getline(lines, line);) {
    if (line.rfind(name + ":\t", 0) == 0) return line.substr(name.size() + 2);
  }
  return "";
}

}  // namespace

TEST_CASE("a program is found by name, also among the system's tools") {
  CHECK(resolve_program("/bin/cat").value() == "/bin/cat");
  CHECK(resolve_program("cat").value().ends_with("/cat"));
  const std::string before = getenv("PATH");
  setenv("PATH", "/nowhere", 1);
  const auto found = resolve_program("nft");
  setenv("PATH", before.c_str(), 1);
  CHECK(found.value() == "/usr/sbin/nft");
}

TEST_CASE("a program that is not there is an error with its name") {
  const auto spawned = spawn_process({"gameday-no-such-program"});
  REQUIRE(!spawned);
  CHECK(spawned.error().kind == ErrorKind::failed);
  CHECK(spawned.error().text().find("gameday-no-such-program") != std::string::npos);
  CHECK(!spawn_process({"/nowhere/at/all"}));
  CHECK(!spawn_process({}));
}

TEST_CASE("a child has three descriptors and no more") {
  int ends[2];
  REQUIRE(pipe(ends) == 0);  // deliberately not close-on-exec
  const UniqueFd read{ends[0]};
  const UniqueFd write{ends[1]};
  // The fourth is the folder that ls itself has open.
  CHECK(output_of({"ls", "/proc/self/fd"}) == "0\n1\n2\n3\n");
}

TEST_CASE("a child does not inherit blocked or ignored signals") {
  sigset_t pipe_only;
  sigset_t before;
  sigemptyset(&pipe_only);
  sigaddset(&pipe_only, SIGUSR1);
  pthread_sigmask(SIG_BLOCK, &pipe_only, &before);
  auto* handler = std::signal(SIGPIPE, SIG_IGN);
  const std::string status = output_of({"cat", "/proc/self/status"});
  std::signal(SIGPIPE, handler);
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  CHECK(status_field(status, "SigBlk") == "0000000000000000");
  // Signals 32 and 33 are the C library's own.
  CHECK(status_field(status, "SigIgn") == "0000000180000000");
}

TEST_CASE("a child leads a session of its own") {
  auto child = spawn_process({"sleep", "60"});
  REQUIRE(child);
  CHECK(getsid(child->pid) == child->pid);
  CHECK(getpgid(child->pid) == child->pid);
  kill(-child->pid, SIGKILL);
  CHECK(waitpid(child->pid, nullptr, 0) == child->pid);
}

TEST_CASE("folder and environment are as asked for") {
  CHECK(output_of({"pwd"}, {.folder = "/usr"}) == "/usr\n");
  const std::string variables = output_of({"env"}, {.environment = {{"GAMEDAY_X", "a=b"}}});
  CHECK(variables.find("LC_ALL=C.UTF-8\n") != std::string::npos);
  CHECK(variables.find("GAMEDAY_X=a=b\n") != std::string::npos);
  CHECK(variables.find(":/usr/sbin") != std::string::npos);
}

TEST_CASE("our ends of the pipes are closed on exec") {
  auto child = spawn_process({"cat"});
  REQUIRE(child);
  for (const UniqueFd* fd : {&child->pidfd, &child->in, &child->out, &child->err}) {
    CHECK((fcntl(fd->get(), F_GETFD) & FD_CLOEXEC) != 0);
    CHECK(fd->get() > 2);
  }
  child->in.reset();
  CHECK(waitpid(child->pid, nullptr, 0) == child->pid);
}

TEST_CASE("a child starts even where our own standard input is closed") {
  const UniqueFd kept{fcntl(0, F_DUPFD_CLOEXEC, 3)};
  close(0);
  const auto outcome = run_process({"cat"}, "through", 5s);
  if (kept.valid()) dup2(kept.get(), 0);
  REQUIRE(outcome);
  CHECK(outcome->out == "through");
}

TEST_CASE("a long argv is shortened in messages") {
  CHECK(join_argv({"nft", "-i"}) == "nft -i");
  CHECK(join_argv({std::string(1000, 'x')}).size() < 310);
}
