// SPDX-License-Identifier: Apache-2.0
#include "drills/run/keeper_process.hpp"

#include <doctest/doctest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <functional>
#include <iterator>

#include "drills/record/run_directory.hpp"

namespace gameday {
namespace {

/// Runs it in a child, whose habits may be changed; gives what it exits with.
int in_child(const std::function<int()>& work) {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(work());
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST_CASE("hardened, it is deaf to what ends a session, and not to SIGKILL alone") {
  const int survived = in_child([] {
    harden_process();
    for (const int number : {SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGPIPE}) ::raise(number);
    return 7;
  });
  CHECK(survived == 7);
}

TEST_CASE("a control group of its own is left and removed at the end") {
  const int status = in_child([] {
    std::filesystem::path folder;
    {
      const auto group = OwnCgroup::enter("test" + make_run_id());
      if (!group) return 0;  // no cgroup v2, or not ours to use: the keeper goes on without
      folder = group->folder();
      std::ifstream members{folder / "cgroup.procs"};
      const std::string text{std::istreambuf_iterator<char>{members}, {}};
      if (text != std::to_string(::getpid()) + "\n") return 1;
    }
    return std::filesystem::exists(folder) ? 2 : 0;
  });
  CHECK(status == 0);
}

TEST_CASE("the group of a keeper that was killed is removed by the next one") {
  const std::string name = "test" + make_run_id();
  const int status = in_child([&name] {
    const auto group = OwnCgroup::enter(name);
    if (!group) return 0;
    const std::filesystem::path folder = group->folder();
    // A member stays: the group does too. Then the member dies without a word.
    const pid_t member = ::fork();
    if (member == 0) {
      while (true) ::pause();
    }
    std::ofstream{folder.parent_path() / "cgroup.procs"} << ::getpid() << std::flush;
    remove_empty_cgroups();
    if (!std::filesystem::exists(folder)) return 1;
    ::kill(member, SIGKILL);
    ::waitpid(member, nullptr, 0);
    remove_empty_cgroups();
    return std::filesystem::exists(folder) ? 2 : 0;
  });
  CHECK(status == 0);
}

}  // namespace
}  // namespace gameday
