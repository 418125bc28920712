// SPDX-License-Identifier: Apache-2.0
#include "world/end_requests.hpp"

#include <doctest/doctest.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

using namespace gameday;

TEST_CASE("a request to end is seen and does not end the process by itself") {
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    const UniqueFd asked = end_requests();
    pollfd waits{asked.get(), POLLIN, 0};
    const bool quiet = ::poll(&waits, 1, 0) == 0;
    ::kill(::getpid(), SIGTERM);
    const bool heard = ::poll(&waits, 1, 1000) == 1;
    ::_exit(quiet && heard ? 7 : 1);
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  CHECK(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 7);
}
