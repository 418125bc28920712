// SPDX-License-Identifier: Apache-2.0
#include "drills/policy/signal.hpp"

#include <doctest/doctest.h>

#include "tests/drills/policy/tape.hpp"

using namespace gameday;
using namespace gameday::policies;

TEST_CASE("signals are what the policy's instruments recorded, by the time when it was known") {
  Record record;
  Sample slow{.sent = time(0s), .done = time(500ms), .region = "", .error = "timed out"};
  Sample quick{.sent = time(100ms), .done = time(102ms), .good = true, .region = "a"};
  record.probes["app-a"] = {slow, quick};
  record.probes["not asked for"] = {quick};
  Write lost{.id = 1, .sent = time(0s), .done = time(300ms), .result = WriteResult::in_doubt};
  Write refused{.id = 2, .sent = time(0s), .done = time(2ms), .result = WriteResult::refused};
  Write taken{.id = 3, .sent = time(0s), .done = time(1ms), .result = WriteResult::acknowledged};
  taken.region = "a";
  record.ledgers["db-a"].writes = {lost, refused, taken};

  const std::vector<HealthSignal> signals = signals_of(record, sample_policy());
  REQUIRE(signals.size() == 5);
  const auto check = [&](std::size_t at, Duration when, std::string_view instrument,
                         std::string_view region, bool good) {
    CAPTURE(at);
    CHECK(signals[at].at == time(when));
    CHECK(signals[at].instrument == instrument);
    CHECK(signals[at].region == region);
    CHECK(signals[at].good == good);
  };
  check(0, 1ms, "db-a", "a", true);
  check(1, 2ms, "db-a", "", false);
  check(2, 102ms, "app-a", "a", true);
  check(3, 300ms, "db-a", "", false);  // nobody knows whether it was written: that is not good
  check(4, 500ms, "app-a", "", false);
}

TEST_CASE("an instrument that recorded nothing gives no signals") {
  CHECK(signals_of(Record{}, sample_policy()).empty());
}
