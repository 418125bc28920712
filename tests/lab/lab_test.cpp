// SPDX-License-Identifier: Apache-2.0
// What needs no region; the rest is in tests/regions/lab_test.cpp.
#include "lab/lab.hpp"

#include <doctest/doctest.h>
#include <unistd.h>

#include <algorithm>

#include "lab/lifeline.hpp"
#include "lab/site.hpp"
#include "lab/state.hpp"

using namespace gameday;
using namespace gameday::lab;

namespace {

constexpr std::string_view k_absent = "t-unit-absent";
constexpr std::string_view k_dead = "t-unit-dead";

/// What a lab leaves behind whose supervisor was killed.
void leave_remains() {
  REQUIRE(make_base_folder(base_folder()));
  std::filesystem::create_directories(folder(k_dead) / "haproxy");
  REQUIRE(store_state(folder(k_dead), State{.phase = Phase::ready, .pid = 1, .identity = "0-0-0"}));
  REQUIRE(take_lock(life_lock(folder(k_dead)), Lock::exclusive, Duration::zero()));
}

}  // namespace

TEST_CASE("a lab that was never raised is down, and taking it down is fine") {
  const auto found = status(k_absent);
  REQUIRE(found);
  CHECK_FALSE(found->running);
  CHECK(found->folder == folder(k_absent));
  CHECK(down(k_absent));
  CHECK(down(k_absent));
}

TEST_CASE("a name that is none is refused everywhere") {
  CHECK(up(Options{.name = "No!"}).error().kind == ErrorKind::bad_input);
  CHECK(down("../etc").error().kind == ErrorKind::bad_input);
  CHECK(status("").error().kind == ErrorKind::bad_input);
}

TEST_CASE("a lab is not raised with a server that there is not") {
  const auto raised = up(Options{.name = std::string{k_absent}, .with = {"kafka"}});
  REQUIRE_FALSE(raised);
  CHECK(raised.error().kind == ErrorKind::bad_input);
  CHECK_FALSE(std::filesystem::exists(folder(k_absent)));
}

TEST_CASE("the remains of a dead lab are told as down and removed by whoever sees them") {
  leave_remains();
  const auto found = status(k_dead);
  REQUIRE(found);
  CHECK_FALSE(found->running);
  CHECK_FALSE(std::filesystem::exists(folder(k_dead)));
  leave_remains();
  CHECK(down(k_dead));
  CHECK_FALSE(std::filesystem::exists(folder(k_dead)));
  CHECK_FALSE(std::filesystem::exists(work_lock(folder(k_dead))));
  leave_remains();
  const auto every = all();
  CHECK(std::any_of(every.begin(), every.end(),
                    [](const Status& one) { return one.name == k_dead && !one.running; }));
  CHECK_FALSE(std::filesystem::exists(folder(k_dead)));
}

TEST_CASE("remains at which somebody else is at work are left alone") {
  leave_remains();
  {
    const auto work = take_lock(work_lock(folder(k_dead)), Lock::exclusive, Duration::zero());
    REQUIRE(work);
    REQUIRE(status(k_dead));
    CHECK(std::filesystem::exists(folder(k_dead)));
  }
  CHECK(down(k_dead));
}
