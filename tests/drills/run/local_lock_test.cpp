// SPDX-License-Identifier: Apache-2.0
#include "drills/run/local_lock.hpp"

#include <doctest/doctest.h>

#include "drills/guard/lock.hpp"
#include "tests/drills/record/scratch.hpp"

namespace gameday {
namespace {

std::string line_of(const std::string& by) {
  return to_line({.run_id = "1a2b3c4d",
                  .by = by,
                  .since = parse_utc("2026-11-24T10:00:00Z").value(),
                  .lasts = std::chrono::minutes{5}});
}

TEST_CASE("one holder at a time, told by name to the second one") {
  const Scratch scratch;
  {
    const auto first = LocalLock::take(scratch.path, "lab.default", line_of("ann"));
    REQUIRE(first);
    const auto second = LocalLock::take(scratch.path, "lab.default", line_of("bob"));
    REQUIRE_FALSE(second);
    CHECK(second.error().kind == ErrorKind::refused);
    CHECK(second.error().text().find("run 1a2b3c4d of ann, since 2026-11-24T10:00:00Z until "
                                     "2026-11-24T10:05:00Z") != std::string::npos);
    CHECK(LocalLock::take(scratch.path, "lab.other", line_of("bob")));
  }
  CHECK(LocalLock::take(scratch.path, "lab.default", line_of("bob")));
}

TEST_CASE("a home that cannot be written to is an error, not a lock") {
  const auto lock = LocalLock::take("/proc/no-such-home", "x", line_of("ann"));
  REQUIRE_FALSE(lock);
  CHECK(lock.error().kind == ErrorKind::failed);
}

}  // namespace
}  // namespace gameday
