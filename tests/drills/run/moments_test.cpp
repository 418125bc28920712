// SPDX-License-Identifier: Apache-2.0
#include "drills/run/moments.hpp"

#include <doctest/doctest.h>

namespace gameday {
namespace {

using namespace std::chrono_literals;

events::ChangeMoved moved(const std::string& change, Duration began, Duration ended,
                          const std::string& error = {}) {
  return {.change = change,
          .state = ChangeState::applied,
          .began = Instant{began},
          .ended = Instant{ended},
          .error = error};
}

TEST_CASE("several changes span from the first begin to the last end") {
  Moments moments;
  moments.note(moved("b", 2s, 5s));
  moments.note(moved("a", 1s, 3s));
  const auto all = moments.of({"a", "b", "never"}, ChangeState::applied);
  REQUIRE(all.has_value());
  CHECK(all->low == Instant{1s});
  CHECK(all->high == Instant{5s});
  CHECK_FALSE(moments.of({"a"}, ChangeState::reverted).has_value());
}

TEST_CASE("what failed did not happen") {
  Moments moments;
  moments.note(moved("a", 1s, 2s, "no"));
  CHECK_FALSE(moments.of({"a"}, ChangeState::applied).has_value());
}

}  // namespace
}  // namespace gameday
