// SPDX-License-Identifier: Apache-2.0
#include "world/delay_line.hpp"

#include <doctest/doctest.h>

using namespace gameday;
using namespace std::chrono_literals;

TEST_CASE("each packet waits its delay, and those whose time has come go together") {
  DelayLine line{40ms, 0ms, 1};
  CHECK_FALSE(line.next());
  line.take(7, Instant{1s});
  line.take(8, Instant{1s + 1ms});
  line.take(9, Instant{1s + 30ms});
  CHECK(line.next() == Instant{1s + 40ms});
  CHECK_FALSE(line.release(Instant{1s + 39ms}));
  CHECK(line.release(Instant{1s + 41ms}) == 8);
  CHECK_FALSE(line.release(Instant{1s + 41ms}));
  CHECK(line.next() == Instant{1s + 70ms});
  CHECK(line.release_all() == 9);
  CHECK_FALSE(line.release_all());
}

TEST_CASE("with jitter they wait longer or shorter, and none overtakes another") {
  DelayLine line{40ms, 10ms, 42};
  Instant earliest = Instant::max();
  Instant latest{};
  for (std::uint32_t i = 0; i < 200; ++i) {
    const Instant now{std::chrono::seconds{i}};
    line.take(i, now);
    const Instant until = *line.next();
    earliest = std::min(earliest, Instant{until - now});
    latest = std::max(latest, Instant{until - now});
    CHECK(line.release(until) == i);
  }
  CHECK(earliest >= Instant{30ms});
  CHECK(earliest < Instant{33ms});
  CHECK(latest <= Instant{50ms});
  CHECK(latest > Instant{47ms});
  std::optional<Instant> before;
  for (std::uint32_t i = 0; i < 50; ++i) line.take(i, Instant{1000s});
  for (std::uint32_t i = 0; line.next(); ++i) {
    if (before) CHECK(*line.next() > *before);
    before = line.next();
    CHECK(line.release(*before) >= i);
  }
}

TEST_CASE("it holds so many and no more: the one in front goes with the next") {
  DelayLine line{1s, 0ms, 1};
  for (std::uint32_t i = 0; i < 65'537; ++i) line.take(i, Instant{Duration{i}});
  CHECK(line.next() == Instant{1s + 1ns});
  CHECK(line.release_all() == 65'536);
}
