// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <set>

#include "drills/record/run_directory.hpp"

namespace gameday {
namespace {

TEST_CASE("run ids are eight hex digits, and differ") {
  std::set<std::string> ids;
  for (int round = 0; round < 50; ++round) ids.insert(make_run_id());
  CHECK(ids.size() > 48);
  for (const std::string& id : ids) {
    CHECK(id.size() == 8);
    CHECK(id.find_first_not_of("0123456789abcdef") == std::string::npos);
  }
}

TEST_CASE("the boot has an id") { CHECK(boot_id().size() == 36); }

TEST_CASE("a process has a start time while it runs; a zombie has ended") {
  CHECK(process_start_time(::getpid()) > 0);
  CHECK(process_start_time(::getpid()) == process_start_time(::getpid()));
  CHECK(process_start_time(0) == 0);
  const pid_t child = ::fork();
  if (child == 0) ::_exit(0);
  REQUIRE(child > 0);
  siginfo_t info{};
  REQUIRE(::waitid(P_PID, static_cast<id_t>(child), &info, WEXITED | WNOWAIT) == 0);
  CHECK(process_start_time(child) == 0);
  ::waitpid(child, nullptr, 0);
}

}  // namespace
}  // namespace gameday
