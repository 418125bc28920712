// SPDX-License-Identifier: Apache-2.0
#include "drills/policy/gauge.hpp"

#include <doctest/doctest.h>

using namespace gameday;
using namespace std::chrono_literals;

namespace {

constexpr Instant k_start{std::chrono::seconds{1000}};

GaugeSpec spec() {
  GaugeSpec made;
  made.window = 1s;
  made.stale_after = 3s;
  made.down_above_ppm = 500'000;
  made.up_below_ppm = 250'000;
  return made;
}

/// A sample every 100 ms from 0 on; 'x' is a bad one.
Gauge fed(std::string_view samples, const GaugeSpec& how = spec()) {
  Gauge gauge{how};
  Duration at{};
  for (const char sample : samples) {
    gauge.take(k_start + at, sample != 'x');
    gauge.look(k_start + at);
    at += 100ms;
  }
  return gauge;
}

}  // namespace

TEST_CASE("nothing is known without a sample") {
  Gauge gauge{spec()};
  CHECK(gauge.health() == Health::unknown);
  gauge.look(k_start);
  CHECK(gauge.health() == Health::unknown);
  CHECK_FALSE(gauge.next_change());
}

TEST_CASE("down above one share, up below another, and in between as before") {
  CHECK(fed("..........").health() == Health::up);
  CHECK(fed("..........xxxxx").health() == Health::up);  // exactly one half is not above it
  CHECK(fed("..........xxxxxx").health() == Health::down);
  CHECK(fed("xxxxxxxxxx.....").health() == Health::down);
  CHECK(fed("xxxxxxxxxx.......").health() == Health::down);  // three of ten are not below
  CHECK(fed("xxxxxxxxxx........").health() == Health::up);   // two are
  CHECK(fed("x.x.x.").health() == Health::down);             // by its very first sample
  CHECK(fed("..x.x.x").health() == Health::up);
}

TEST_CASE("what was never clearly up or down stays unknown") {
  GaugeSpec wide = spec();
  wide.down_above_ppm = 999'999;
  wide.up_below_ppm = 1;
  Gauge gauge{wide};
  gauge.take(k_start, true);
  gauge.take(k_start, false);
  gauge.look(k_start);
  CHECK(gauge.health() == Health::unknown);
}

TEST_CASE("a sample leaves the window when it is exactly that old") {
  Gauge gauge = fed("x");
  gauge.look(k_start + 1s - 1ns);
  CHECK(gauge.count() == 1);
  CHECK(gauge.bad() == 1);
  gauge.look(k_start + 1s);
  CHECK(gauge.count() == 0);
  CHECK(gauge.bad() == 0);
  CHECK(gauge.health() == Health::down);  // nothing newer is known, and it is not stale yet
}

TEST_CASE("stale is unknown from the very instant, whatever it was") {
  for (const char* samples : {"x", "."}) {
    Gauge gauge = fed(samples);
    gauge.look(k_start + 3s - 1ns);
    CHECK(gauge.health() != Health::unknown);
    gauge.look(k_start + 3s);
    CHECK(gauge.health() == Health::unknown);
    gauge.take(k_start + 4s, true);
    gauge.look(k_start + 4s);
    CHECK(gauge.health() == Health::up);
  }
}

TEST_CASE("the next change is the end of a sample's time in the window, then staleness") {
  Gauge gauge = fed("..");
  CHECK(*gauge.next_change() == k_start + 1s);
  gauge.look(k_start + 1s);
  CHECK(*gauge.next_change() == k_start + 1100ms);
  gauge.look(k_start + 1100ms);
  CHECK(*gauge.next_change() == k_start + 3100ms);
  gauge.look(k_start + 3100ms);
  CHECK_FALSE(gauge.next_change());
}

TEST_CASE("health has words") {
  CHECK(to_string(Health::up) == "up");
  CHECK(to_string(Health::down) == "down");
  CHECK(to_string(Health::unknown) == "unknown");
}
