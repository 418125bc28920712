// SPDX-License-Identifier: Apache-2.0
#include "drills/run/process_handle.hpp"

#include <doctest/doctest.h>

#include "tests/drills/run/stand_in.hpp"

namespace gameday {
namespace {

using namespace std::chrono_literals;

TEST_CASE("a process is held, watched and ended") {
  const StandIn process;
  const auto handle = ProcessHandle::open(process.pid(), process.start_time()).value();
  CHECK_FALSE(handle.has_ended());
  CHECK_FALSE(handle.ends_within(10ms));
  CHECK(handle.kill(5s));
  CHECK(handle.has_ended());
  CHECK_FALSE(process.lives());
  CHECK(handle.kill(5s));
}

TEST_CASE("one that is stopped ends as well") {
  const StandIn process;
  ::kill(process.pid(), SIGSTOP);
  CHECK(ProcessHandle::open(process.pid(), process.start_time()).value().kill(5s));
}

TEST_CASE("another process of that number is not meant") {
  const StandIn process;
  CHECK(ProcessHandle::open(process.pid(), process.start_time() + 1).error().kind ==
        ErrorKind::absent);
  CHECK(ProcessHandle::open(process.pid(), 0).error().kind == ErrorKind::absent);
  CHECK(process.lives());
}

}  // namespace
}  // namespace gameday
