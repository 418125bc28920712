// SPDX-License-Identifier: Apache-2.0
// That a disk is filled and never past its reserve is seen in tests/regions/host_load_test.cpp.
#include <doctest/doctest.h>

#include "injectors/injectors.hpp"
#include "tests/injectors/service_fixture.hpp"

using namespace gameday;

namespace {

constexpr std::size_t k_words = 4;  ///< behind perl -e PROGRAM --

Params params(const std::string& path) {
  Params given;
  given.set("host", std::string{"db-a"});
  given.set("path", path);
  return given;
}

}  // namespace

TEST_CASE("a file with the run's id is made, and removed by the revert or a timer") {
  const ServiceFixture there;
  Params given = params("/data");
  given.set("to", 90.5);
  given.set("leave", std::int64_t{500});
  const auto plan = there.plan(k_injector_disk_fill, given);
  REQUIRE(plan);
  const Change& change = plan->changes.at(0);
  const std::string file = "/data/gameday-1a2b3c4d-mine.fill";
  CHECK(words_of(change.apply, k_words) == "/data " + file + " 90.5 500");
  CHECK(words_of(*change.revert) == "rm -f " + file);
  CHECK(words_of(change.plant.back()).ends_with("rm -f " + file));
  CHECK(change.dead_man == DeadMan::timer);
  CHECK(words_of(plan->proofs.at(0).look, k_words) == "/data 90.5 500");
}

TEST_CASE("the look tells our file from none, and a failure from both") {
  const ServiceFixture there;
  const auto plan = there.plan(k_injector_disk_fill, params("/data"));
  REQUIRE(plan);
  const Verify& verify = plan->changes.at(0).verify;
  CHECK(read_seen(verify, Outcome{true, 0, "filled with 12 bytes\n", {}, {}}) == Seen::in_force);
  CHECK(read_seen(verify, Outcome{true, 0, "no file of ours\n", {}, {}}) == Seen::gone);
  CHECK(read_seen(verify, Outcome{false, 13, {}, "denied", {}}) == Seen::unclear);
}

TEST_CASE("limits cannot be widened, and the kernel's own folders are not filled") {
  const ServiceFixture there;
  for (const char* path : {"data", "/proc/1", "/dev", "/sys/fs", "/data/../dev"}) {
    CAPTURE(path);
    CHECK_FALSE(there.plan(k_injector_disk_fill, params(path)));
  }
  CHECK(there.plan(k_injector_disk_fill, params("/devices")));
  for (const double to : {0.0, -1.0, 99.5, 100.0}) {
    Params given = params("/data");
    given.set("to", to);
    CHECK_FALSE(there.plan(k_injector_disk_fill, given));
  }
  Params given = params("/data");
  given.set("leave", std::int64_t{255});
  CHECK_FALSE(there.plan(k_injector_disk_fill, given));
}
