// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <doctest/doctest.h>
#include <sched.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <functional>
#include <string>

namespace gameday {

/// Runs it in a child with a network of its own, as root there; an ordinary user gets a user
/// namespace for it. The child tells by its exit status which of its checks failed; 0 = none did.
inline int in_own_network(const std::function<int()>& work) {
  const uid_t user = ::geteuid();
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    if (::unshare(CLONE_NEWNET | (user == 0 ? 0 : CLONE_NEWUSER)) != 0) ::_exit(255);
    if (user != 0) std::ofstream{"/proc/self/uid_map"} << "0 " << user << " 1" << std::flush;
    ::_exit(work());
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace gameday
